"""Workers on one journal in PostgreSQL, each on a loop of its own."""

import asyncio
import logging
import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

sys.path.insert(0, str(Path(__file__).parents[1] / "core"))

from network import WallPlatform, account, serving

from smmcore import SMM, Post
from smmcore.journal.entry import State

psycopg = pytest.importorskip("psycopg")
pytest.importorskip("procrastinate")


from smmcore.worker.distributed import DistributedWorker  # noqa: E402 - only where its extra is

SOON = timedelta(seconds=0.1)


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


@pytest.fixture
def opened(postgres_url):
    """Make an `SMM` on the test's journal."""
    made = []

    def open_(*accounts, plugins=(), **more):
        more = {"journal": postgres_url, "plugins": [WallPlatform(), *plugins], "installed": False, **more}
        made.append(SMM(accounts, **more))
        return made[-1]

    yield open_
    for smm in made:
        smm.close()


class Running:
    """A worker on a loop in a thread, as in a program that is at other things, too."""

    def __init__(self, smm, **more):
        self.worker = DistributedWorker(smm, **{"every": SOON, **more})
        self.error = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=asyncio.run, args=(self._main(),))
        self._thread.start()
        assert self._ready.wait(20)

    async def _main(self):
        self._loop, self._task = asyncio.get_running_loop(), asyncio.create_task(self.worker.run())
        self._ready.set()
        try:
            with suppress(asyncio.CancelledError):
                await self._task
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    @property
    def ended(self):
        return not self._thread.is_alive()

    def cancel(self):
        with suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._task.cancel)

    def join(self):
        self._thread.join(60)
        assert self.ended
        assert self.error is None


@contextmanager
def running(smm, **more):
    worker = Running(smm, **more)
    try:
        yield worker
    finally:
        worker.cancel()
    worker.join()


def until(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def plan(smm, to, *keys):
    """Due at once; nobody but a worker sends it, however slow this machine is."""
    platform, now = smm.accounts[to].platform, smm.io.now()
    for key in keys:
        given = {"account": to, "platform": platform, "key": key, "post": Post(f"Text {key}"), "digest": key}
        smm.journal.add(**given, due_at=now, now=now)


def published(smm, count):
    return smm.journal.counts() == {State.PUBLISHED: count}


def jobs(url, where="true"):
    with psycopg.connect(url, autocommit=True) as connection:
        query = f"SELECT queue_name, task_name FROM procrastinate_jobs WHERE {where} ORDER BY id"
        return connection.execute(query).fetchall()


def test_uploads_in_all_threads_keep_no_sign_of_life_waiting(server, opened):
    # More than the threads that asyncio keeps for everybody.
    count = min(32, (os.cpu_count() or 1) + 4) + 2
    walls = [server.wall() for _ in range(count)]
    accounts = [account(wall, f"a{number}", patient=True) for number, wall in enumerate(walls)]
    slow = [wall.fault("slow", acts=True) for wall in walls]
    smm, other = (opened(*accounts, lease=timedelta(seconds=8)) for _ in range(2))
    for name in smm.accounts:
        plan(smm, name, "1")
    with running(smm, at_once=count):
        until(lambda: all(fault.reached.is_set() for fault in slow))
        before = {entry.account: entry.lease_until for entry in smm.journal.entries()}
        until(lambda: all(e.lease_until > before[e.account] for e in smm.journal.entries()))
        assert not other.work().results
        for fault in slow:
            fault.go_on.set()
        until(lambda: published(smm, count))
    assert [wall.texts for wall in walls] == [["Text 1"]] * count


def test_a_cancelled_worker_finishes_the_post_that_is_being_sent(server, opened):
    wall = server.wall()
    smm = opened(account(wall, "a", patient=True))
    slow = wall.fault("slow", acts=True)
    plan(smm, "a", "1", "2")
    with running(smm) as worker:
        assert slow.reached.wait(30)
        for _ in range(3):  # some cancel again and again until a task has ended
            worker.cancel()
        time.sleep(0.2)
        assert not worker.ended
        slow.go_on.set()
        worker.join()
    assert smm.journal.counts() == {State.PUBLISHED: 1, State.SCHEDULED: 1}
    with running(smm):
        until(lambda: published(smm, 2))
    assert wall.texts == ["Text 1", "Text 2"]


@contextmanager
def away(postgres, url):
    """As if PostgreSQL were not there: no connection lives, and none is made."""
    name = url.partition("?")[0].rpartition("/")[2]

    def allow(connections):
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {connections}")
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )

    allow("false")
    try:
        yield
    finally:
        allow("true")


