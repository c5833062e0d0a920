"""The story of a post, copies of a journal, and what is removed."""

import sqlite3
import stat
from datetime import UTC, datetime, timedelta

import pytest

from smmcore import InvalidInput, Post, Published
from smmcore.journal.entry import State
from smmcore.journal.journal import Journal

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(params=["file", "postgres"])
def journal(request, tmp_path):
    url = tmp_path / "journal.db" if request.param == "file" else request.getfixturevalue("postgres_url")
    journal = Journal(url)
    yield journal
    journal.close()


def add(journal, key, now=NOW):
    entry, _ = journal.add(
        account="a", platform="wall", key=key, post=Post(f"Text {key}"), digest="d", due_at=now, now=now
    )
    return entry


def sent(journal, key, now=NOW):
    entry = journal.claim(add(journal, key, now), "me", now)
    journal.begin_steps(entry, ["line0"], now)
    journal.finish_steps(entry, {"line0": "7"}, now)
    journal.publish(entry, Published(account="a", id="7"), now)
    return entry


def test_a_story_has_every_change_and_step_with_its_time(journal):
    entry = journal.claim(add(journal, "k"), "one", NOW + timedelta(minutes=1))
    late = {"message": "too many calls"}
    journal.settle(entry, State.SCHEDULED, NOW + timedelta(minutes=2), error=late, by="one")
    again = journal.claim(journal.get("a", "k"), "two", NOW + timedelta(minutes=3))
    journal.begin_steps(again, ["line0"], NOW + timedelta(minutes=4))
    story = journal.story("a", "k")
    assert [(c.state.value, c.attempt, c.owner, c.note) for c in story.changes] == [
        ("scheduled", 0, None, ""),
        ("sending", 1, "one", ""),
        ("scheduled", 1, "one", "too many calls"),
        ("sending", 2, "two", ""),
    ]
    assert [(s.name, s.done, s.begun_at, s.done_at) for s in story.steps] == [
        ("line0", False, NOW + timedelta(minutes=4), None)
    ]
    assert journal.story("a", "nix") is None


def test_all_stories_come_in_pieces(journal):
    for number in range(450):
        add(journal, f"k{number}")
    assert [story.entry.key for story in journal.stories()] == [f"k{number}" for number in range(450)]


def test_only_what_is_over_and_old_is_removed_with_all_that_hangs_on_it(journal):
    sent(journal, "old")
    sent(journal, "new", NOW + timedelta(days=60))
    add(journal, "waits")
    lost = journal.claim(add(journal, "lost"), "me", NOW)
    journal.begin_steps(lost, ["line0"], NOW)
    journal.settle(lost, State.UNCONFIRMED, NOW)
    before = NOW + timedelta(days=30)
    assert journal.archive.prunable(before) == 1
    assert journal.archive.prune(before) == 1
    assert {entry.key for entry in journal.entries()} == {"new", "waits", "lost"}
    assert journal.story("a", "old") is None
    assert journal.archive.prune(before) == 0


def test_many_are_removed_in_pieces(journal):
    for number in range(1100):
        entry = add(journal, f"k{number}")
        if number < 5:
            continue
        journal.settle(entry, State.CANCELLED, NOW)
    assert journal.archive.prune(NOW + timedelta(days=1)) == 1095
    assert journal.counts() == {State.SCHEDULED: 5}


def test_a_copy_of_sqlite_holds_together_and_is_its_owners_alone(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    sent(journal, "k")
    with journal._database.writing() as connection:
        connection.exec_driver_sql("UPDATE smm_posts SET zone = 'half a transaction'")
        journal.archive.back_up(tmp_path / "copy.db")
    journal.close()
    copy = Journal(tmp_path / "copy.db")
    assert copy.get("a", "k").state is State.PUBLISHED
    assert copy.get("a", "k").zone is None
    copy.close()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_copy_overwrites_nothing(tmp_path):
    journal = Journal(tmp_path / "journal.db")
    (tmp_path / "there.db").write_text("mine")
    with pytest.raises(InvalidInput, match="is there already"):
        journal.archive.back_up(tmp_path / "there.db")
    with pytest.raises(InvalidInput, match="no folder"):
        journal.archive.back_up(tmp_path / "nix" / "copy.db")
    journal.close()
    assert (tmp_path / "there.db").read_text() == "mine"


def test_postgres_has_its_own_means(postgres_url, tmp_path):
    journal = Journal(postgres_url)
    with pytest.raises(InvalidInput, match="pg_dump"):
        journal.archive.back_up(tmp_path / "copy.db")
    journal.close()


def test_a_journal_of_the_first_version_is_brought_up_to_date_with_what_it_holds(tmp_path):
    file = tmp_path / "journal.db"
    journal = Journal(file)
    sent(journal, "k")
    journal.close()
    with sqlite3.connect(file) as old:
        for table in ("smm_rates", "smm_leases", "smm_history"):
            old.execute(f"DROP TABLE {table}")
        old.execute("ALTER TABLE smm_posts DROP COLUMN try_at")
        old.execute("UPDATE smm_alembic_version SET version_num = '0001'")
    old.close()
    journal = Journal(file)
    assert journal.get("a", "k").state is State.PUBLISHED
    assert journal.story("a", "k").changes == ()
    assert journal.leases.take("x", "me", NOW, timedelta(minutes=1))
    journal.close()
