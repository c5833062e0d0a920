"""Errors and envelopes, held against answers that Meta really gave and against the table of its errors."""

import json
from pathlib import Path

import pytest

from smmcore_meta.sandbox.errors import WORDS, GraphError, denied, missing
from smmcore_meta.sandbox.usage import CODES

from .shop import APP, SECRET, USER_TOKEN

SHARED = Path(__file__).resolve().parents[5] / "shared"


def shared(*parts):
    """A folder or file of the facts that lie beside the checkout; skips where they do not."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


def recorded(name):
    return json.loads(shared("samples", "meta", f"{name}.json").read_text("utf-8"))


def form(value):
    """What a value is made of; of lists the first item stands for all."""
    if isinstance(value, dict):
        return {name: form(each) for name, each in value.items()}
    if isinstance(value, list):
        return [form(each) for each in value[:1]]
    return type(value).__name__


def without_trace(body):
    return {name: each for name, each in body["error"].items() if name != "fbtrace_id"}


@pytest.mark.parametrize("known", WORDS, ids=str)
def test_every_error_is_in_the_table_of_errors(known):
    rows = json.loads(shared("specs", "meta", "error_codes.json").read_text("utf-8"))
    official = {(row["code"], row["subcode"]) for row in rows}
    assert known in official or (200 <= known[0] <= 299 and ("200-299", None) in official)


def test_limits_are_the_ones_of_the_table():
    rows = json.loads(shared("specs", "meta", "error_codes.json").read_text("utf-8"))
    limits = {row["code"] for row in rows if row["cls"] == "rate"}
    assert {*CODES.values(), 32} <= limits


def test_errors_have_the_words_and_the_parts_of_the_recorded_ones(graph):
    ours = GraphError.known(36000, 2207004).json()
    assert without_trace(ours) == without_trace(recorded("ig_error_36000_image_too_large"))
    answer = graph.ask("GET", "/me/insights", params={"metric": "nonsense"}).json()
    assert without_trace(answer) == without_trace(recorded("fb_error_100_invalid_metric"))
    assert form(answer) == form(recorded("fb_error_100_invalid_metric"))
    assert set(form(denied("x").json())["error"]) == set(
        form(recorded("fb_error_100_missing_permission"))["error"]
    )
    assert form(ours) == form(recorded("ig_error_36000_image_too_large"))


def test_an_error_with_data_is_built_as_recorded():
    theirs = recorded("ig_error_2108006_before_business")["error"]
    error = GraphError(
        theirs["code"],
        theirs["message"],
        theirs["error_subcode"],
        transient=False,
        title=theirs["error_user_title"],
        text=theirs["error_user_msg"],
        data=theirs["error_data"],
    )
    assert without_trace(error.json()) == without_trace({"error": theirs})


def test_errors_inside_a_batch_are_as_recorded(graph):
    (theirs,) = recorded("fb_batch_first_error")[:1]
    items = json.dumps([{"method": "GET", "relative_url": "2"}])
    (ours,) = graph.post("/", batch=items)
    assert form(ours) == form(theirs)
    said = json.loads(theirs["body"])["error"]
    error = json.loads(ours["body"])["error"]
    assert (error["message"], error["type"], error["code"]) == (said["message"], said["type"], said["code"])
    assert error["message"] == missing("2").message
    names = {header["name"] for header in theirs["headers"]}
    assert {header["name"] for header in ours["headers"]} <= names


def test_a_token_is_described_as_recorded(graph):
    ours = graph.get("/debug_token", by=f"{APP}|{SECRET}", input_token=USER_TOKEN)["data"]
    theirs = recorded("fb_debug_token")["data"]
    assert {name: form(each) for name, each in ours.items() if name in theirs} == form(theirs)


def test_usage_is_told_in_headers_as_recorded(graph):
    theirs = recorded("headers_business_use_case_usage")
    graph.control("usage", type="app", percent=28)
    graph.control("usage", type="pages", percent=97)
    told = graph.ask("GET", "/me").headers
    assert form(json.loads(told["x-app-usage"])) == form(theirs["x-app-usage"])
    (ours,) = json.loads(told["x-business-use-case-usage"]).values()
    (pages,) = theirs["x-business-use-case-usage"]["10153848260347724"]
    assert form(ours[0]) == form(pages)


def test_a_refused_upload_is_told_as_recorded(graph):
    headers = {"Authorization": "OAuth EAAG-SANDBOX-page", "offset": "0", "file_size": "1"}
    answer = graph.http.post("/ig-api-upload/v26.0/31337", headers=headers, content=b"x").json()
    assert answer == recorded("ig_rupload_failure")


def test_pages_by_time_and_by_cursor_are_as_recorded(graph):
    graph.notes(3)
    feed = graph.get(f"/{graph.page}/feed", limit=1, fields="id,message,created_time")
    assert form(feed) == form(recorded("fb_page_feed_p1"))
    theirs = recorded("fb_page_feed_p1")["paging"]["next"]
    ours = feed["paging"]["next"]
    names = {part.partition("=")[0] for part in theirs.partition("?")[2].split("&")}
    assert {part.partition("=")[0] for part in ours.partition("?")[2].split("&")} == {*names, "limit"}
    back = graph.http.get(graph.http.get(ours).json()["paging"]["previous"]).json()
    assert back["data"] == feed["data"]
    tagged = graph.get(f"/{graph.page}/hashtagged", limit=1)
    assert form(tagged["paging"]) == form(recorded("ig_hashtag_recent_media_p1")["paging"])
    accounts = graph.get("/me/accounts", by="user", summary="true", fields="id,name,access_token,tasks")
    assert form(accounts["summary"]) == form(recorded("fb_me_accounts_p1")["summary"])


def test_figures_have_the_three_recorded_shapes(graph):
    plain = graph.get(f"/{graph.page}", fields="insights.metric(views).period(day)")
    assert form(plain) == form(recorded("fb_page_insights_v16"))
    rows = {
        "metric": "reach",
        "period": "day",
        "metric_type": "total_value",
        "breakdown": "follow_type,media",
    }
    total = graph.get("/me/insights", **rows)
    assert form(total) == form(recorded("ig_user_insights_total_value_breakdown"))
    flat = graph.get("/me/insights", metric="views", breakdown="is_from_ads")["data"][0]["values"]
    theirs = recorded("fb_page_media_view_breakdown_is_from_ads")["data"][0]["values"]
    assert form(flat) == form(theirs)
