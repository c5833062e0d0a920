"""What has to wait keeps its time and its place, holds nobody up for ever, and says why."""

import json
import logging
import sqlite3
from datetime import timedelta

import pytest
from attrs import evolve

from smmcore import (
    Failed,
    InvalidInput,
    InvalidPost,
    JournalError,
    NotSent,
    PersonNeeded,
    Post,
    Published,
    Rules,
    Scheduled,
    Unauthorized,
    Unclear,
    Unconfirmed,
)
from smmcore.journal.choosing import HOLDS_UP
from smmcore.journal.entry import State
from smmcore.journal.health import Need
from smmcore.journal.journal import LEASE, Journal
from smmcore.journal.leases import Leases

from .network import START, WallPlatform, account

SOON = START + timedelta(minutes=1)
HOUR = timedelta(hours=1)


def only(outcome):
    (result,) = outcome
    return result


def plan(smm, *keys, to="bakery", at=SOON):
    for number, key in enumerate(keys):
        smm.publish(Post(f"Text {key}"), to=to, key=key, at=at + timedelta(seconds=number))


def troubled(trouble):
    """A network that is away for as long as there is trouble."""

    def before():
        for error in trouble:
            raise error

    return WallPlatform(before=before)


AWAY = NotSent("the network could not be reached")


def test_posts_keep_their_order_when_the_first_has_to_wait(opened, wall, clock):
    trouble = [AWAY]
    smm = opened(account(wall), plugins=[troubled(trouble)])
    plan(smm, "1", "2", "3")
    clock.advance(minutes=2)
    waits = only(smm.work())
    assert (type(waits), waits.key) == (Scheduled, "1")
    assert "could not be reached" in waits.reason
    trouble.clear()
    assert list(smm.work()) == []
    clock.advance(minutes=2)
    smm.work()
    assert wall.texts == ["Text 1", "Text 2", "Text 3"]


def test_posts_of_other_accounts_and_later_ones_are_not_held_up_for_ever(opened, server, clock):
    class FirstIsStuck(WallPlatform):
        async def publish(self, io, account, post, steps):
            if post.plain_text == "Text 1":
                raise AWAY
            return await super().publish(io, account, post, steps)

    walls = server.wall(), server.wall()
    accounts = [account(wall, name) for wall, name in zip(walls, "ab", strict=True)]
    smm = opened(*accounts, plugins=[FirstIsStuck()])
    plan(smm, "1", "2", to="a")
    plan(smm, "3", to="b")
    clock.advance(minutes=2)
    smm.work()
    assert [wall.texts for wall in walls] == [[], ["Text 3"]]
    clock.advance(seconds=HOLDS_UP.total_seconds())
    smm.work()
    smm.work()
    assert walls[0].texts == ["Text 2"]


def test_the_authors_time_stays_and_tries_become_rarer(opened, wall, clock):
    smm = opened(account(wall), plugins=[troubled([AWAY])])
    plan(smm, "1")
    clock.advance(minutes=1)
    tries = 0
    for _ in range(8 * 60):
        tries += len(list(smm.work()))
        clock.advance(minutes=1)
    entry = smm.journal.get("bakery", "1")
    assert entry.due_at == SOON
    assert clock.now() <= entry.try_at <= clock.now() + timedelta(minutes=15)
    assert "could not be reached" in entry.error["message"]
    assert 8 * 4 <= tries < 8 * 4 + 20
    assert smm.journal.health(clock.now()).needs[Need.LATE] == 1


@pytest.mark.parametrize(
    "error", [Unauthorized("the token is expired", platform="wall"), PersonNeeded("captcha", platform="wall")]
)
def test_what_a_person_can_mend_waits_for_them(opened, wall, clock, error):
    trouble = [error]
    smm = opened(account(wall), plugins=[troubled(trouble)])
    plan(smm, "1")
    clock.advance(minutes=2)
    assert isinstance(only(smm.work()), Scheduled)
    trouble.clear()
    clock.advance(minutes=11)
    assert isinstance(only(smm.work()), Published)


def test_a_secret_that_is_not_there_fails_no_planned_post(opened, wall, path, clock):
    whole = account(wall)
    plan(opened(whole, journal=path), "1")
    bare = evolve(whole, secrets={}, missing={"token": "the environment variable T is not set"})
    clock.advance(minutes=2)
    waits = only(opened(bare, journal=path).work())
    assert isinstance(waits, Scheduled)
    assert "T is not set" in waits.reason
    clock.advance(minutes=11)
    assert isinstance(only(opened(whole, journal=path).work()), Published)


