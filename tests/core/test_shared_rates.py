"""Rates that several processes keep together in a journal."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmcore import SMM, Failed, JournalError, NotSent, Post, Published, Rate, RateLimited
from smmcore.io.limits import SLOTS
from smmcore.journal.journal import Journal

from .network import WallPlatform, account
from .test_rates import at, busiest, calls


@pytest.fixture(params=["file", "postgres"])
def url(request, tmp_path):
    return tmp_path / "journal.db" if request.param == "file" else request.getfixturevalue("postgres_url")


def opened_twice(url):
    made = [Journal(url), Journal(url)]
    yield made
    for journal in made:
        journal.close()


@pytest.fixture
def journals(url):
    yield from opened_twice(url)


@pytest.fixture
def files(tmp_path):
    """Two journals in one file: SQLite's users share a clock, and here it is the tests' own."""
    yield from opened_twice(tmp_path / "journal.db")


@pytest.fixture
def servers(postgres_url):
    """Two journals in one PostgreSQL, whose clock is its own."""
    yield from opened_twice(postgres_url)


def now():
    return time.time()


def ahead(seconds):
    """The clock of a machine that is ahead of the others."""
    return lambda: time.time() + seconds


def test_what_one_process_calls_counts_for_the_others(journals):
    one, other = (journal.rates for journal in journals)
    rate = Rate("k", 2, 60)
    assert one.take([rate], now) == 0
    assert other.take([rate], now) == 0
    assert one.take([rate], now) > 0
    assert other.take([rate], now) > 0


def test_a_window_that_has_passed_has_room_again(files):
    one, other = (journal.rates for journal in files)
    rate = Rate("k", 1, 60)
    assert one.take([rate], at(1000.0)) == 0
    assert other.take([rate], at(1061.0)) == pytest.approx(0.2)
    assert other.take([rate], at(1061.3)) == 0


def test_a_wait_that_was_told_to_one_holds_back_the_others(journals):
    one, other = (journal.rates for journal in journals)
    one.block(["k"], now, 7200)
    assert 3600 < other.take([Rate("k")], now) <= 7200
    assert other.take([Rate("other", 1, 1)], now) == 0
    other.block(["k"], now, 5)
    assert one.take([Rate("k", 30, 1)], now) > 3600


def test_a_wait_that_was_told_ends(files):
    one, other = (journal.rates for journal in files)
    one.block(["k"], at(1000.0), 720)
    other.block(["k"], at(1000.0), 5)
    assert one.take([Rate("k", 30, 1)], at(1100.0)) == 620
    assert one.take([Rate("k", 30, 1)], at(1720.0)) == 0


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_to_block_for_no_time_changes_nothing(journals, seconds):
    one, other = (journal.rates for journal in journals)
    one.block(["k"], now, seconds)
    assert other.take([Rate("k")], now) == 0


def test_several_rates_are_taken_together_or_not_at_all(journals):
    one, other = (journal.rates for journal in journals)
    narrow, wide = Rate("chat", 1, 3600), Rate("bot", 3, 7200)
    assert one.take([narrow, wide], now) == 0
    assert other.take([narrow, wide], now) > 0
    assert one.take([wide], now, 2) == 0
    assert other.take([wide], now) > 0


def test_a_clock_that_was_set_back_holds_back_no_longer_than_a_window(files):
    one, other = (journal.rates for journal in files)
    rate = Rate("k", 1, 60)
    one.take([rate], at(10_000.0))
    one.block(["b"], at(10_000.0), 60)
    assert other.take([rate], at(8200.0)) == pytest.approx(61.2)
    assert other.take([rate], at(8250.0)) == pytest.approx(11.2)
    assert other.take([rate], at(8262.0)) == 0
    assert other.take([Rate("b")], at(8200.0)) == 60
    assert one.take([Rate("b")], at(8250.0)) == 10
    assert other.take([Rate("b")], at(8260.0)) == 0


@pytest.mark.parametrize("skew", [-7200, -10, 10, 7200])
def test_machines_whose_clocks_differ_keep_one_window(servers, skew):
    one, other = (journal.rates for journal in servers)
    rate = Rate("k", 3, 3600)
    clocks = [(one, now), (other, ahead(skew))] * 3
    assert [rates.take([rate], clock) == 0 for rates, clock in clocks] == [True] * 3 + [False] * 3
    waits = [rates.take([rate], clock) for rates, clock in clocks]
    assert all(1800 < wait <= 3672 for wait in waits)


@pytest.mark.parametrize("skew", [-7200, -10, 10, 7200])
def test_machines_whose_clocks_differ_wait_alike_for_what_the_network_said(servers, skew):
    one, other = (journal.rates for journal in servers)
    one.block(["k"], ahead(skew), 3600)
    waits = [one.take([Rate("k")], ahead(skew)), other.take([Rate("k")], now)]
    assert all(1800 < wait <= 3600 for wait in waits)
    assert waits == sorted(waits, reverse=True), "time goes on, whoever asks"


def test_the_clock_is_read_when_nobody_else_can_write(tmp_path):
    """Who waited for others calls later than they, and is to count as later."""
    path = tmp_path / "journal.db"

    def clock():
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
        return 1000.0

    journal = Journal(path)
    assert journal.rates.take([Rate("k", 1, 60)], clock) == 0
    journal.rates.block(["k"], clock, 5)
    journal.close()


def test_the_servers_clock_is_read_when_nobody_else_can_write(servers, postgres_url):
    psycopg = pytest.importorskip("psycopg")
    one, other = (journal.rates for journal in servers)
    assert one.take([Rate("k", 5, 3600)], now) == 0
    seconds = "SELECT extract(epoch FROM clock_timestamp())::float8"
    with (
        ThreadPoolExecutor(1) as pool,
        psycopg.connect(postgres_url) as writer,
        psycopg.connect(postgres_url, autocommit=True) as looker,
    ):
        writer.execute("SELECT * FROM smm_rates WHERE key = 'k/3600' FOR UPDATE")
        waiting = pool.submit(other.take, [Rate("k", 5, 3600)], now)
        while not looker.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
            time.sleep(0.01)
        (released,) = looker.execute(seconds).fetchone()
        writer.commit()
        assert waiting.result() == 0
        (calls,) = looker.execute("SELECT calls FROM smm_rates WHERE key = 'k/3600'").fetchone()
    assert calls[-1][0] > released


@settings(max_examples=5)
@given(st.integers(2, 3 * SLOTS), st.sampled_from([10.0, 3600.0]), st.lists(st.floats(0, 0.5), max_size=4))
def test_no_window_ever_holds_more_calls_than_allowed(count, seconds, gaps):
    journal = Journal()
    try:
        times = calls(journal.rates, [Rate("k", count, seconds)], 40 + count // 10, gaps=gaps)
    finally:
        journal.close()
    assert busiest(times, seconds) <= count


def at_once(url, work):
    """Four threads, each with a journal of its own; what they give back."""
    go = threading.Barrier(4)

    def one():
        journal = Journal(url)
        try:
            journal.prepare()
            go.wait()
            return work(journal.rates)
        finally:
            journal.close()

    with ThreadPoolExecutor(4) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(4)]]


def test_of_many_at_once_no_more_go_than_allowed(url):
    rate = Rate("k", 5, 3600)
    gone = at_once(url, lambda rates: [rates.take([rate], now) == 0 for _ in range(7)])
    assert sum(map(sum, gone)) == 5


def test_many_at_once_who_wait_as_told_stay_below_it(tmp_path):
    rate = Rate("k", 5, 1.0)

    def work(rates):
        read, gone = [], []

        def clock():
            read.append(time.monotonic())
            return read[-1]

        for _ in range(7):
            while wait := rates.take([rate], clock):
                time.sleep(wait)
            gone.append(read[-1])
        return gone

    times = [time for gone in at_once(tmp_path / "journal.db", work) for time in gone]
    assert len(times) == 28
    assert busiest(times, rate.seconds) <= rate.calls


def test_two_managers_on_one_journal_share_what_the_network_said(wall, clock, tmp_path):
    class Limited(WallPlatform):
        def _request(self, account, line, guid):
            from attrs import evolve

            return evolve(super()._request(account, line, guid), rates=[Rate("wall:1")])

    def opened():
        return SMM(
            [account(wall)], clock=clock, plugins=[Limited()], installed=False, journal=tmp_path / "j.db"
        )

    with opened() as one, opened() as other:
        wall.fault("limited", retry_after=720)
        (failed,) = one.publish(Post("one"), to="bakery")
        assert isinstance(failed.error, RateLimited)
        sent = wall.sent
        (failed,) = other.publish(Post("two"), to="bakery")
        assert isinstance(failed.error, RateLimited)
        assert failed.error.retry_after == pytest.approx(720, abs=1)
        assert wall.sent == sent
        clock.advance(seconds=721)
        assert isinstance(next(iter(other.publish(Post("two"), to="bakery"))), Published)


def test_a_journal_that_cannot_be_written_means_that_nothing_was_sent(wall, clock, tmp_path, monkeypatch):
    class Limited(WallPlatform):
        def _request(self, account, line, guid):
            from attrs import evolve

            return evolve(super()._request(account, line, guid), rates=[Rate("wall:1", 5, 1)])

    with SMM(
        [account(wall)], clock=clock, plugins=[Limited()], installed=False, journal=tmp_path / "j.db"
    ) as smm:

        def take(*_):
            raise JournalError("the journal cannot be written: disk full")

        monkeypatch.setattr(type(smm.journal.rates), "take", take)
        (failed,) = smm.publish(Post("one"), to="bakery", key="k")
        assert isinstance(failed, Failed)
        assert isinstance(failed.error, NotSent)
        assert "disk full" in str(failed.error)
        monkeypatch.undo()
        assert isinstance(next(iter(smm.publish(Post("one"), to="bakery", key="k"))), Published)
    assert wall.texts == ["one"]
