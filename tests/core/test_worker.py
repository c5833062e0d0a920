"""A worker in threads of this process."""

import logging
import sqlite3
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

import smmcore
from smmcore import SMM, InvalidInput, Job, Post
from smmcore.journal import database
from smmcore.journal.entry import State
from smmcore.worker import Worker

from .network import WallPlatform, account

SOON = timedelta(seconds=0.02)
PLUGINS = {"plugins": [WallPlatform()], "installed": False}


runs = []


class Brings:
    @smmcore.hookimpl
    def smm_jobs(self):
        yield Job("broken", every=timedelta(hours=1), run=lambda *_: 1 / 0)
        yield Job("fine", every=timedelta(hours=1), run=lambda *_: runs.append(1))


@pytest.fixture
def plugins():
    return [WallPlatform()]


@pytest.fixture
def lease():
    return timedelta(minutes=15)


@pytest.fixture
def smm(server, clock, tmp_path, plugins, lease):
    walls = [server.wall(), server.wall()]
    accounts = [account(wall, name, patient=True) for wall, name in zip(walls, "ab", strict=True)]
    more = {"plugins": plugins, "installed": False, "journal": tmp_path / "journal.db", "lease": lease}
    with SMM(accounts, clock=clock, **more) as smm:
        smm.walls = walls
        yield smm