def test_a_planned_post_whose_step_cannot_be_written_down_is_tried_again(opened, wall, clock, monkeypatch):
    smm = opened(account(wall))
    plan(smm, "1")
    clock.advance(minutes=2)

    def full(*_):
        raise JournalError("the journal cannot be written: disk full")

    with monkeypatch.context() as patch:
        patch.setattr(smm.journal, "begin_steps", full)
        waits = only(smm.work())
    assert isinstance(waits, Scheduled)
    assert "disk full" in waits.reason
    assert wall.requests == []
    clock.advance(minutes=2)
    assert isinstance(only(smm.work()), Published)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


def test_one_that_was_moved_while_those_before_it_were_sent_is_not_skipped(opened, wall, clock):
    def move():
        moved = {"account": "bakery", "platform": "wall", "key": "2", "post": Post("2"), "digest": "2"}
        smm.journal.add(**moved, due_at=START + timedelta(days=3), now=clock.now())

    moving = WallPlatform(before=move)
    smm = opened(
        evolve(account(wall), rules=Rules(missed="skip", missed_after=30)),
        plugins=[moving],
    )
    smm.publish(Post("1"), to="bakery", key="1", at=START + 5 * HOUR)
    smm.publish(Post("2"), to="bakery", key="2", at=START + HOUR)
    # The first is in time, the second was missed; it is moved while the first is sent.
    clock.advance(hours=5)
    smm.journal.due(clock.now())
    entries = smm.journal.entries()
    assert [entry.key for entry in entries] == ["2", "1"]
    moving_first = sorted(entries, key=lambda entry: entry.key)
    results = only_run(smm, moving_first)
    assert [type(result) for result in results] == [Published, Scheduled]
    assert smm.journal.get("bakery", "2").state is State.SCHEDULED


def only_run(smm, entries):
    """Work off a list that was read before things changed."""
    from smmcore.io.blocking import BlockingIO, run

    engine = (smm if not hasattr(smm, "smm") else smm.smm).engine
    io = BlockingIO(clock=smm.io.clock)
    try:
        return run(engine.sending.one_by_one(io, entries, lambda: False))
    finally:
        io.close()


def test_a_post_that_cannot_be_taken_does_not_push_out_the_one_that_is_planned(opened, wall, clock):
    smm = opened(account(wall))
    plan(smm, "k")
    refused = only(smm.publish(Post("x" * 51), to="bakery", key="k", at=SOON + HOUR))
    assert isinstance(refused.error, InvalidPost)
    clock.advance(minutes=2)
    assert isinstance(only(smm.work()), Published)
    assert wall.texts == ["Text k"]


# Turns


def test_a_turn_that_could_not_be_given_back_ends_with_its_lease(opened, wall, clock, path, monkeypatch):
    smm, other = (opened(account(wall), journal=path) for _ in range(2))
    plan(smm, "1")
    real, broken = Leases.give_back, [1]

    def give_back(self, name, owner):
        if broken:
            broken.clear()
            raise JournalError("the journal cannot be written: disk full")
        real(self, name, owner)

    monkeypatch.setattr(Leases, "give_back", give_back)
    clock.advance(minutes=2)
    assert isinstance(only(smm.work()), Published)
    smm.publish(Post("Later"), to="bakery", key="2", at=clock.now() + timedelta(seconds=1))
    clock.advance(minutes=1)
    assert list(other.work()) == []
    for _ in range(int(LEASE.total_seconds() / 60)):
        alive(smm)
        clock.advance(minutes=1)
    assert isinstance(only(other.work()), Published)


def alive(smm):
    from smmcore.io.blocking import BlockingIO, run

    engine = (smm if not hasattr(smm, "smm") else smm.smm).engine
    io = BlockingIO(clock=smm.io.clock)
    run(engine.tasks.stay_alive(io))
    io.close()


def test_a_queue_ends_before_its_turn_does(opened, wall, clock):
    slow = WallPlatform(before=lambda: clock.advance(minutes=3))
    smm = opened(account(wall), plugins=[slow])
    plan(smm, *"12345")
    clock.advance(minutes=2)
    assert len(list(smm.work())) == 3
    assert len(list(smm.work())) == 2
    assert wall.texts == [f"Text {n}" for n in "12345"]


# Doubts


def test_what_the_network_said_last_is_kept_and_it_is_asked_more_and_more_rarely(opened, wall, clock):
    smm = opened(account(wall), plugins=[WallPlatform(finding=lambda: Unclear("walls have no eyes"))])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    clock.advance(minutes=2)
    assert isinstance(only(smm.reconcile()), Unconfirmed)
    first = smm.journal.get("bakery", "k")
    assert first.error["message"] == "walls have no eyes"
    assert first.try_at == clock.now() + timedelta(minutes=5)
    clock.advance(days=3)
    smm.reconcile()
    assert smm.journal.get("bakery", "k").try_at == clock.now() + timedelta(hours=6)
    assert len(smm.journal.story("bakery", "k").changes) == 3


