"""One post is there once, whatever happens to the answers and to the journal."""

import pytest

from smmcore.models import Failed, File, Photo, Post, Published
from smmcore.testing.samples import png
from smmcore.testing.watching import every
from smmcore_bluesky.settings import BlueskyOptions

from .real import Session, published, until_certain

GATE = "app.bsky.feed.threadgate"


def test_the_same_key_with_an_empty_journal_is_the_same_post(drivers, fake):
    first = published(drivers().publish(Post("Fresh bread"), key="rye"))
    again = published(drivers().publish(Post("Fresh bread"), key="rye"))
    assert (again.id, again.at) == (first.id, first.at)
    assert list(fake.posts()) == [first.id]


def test_another_post_under_a_used_key_changes_nothing(drivers, fake):
    first = published(drivers().publish(Post("Fresh bread"), key="rye"))
    result = drivers().publish(Post("Stale bread"), key="rye")
    assert isinstance(result, Failed), result
    assert "rye" in str(result.error)
    assert fake.text(first.id) == "Fresh bread"
    assert list(fake.posts()) == [first.id]


def test_different_keys_are_different_posts(drivers, fake):
    ids = [published(drivers().publish(Post("Fresh bread"), key=key)).id for key in ("rye", "wheat")]
    assert sorted(fake.posts()) == sorted(ids)
    assert len(set(ids)) == 2


def test_posts_without_a_key_are_different_posts(drivers, fake):
    ids = {published(drivers().publish(Post("Fresh bread"))).id for _ in range(2)}
    assert set(fake.posts()) == ids
    assert len(ids) == 2


def test_a_deleted_post_may_be_published_under_its_key_only_as_the_journal_says(drivers, fake):
    smm = drivers()
    first = published(smm.publish(Post("Fresh bread"), key="rye"))
    smm.delete(first.id)
    assert published(smm.publish(Post("Fresh bread"), key="rye")).repeated
    assert list(fake.posts()) == []


@pytest.fixture
def kinds(tmp_path):
    """Posts of everything that takes more than one request."""
    (tmp_path / "loaf.png").write_bytes(png(32, 32))
    photo = Photo(File(tmp_path / "loaf.png"), alt="A loaf")

    def make(kind, quoted):
        options = {
            "text": BlueskyOptions(),
            "thread": BlueskyOptions(thread=("Two", "Three"), who_can_reply="nobody"),
            "quote": BlueskyOptions(quote=quoted),
        }[kind]
        media = [photo] if kind == "quote" else []
        comment = "Order here" if kind == "thread" else None
        return Post("One", media=media, first_comment=comment, options=[options])

    return make


KINDS = ("text", "thread", "quote")
"""With the sign-in, which the suite has behind it; photos, films and first comments are among the suite's kinds."""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_lost_at_any_request_leaves_each_record_once(drivers, fake, eyes, kinds, kind, when):
    """Signing in is one of the requests: each attempt begins without a session."""
    whole, requests = None, 1
    number = 0
    while number <= requests:
        fake.reset()
        quoted = _quoted(eyes) if kind == "quote" else ""
        driver = drivers(sessions=Session())
        if number:
            driver.watch.lose(number, when, among=every)
        done = until_certain(driver, kinds(kind, quoted), key="rye")
        assert not driver.watch.waiting, "the request did not come"
        found = _records(eyes)
        if not number:
            whole, requests = found, len(driver.watch.sent)
            assert whole
        assert found == whole, f"request {number} of {requests}"
        assert isinstance(done, Published)
        assert list(fake.posts()) == [done.id]
        number += 1


def _quoted(eyes):
    """A post of Ann's."""
    ann, kind = eyes.person("Ann"), "app.bsky.feed.post"
    record = {"$type": kind, "text": "Best rye", "createdAt": "2026-05-01T08:00:00Z"}
    made = eyes.do(
        ann, "com.atproto.repo.putRecord", repo=ann.did, collection=kind, rkey="3jzfcijpj2z2a", record=record
    )
    return made["uri"]


def _records(eyes):
    """What stands in the account's repository, but for what is different each time: the times."""
    posts = [
        {name: value for name, value in record.items() if name not in {"createdAt", "reply"}}
        | {"answers": "reply" in record}
        for record in eyes.records()
    ]
    gates = [{"allow": gate["allow"]} for gate in eyes.records(GATE)]
    return sorted(map(repr, posts)), gates
