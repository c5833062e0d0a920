import json
import sqlite3
import subprocess
import sys
import threading
import traceback
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from smmcore import InvalidInput, JournalError, Post, Published
from smmcore.journal import State, database, schema
from smmcore.journal.journal import LEASE, Journal

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
AFTER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture(params=["memory", "file", "postgres"])
def url(request, tmp_path):
    if request.param == "memory":
        return None
    if request.param == "file":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture(params=["file", "postgres"])
def lasting_url(request, tmp_path):
    if request.param == "file":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def open_journal():
    made = []

    def open_(url):
        made.append(Journal(url))
        return made[-1]

    yield open_
    for journal in made:
        journal.close()


@pytest.fixture
def journal(open_journal, url):
    return open_journal(url)


def add(journal, key="k", **more):
    values = {
        "account": "bakery",
        "platform": "wall",
        "post": Post("Hi"),
        "digest": "d",
        "due_at": NOW,
        "now": NOW,
    }
    entry, _ = journal.add(key=key, **{**values, **more})
    return entry


def raw(url):
    parsed = make_url(url if "://" in url else f"sqlite:///{url}")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, poolclass=NullPool)


# States


def test_a_new_post_waits_and_comes_back_as_it_went_in(journal):
    post = Post("Hi", link="https://example.org")
    entry = add(journal, post=post, zone="Europe/Warsaw")
    assert entry == journal.get("bakery", "k")
    assert (entry.state, entry.attempt, entry.post, entry.zone) == (State.SCHEDULED, 0, post, "Europe/Warsaw")


def test_the_same_key_is_the_same_entry(journal):
    first, new = (
        add(journal),
        journal.add(
            account="bakery", platform="wall", key="k", post=Post("Ho"), digest="e", due_at=NOW, now=NOW
        ),
    )
    assert new == (journal.get("bakery", "k"), False)
    assert new[0].id == first.id
    assert new[0].post == Post("Ho")


def test_a_post_that_is_on_its_way_or_out_keeps_its_text(journal):
    entry = journal.claim(add(journal), "me", NOW)
    assert add(journal, post=Post("Ho")).post == Post("Hi")
    journal.publish(entry, Published(account="bakery", id="7"), NOW)
    again = add(journal, post=Post("Ho"))
    assert (again.post, again.state, again.published.id) == (Post("Hi"), State.PUBLISHED, "7")


def test_what_is_unconfirmed_is_not_taken_for_new(journal):
    entry = journal.claim(add(journal), "me", NOW)
    assert journal.settle(entry, State.UNCONFIRMED, NOW, error={"message": "lost"})
    again = add(journal)
    assert (again.state, again.error) == (State.UNCONFIRMED, {"message": "lost"})
    assert journal.claim(again, "me", NOW) is None


@pytest.mark.parametrize("state", [State.FAILED, State.CANCELLED])
def test_what_failed_or_was_cancelled_may_be_tried_again(journal, state):
    journal.settle(add(journal), state, NOW)
    assert journal.due(AFTER) == []
    assert add(journal).state is State.SCHEDULED
    assert len(journal.due(AFTER)) == 1


def test_entries_are_found_by_account_and_state_the_earliest_first(journal):
    for hours, account in ((2, "a"), (1, "b"), (3, "a")):
        add(journal, key=f"{hours}", account=account, due_at=NOW + timedelta(hours=hours))
    journal.settle(journal.get("a", "3"), State.CANCELLED, NOW)
    assert [e.key for e in journal.entries()] == ["1", "2", "3"]
    assert [e.key for e in journal.entries(account="a")] == ["2", "3"]
    assert [e.key for e in journal.entries(states=[State.CANCELLED])] == ["3"]
    assert [e.key for e in journal.entries(latest=1)] == ["3"]
    assert journal.counts() == {State.SCHEDULED: 2, State.CANCELLED: 1}


def test_what_is_published_stays_so(journal):
    entry = journal.claim(add(journal), "me", NOW)
    journal.publish(entry, Published(account="bakery", id="7"), NOW)
    journal.publish(entry, Published(account="bakery", id="8"), NOW)
    assert not journal.settle(entry, State.FAILED, NOW)
    assert journal.get("bakery", "k").published.id == "7"


# Whose turn it is


def test_a_post_is_claimed_once(journal):
    entry = add(journal)
    mine = journal.claim(entry, "me", NOW)
    assert (mine.state, mine.owner, mine.attempt, mine.lease_until) == (State.SENDING, "me", 1, NOW + LEASE)
    assert journal.claim(entry, "you", NOW) is None
    assert journal.claim(mine, "you", NOW) is None