def said(caplog, words):
    return [record for record in list(caplog.records) if words in record.getMessage()]


def test_it_waits_while_postgres_is_away_and_says_so_once(server, opened, postgres, postgres_url, caplog):
    wall = server.wall()
    smm = opened(account(wall, "a"))
    with caplog.at_level(logging.DEBUG, "smmcore.worker"), running(smm) as worker:
        plan(smm, "a", "1")
        until(lambda: published(smm, 1))
        with away(postgres, postgres_url):
            # Procrastinate has given up, too, and the journal was tried again.
            until(lambda: worker.ended or said(caplog, "trying again in"), 120)
        until(lambda: worker.ended or said(caplog, "can be used again"))
        plan(smm, "a", "2")
        until(lambda: published(smm, 2))
    assert wall.texts == ["Text 1", "Text 2"]
    loud = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert len([line for line in loud if "nothing can be done" in line]) == 1


def test_one_that_begins_while_postgres_is_away_waits_for_it(server, opened, postgres, postgres_url, caplog):
    wall = server.wall()
    smm = opened(account(wall, "a"))
    plan(smm, "a", "1")
    smm.journal.close()
    with caplog.at_level(logging.INFO, "smmcore.worker"):
        with away(postgres, postgres_url):
            worker = Running(smm)
            until(lambda: worker.ended or said(caplog, "not currently accepting connections"))
        until(lambda: worker.ended or published(smm, 1))
        worker.cancel()
        worker.join()
    assert said(caplog, "can be used again")


def test_other_programs_tasks_in_the_database_stay(server, opened, postgres_url):
    smm = opened(account(server.wall(), "a"))
    insert = "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id) VALUES (%s, %s, 'doing', %s)"
    with running(smm):
        until(lambda: tables(postgres_url))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day') RETURNING id"
        (worker,) = connection.execute(dead).fetchone()
        connection.execute(insert, ["shop", "shop.invoice", worker])
        connection.execute(insert, ["smmcore.of-others", "smmcore.do", worker])
    with running(smm):
        until(lambda: not jobs(postgres_url, "task_name = 'smmcore.do'"))
    assert jobs(postgres_url) == [("shop", "shop.invoice")]


