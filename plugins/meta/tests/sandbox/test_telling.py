"""Webhooks, figures, the audience and the page."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from smmcore.errors import InvalidInput, Rejected
from smmcore.io.blocking import BlockingIO, run
from smmcore.platform import FAULTS, FakeNetwork, Faulty
from smmcore.testing import Fake

from .shop import SECRET


class Receiver(BaseHTTPRequestHandler):
    """An application that takes webhooks, unless it is told to be ill."""

    def do_GET(self):
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        right = query["hub.mode"] == "subscribe" and query["hub.verify_token"] == "ours"
        self._answer(200 if right else 403, query["hub.challenge"].encode())

    def do_POST(self):
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        good = hmac.new(SECRET.encode(), raw, hashlib.sha256).hexdigest()
        signed = self.headers["X-Hub-Signature-256"] == f"sha256={good}"
        self.server.taken.append((json.loads(raw), signed))
        self._answer(self.server.status, b"ok")

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.taken, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_receiver_agrees_only_with_its_own_word(graph, receiver):
    assert graph.control("webhooks", url=receiver.url, verify_token="theirs") == {"ok": False}
    assert graph.control("webhooks", url="http://127.0.0.1:9/", verify_token="ours") == {"ok": False}
    assert graph.control("webhooks", url=receiver.url, verify_token="ours") == {"ok": True}


def test_changes_are_signed_and_delivered_once_they_are_subscribed_to(graph, receiver):
    graph.control("webhooks", url=receiver.url, verify_token="ours")
    graph.post(f"/{graph.page}/feed", message="nobody asked")
    assert graph.control("webhooks/deliver") == {"sent": 0, "status": None}
    graph.post(f"/{graph.page}/subscribed_apps", subscribed_fields="feed")
    assert graph.get(f"/{graph.page}/subscribed_apps")["data"][0]["subscribed_fields"] == ["feed"]
    made = graph.post(f"/{graph.page}/feed", message="tell")
    assert graph.control("webhooks/deliver") == {"sent": 1, "status": 200}
    ((body, signed),) = receiver.taken
    assert signed
    assert body["object"] == "page"
    assert body["entry"][0]["id"] == graph.page
    assert body["entry"][0]["changes"] == [
        {"field": "feed", "value": {"item": "post", "post_id": made["id"]}}
    ]


def test_what_is_not_taken_waits_and_what_was_taken_may_come_again(graph, receiver):
    graph.control("webhooks", url=receiver.url, verify_token="ours")
    graph.post(f"/{graph.page}/subscribed_apps", subscribed_fields='["feed"]')
    graph.post(f"/{graph.page}/feed", message="one")
    receiver.status = 500
    assert graph.control("webhooks/deliver")["status"] == 500
    receiver.status = 200
    assert graph.control("webhooks/deliver") == {"sent": 1, "status": 200}
    assert graph.control("webhooks/deliver", again=1, forged=True, flat=True) == {"sent": 1, "status": 200}
    body, signed = receiver.taken[-1]
    assert not signed
    assert body["entry"][0]["field"] == "feed"
    assert "must be one of" in graph.fail("POST", "/me/subscribed_apps", subscribed_fields="x")["message"]
    assert graph.ask("DELETE", "/me/subscribed_apps").json() == {"success": True}
    assert graph.get("/me/subscribed_apps") == {"data": []}


def test_figures_by_day_have_their_ends(graph):
    (row,) = graph.get("/me/insights", metric="views")["data"]
    assert (row["name"], row["period"], len(row["values"])) == ("views", "day", 2)
    assert row["values"][0]["end_time"].endswith("T08:00:00+0000")
    assert row["id"] == f"{graph.page}/insights/views/day"
    (week,) = graph.get(
        "/me/insights", metric="views", period="week", since=1_780_000_000, until=1_780_172_800
    )["data"]
    assert [value["value"] for value in week["values"]] == [7, 7]


def test_a_lifetime_has_one_value_which_may_be_a_mapping(graph):
    (row,) = graph.get("/me", fields="insights.metric(clicks)")["insights"]["data"]
    assert row["values"] == [{"value": {"link": 3}}]


def test_breakdowns_stand_flat_beside_the_values_or_below_a_total(graph):
    (row,) = graph.get(
        "/me/insights", metric="views", breakdown="is_from_ads", since=1_780_000_000, until=1_780_086_400
    )["data"]
    assert [(each["value"], each["is_from_ads"]) for each in row["values"]] == [(25, "0"), (0, "1")]
    (row,) = graph.get(
        "/me/insights", metric="reach", breakdown="follow_type,media", metric_type="total_value"
    )["data"]
    assert "values" not in row
    assert row["total_value"]["value"] == 14
    parts = row["total_value"]["breakdowns"][0]
    assert parts["dimension_keys"] == ["follow_type", "media"]
    assert parts["results"][0] == {"dimension_values": ["FOLLOWER", "FEED"], "value": 9}
    (row,) = graph.get("/me/insights", metric="reach", metric_type="total_value")["data"]
    assert row["total_value"] == {"value": 1}


def test_one_dead_metric_fails_the_whole_list(graph):
    graph.control("metrics", retire=["clicks"])
    error = graph.fail("GET", "/me/insights", metric="views,clicks")
    assert error["message"] == "(#100) The value must be a valid insights metric"
    assert graph.fail("GET", "/me/insights", metric="veiws")["message"] == error["message"]
    graph.control("metrics", revive=["clicks"])
    assert len(graph.get("/me/insights", metric="views,clicks")["data"]) == 2


def test_a_figure_that_nothing_is_known_of_is_left_out(graph):
    graph.control("metrics", empty=["views"])
    assert graph.get("/me/insights", metric="views") == {"data": []}


def test_figures_are_asked_for_rightly(graph):
    assert graph.fail("GET", "/me/insights", metric="")["code"] == 100
    assert graph.fail("GET", "/me/insights", metric="[]")["error_subcode"] == 1504028
    assert (
        "Incompatible metric" in graph.fail("GET", "/me/insights", metric="views", period="month")["message"]
    )
    assert "Incompatible" in graph.fail("GET", "/me/insights", metric="views", breakdown="age")["message"]
    assert (
        "90 days" in graph.fail("GET", "/me/insights", metric="views", since=1, until=86_400 * 100)["message"]
    )


def test_the_audience_is_played_over_http(graph, audience):
    fake, io = Fake(audience, graph.url), BlockingIO()
    try:
        (id,) = graph.notes(1)
        comment = fake.comment(id, "Ann", "Lovely")
        assert fake.posts() == [id]
        assert fake.text(id) == "No. 0"
        assert fake.comments(id) == [comment]
        assert fake.text("31337") == ""
        fake.advance(60)
        with pytest.raises(Rejected, match="bogus"):
            run(audience.fault(io, graph.url, "html_after", bogus=1))
        with pytest.raises(InvalidInput, match="no polls"):
            run(audience.vote(io, graph.url, post=id, option=0, count=1))
        fake.reset()
        assert fake.posts() == []
    finally:
        fake.close()
        io.close()


def test_every_fault_of_the_suite_can_be_planted(graph, audience):
    io = BlockingIO()
    try:
        for kind in FAULTS:
            details = {"retry_after": 7} if kind == "limited" else {}
            run(audience.fault(io, graph.url, kind, **details))
        assert len(graph.state()["faults"]) == len(FAULTS)
        assert isinstance(audience, FakeNetwork)
        assert isinstance(audience, Faulty)
    finally:
        io.close()


def test_the_page_says_that_it_is_a_sandbox_and_loads_nothing_from_elsewhere(graph, audience):
    page = graph.http.get(audience.page(""))
    assert "SANDBOX" in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    assert "https://" not in page.text.replace("https?://", "")