def test_a_silent_owner_is_replaced_after_its_lease_and_not_before(journal):
    mine = journal.claim(add(journal), "me", NOW)
    assert journal.due(NOW + LEASE) == []
    (silent,) = journal.due(AFTER)
    assert journal.claim(silent, "you", AFTER).attempt == 2
    with pytest.raises(JournalError, match="bakery: k was taken over by another worker; nothing was sent"):
        journal.begin_steps(mine, ["send"], AFTER)
    assert not journal.settle(mine, State.FAILED, AFTER)


def test_a_silent_owner_in_the_middle_of_a_step_makes_the_post_unconfirmed(journal):
    mine = journal.claim(add(journal), "me", NOW)
    journal.begin_steps(mine, ["send"], NOW)
    assert journal.expire(NOW + LEASE) == []
    assert journal.due(AFTER) == []
    (expired,) = journal.expire(AFTER)
    assert (expired.state, expired.error["type"]) == (State.UNCONFIRMED, "NotConfirmed")
    assert journal.expire(AFTER) == []


def test_many_threads_find_a_silent_owner_once(journal):
    for number in range(20):
        mine = journal.claim(add(journal, key=f"{number}"), "me", NOW)
        journal.begin_steps(mine, ["message"], NOW)
    found, go = [], threading.Barrier(6)

    def expire(_):
        go.wait()
        found.extend(entry.key for entry in journal.expire(AFTER))

    in_threads(expire, range(6))
    assert Counter(found) == {f"{n}": 1 for n in range(20)}


def test_what_was_taken_back_or_moved_since_it_was_read_is_not_claimed(journal):
    taken_back, moved = add(journal, key="a"), add(journal, key="b")
    journal.settle(taken_back, State.CANCELLED, NOW)
    add(journal, key="b", due_at=AFTER)
    assert journal.claim(taken_back, "me", NOW) is None
    assert journal.claim(moved, "me", NOW) is None
    assert journal.claim(journal.get("bakery", "b"), "me", AFTER) is not None


def test_every_step_prolongs_the_lease(journal):
    mine = journal.claim(add(journal), "me", NOW)
    later = NOW + LEASE / 2
    journal.begin_steps(mine, ["send"], later)
    entry = journal.get("bakery", "k")
    assert (entry.sent_at, entry.lease_until) == (later, later + LEASE)


def test_signs_of_life_and_looking_for_silent_ones_do_not_wait_in_a_circle(journal):
    for turn in range(10):
        posts = [journal.claim(add(journal, key=f"{turn}-{n}"), "me", NOW) for n in range(8)]
        for post in posts:
            journal.begin_steps(post, ["send"], NOW)
        ids = [post.id for post in reversed(posts)]
        living = partial(journal.alive, "me", NOW, at_work=ids)
        in_threads(lambda part: part(), [living, partial(journal.expire, AFTER), living])
        journal.expire(AFTER)
    assert {entry.state for entry in journal.entries()} == {State.UNCONFIRMED}


def test_only_due_posts_of_the_asked_accounts_are_due(journal):
    add(journal, key="now")
    add(journal, key="later", due_at=AFTER)
    add(journal, key="other", account="other")
    assert {e.key for e in journal.due(NOW)} == {"now", "other"}
    assert [e.key for e in journal.due(NOW, accounts=["bakery"])] == ["now"]
    assert journal.due(NOW, accounts=[]) == []
    assert len(journal.due(AFTER, 2)) == 2


def test_many_threads_claim_every_post_once(journal):
    entries = [add(journal, key=f"{n}") for n in range(10)]
    taken, go = [], threading.Barrier(6)

    def work(name):
        go.wait()
        taken.extend(e.key for e in entries if journal.claim(e, name, NOW))

    in_threads(work, [f"w{n}" for n in range(6)])
    assert Counter(taken) == {f"{n}": 1 for n in range(10)}


def test_many_threads_add_one_key_once(open_journal, lasting_url):
    journals = [open_journal(lasting_url) for _ in range(3)]
    results, go = [], threading.Barrier(6)

    def work(number):
        go.wait()
        for key in range(5):
            values = {
                "account": "a",
                "platform": "wall",
                "post": Post("Hi"),
                "digest": "d",
                "due_at": NOW,
                "now": NOW,
            }
            results.append((key, journals[number % 3].add(key=f"{key}", **values)[1]))

    in_threads(work, range(6))
    assert Counter(key for key, new in results if new) == dict.fromkeys(range(5), 1)


CLAIMER = """
import sys, json
from datetime import UTC, datetime
from smmcore.journal.journal import Journal
from smmcore import Post
now = datetime(2026, 3, 1, 8, tzinfo=UTC)
journal = Journal(sys.argv[1])
taken = []
sys.stdin.readline()
for number in range(20):
    values = dict(account="a", platform="wall", post=Post("Hi"), digest="d", due_at=now, now=now)
    entry, _ = journal.add(key=f"{number}", **values)
    if journal.claim(entry, sys.argv[2], now):
        taken.append(number)
journal.close()
print(json.dumps(taken))
"""


