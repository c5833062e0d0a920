"""Rates that several processes keep together in a journal."""

import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmcore import SMM, Failed, JournalError, NotSent, Post, Published, Rate, RateLimited
from smmcore.journal.journal import Journal
from smmcore.journal.rates import SLOTS

from .network import WallPlatform, account
from .test_rates import busiest, calls


@pytest.fixture(params=["file", "postgres"])
def url(request, tmp_path):
    return tmp_path / "journal.db" if request.param == "file" else request.getfixturevalue("postgres_url")


@pytest.fixture
def journals(url):
    made = [Journal(url), Journal(url)]
    yield made
    for journal in made:
        journal.close()


def test_what_one_process_calls_counts_for_the_others(journals):
    one, other = (journal.rates for journal in journals)
    rate = Rate("k", 2, 60)
    assert one.take([rate], 1000.0) == 0
    assert other.take([rate], 1001.0) == 0
    assert one.take([rate], 1002.0) > 59
    assert other.take([rate], 1002.0) > 59
    assert other.take([rate], 1062.0) == 0


def test_a_wait_that_was_told_to_one_holds_back_the_others(journals):
    one, other = (journal.rates for journal in journals)
    one.block(["k"], 1000.0, 720)
    assert other.take([Rate("k")], 1000.0) == 720
    assert other.take([Rate("other", 1, 1)], 1000.0) == 0
    other.block(["k"], 1000.0, 5)
    assert one.take([Rate("k", 30, 1)], 1100.0) == 620
    assert one.take([Rate("k", 30, 1)], 1720.0) == 0


def test_several_rates_are_taken_together_or_not_at_all(journals):
    one, other = (journal.rates for journal in journals)
    narrow, wide = Rate("chat", 1, 10), Rate("bot", 3, 3600)
    assert one.take([narrow, wide], 0.0) == 0
    assert other.take([narrow, wide], 1.0) > 0
    assert one.take([wide], 2.0, 2) == 0
    assert other.take([wide], 3.0) > 0


def test_a_clock_that_was_set_back_does_not_hold_back_for_ever(journals):
    one, other = (journal.rates for journal in journals)
    one.take([Rate("k", 1, 60)], 1e9)
    one.block(["b"], 1e9, 60)
    assert other.take([Rate("k", 1, 60)], 1000.0) == 0
    assert other.take([Rate("b")], 1000.0) == 60
    assert one.take([Rate("b")], 1050.0) == 10
    assert other.take([Rate("b")], 1060.0) == 0


@settings(max_examples=5)
@given(st.integers(2, 3 * SLOTS), st.sampled_from([10.0, 3600.0]), st.lists(st.floats(0, 0.5), max_size=4))
def test_no_window_ever_holds_more_calls_than_allowed(count, seconds, gaps):
    journal = Journal()
    try:
        times = calls(journal.rates, [Rate("k", count, seconds)], 40 + count // 10, gaps=gaps)
    finally:
        journal.close()
    assert busiest(times, seconds) <= count


def test_many_at_once_stay_below_it(url):
    rate, count = Rate("k", 5, 1.0), 30
    lock, times = threading.Lock(), []
    go = threading.Barrier(4)

    def work():
        journal = Journal(url)
        journal.counts()
        go.wait()
        for _ in range(count // 4):
            while wait := journal.rates.take([rate], now := time.monotonic()):
                time.sleep(wait)
            with lock:
                times.append(now)
        journal.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(times) == count // 4 * 4
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
