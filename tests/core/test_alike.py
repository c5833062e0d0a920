"""A lost post is not taken for another one with the same words that is on its way while it is looked for."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from threading import Barrier, Thread

import pytest
from attrs import field, frozen
from sqlalchemy import update

from smmcore import SMM, AnswerLost, Found, Post, Published, Request, Scheduled, Unconfirmed
from smmcore.journal import State
from smmcore.journal.journal import Journal
from smmcore.journal.schema import steps

from .network import START, WallPlatform, WallSettings, account


@frozen(eq=False)
class ByWords(WallPlatform):
    """A wall whose posts can be told by their words only, and by what the journal knows of them."""

    confirms: bool = True
    """Whether it confirms what it finds."""
    known: Callable[[], set[str]] = set
    meanwhile: list[Callable[[], object]] = field(factory=list)
    """What happens while it looks."""

    async def find(self, io, account, post, steps):
        known = self.known()
        while self.meanwhile:
            self.meanwhile.pop()()
        wall = account.settings_as(WallSettings)
        there = await io.send(Request("GET", f"{wall.url}/posts", safe=True))
        for shown in there["posts"]:
            if shown["text"] == post.plain_text and shown["id"] not in known:
                if self.confirms:
                    await steps.confirm({"line0": shown["id"]})
                return Found(Published(account=account.name, id=shown["id"]))
        return await super().find(io, account, post, steps)


@pytest.fixture
def journal(tmp_path):
    with closing(Journal(tmp_path / "journal.sqlite3")) as journal:
        yield journal


@pytest.fixture(params=[True, False], ids=["confirming", "plain"])
def platform(request, journal):
    def known():
        return {entry.published.id for entry in journal.entries() if entry.published}

    return ByWords(confirms=request.param, known=known)


@pytest.fixture
def opened(wall, clock, tmp_path, platform):
    """Opens the same journal again and again, as programs do that run at once."""
    with ExitStack() as ends:

        def open_():
            common = {"journal": tmp_path / "journal.sqlite3", "clock": clock, "installed": False}
            return ends.enter_context(SMM([account(wall, patient=True)], plugins=[platform], **common))

        yield open_


@pytest.fixture
def smm(opened):
    return opened()


@pytest.fixture
def lost(smm, wall, clock):
    """A post that never arrived, which nobody knows."""
    wall.fault("reset")
    (result,) = smm.publish(Post("Good morning"), "bakery", key="lost")
    assert isinstance(result, Unconfirmed)
    clock.advance(minutes=2)
    return result


@pytest.fixture
def under_way(opened, wall):
    """Publishes a post whose answer waits until it is let go on."""
    begun, other = [], opened()

    def begin(text):
        slow = wall.fault("slow", acts=True)
        thread = Thread(target=other.publish, args=(Post(text), "bakery"), kwargs={"key": "other"})
        thread.start()
        assert slow.reached.wait(60)

        def go_on():
            slow.go_on.set()
            thread.join(60)

        begun.append(go_on)
        return go_on

    yield begin
    for go_on in begun:
        go_on()


@pytest.mark.usefixtures("lost")
def test_a_post_with_the_same_words_that_is_being_sent_is_left_to_be_told_apart(smm, wall, under_way, clock):
    go_on = under_way("Good morning")
    (result,) = smm.reconcile()
    assert isinstance(result, Unconfirmed)
    assert "other, which has the same words, was sent or looked for just then" in result.reason
    go_on()
    clock.advance(minutes=5)
    (result,) = smm.reconcile()
    assert isinstance(result, Scheduled)
    (result,) = smm.work()
    assert isinstance(result, Published)
    assert wall.texts == ["Good morning", "Good morning"]
    assert smm.journal.get("bakery", "other").published.id == "1"


@pytest.mark.usefixtures("lost")
def test_a_post_with_other_words_that_is_being_sent_changes_nothing(smm, under_way):
    under_way("Good night")
    (result,) = smm.reconcile()
    assert isinstance(result, Scheduled)


@pytest.mark.usefixtures("lost")
def test_a_post_with_the_same_words_that_ends_while_it_is_looked_for_is_not_taken_for_it(
    smm, wall, platform, opened
):
    other = opened()
    platform.meanwhile.append(lambda: other.publish(Post("Good morning"), "bakery", key="other"))
    (result,) = smm.reconcile()
    assert isinstance(result, Unconfirmed), result
    assert smm.journal.get("bakery", "other").published.id == "1"
    assert isinstance(smm.reconcile().results[0], Scheduled)
    assert isinstance(smm.work().results[0], Published)
    assert wall.texts == ["Good morning", "Good morning"]


# Two lost posts


@pytest.fixture(params=["sqlite", "postgres"])
def doubts(request, tmp_path):
    """A journal, and two posts with the same words in it of which nobody knows."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else tmp_path / "two.sqlite3"
    with closing(Journal(url)) as journal:
        yield journal, [unknown(journal, key) for key in ("one", "two")]


def unknown(journal, key):
    given = {"account": "bakery", "platform": "wall", "key": key, "digest": "0"}
    entry, _ = journal.add(**given, post=Post("Good morning"), due_at=START, now=START)
    claimed = journal.claim(entry, "worker", START)
    journal.begin_steps(claimed, ["line0"], START)
    journal.settle(claimed, State.UNCONFIRMED, START)
    return journal.get("bakery", key)


def test_of_two_that_are_found_as_one_only_the_first_is_confirmed(doubts):
    journal, (one, two) = doubts
    (first, _), (second, _) = journal.taken_up(one), journal.taken_up(two)
    first.confirm({"line0": "1"}, START)
    for _ in range(2):
        with pytest.raises(AnswerLost, match="one, which has the same words"):
            second.confirm({"line0": "1"}, START)
        journal.publish(one, Published(account="bakery", id="1"), START)
    assert not journal.steps(two)["line0"].done
    later, _ = journal.taken_up(two)
    later.confirm({"line0": "2"}, START)
    assert journal.steps(two)["line0"].value == "2"


def test_of_two_that_are_found_at_once_only_one_is_confirmed(doubts):
    journal, entries = doubts
    logs, at_once, refused = [journal.taken_up(entry)[0] for entry in entries], Barrier(2), []

    def confirm(log):
        at_once.wait(60)
        try:
            log.confirm({"line0": "1"}, START)
        except AnswerLost:
            refused.append(log)

    for _ in range(20):
        threads = [Thread(target=confirm, args=[log]) for log in logs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(refused) == 1
        refused.clear()
        undone(journal)


def undone(journal):
    with journal._database.writing() as connection:
        connection.execute(update(steps).values(done=False, value=None))