def test_two_processes_that_start_at_once_migrate_once_and_claim_every_post_once(lasting_url):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMER, lasting_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in "ab"
    ]
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    taken = [number for output in printed for number in json.loads(output)]
    assert sorted(taken) == list(range(20))


# Steps


def test_steps_are_kept_in_their_order_with_their_values(journal):
    entry = journal.claim(add(journal), "me", NOW)
    journal.begin_steps(entry, ["zeta", "alpha"], NOW)
    journal.finish_steps(entry, {"zeta": {"id": [1, None, "ü"]}}, NOW)
    journal.begin_steps(entry, ["beta"], NOW)
    steps = journal.steps(entry)
    assert list(steps) == ["zeta", "alpha", "beta"]
    assert (steps["zeta"].done, steps["zeta"].value) == (True, {"id": [1, None, "ü"]})
    assert [s.done for s in steps.values()] == [True, False, False]
    journal.forget_steps(entry, ["alpha"])
    assert list(journal.steps(entry)) == ["zeta", "beta"]


def test_what_follows_a_post_that_was_found_is_begun_once_and_changes_nothing_about_the_post(journal):
    entry = journal.claim(add(journal), "me", NOW)
    journal.begin_steps(entry, ["send"], NOW)
    journal.settle(entry, State.UNCONFIRMED, NOW, error={"message": "lost"})
    found = journal.get("bakery", "k")
    journal.begin_steps(found, ["first comment"], AFTER)
    assert list(journal.steps(found)) == ["send", "first comment"]
    with pytest.raises(JournalError):
        journal.begin_steps(journal.get("bakery", "k"), ["first comment"], AFTER)
    now = journal.get("bakery", "k")
    assert (now.state, now.sent_at, now.attempt) == (State.UNCONFIRMED, found.sent_at, found.attempt)


def test_a_post_that_waits_begins_nothing(journal):
    entry = journal.get("bakery", add(journal).key)
    with pytest.raises(JournalError, match="nothing was sent"):
        journal.begin_steps(entry, ["send"], NOW)


def test_a_worker_of_an_earlier_attempt_forgets_nothing(journal):
    mine = journal.claim(add(journal), "me", NOW)
    yours = journal.claim(journal.due(AFTER)[0], "you", AFTER)
    journal.begin_steps(yours, ["send"], AFTER)
    journal.forget_steps(mine, ["send"])
    assert list(journal.steps(yours)) == ["send"]


# What plugins keep


def test_kept_values_belong_to_account_and_kind_the_oldest_first(journal):
    journal.kept.put("a", "seen", "z", 1, NOW)
    journal.kept.put("a", "seen", "b", {"x": [1]}, NOW + timedelta(seconds=1))
    journal.kept.put("a", "other", "z", 2, NOW)
    journal.kept.put("b", "seen", "z", 3, NOW)
    journal.kept.put("a", "seen", "z", None, NOW + timedelta(seconds=2))
    assert list(journal.kept.all("a", "seen").items()) == [("z", None), ("b", {"x": [1]})]
    assert journal.kept.all("a", "seen", "b") == {"b": {"x": [1]}}
    journal.kept.drop("a", "seen", "b")
    assert journal.kept.all("a", "seen") == {"z": None}


def test_many_threads_keep_the_same_thing(open_journal, lasting_url):
    journals = [open_journal(lasting_url) for _ in range(4)]
    journals[0].counts()
    go = threading.Barrier(4)

    def work(number):
        go.wait()
        for key in range(20):
            journals[number].kept.put("a", "kind", f"{key}", number, NOW)

    in_threads(work, range(4))
    assert len(journals[0].kept.all("a", "kind")) == 20


# Times