def until(done, seconds=60):
    """Wait for it; the worker has threads of its own."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def plan(smm, to, *keys):
    for key in keys:
        smm.publish(Post(f"Text {key}"), to=to, key=key, at=smm.io.now() + timedelta(minutes=1))


def busy(smm, clock, *keys):
    """A worker that is sending the first of these posts, and the answer that it waits for."""
    slow = smm.walls[0].fault("slow", acts=True)
    plan(smm, "a", *keys)
    clock.advance(minutes=2)
    worker = Worker(smm, every=SOON)
    worker.start()
    assert slow.reached.wait(60)
    return worker, slow


def test_what_is_due_is_published_in_each_accounts_order(smm, clock):
    plan(smm, "a", "1", "2", "3")
    plan(smm, "b", "1", "2")
    with Worker(smm, every=SOON):
        time.sleep(0.1)
        assert [wall.texts for wall in smm.walls] == [[], []]
        clock.advance(minutes=2)
        until(lambda: smm.journal.counts() == {State.PUBLISHED: 5})
    assert [wall.texts for wall in smm.walls] == [["Text 1", "Text 2", "Text 3"], ["Text 1", "Text 2"]]


def test_stopping_waits_for_what_is_under_way(smm, clock):
    worker, slow = busy(smm, clock, "1")
    assert not worker.stop(within=timedelta(seconds=0.1))
    assert not worker.wait(0)
    slow.go_on.set()
    assert worker.stop()
    assert worker.wait(0)
    until(lambda: smm.journal.counts() == {State.PUBLISHED: 1})


def test_what_stands_behind_the_post_under_way_keeps_its_place(smm, clock):
    worker, slow = busy(smm, clock, "1", "2")
    assert not worker.stop(within=timedelta(seconds=0.1))
    slow.go_on.set()
    assert worker.wait(60)
    assert smm.journal.counts() == {State.PUBLISHED: 1, State.SCHEDULED: 1}
    with worker:
        until(lambda: smm.walls[0].texts == ["Text 1", "Text 2"])


@pytest.mark.parametrize("lease", [timedelta(seconds=0.2)])
def test_a_worker_that_finishes_says_that_it_lives(smm, clock):
    worker, slow = busy(smm, clock, "1")
    worker.stop(within=timedelta(0))
    before = smm.journal.get("a", "1").lease_until
    clock.advance(seconds=0.1)
    until(lambda: smm.journal.get("a", "1").lease_until > before)
    slow.go_on.set()
    assert worker.wait(60)


def test_a_stopped_worker_can_be_started_again(smm, clock):
    worker = Worker(smm, every=SOON)
    with worker:
        pass
    assert worker.wait(1)
    plan(smm, "a", "1")
    clock.advance(minutes=2)
    with worker:
        until(lambda: smm.walls[0].texts == ["Text 1"])
        with pytest.raises(InvalidInput, match="runs already"):
            worker.start()


def test_a_lost_post_is_found_by_itself(smm, clock):
    smm.walls[0].fault("error", acts=True)
    plan(smm, "a", "1")
    clock.advance(minutes=2)
    with Worker(smm, every=SOON):
        until(lambda: smm.journal.counts() == {State.UNCONFIRMED: 1})
        clock.advance(minutes=2)
        until(lambda: smm.journal.counts() == {State.PUBLISHED: 1})
    assert smm.walls[0].texts == ["Text 1"]


@pytest.mark.parametrize("plugins", [[WallPlatform(), Brings()]])
def test_jobs_come_round_and_one_that_breaks_stops_nobody(smm, clock, caplog):
    runs.clear()
    with caplog.at_level(logging.WARNING, "smmcore.worker"), Worker(smm, every=SOON):
        until(lambda: runs == [1])
        clock.advance(hours=1)
        until(lambda: runs == [1, 1])
    assert "job broken failed: ZeroDivisionError" in caplog.text


def test_a_journal_that_cannot_be_used_is_said_once_and_waited_for(smm, clock, caplog, monkeypatch):
    plan(smm, "a", "1")
    clock.advance(minutes=2)
    broken = threading.Event()
    broken.set()
    real = smm.journal.accounts_due

    def accounts_due(*given):
        if broken.is_set():
            raise smmcore.JournalError("the journal cannot be read: disk full")
        return real(*given)

    monkeypatch.setattr(smm.journal, "accounts_due", accounts_due)
    with caplog.at_level(logging.INFO, "smmcore.worker"), Worker(smm, every=SOON):
        until(lambda: "disk full" in caplog.text)
        time.sleep(0.1)
        broken.clear()
        until(lambda: smm.journal.counts() == {State.PUBLISHED: 1})
    assert caplog.text.count("disk full") == 1
    assert "can be used again" in caplog.text


@contextmanager
def troubled(journal, trouble, path):
    """What a disk, its owner or another program can do to a database."""
    if trouble == "locked":
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        yield
        other.close()
        return

    def limit(connection, *_):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        full, protected = f"PRAGMA max_page_count={pages}", "PRAGMA query_only=ON"
        connection.execute(full if trouble == "full" else protected)

    engine = journal._database._engine
    event.listen(engine, "connect", limit)
    journal.close()
    yield
    event.remove(engine, "connect", limit)
    journal.close()


@pytest.mark.parametrize(
    ("trouble", "words"), [("full", "full"), ("protected", "readonly"), ("locked", "locked")]
)
def test_trouble_with_the_disk_is_said_once_and_nothing_is_lost(
    smm, clock, caplog, monkeypatch, tmp_path, trouble, words
):
    monkeypatch.setattr(database, "BUSY", 0.05)
    keys = [f"{number:0190}" for number in range(15)]  # enough to fill what is left of a page
    with SMM(smm.accounts.values(), clock=clock, journal=tmp_path / "other.db", **PLUGINS) as quick:
        given = {"account": "a", "platform": "wall", "digest": "1", "due_at": clock.now(), "now": clock.now()}
        for key in keys:
            quick.journal.add(key=key, post=Post(key[-9:]), **given)
        with caplog.at_level(logging.INFO, "smmcore.worker"):
            with troubled(quick.journal, trouble, tmp_path / "other.db"):
                worker = Worker(quick, every=SOON)
                worker.start()
                until(lambda: "nothing can be done" in caplog.text)
            assert words in caplog.text

            def all_published():
                clock.advance(seconds=10)  # leases end, and what waits may be tried again
                return quick.journal.counts() == {State.PUBLISHED: len(keys)}

            until(all_published)
            worker.stop()
    assert sorted(smm.walls[0].texts) == sorted(key[-9:] for key in keys)
    assert caplog.text.count("nothing can be done") <= 2
