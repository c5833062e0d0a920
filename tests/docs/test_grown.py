"""The chapters of docs/growing-a-network.md, each on Bluesky's own server code."""

import base64
import hashlib
import hmac
import json
import os
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from attrs import evolve
from grown import GATE, NAME, Grown, pause

import smmcore
from smmcore import Act, Action, Link, Post, Secret
from smmcore.io.blocking import BlockingIO, run
from smmcore.models import Account, Published
from smmcore.sessions import MemorySessions
from smmcore.steps import Step, Steps
from smmcore.testing import Driver, Fake, Maker

JWT_KEY = b"jwt-secret"
"""What the PDS of Bluesky's development environment signs its tokens with."""
FORGOTTEN = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"
"""The identifier of an empty file, which was never sent."""


@pytest.fixture(scope="module")
def network():
    """One network for all tests; without Node or PostgreSQL they are skipped, but not in CI."""
    sandbox = pytest.importorskip("smmcore_bluesky.sandbox").BlueskySandbox()
    with ExitStack() as ends:
        try:
            fake = ends.enter_context(Fake.running(sandbox))
        except smmcore.InvalidInput as error:
            end = pytest.fail if os.environ.get("CI") else pytest.skip
            end(f"the Bluesky network cannot run here: {error}")
        yield fake


@pytest.fixture(scope="module")
def kept():
    return MemorySessions()


@pytest.fixture
def fake(network):
    network.reset()
    return network


@pytest.fixture
def account(fake):
    return evolve(fake.account, platform=NAME)


