"""The story of a post, copies of a journal, and what is removed."""

import sqlite3
import stat
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from smmcore import InvalidInput, JournalError, Post, Published
from smmcore.io import Rate
from smmcore.journal.archive import Archive
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


class Interrupted:
    """A database in which something else happens before each transaction."""

    def __init__(self, database, happens):
        self._database, self._happens = database, happens

    @contextmanager
    def reading(self):
        self._happens()
        with self._database.reading() as connection:
            yield connection

    @contextmanager
    def writing(self):
        self._happens()
        with self._database.writing() as connection:
            yield connection


def test_a_post_that_is_taken_meanwhile_is_not_removed(journal):
    journal.settle(add(journal, "k"), State.CANCELLED, NOW)
    transactions = []

    def planned_anew():
        transactions.append(1)
        if len(transactions) == 2:
            later = NOW + timedelta(days=60)
            journal.claim(add(journal, "k", later), "me", later)

    Archive(Interrupted(journal._database, planned_anew)).prune(NOW + timedelta(days=30))
    assert journal.get("a", "k").state is State.SENDING


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
        old.execute("DROP INDEX smm_posts_due")
        old.execute("ALTER TABLE smm_posts DROP COLUMN try_at")
        old.execute("UPDATE smm_alembic_version SET version_num = '0001'")
    old.close()
    journal = Journal(file)
    assert journal.get("a", "k").state is State.PUBLISHED
    assert journal.story("a", "k").changes == ()
    assert journal.leases.take("x", "me", NOW, timedelta(minutes=1))
    journal.close()


@pytest.fixture
def elsewhere(journal, request, tmp_path):
    """The address of an empty database of the other kind."""
    is_file = journal.name.endswith("journal.db")
    return request.getfixturevalue("postgres_url") if is_file else tmp_path / "new.db"


def test_a_journal_moves_to_the_other_database_with_all_that_it_holds(journal, elsewhere):
    sent(journal, "out")
    journal.settle(add(journal, "back"), State.CANCELLED, NOW)
    for number in range(600):
        add(journal, f"k{number}", NOW + timedelta(days=number))
    journal.kept.put("a", "offset", "updates", {"last": 7}, NOW)
    journal.rates.take([Rate("a", 1, 3600)], time.time)
    assert journal.archive.copy_to(elsewhere, NOW)[0] == 602
    copy = Journal(elsewhere)
    assert list(copy.stories()) == list(journal.stories())
    assert copy.kept.all("a", "offset") == {"updates": {"last": 7}}
    assert copy.rates.take([Rate("a", 1, 3600)], time.time)
    copy.close()


def test_a_journal_that_has_moved_goes_on_counting(journal, elsewhere):
    last = sent(journal, "out")
    journal.archive.copy_to(elsewhere, NOW)
    copy = Journal(elsewhere)
    assert add(copy, "new").id > last.id
    assert [change.state for change in copy.story("a", "new").changes] == [State.SCHEDULED]
    copy.close()


def test_a_journal_moves_only_to_where_nothing_is(journal, elsewhere):
    add(journal, "k")
    other = Journal(elsewhere)
    other.kept.put("a", "offset", "updates", 1, NOW)
    with pytest.raises(InvalidInput, match="smm_kept is not empty"):
        journal.archive.copy_to(elsewhere, NOW)
    assert other.entries() == []
    other.close()
    with pytest.raises(InvalidInput, match="name a file or a database's URL"):
        journal.archive.copy_to(":memory:", NOW)


def test_a_journal_does_not_move_while_posts_are_being_sent(journal, tmp_path):
    journal.claim(add(journal, "k"), "me", NOW)
    with pytest.raises(InvalidInput, match="stop the workers, and if none runs, try after 08:15:00 UTC"):
        journal.archive.copy_to(tmp_path / "new.db", NOW)
    assert not (tmp_path / "new.db").exists()
    later = NOW + journal.lease + timedelta(seconds=1)
    assert journal.archive.copy_to(tmp_path / "new.db", later) == (1, str(tmp_path / "new.db"))


def test_asking_whether_a_journal_is_there_makes_none(tmp_path):
    file = tmp_path / "folder" / "journal.db"
    journal = Journal(file)
    assert not journal.archive.is_there()
    assert not file.parent.exists()
    journal.prepare()
    assert journal.archive.is_there()
    journal.close()


def test_tables_of_others_are_no_journal(journal, tmp_path):
    with sqlite3.connect(tmp_path / "theirs.db") as theirs:
        theirs.execute("CREATE TABLE offers (name TEXT)")
    theirs.close()
    found = Journal(tmp_path / "theirs.db")
    assert not found.archive.is_there()
    found.close()
    assert not journal.archive.is_there()


def test_what_is_no_database_is_said_to_be_none(tmp_path):
    (tmp_path / "journal.db").write_text(
        "no database at all, but a file that is long enough to be looked at" * 9
    )
    journal = Journal(tmp_path / "journal.db")
    with pytest.raises(JournalError, match="cannot be read: file is not a database"):
        journal.archive.is_there()
    journal.close()
