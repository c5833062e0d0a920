"""What of a journal needs somebody, and who says that he lives."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from smmcore import SMM, Post
from smmcore.journal import State
from smmcore.journal.health import FORGOTTEN, LATE, LATELY, Need
from smmcore.journal.journal import Journal
from smmcore.worker import Worker

from .network import WallPlatform, account

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
LEASE = timedelta(minutes=1)


@pytest.fixture(params=["file", "postgres"])
def journal(request, tmp_path):
    url = tmp_path / "journal.db" if request.param == "file" else request.getfixturevalue("postgres_url")
    journal = Journal(url, lease=LEASE)
    yield journal
    journal.close()


def add(journal, key, *, to="bakery", at=NOW):
    facts = {"account": to, "platform": "wall", "post": Post("x"), "digest": "d"}
    return journal.add(key=key, due_at=at, now=at, **facts)[0]


def keys(journal, need, now=NOW, **more):
    return [case.key for case in journal.monitor.first(need, now, 10, **more)]


def needs(journal, now=NOW, **more):
    return {need: count for need, count in journal.monitor.health(now, **more).needs.items() if count}


def test_a_journal_without_posts_needs_nobody(journal):
    health = journal.health(NOW)
    assert (health.counts, health.total, health.oldest_due, health.workers, health.last_sign) == (
        {},
        {},
        None,
        0,
        None,
    )
    assert set(health.needs.values()) == {0}


def test_what_is_due_is_late_after_a_while(journal):
    add(journal, "rye")
    add(journal, "buns", at=NOW + LATE)
    assert needs(journal) == {Need.DUE: 1}
    later = NOW + LATE + timedelta(seconds=1)
    assert needs(journal, later) == {Need.DUE: 2, Need.LATE: 1}
    assert keys(journal, Need.DUE, later) == ["rye", "buns"]
    assert journal.health(later).oldest_due == NOW


def test_what_was_tried_says_why_and_when_it_is_tried_again(journal):
    entry = journal.claim(add(journal, "rye"), "me", NOW)
    error = {"type": "NotSent", "message": "nobody answers"}
    journal.settle(entry, State.SCHEDULED, NOW, error=error, try_at=NOW + LEASE)
    assert needs(journal) == {Need.DUE: 1, Need.DELAYED: 1}
    (case,) = journal.monitor.first(Need.DELAYED, NOW, 10)
    assert (case.account, case.key, case.attempt, case.due_at, case.try_at) == (
        "bakery",
        "rye",
        1,
        NOW,
        NOW + LEASE,
    )
    assert (case.error, case.reason) == ("NotSent", "nobody answers")


def test_what_a_silent_owner_has_is_stuck(journal):
    journal.claim(add(journal, "rye"), "me", NOW)
    assert needs(journal) == {}
    later = NOW + LEASE + timedelta(seconds=1)
    assert needs(journal, later) == {Need.STUCK: 1}
    (case,) = journal.monitor.first(Need.STUCK, later, 10)
    assert (case.owner, case.lease_until, case.error, case.reason) == ("me", NOW + LEASE, "", "")


def test_what_failed_is_told_for_a_day_the_latest_first(journal):
    for minutes, key in enumerate(("rye", "buns")):
        entry = add(journal, key)
        error = {"type": "Rejected", "message": "no"}
        journal.settle(entry, State.FAILED, NOW + timedelta(minutes=minutes), error=error)
    assert needs(journal, NOW + LATELY) == {Need.FAILED: 2}
    assert keys(journal, Need.FAILED, NOW + LATELY) == ["buns", "rye"]
    assert keys(journal, Need.FAILED, NOW + LATELY + timedelta(seconds=1)) == ["buns"]


def test_needs_can_be_those_of_some_accounts(journal):
    add(journal, "rye")
    add(journal, "old", to="gone", at=NOW - timedelta(days=1))
    assert needs(journal, accounts=["bakery"]) == {Need.DUE: 1}
    assert keys(journal, Need.DUE, accounts=["bakery"]) == ["rye"]
    health = journal.monitor.health(NOW, ["bakery"])
    assert (health.oldest_due, set(health.counts)) == (NOW, {"bakery", "gone"})


def test_strays_are_what_waits_on_accounts_that_nobody_knows(journal):
    add(journal, "rye")
    add(journal, "rye", to="gone", at=NOW + timedelta(days=1))
    add(journal, "buns", to="gone")
    over = add(journal, "rye", to="over")
    journal.settle(over, State.CANCELLED, NOW)
    assert journal.monitor.strays(["bakery"]) == {"gone": 2}
    assert journal.monitor.strays(["bakery", "gone"]) == {}


def test_a_worker_is_believed_for_as_long_as_its_lease(journal):
    journal.monitor.sign("a", NOW, LEASE)
    journal.monitor.sign("b", NOW + LEASE / 2, LEASE)
    health = journal.health(NOW + LEASE)
    assert (health.workers, health.last_sign) == (2, NOW + LEASE / 2)
    assert journal.health(NOW + LEASE * 1.25).workers == 1
    assert journal.health(NOW + LEASE * 2).workers == 0
    journal.monitor.sign("a", NOW + LEASE * 2, LEASE)
    assert journal.health(NOW + LEASE * 2).workers == 1


def test_signs_from_before_the_clock_was_set_back_prove_nothing(journal):
    journal.monitor.sign("a", NOW + timedelta(hours=1), LEASE)
    assert journal.health(NOW).workers == 0


def test_workers_that_are_silent_for_long_are_forgotten(journal):
    journal.monitor.sign("old", NOW, LEASE)
    journal.monitor.sign("new", NOW + FORGOTTEN + LEASE, LEASE)
    account, kind = "~smmcore", "worker"
    assert list(journal.kept.all(account, kind)) == ["new"]


def test_a_worker_says_at_once_that_it_lives(wall, tmp_path):
    with (
        SMM([account(wall)], plugins=[WallPlatform()], installed=False, journal=tmp_path / "j.db") as smm,
        Worker(smm),
    ):
        end = time.monotonic() + 20
        while not smm.journal.health(datetime.now(UTC)).workers:
            assert time.monotonic() < end, "it did not say so"
            time.sleep(0.01)