def tables(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()[0] is not None


def test_workers_that_know_different_accounts_share_a_journal(server, opened, caplog):
    walls = [server.wall() for _ in range(4)]
    known = [account(wall, name) for wall, name in zip(walls, "abcd", strict=True)]
    first, second = opened(*known[:3]), opened(*known[2:])
    everything = opened(*known)
    with running(first), running(second):
        for round_ in range(5):
            for name in "abcd":
                plan(everything, name, str(round_))
        until(lambda: published(everything, 20))
    assert [sorted(wall.texts) for wall in walls] == [[f"Text {n}" for n in range(5)]] * 4
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_those_that_know_the_same_share_one_queue(server, opened, postgres_url):
    walls = [server.wall() for _ in range(4)]
    slow = [wall.fault("slow", acts=True) for wall in walls[:2]]
    accounts = [account(wall, f"a{n}", patient=True) for n, wall in enumerate(walls)]
    smm, again = opened(*accounts), opened(*reversed(accounts))
    with running(smm, at_once=1), running(again, at_once=1):
        plan(smm, "a0", "1")
        plan(smm, "a1", "1")
        until(lambda: all(fault.reached.is_set() for fault in slow))
        plan(smm, "a2", "1")
        plan(smm, "a3", "1")
        until(lambda: waiting(postgres_url) >= {"a2", "a3"})
        time.sleep(0.5)
        assert len({queue for queue, _ in jobs(postgres_url)}) == 1
        for fault in slow:
            fault.go_on.set()
        until(lambda: published(smm, 4))


def test_how_often_it_looks_can_be_said(server, opened):
    wall = server.wall()
    smm = opened(account(wall, "a"))
    looks = []
    real = smm.journal.accounts_due
    smm.journal.accounts_due = lambda *given: (looks.append(time.monotonic()), real(*given))[1]
    with running(smm, every=timedelta(hours=1)) as worker:
        until(lambda: len(looks) >= 2)
        plan(smm, "a", "1")
        time.sleep(1.5)
        assert not worker.ended
    assert not wall.texts
    with running(smm, every=timedelta(seconds=0.05)):
        until(lambda: published(smm, 1))


def test_what_waits_is_not_handed_in_again(server, opened, postgres_url):
    walls = [server.wall() for _ in range(4)]
    slow = walls[0].fault("slow", acts=True)
    smm = opened(*[account(wall, f"a{n}", patient=True) for n, wall in enumerate(walls)])
    with running(smm, at_once=1, every=timedelta(seconds=0.02)):
        plan(smm, "a0", "1")
        assert slow.reached.wait(30)
        for name in ("a1", "a2", "a3"):
            plan(smm, name, "1")
        until(lambda: waiting(postgres_url) >= {"a1", "a2", "a3"})
        before = handed_in(postgres_url)
        time.sleep(0.5)
        # PostgreSQL counts those that it refuses, too.
        assert handed_in(postgres_url) == before
        slow.go_on.set()
        until(lambda: published(smm, 4))


def waiting(url):
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT args->>'name' FROM procrastinate_jobs WHERE status = 'todo'")
        return {name for (name,) in names}


def handed_in(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT last_value FROM procrastinate_jobs_id_seq").fetchone()


def test_without_the_right_to_make_tables_it_says_which_is_missing(server, opened, postgres_url, caplog):
    smm = opened(account(server.wall(), "a"))
    smm.journal.prepare()
    role = f"low_{os.getpid()}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN")
        connection.execute("REVOKE CREATE ON SCHEMA public FROM public")
        connection.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
        connection.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}")
    try:
        address = make_url(postgres_url).set(username=role).render_as_string(hide_password=False)
        low = opened(account(server.wall(), "a"), journal=address)
        with caplog.at_level(logging.INFO, "smmcore.worker"), running(low) as worker:
            until(lambda: worker.ended or said(caplog, "the workers' tables cannot be made"))
            assert "GRANT CREATE ON SCHEMA" in caplog.text
            with psycopg.connect(postgres_url, autocommit=True) as connection:
                connection.execute(f"GRANT CREATE ON SCHEMA public TO {role}")
            until(lambda: worker.ended or said(caplog, "can be used again"))
    finally:
        smm.journal.close()
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {role} CASCADE")
            connection.execute(f"DROP ROLE {role}")


def test_many_that_begin_at_once_make_the_tables_once(server, opened, caplog):
    wall = server.wall()
    several = [opened(account(wall, "a")) for _ in range(4)]
    several[0].journal.prepare()
    plan(several[0], "a", "1")
    with caplog.at_level(logging.WARNING, "smmcore.worker"):
        workers = [Running(smm) for smm in several]
        until(lambda: published(several[0], 1))
        for worker in workers:
            worker.cancel()
        for worker in workers:
            worker.join()
    assert not said(caplog, "nothing can be done")
    assert wall.texts == ["Text 1"]