def test_times_come_back_aware_and_the_same(journal):
    tokyo = datetime(2026, 3, 1, 17, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    entry = add(journal, due_at=tokyo)
    assert entry.due_at == tokyo
    assert entry.due_at.tzinfo is UTC
    assert [e.key for e in journal.due(tokyo)] == ["k"]
    assert journal.due(tokyo - timedelta(microseconds=1)) == []


# The database


def test_migrations_from_nothing_give_the_tables_of_the_metadata(open_journal, lasting_url):
    open_journal(lasting_url).counts()
    with raw(lasting_url).connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": schema.VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == schema.HEAD


def test_the_newest_migration_is_the_one_that_the_journal_asks_for():
    config = Config()
    config.set_main_option("script_location", str(database._MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


def test_opening_again_changes_nothing(open_journal, lasting_url):
    entry = add(open_journal(lasting_url))
    assert open_journal(lasting_url).get("bakery", "k") == entry
    open_journal(lasting_url)._database._migrate()
    assert open_journal(lasting_url).get("bakery", "k") == entry


def test_many_journals_are_made_at_once_in_one_process(open_journal, tmp_path):
    go = threading.Barrier(6)

    def work(number):
        go.wait()
        add(open_journal(tmp_path / f"{number // 2}.db"), key=f"{number}")

    in_threads(work, range(6))
    assert [len(open_journal(tmp_path / f"{n}.db").entries()) for n in range(3)] == [2, 2, 2]


def test_other_tables_of_the_database_are_left_alone(open_journal, lasting_url):
    engine = raw(lasting_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE posts (id INTEGER)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('theirs')"))
    add(open_journal(lasting_url))
    names = set(inspect(engine).get_table_names())
    assert names - {"posts", "alembic_version"} == {
        "smm_posts",
        "smm_steps",
        "smm_kept",
        "smm_history",
        "smm_leases",
        "smm_rates",
        "smm_alembic_version",
    }
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "theirs"


def test_a_journal_of_a_newer_version_is_refused_in_words(open_journal, lasting_url):
    open_journal(lasting_url).counts()
    with raw(lasting_url).begin() as connection:
        connection.execute(text(f"UPDATE {schema.VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(JournalError, match="9999"):
        open_journal(lasting_url).counts()


def test_sqlite_writes_ahead_and_waits_for_the_disk(open_journal, tmp_path):
    journal = open_journal(tmp_path / "journal.db")
    with journal._database.writing() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}


def test_sqlite_readers_do_not_wait_for_a_writer(open_journal, tmp_path):
    journal = open_journal(tmp_path / "journal.db")
    add(journal)
    other = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert journal.get("bakery", "k")
    other.close()


def test_folders_of_a_journal_are_made(open_journal, tmp_path):
    add(open_journal(tmp_path / "a" / "b" / "journal.db"))
    assert (tmp_path / "a" / "b" / "journal.db").is_file()


@pytest.mark.parametrize("address", [None, "sqlite://", "sqlite:///:memory:", ":memory:"])
def test_a_journal_in_memory_is_one_for_all_threads(open_journal, address, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    journal = open_journal(address)
    add(journal)
    found = []
    in_threads(lambda _: found.append(journal.get("bakery", "k")), range(3))
    assert None not in found
    assert list(tmp_path.iterdir()) == []
    assert journal.name == "memory"


def test_two_journals_in_memory_know_nothing_of_each_other(open_journal):
    add(open_journal(None))
    assert open_journal(None).entries() == []


@pytest.mark.parametrize(
    "address", ["mysql://u:hush@h/d", "://hush", "postgresql://u:hush@h:port/d", "sqlite+x:///y"]
)
def test_an_address_that_is_none_is_refused_without_repeating_it(address):
    with pytest.raises(InvalidInput, match=r"^journal: ") as caught:
        Journal(address)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://someone:hush@127.0.0.1:1/none",
        "postgresql+psycopg://someone:hush@127.0.0.1:1/none",
        "postgresql://someone@127.0.0.1:1/none?password=hush",
    ],
)
def test_a_password_is_in_no_name_repr_or_error(address):
    journal = Journal(address)
    with pytest.raises(JournalError) as caught:
        journal.entries()
    shown = [journal.name, repr(journal), repr(journal._database), repr(journal._database._engine)]
    shown += [str(caught.value), repr(caught.value)]
    ours = caught.value.with_traceback(caught.value.__traceback__.tb_next)  # this function knows it
    shown += traceback.TracebackException.from_exception(ours, capture_locals=True).format()
    assert [line for line in shown if "hush" in line] == []
    assert "127.0.0.1" in journal.name


def test_the_contents_of_posts_are_in_no_error(open_journal, tmp_path):
    journal = open_journal(tmp_path / "journal.db")
    journal.counts()
    with raw(str(tmp_path / "journal.db")).begin() as other:
        other.execute(text("DROP TABLE smm_posts"))
    with pytest.raises(JournalError) as caught:
        add(journal, post=Post("un" + "announced"))
    assert "unannounced" not in "".join(traceback.format_exception(caught.value))


def in_threads(work, arguments):
    failures = []

    def guarded(argument):
        try:
            work(argument)
        except Exception as error:  # noqa: BLE001 - raised again by the caller
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(a,)) for a in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def test_a_long_upload_keeps_its_post(journal):
    mine = journal.claim(add(journal), "me", NOW)
    later = NOW + LEASE - timedelta(minutes=1)
    journal.taken_up(mine)[0].renew(later)
    assert journal.due(AFTER) == []
    journal.claim(
        journal.due(later + LEASE + timedelta(seconds=1))[0], "you", later + LEASE + timedelta(seconds=1)
    )
    with pytest.raises(JournalError, match="taken over"):
        journal.taken_up(mine)[0].renew(AFTER)
