"""The essentials on recordings of the real network: they need neither Node nor PostgreSQL.

Requests are compared with the recorded ones to the last byte, so what the plugin sends is what the network took.
To record anew: `python -m pytest plugins/bluesky/tests/test_replayed.py --record-mode=rewrite`.
"""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from attrs import evolve

from smmcore.models import Account, Act, Action, AuthorKind, File, MetricName, Photo, Post
from smmcore.smm import SMM
from smmcore.testing import Fake, vcr_config
from smmcore.testing.samples import png
from smmcore_bluesky.platform import Bluesky
from smmcore_bluesky.sandbox.people import handle_of
from smmcore_bluesky.settings import BlueskyOptions

CASSETTES = Path(__file__).with_name("cassettes")
PDS = "http://pds.test"
"""What the PDS is called in recordings."""
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)

pytestmark = pytest.mark.vcr


class Noon:
    """A clock that stands still: what is sent does not depend on when."""

    def now(self):
        return NOON

    def sleep(self, seconds):
        pass

    async def async_sleep(self, seconds):
        pass


class Gone:
    """The audience of a recording: what it did is in the network's answers."""

    account = Account("bakery", "bluesky", "bakery.test", settings={"url": PDS}, secrets={"password": "any"})

    def comment(self, *_, **__):
        return ""

    def react(self, *_):
        pass

    def stir(self):
        pass

    def settle(self):
        pass


@pytest.fixture(scope="module", name="vcr_config")
def recorded_requests():
    """The audience, which speaks to 127.0.0.1, is not recorded; the account, which speaks to localhost, is."""
    config = vcr_config()
    clean_request, clean_response = config["before_record_request"], config["before_record_response"]

    def request(recorded):
        where = urlsplit(recorded.uri)
        if where.hostname == "127.0.0.1":
            return None
        if where.hostname == "localhost":
            recorded.uri = recorded.uri.replace(f"http://{where.netloc}", PDS)
        recorded.headers.pop("host", None)
        return clean_request(recorded)

    def response(recorded):
        body = re.sub(rb"http://localhost:\d+", PDS.encode(), recorded["body"]["string"])
        return clean_response({**recorded, "body": {"string": body}})

    hooks = {"before_record_request": request, "before_record_response": response}
    return {**config, **hooks, "match_on": ["method", "host", "path", "query", "body"]}


@pytest.fixture
def audience(request, record_mode):
    if record_mode == "none":
        yield Gone()
        return
    network = request.getfixturevalue("bluesky")
    audience = Fake(network.sandbox, network.url.replace("localhost", "127.0.0.1"))
    audience.reset()
    yield audience
    audience.close()


@pytest.fixture
def smm(audience):
    url = audience.account.settings["url"].replace("127.0.0.1", "localhost")
    account = evolve(audience.account, name="bakery", settings={"url": url})
    with SMM([account], plugins=[Bluesky()], installed=False, clock=Noon()) as smm:
        yield smm


def published(smm, post, key="rye"):
    (done,) = smm.publish(post, to="bakery", key=key).published
    return done


def comments(smm, audience, id):
    audience.stir()
    audience.settle()
    return list(smm.comments("bakery", id))


def test_publishes_a_text(smm):
    done = published(smm, Post("Żytni od 7:00 🥖 https://example.com/rye #rye"))
    assert re.fullmatch(r"at://did:plc:[a-z2-7]{24}/app\.bsky\.feed\.post/[2-7a-z]{13}", done.id)
    assert done.at == NOON
    assert done.url.startswith("https://bsky.app/profile/")


def test_publishes_a_picture(smm, tmp_path):
    (tmp_path / "loaf.png").write_bytes(png(64, 48))
    done = published(smm, Post("A loaf", media=Photo(File(tmp_path / "loaf.png"), alt="A loaf of rye")))
    assert not done.warnings


def test_publishes_a_thread_with_a_first_comment(smm):
    options = BlueskyOptions(thread=("Two", "Three"), who_can_reply="followers", languages=("en",))
    done = published(smm, Post("One", first_comment="Order here", options=[options]))
    assert len(done.parts) == 3
    assert not done.warnings


def test_deletes_a_post(smm):
    smm.delete("bakery", published(smm, Post("Sold out")).id)


def test_reads_answers_and_hides_comments(smm, audience):
    id = published(smm, Post("Fresh bread")).id
    first = audience.comment(id, "Ann", "Is it rye? 👩‍🌾")
    audience.comment(id, "Ben", "Buy gold!", reply_to=first)
    asked, gold = comments(smm, audience, id)
    assert (asked.text, asked.author.name, asked.author.handle) == (
        "Is it rye? 👩‍🌾",
        "Ann",
        handle_of("Ann"),
    )
    assert (asked.parent, gold.parent, gold.post) == (None, asked.id, id)
    answer = smm.reply("bakery", asked.id, "It is")
    assert answer.author.kind is AuthorKind.OWNER
    smm.moderate("bakery", Action(act=Act.HIDE, comment=gold.id))
    states = {comment.id: comment.state.value for comment in comments(smm, audience, id)}
    assert states == {asked.id: "visible", gold.id: "hidden", answer.id: "visible"}


def test_closes_comments_and_bans(smm, audience):
    id = published(smm, Post("Fresh bread")).id
    audience.comment(id, "Ann", "Buy gold!")
    (gold,) = comments(smm, audience, id)
    smm.moderate("bakery", Action(act=Act.BAN, comment=gold.id))
    smm.moderate("bakery", Action(act=Act.CLOSE, post=id))


def test_reads_figures(smm, audience):
    id = published(smm, Post("Fresh bread")).id
    audience.react(id, "👍", 3)
    audience.comment(id, "Ann", "Lovely")
    audience.settle()
    figures = {metric.name: metric.value for metric in smm.post_metrics("bakery", [id])}
    assert (figures[MetricName.REACTIONS], figures[MetricName.COMMENTS]) == (3, 1)
    account = {metric.name: metric.value for metric in smm.account_metrics("bakery")}
    assert account[MetricName.POSTS] == 1


def test_finds_mentions_and_hears_comments(smm, audience):
    id = published(smm, Post("Fresh bread")).id
    audience.comment(id, "Ann", "Lovely")
    audience.comment(id, "Ben", "Ask @bakery.test")
    audience.settle()
    (mention,) = smm.mentions("bakery")
    assert (mention.text, mention.author.name, mention.post) == ("Ask @bakery.test", "Ben", id)
    heard = smm.receive("bakery")
    # While the clock stands still, nothing is older than anything else.
    assert sorted(event.comment.text for event in heard) == ["Ask @bakery.test", "Lovely"]


def test_checks_the_account(smm):
    assert smm.checkup("bakery").ok


def test_tells_what_is_wrong_with_a_password(smm):
    wrong = evolve(smm.accounts["bakery"], name="wrong", secrets={"password": "abcd-efgh-ijkl-mnop"})
    with SMM([wrong], plugins=[Bluesky()], installed=False, clock=Noon()) as other:
        (failed,) = other.publish(Post("Hello"), to="wrong", key="rye").failed
    assert "app password" in str(failed.error)
