"""The transport that both plugins stand on, against the fake over real HTTP, blocking and on a loop."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from smmcore.errors import AnswerLost, NotThere, RateLimited, Rejected, Unauthorized
from smmcore.io.blocking import BlockingIO, run
from smmcore.io.nonblocking import NonblockingIO
from smmcore.models import Account
from smmcore_meta.api import Api, Way
from smmcore_meta.checking import token_checkup
from smmcore_meta.graph import Get, Graph
from smmcore_meta.insights import Insights, Row, figures
from smmcore_meta.settings import GraphSettings
from smmcore_meta.uploading import send_video

from .shop import APP, IG_TOKEN, PAGE_ID, PAGE_TOKEN, SECRET, USER_TOKEN

PAGES = Api(platform="shop", title="Shop", use_case="pages", way=Way.PAGE)
LOGIN = Api(platform="shop", title="Shop", use_case="instagram", way=Way.INSTAGRAM)
DAY = 86_400


class Clock:
    """The machine's, but that the fake's goes ahead with it."""

    def __init__(self, served):
        self.served, self.ahead = served, timedelta()

    def now(self):
        return datetime.now(UTC) + self.ahead

    def sleep(self, seconds):
        self.ahead += timedelta(seconds=seconds)
        self.served.control("time", advance=seconds)

    async def async_sleep(self, seconds):
        self.sleep(seconds)


class Client:
    """One account, whose calls are made blocking or on a loop."""

    def __init__(self, mode, served):
        self.mode, self.served, self.clock = mode, served, Clock(served)
        self.loop = asyncio.Runner() if mode == "async" else None
        self.io = (NonblockingIO if self.loop else BlockingIO)(clock=self.clock, patience=30)

    def do(self, work, api=PAGES, secrets=None, **settings):
        """What `work` gives of a graph."""
        account = Account("bakery", "shop", PAGE_ID, secrets=secrets or {"token": PAGE_TOKEN})
        host = "/graph.instagram.com" if api is LOGIN else ""
        base = GraphSettings(base_url=f"{self.served.url}{host}", **settings)
        part = work(Graph(self.io, account, api, base))
        return self.loop.run(part) if self.loop else run(part)

    def close(self):
        if self.loop:
            self.loop.run(self.io.aclose())
            self.loop.close()
        else:
            self.io.close()


@pytest.fixture(params=["blocking", "async"])
def client(request, graph):
    made = Client(request.param, graph)
    yield made
    made.close()


def write(text):
    return lambda net: net.post((PAGE_ID, "feed"), {"message": text}, result=lambda body: body["id"])


def test_what_is_written_is_read_with_nested_fields(client):
    id = client.do(write("Fresh rye"))
    client.served.control("comments", post=id, person="Ann", text="Yum")
    note = client.do(lambda net: net.get(id, fields="message,comments.limit(5).summary(true){message}"))
    assert note["message"] == "Fresh rye"
    assert note["comments"]["data"][0]["message"] == "Yum"


def test_lists_are_read_to_their_end_by_cursor_and_by_time(client):
    ids = client.served.notes(25)
    for edge in ("notes", "feed"):
        found = client.do(lambda net, edge=edge: net.items(f"{PAGE_ID}/{edge}", limit=10, fields="id"))
        assert sorted(one["id"] for one in found) == sorted(ids)


def test_a_thousand_objects_take_one_request_also_if_one_is_gone(client):
    ids = client.served.notes(1000)
    before = len(client.served.calls())
    assert list(client.do(lambda net: net.many(ids, fields="message"))) == ids
    assert len(client.served.calls()) - before == 1
    client.do(lambda net: net.delete(ids[7]))
    found = client.do(lambda net: net.many(ids, fields="message"))
    assert isinstance(found[ids[7]], NotThere)
    assert [found[id]["message"] for id in (ids[6], ids[8])] == ["No. 6", "No. 8"]


def test_an_item_of_a_batch_that_took_too_long_is_asked_for_again(client):
    client.served.control("faults", kind="null")
    first, second = client.do(lambda net: net.batch([Get("me"), Get(PAGE_ID)]))
    assert first["id"] == second["id"] == PAGE_ID


def test_the_pages_token_comes_from_the_users_long_one(client):
    secrets = {"user_token": USER_TOKEN, "app_secret": SECRET}
    client.served.control("settings", require_proof=True)
    client.do(write("By the Page"), secrets=secrets, app_id=APP)
    client.clock.sleep(51 * DAY)
    client.do(write("After a renewal"), secrets=secrets, app_id=APP)
    paths = [call["path"] for call in client.served.calls()]
    assert sum("oauth/access_token" in path for path in paths) == 2


def test_a_proof_by_another_secret_is_told(client):
    with pytest.raises(Unauthorized, match=r"app_secret has to be the secret of the token's app"):
        client.do(write("No"), secrets={"token": PAGE_TOKEN, "app_secret": "of another app"})


def test_a_users_token_in_the_pages_place_says_where_it_belongs(client):
    with pytest.raises(Unauthorized, match=r"give it as secrets\.user_token"):
        client.do(write("No"), secrets={"token": USER_TOKEN})


def test_instagrams_token_lives_on_by_refreshing(client):
    secrets = {"token": IG_TOKEN}
    for _ in range(5):
        assert client.do(lambda net: net.get("me"), LOGIN, secrets)["id"] == PAGE_ID
        client.clock.sleep(51 * DAY)
    told = client.do(lambda net: token_checkup(net, {}), LOGIN, secrets)
    assert told.expires_at > client.clock.now()


def test_a_dead_token_is_told_in_one_line(client):
    client.served.control("tokens/change", token=PAGE_TOKEN, dead=460)
    with pytest.raises(Unauthorized, match="password was changed") as caught:
        client.do(write("No"))
    assert PAGE_TOKEN not in str(caught.value)


def test_a_checkup_names_scopes_that_are_missing(client):
    secrets = {"token": PAGE_TOKEN, "app_secret": SECRET}
    wanted = {"pages_manage_posts": "publishing", "pages_messaging": "private answers"}
    told = client.do(lambda net: token_checkup(net, wanted), secrets=secrets, app_id=APP)
    assert len(told.warnings) == 1
    assert "pages_messaging, so private answers will be refused" in told.warnings[0]


def test_while_meta_wants_silence_nothing_is_called(client):
    client.served.control("usage", type="pages", minutes=12)
    for _ in range(3):
        with pytest.raises(RateLimited) as caught:
            client.do(write("Later"))
        assert 600 < caught.value.retry_after <= 720
    assert client.served.state()["usage"]["early"] == 0
    client.clock.sleep(caught.value.retry_after)
    client.do(write("Now"))
    assert client.served.state()["usage"]["early"] == 0


def test_calls_in_a_batch_slow_down_as_others_do(client):
    client.served.control("usage", type="pages", percent=90)
    before = client.clock.ahead
    client.do(lambda net: net.batch([Get("me"), Get(PAGE_ID)]))
    client.do(lambda net: net.get("me"))
    assert (client.clock.ahead - before).total_seconds() >= 15


def test_a_lost_answer_repeats_reading_and_leaves_writing_in_doubt(client):
    client.served.control("faults", kind="502", times=1)
    assert client.do(lambda net: net.get("me"))["id"] == PAGE_ID
    client.served.control("faults", kind="502", when="after", path="POST */feed", times=1)
    with pytest.raises(AnswerLost):
        client.do(write("Once"))
    assert len(client.do(lambda net: net.items(f"{PAGE_ID}/feed"))) == 1


def test_an_unknown_field_is_refused_in_the_networks_words(client):
    with pytest.raises(Rejected, match="nonexisting field"):
        client.do(lambda net: net.get(PAGE_ID, fields="colour"))


def test_a_metric_that_dies_takes_no_other_with_it(client, caplog):
    rows = [Row(name, None, "page") for name in ("views", "reach")]
    client.served.control("metrics", retire=["reach"])

    def names():
        path = f"{PAGE_ID}/insights"
        found = client.do(lambda net: Insights(net).read(path, rows, {"period": "day"}))
        return {one.name for one in found}

    assert "reach" not in names()
    assert "the metric reach of page is left out until" in caplog.text
    before = len(client.served.calls())
    assert "views" in names()
    assert len(client.served.calls()) - before == 1
    page = client.do(lambda net: Insights(net).about_many([PAGE_ID], rows[:1], fields=["name"]))[PAGE_ID]
    assert page["name"] == "Bakery"
    assert figures(page["insights"])


def test_a_film_that_is_cut_off_goes_on(client, tmp_path):
    film = tmp_path / "film.mp4"
    film.write_bytes(bytes(300_000))
    asked = []

    async def resume_at():
        asked.append(True)
        return 0

    client.served.control("faults", kind="reset", path="POST *video-upload*", times=1)
    client.do(lambda net: send_video(net, "video-upload", PAGE_ID, film, resume_at=resume_at))
    assert asked