def test_a_person_may_correct_what_a_rule_has_given_up(opened, wall, clock):
    dark = WallPlatform(finding=lambda: Unclear("dark"))
    smm = opened(evolve(account(wall), rules=Rules(doubt="loss")), plugins=[dark])
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    clock.advance(minutes=2)
    assert isinstance(only(smm.reconcile()), Failed)
    assert isinstance(smm.resolve("bakery", "k", id="1"), Published)
    assert smm.journal.get("bakery", "k").state is State.PUBLISHED


@pytest.mark.parametrize("id", ["", "  "])
def test_a_blank_identifier_resolves_nothing(opened, wall, id):
    smm = opened(account(wall))
    wall.fault("error", acts=True)
    smm.publish(Post("Hi"), to="bakery", key="k")
    with pytest.raises(InvalidInput, match="id"):
        smm.resolve("bakery", "k", id=id)
    assert smm.journal.get("bakery", "k").state is State.UNCONFIRMED


def test_two_posts_where_one_should_be_are_said(opened, wall, clock, path):
    smm, other = (opened(account(wall), journal=path) for _ in range(2))
    second = []

    def found_meanwhile(published):
        if not second:
            second.append(1)
            entry = smm.journal.get("bakery", "k")
            smm.journal.publish(entry, Published(account="bakery", id="elsewhere", key="k"), clock.now())
        return published

    late = opened(account(wall), plugins=[WallPlatform(after=found_meanwhile)], journal=path)
    published = only(late.publish(Post("Hi"), to="bakery", key="k"))
    assert published.warnings == ("it is there twice, as elsewhere and as 1; delete one of them",)
    assert smm.journal.story("bakery", "k").changes[-1].note == "a second time, as 1"
    assert list(other.work()) == []


# Posts that this version cannot read


def spoil(path, key, **fields):
    with sqlite3.connect(path) as connection:
        (post,) = connection.execute("SELECT post FROM smm_posts WHERE key = ?", [key]).fetchone()
        spoilt = json.dumps(json.loads(post) | fields)
        connection.execute("UPDATE smm_posts SET post = ? WHERE key = ?", [spoilt, key])
    connection.close()


def test_a_post_that_cannot_be_read_stops_nobody_and_says_why(opened, server, clock, path, caplog):
    walls = server.wall(), server.wall()
    accounts = [account(wall, name) for wall, name in zip(walls, "ab", strict=True)]
    smm = opened(*accounts, journal=path)
    plan(smm, "1", "2", to="a")
    plan(smm, "3", to="b")
    spoil(path, "1", hologram=True)
    clock.advance(minutes=2)
    with caplog.at_level(logging.WARNING, "smmcore"):
        smm.work()
        clock.advance(seconds=HOLDS_UP.total_seconds())
        smm.work()
    assert [wall.texts for wall in walls] == [["Text 2"], ["Text 3"]]
    assert "a: 1: unknown field hologram" in caplog.text
    assert sorted(entry.key for entry in smm.journal.entries()) == ["2", "3"]
    assert [story.entry.key for story in smm.journal.stories()] == ["2", "3"]
    with pytest.raises(InvalidInput, match="a: 1: unknown field hologram"):
        smm.journal.get("a", "1")
    refused = only(smm.publish(Post("New"), to="a", key="1"))
    assert isinstance(refused, Published), refused


def test_one_that_was_interrupted_and_cannot_be_read_is_told_too(opened, wall, clock, path, caplog):
    smm = opened(account(wall), journal=path)
    plan(smm, "1")
    clock.advance(minutes=2)
    claimed = smm.journal.claim(smm.journal.get("bakery", "1"), "dead", clock.now())
    smm.journal.begin_steps(claimed, ["line0"], clock.now())
    spoil(path, "1", hologram=True)
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with caplog.at_level(logging.WARNING, "smmcore"):
        assert list(smm.work()) == []
        assert list(smm.reconcile()) == []
    assert "bakery: 1: unknown field hologram" in caplog.text
    assert smm.journal.counts() == {State.UNCONFIRMED: 1}


# What a database takes in no text


@pytest.fixture(params=["memory", "file", "postgres"])
def journal(request, path):
    urls = {"memory": lambda: None, "file": lambda: path}
    url = urls[request.param]() if request.param in urls else request.getfixturevalue("postgres_url")
    journal = Journal(url)
    yield journal
    journal.close()


def test_strange_characters_in_a_reason_lose_no_state(journal):
    given = {"account": "a", "platform": "wall", "key": "k", "post": Post("Hi"), "digest": "1"}
    entry, _ = journal.add(**given, due_at=START, now=START)
    claimed = journal.claim(entry, "me", START)
    assert journal.settle(claimed, State.FAILED, START, error={"type": "X", "message": "caf\udce9 \x00 gone"})
    assert journal.get("a", "k").state is State.FAILED
    assert journal.story("a", "k").changes[-1].note == "caf\\udce9  gone"
