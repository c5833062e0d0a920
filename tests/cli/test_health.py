"""What people see of a journal's health."""

# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

from smmcore import Post
from smmcore.journal import State
from smmcore.journal.journal import Journal

NOW = datetime.now(UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def journal(board, tmp_path):
    journal = Journal(tmp_path / "smm.sqlite3")
    yield journal
    journal.close()


@pytest.fixture
def plan(journal):
    """Plan posts for so long ago, whatever their account."""

    def plan(*keys, account="door", ago=timedelta(hours=2, minutes=5)):
        then = datetime.now(UTC) - ago
        for key in keys:
            facts = {"account": account, "platform": "chalk", "post": Post("x"), "digest": "d"}
            journal.add(key=key, due_at=then, now=then, **facts)

    return plan


@pytest.fixture
def worker(journal):
    """A worker that says that it lives."""
    journal.monitor.sign("shop:1:aa", NOW, timedelta(days=1))


@pytest.fixture
def tokenless(board, monkeypatch):
    monkeypatch.delenv("DOOR_TOKEN")


@pytest.fixture
def doctor(smm, board):
    """The words of what a doctor finds about something, with whether all of it is fine."""

    def look(about):
        findings = [found for found in smm("doctor", "--json").data["findings"] if found["about"] == about]
        return all(found["ok"] for found in findings), [found["words"] for found in findings]

    return look


def test_a_late_post_that_nobody_tried_asks_for_a_worker(plan, doctor):
    plan("rye")
    fine, words = doctor("late")
    assert not fine
    hint = "run `smm worker`, or `smm publish --due` from cron"
    assert words == [f"rye on door since 2 h, not tried yet; {hint}"]


@pytest.mark.usefixtures("tokenless", "worker")
def test_a_late_post_that_was_tried_says_why_and_when_it_is_tried_again(smm, plan, doctor):
    plan("rye")
    smm("publish", "--due")
    fine, (words,) = doctor("late")
    assert not fine
    assert words.startswith("rye on door since 2 h, tried once: account door: no token: ")
    assert "; tried again at 2" in words
    assert "run `smm worker`" not in words


def test_how_often_it_was_tried_is_counted(plan, change, doctor):
    plan("rye")
    error = {"type": "NotSent", "message": "the network could not be reached"}
    change("attempt = 7, error = ?, try_at = ?", json.dumps(error), NOW + 10 * MINUTE)
    (words,) = doctor("late")[1]
    assert "tried 7 times: the network could not be reached; run `smm worker`" in words


@pytest.mark.usefixtures("worker")
def test_a_late_post_that_waits_for_nothing_has_a_worker(plan, doctor):
    plan("rye")
    assert doctor("late")[1] == ["rye on door since 2 h, not tried yet; a worker comes to it in its turn"]


def test_of_many_the_first_are_named_and_the_others_counted(plan, doctor):
    plan(*[f"post{number:02}" for number in range(15)])
    words = doctor("late")[1]
    assert [line.partition(" ")[0] for line in words] == ["post00", "post01", "post02", "and"]
    assert words[3] == "and 12 more: see `smm status --limit 0`"


def test_what_has_just_become_due_is_no_trouble(smm, plan, doctor):
    plan("rye", ago=MINUTE)
    fine, (words,) = doctor("due")
    assert fine
    assert words.startswith("rye on door since ")
    assert doctor("late")[1] == []
    assert smm("doctor").code == 0


def test_a_post_of_an_account_that_is_gone_asks_for_the_account(smm, plan, doctor):
    plan("soon", account="gone", ago=-timedelta(days=1))
    plan("rye", account="gone")
    hint = "add it, or `smm cancel gone KEY` (`smm status gone` has the keys)"
    words = f"no account `gone` in smm.toml: 2 posts wait for it; {hint}"
    assert doctor("waiting") == (False, [words])
    assert doctor("late")[1] == []
    assert smm("status", "--json").data["health"]["stray"] == 2
    assert f"Warning: {words}" in smm("publish", "--due").err
    assert smm("cancel", "gone", "rye").code == 0
    assert "1 post waits" in doctor("waiting")[1][0]


def test_what_is_over_on_an_account_that_is_gone_is_no_trouble(smm, plan, change, doctor):
    plan("rye", account="gone")
    change("state = 'published'")
    assert doctor("waiting")[1] == []
    assert smm("publish", "--due").err == ""


def test_what_failed_in_the_last_day_is_told_with_its_reason(smm, board, change, doctor):
    board.faults.append("refused")
    smm("publish", "-", "--to", "door", "--key", "rye", input='{"text": "Rye"}')
    fine, (words,) = doctor("failed lately")
    assert not fine
    assert words.startswith("rye on door, ")
    assert "ago: the board is full; wipe it; mend that, then publish it again under the same key" in words
    assert smm("status", "--json").data["health"]["failed_lately"] == 1
    change("updated_at = ?", NOW - timedelta(days=2))
    assert doctor("failed lately")[1] == []
    assert smm("doctor").code == 0


def test_what_was_given_up_in_doubt_is_not_told_to_be_sent_again(plan, change, doctor):
    plan("rye")
    error = {"type": "NotConfirmed", "message": "given up, as the account's rules say"}
    change("state = 'failed', updated_at = ?, error = ?", NOW, json.dumps(error))
    (words,) = doctor("failed lately")[1]
    assert "`smm journal resolve door rye --id ID`" in words
    assert "publish it again" not in words


@pytest.mark.usefixtures("tokenless")
def test_posts_that_wait_for_a_secret_are_counted_before_their_time(plan, doctor):
    plan("rye", "buns", ago=-timedelta(days=1))
    fine, (words,) = doctor("waiting")
    assert not fine
    assert words.startswith("posts on door: 2; they wait for its account: no token: ")


def test_without_a_worker_a_doctor_says_so_and_minds_only_what_is_late(smm, plan, doctor):
    fine, (words,) = doctor("worker")
    assert fine
    assert words == "none has said that it lives; run `smm worker`, or `smm publish --due` from cron"
    plan("rye")
    assert doctor("worker")[0] is False


def test_workers_that_live_are_counted(smm, journal, doctor):
    for name in ("shop:1:aa", "shop:2:bb"):
        journal.monitor.sign(name, datetime.now(UTC), MINUTE)
    fine, (words,) = doctor("worker")
    assert fine
    assert words.startswith("2 workers run, last sign of life ")
    health = smm("status", "--json").data["health"]
    assert health["workers"] == 2
    assert health["last_sign_seconds"] >= 0


def test_a_worker_that_fell_silent_is_told_with_when(journal, doctor):
    journal.monitor.sign("shop:1:aa", NOW - timedelta(hours=1), MINUTE)
    (words,) = doctor("worker")[1]
    assert words.startswith(f"none has said since {(NOW - timedelta(hours=1)).astimezone():%Y-%m-%d %H:%M}")


def test_a_post_that_this_version_cannot_read_is_named(smm, plan, change, doctor):
    plan("rye")
    change("post = ?", json.dumps({"text": "x", "hologram": True}))
    smm("publish", "--due")
    fine, (words,) = doctor("late")
    assert not fine
    assert "rye on door since 2 h, not tried yet: this version of smmcore cannot read it" in words
    assert smm("status", "--json").data["health"]["delayed"] == 1


def test_a_doctor_names_what_is_stuck_and_writes_nothing(smm, plan, change, doctor, journal):
    plan("rye")
    change("state = 'sending', owner = 'shop:1:aa', lease_until = ?", NOW - MINUTE)
    words = doctor("stuck")
    assert words == (
        False,
        ["rye on door: shop:1:aa has it and is silent; run `smm worker`, or `smm publish --due`"],
    )
    assert journal.get("door", "rye").state is State.SENDING


@pytest.fixture
def doubtful(smm, board, long_ago):
    """A post of which nobody knows, since an hour ago."""
    board.faults.append("lost")
    smm("publish", "-", "--to", "door", "--key", "rye", input='{"text": "Rye"}')
    long_ago()


def test_a_doubt_that_nobody_asked_about_is_to_be_asked_about(doubtful, doctor):
    fine, (words,) = doctor("unconfirmed")
    assert not fine
    assert words.endswith("; run `smm reconcile door`")


def test_a_doubt_that_was_asked_about_in_vain_is_for_a_person(smm, doubtful, doctor, journal, monkeypatch):
    monkeypatch.delenv("DOOR_TOKEN")
    smm("reconcile", "door")
    (words,) = doctor("unconfirmed")[1]
    assert words.startswith("rye on door: account door: no token: ")
    assert words.endswith(
        "look at the page, then `smm journal resolve door rye --id ID` if it is there, "
        "`smm journal resolve door rye --absent` if not"
    )
    assert "smm reconcile" not in words
    journal.monitor.sign("shop:1:aa", NOW, timedelta(days=1))
    assert "; asked again at 2" in doctor("unconfirmed")[1][0]


def test_numbers_for_monitoring_have_every_account_and_state(smm, board, plan):
    plan("rye")
    health = smm("status", "--json").data["health"]
    assert health.pop("oldest_due_seconds") >= 7500
    none = dict.fromkeys(("sending", "published", "failed", "unconfirmed", "cancelled"), 0)
    assert health == {
        "due": 1,
        "late": 1,
        "delayed": 0,
        "stuck": 0,
        "unconfirmed": 0,
        "failed_lately": 0,
        "stray": 0,
        "workers": 0,
        "last_sign_seconds": None,
        "accounts": {"door": {"scheduled": 1, **none}},
    }


def test_what_is_taken_back_is_one_record(smm, plan, caplog):
    plan("rye", ago=-MINUTE)
    with caplog.at_level(logging.INFO, "smmcore.events"):
        smm("cancel", "door", "rye")
    (record,) = [record for record in caplog.records if record.name == "smmcore.events"]
    assert record.smmcore == {"event": "cancelled", "account": "door", "platform": "chalk", "key": "rye"}