@pytest.fixture
def drivers(fake, account):
    with ExitStack() as ends:

        def make(other=None, **more):
            driver = Driver("blocking", Grown(), other or account, fake=fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def smm(drivers, kept):
    return drivers(sessions=kept)


@pytest.fixture
def record(fake):
    """A record as the account's own server shows it to everybody."""

    def look(uri, collection=None):
        repo, kind, key = uri.removeprefix("at://").split("/")
        where = {"repo": repo, "collection": collection or kind, "rkey": key}
        return httpx.get(f"{fake.url}/xrpc/com.atproto.repo.getRecord", params=where).json()["value"]

    return look


def published(result):
    assert isinstance(result, Published), result
    return result


def by_name(metrics):
    return {(metric.subject.id, metric.name.value): metric.value for metric in metrics}


def leads(record):
    """What in a text leads somewhere: the words that the network's bytes stand for."""
    text = record["text"].encode()
    places = [(facet["index"], facet["features"][0]) for facet in record["facets"]]
    return {text[at["byteStart"] : at["byteEnd"]].decode(): lead for at, lead in places}


# Links and mentions


def test_links_and_mentions_lead_from_the_words_they_stand_on(smm, fake, record):
    first = published(smm.publish(Post("Hi")))
    fake.comment(first.id, "Ann", "Hello")
    (ann,) = [comment.author for comment in smm.comments(first.id)]
    text = [
        "Brød 🥖, ",
        Link("søndag", url="https://bakery.example/order"),
        f": @{ann.handle}, https://a.example/b.",
    ]
    found = leads(record(published(smm.publish(Post(text))).id))
    assert found["søndag"]["uri"] == "https://bakery.example/order"
    assert found[f"@{ann.handle}"]["did"] == ann.id
    assert found["https://a.example/b"]["uri"] == "https://a.example/b"


def test_a_handle_that_nobody_has_stays_text(smm, record):
    post = published(smm.publish(Post("Ask @nobody.test")))
    assert leads(record(post.id)) == {}


# Pictures


@pytest.fixture
def album(tmp_path, account):
    post = Maker(tmp_path, Grown().limits(account)).post("album")
    return evolve(post, media=[evolve(photo, alt="Rye bread") for photo in post.media])


def test_pictures_arrive_byte_for_byte_with_what_they_show(smm, fake, record, album):
    post = published(smm.publish(album))
    images = record(post.id)["embed"]["images"]
    assert [image["alt"] for image in images] == ["Rye bread"] * len(album.media)
    did = post.id.split("/")[2]
    for image, photo in zip(images, album.media, strict=True):
        where = {"did": did, "cid": image["image"]["ref"]["$link"]}
        blob = httpx.get(f"{fake.url}/xrpc/com.atproto.sync.getBlob", params=where)
        assert blob.content == photo.source.path.read_bytes()


def test_pictures_that_the_server_has_thrown_away_are_sent_again(account, record, album):
    gone = {"$type": "blob", "ref": {"$link": FORGOTTEN}, "mimeType": "image/png", "size": 1}
    io = BlockingIO()
    steps = Steps(io, "rye", steps={"upload 1": Step("upload 1", done=True, value=gone)})
    done = run(Grown().publish(io, account, album, steps))
    first = record(done.id)["embed"]["images"][0]["image"]
    assert first["ref"]["$link"] != FORGOTTEN
    io.close()


# Replies


def test_a_reply_answers_and_a_hidden_one_is_seen_by_nobody(smm, fake, record):
    post = published(smm.publish(Post("Fresh rye!")))
    ann = fake.comment(post.id, "Ann", "Is it warm?")
    bob = fake.comment(post.id, "Bob", "Buy followers!", reply_to=ann)
    answer = smm.reply(ann, "Come and see")
    assert (answer.post, answer.parent) == (post.id, ann)
    smm.moderate(Action(act=Act.HIDE, comment=bob))
    smm.moderate(Action(act=Act.HIDE, comment=bob))
    states = {comment.id: comment.state.value for comment in smm.comments(post.id)}
    assert states == {ann: "visible", bob: "hidden", answer.id: "visible"}
    assert {*fake.comments(post.id)} == {ann, answer.id}
    smm.moderate(Action(act=Act.UNHIDE, comment=bob))
    assert record(post.id, GATE)["hiddenReplies"] == []


def test_only_replies_to_the_accounts_own_posts_are_hidden(smm):
    post = published(smm.publish(Post("Fresh rye!")))
    with pytest.raises(smmcore.Forbidden, match="own posts"):
        smm.moderate(Action(act=Act.HIDE, comment=post.id))


def test_the_accounts_own_replies_are_the_owners(smm, fake):
    post = published(smm.publish(Post("Fresh rye!")))
    fake.comment(post.id, "Ann", "Is it warm?")
    smm.reply(*fake.comments(post.id), "Yes")
    kinds = [comment.author.kind.value for comment in smm.comments(post.id)]
    assert kinds == ["person", "owner"]


# Figures


def test_figures_of_the_account_and_of_other_pages(smm, fake):
    post = published(smm.publish(Post("Fresh rye!")))
    fake.comment(post.id, "Ann", "Mm")
    (ann,) = [comment.author for comment in smm.comments(post.id)]
    assert by_name(smm.account_metrics())["", "posts"] == 1
    pages = by_name(smm.page_metrics([ann.handle, "nobody.test"]))
    assert pages[ann.handle, "followers"] == 0
    assert not [page for page, _ in pages if page == "nobody.test"]


# Hearing


def test_a_reply_and_a_mention_are_heard_once_each(smm, fake, account):
    post = published(smm.publish(Post("Fresh rye!")))
    ann = fake.comment(post.id, "Ann", "Is it warm?")
    bob = fake.comment(ann, "Bob", f"Ask @{account.id}")
    heard = [event.comment for event in smm.receive()]
    assert {comment.id for comment in heard} == {ann, bob}
    assert {comment.post for comment in heard} == {post.id}
    assert smm.receive() == []
    late = fake.comment(post.id, "Ann", "And now?")
    assert [event.comment.id for event in smm.receive()] == [late]
    assert bob in {comment.id for comment in smm.mentions()}


# Sessions


class Session(MemorySessions):
    """One account's session, whose tokens a test may end."""

    def tokens(self):
        (values,) = self._values.values()
        return {name: secret.reveal() for name, secret in values.items()}

    def end(self, *names):
        ((owner, values),) = self._values.items()
        ended = {name: Secret(expired(values[name].reveal()), name) for name in names}
        self._values[owner] = {**values, **ended}


def expired(token):
    """The same token, which the server has signed, and whose time is over."""
    head, claims, _ = token.split(".")
    facts = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    body = encoded(json.dumps({**facts, "iat": facts["iat"] - 9000, "exp": facts["iat"] - 1}).encode())
    return f"{head}.{body}.{encoded(hmac.digest(JWT_KEY, f'{head}.{body}'.encode(), hashlib.sha256))}"


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize("names", [["token"], ["token", "renewal"]], ids=["renewed", "signed in anew"])
def test_a_session_that_has_ended_stops_nothing(drivers, fake, names):
    session = Session()
    smm = drivers(sessions=session)
    smm.account_metrics()
    session.end(*names)
    ended = session.tokens()
    post = published(smm.publish(Post("Fresh rye!")))
    assert list(fake.posts()) == [post.id]
    assert {*session.tokens().values()}.isdisjoint(ended.values())
    renewals = [request.url for request in smm.watch.sent if "refreshSession" in request.url]
    assert len(renewals) == 1


# Errors and limits


def test_a_wrong_password_is_told_with_what_to_do(drivers, account):
    wrong = evolve(account, secrets={"password": "wrong"})
    with pytest.raises(smmcore.Unauthorized, match="app password"):
        drivers(wrong).account_metrics()


def test_the_pause_is_as_long_as_the_network_says():
    now = datetime(2026, 12, 1, 12, tzinfo=UTC)
    reset = str(int((now + timedelta(seconds=90)).timestamp()))
    assert pause({"date": format_datetime(now, usegmt=True), "ratelimit-reset": reset}) == 90
    assert pause({"retry-after": "7"}) == 7
    assert pause({}) is None


def test_a_proxys_rate_limit_is_a_rate_limit_too():
    with pytest.raises(smmcore.RateLimited) as caught:
        Grown().parsed(smmcore.Answer(429, {"retry-after": "3"}, b"<h1>Too many requests</h1>"))
    assert caught.value.retry_after == 3


def test_writing_costs_points():
    account = Account("bakery", NAME, "bakery.test")
    request = Grown().request(
        account, "com.atproto.repo.putRecord", Secret("x", "token"), json={}, safe=False
    )
    assert (request.cost, request.rates[0].calls) == (3, 5000)
