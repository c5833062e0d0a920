"""Limits that are used up, and planted failures."""

import json

import httpx
import pytest

MINUTE = 60


def business(answer):
    return json.loads(answer.headers["x-business-use-case-usage"])


def test_usage_is_told_in_headers_and_below_the_limit_calls_are_answered(graph):
    assert "x-app-usage" not in graph.ask("GET", "/me").headers
    graph.control("usage", type="app", percent=80)
    graph.control("usage", type="pages", percent=90)
    answer = graph.ask("GET", "/me")
    assert answer.status_code == 200
    assert json.loads(answer.headers["x-app-usage"])["call_count"] == 80
    (told,) = business(answer)[graph.page]
    assert (told["type"], told["call_count"], told["estimated_time_to_regain_access"]) == ("pages", 90, 0)


@pytest.mark.parametrize(
    ("type", "by", "code"),
    [
        ("app", "page", 4),
        ("user", "user", 17),
        ("pages", "page", 80001),
        ("pages", "user", 32),
        ("instagram", "page", 80002),
    ],
)
def test_a_used_up_limit_refuses_calls_until_its_minutes_are_over(graph, type, by, code):
    graph.control("usage", type=type, minutes=12)
    answer = graph.ask("GET", "/me", by=by)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == code
    if type in {"pages", "instagram"}:
        (told,) = next(iter(business(answer).values()))
        assert told["estimated_time_to_regain_access"] == 12
    graph.control("time", advance=11 * MINUTE)
    assert graph.fail("GET", "/me", by=by)["code"] == code
    graph.control("time", advance=MINUTE)
    assert graph.get("/me", by=by)["id"]


def test_calls_that_come_before_their_time_are_counted(graph):
    graph.control("usage", minutes=12)
    graph.fail("GET", "/me")
    assert graph.state()["usage"]["early"] == 0
    graph.fail("GET", "/me")
    graph.fail("GET", f"/{graph.page}")
    assert graph.state()["usage"]["early"] == 2


def test_a_limit_of_one_page_leaves_others_alone(graph):
    graph.control("usage", type="pages", id="1")
    assert graph.get("/me")["id"] == graph.page
    graph.control("usage", type="pages", id=graph.page)
    assert graph.fail("GET", "/me")["code"] == 80001


def test_calls_of_a_batch_are_refused_one_by_one(graph):
    graph.control("usage", type="pages", id="31337", minutes=1)
    items = [{"method": "GET", "relative_url": path} for path in ("me", "31337_1")]
    one, other = graph.post("/", batch=json.dumps(items))
    assert one["code"] == 200
    assert json.loads(other["body"])["error"]["code"] == 80001


def feed(graph, message="Hi"):
    return graph.ask("POST", f"/{graph.page}/feed", data={"message": message})


def there(graph):
    return len(graph.get(f"/{graph.page}/notes")["data"])


def test_an_error_of_ones_choice_meets_the_call_that_it_is_for(graph):
    graph.control("faults", kind="error", path="POST */feed", code=368, skip=1)
    assert graph.get("/me")
    assert feed(graph).status_code == 200
    error = feed(graph).json()["error"]
    assert error["code"] == 368
    assert error["error_user_title"] == "Action is blocked"
    assert feed(graph).status_code == 200


def test_an_error_may_come_after_the_thing_is_done(graph):
    graph.control("faults", kind="error", code=2, when="after", publishing=True)
    answer = feed(graph)
    assert answer.status_code == 503
    assert answer.json()["error"]["is_transient"] is True
    assert there(graph) == 1


@pytest.mark.parametrize(("kind", "status"), [("500", 500), ("502", 502), ("json500", 500), ("garbage", 200)])
@pytest.mark.parametrize(("when", "count"), [("before", 0), ("after", 1)])
def test_answers_of_proxies_come_before_or_after(graph, kind, status, when, count):
    graph.control("faults", kind=kind, when=when, publishing=True)
    assert there(graph) == 0  # reading is not publishing
    assert feed(graph).status_code == status
    assert there(graph) == count


@pytest.mark.parametrize(("when", "count"), [("before", 0), ("after", 1)])
def test_connections_are_reset(graph, when, count):
    graph.control("faults", kind="reset", when=when, publishing=True)
    with pytest.raises(httpx.TransportError):
        feed(graph)
    assert there(graph) == count


def test_connections_hang_and_an_echo_repeats_the_token(graph):
    graph.control("faults", kind="hang", seconds=0.05, publishing=True)
    with pytest.raises(httpx.TransportError):
        feed(graph)
    graph.control("faults", kind="echo_token")
    assert "EAAG-SANDBOX-page" in graph.ask("GET", "/me").text
    graph.control("faults", kind="slow", seconds=0.01)
    assert graph.get("/me")


def test_a_planted_limit_opens_with_the_call_that_publishes_and_lasts_whole_minutes(graph):
    graph.control("faults", kind="limited", publishing=True, seconds=61)
    assert graph.get("/me")
    answer = feed(graph)
    assert answer.json()["error"]["code"] == 80001
    assert business(answer)[graph.page][0]["estimated_time_to_regain_access"] == 2
    assert graph.fail("GET", "/me")["code"] == 80001
    graph.control("time", advance=2 * MINUTE)
    assert feed(graph).status_code == 200


def test_the_control_api_says_what_it_does_not_know(graph):
    assert "there is no fault flood" in graph.refused("faults", kind="flood")
    assert "before or after" in graph.refused("faults", kind="500", when="now")
    assert "bogus" in graph.refused("time", advance=1, bogus=2)
    assert "must not be negative" in graph.refused("time", advance=-1)
    assert "there is no limit weather" in graph.refused("usage", type="weather")
    assert "no such token" in graph.refused("tokens/change", token="x", dead=460)
    assert graph.http.post("/_sandbox/time", content=b"{").json() == {"error": "the body is not JSON"}


def test_a_reset_forgets_everything(graph):
    graph.notes(3)
    graph.control("usage", type="app")
    graph.control("faults", kind="500")
    graph.control("metrics", retire=["views"])
    graph.control("time", advance=1000)
    graph.control("reset")
    assert there(graph) == 0
    assert graph.get("/me/insights", metric="views")["data"]
    assert graph.state()["faults"] == []
    graph.http.delete("/_sandbox/calls")
    assert graph.calls() == []
