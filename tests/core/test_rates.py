import asyncio

import anyio
import anyio.from_thread
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmcore import Rate, RateLimited, Request
from smmcore.io.limits import Limiter
from smmcore.io.nonblocking import NonblockingIO
from smmcore.journal.journal import Journal

rates = st.builds(
    Rate, st.just("k"), st.integers(1, 40), st.sampled_from([0.5, 1.0, 10.0, 60.0, 3600.0, 86_400.0])
)


def at(now):
    """A clock that shows this time."""
    return lambda: now


def calls(limiter, rates, count, now=1000.0, gaps=()):
    """When `count` calls went through, by somebody who waits as told."""
    times = []
    for number in range(count):
        now += gaps[number % len(gaps)] if gaps else 0
        while wait := limiter.take(rates, at(now)):
            now += wait
        times.append(now)
    return times


def busiest(times, seconds):
    """The most calls in any window of time."""
    return max(sum(begin <= t < begin + seconds for t in times) for begin in times)


@given(st.lists(rates, min_size=1, max_size=3), st.lists(st.floats(0, 5), max_size=5))
def test_no_window_ever_holds_more_calls_than_allowed(rates, gaps):
    times = calls(Limiter(), rates, 150, gaps=gaps)
    assert all(busiest(times, rate.seconds) <= rate.calls for rate in rates)


@given(rates)
def test_nine_tenths_of_what_is_allowed_go_through(rate):
    windows = 10
    times = calls(Limiter(), [rate], rate.calls * windows)
    allowed = (times[-1] - times[0]) / rate.seconds * rate.calls
    assert rate.calls * windows >= 0.9 * allowed


@pytest.mark.parametrize("count", [10_001, 20_000])
def test_big_rates_hold_as_well(count):
    limiter = Limiter()
    rate = Rate("k", count, 3600)
    assert all(limiter.take([rate], at(1000.0)) == 0 for _ in range(count))
    assert limiter.take([rate], at(1000.0)) > 0


def test_keys_have_their_own_rates():
    limiter = Limiter()
    assert limiter.take([Rate("a", 1, 60)], at(0.0)) == 0
    assert limiter.take([Rate("b", 1, 60)], at(0.0)) == 0
    assert limiter.take([Rate("a", 1, 60)], at(0.0)) > 60


def test_a_call_that_one_rate_holds_back_is_not_counted_by_another():
    limiter = Limiter()
    narrow, wide = Rate("k", 1, 10), Rate("k", 2, 3600)
    limiter.take([narrow, wide], at(0.0))
    for _ in range(50):
        limiter.take([narrow, wide], at(1.0))
    assert limiter.take([narrow, wide], at(11.0)) == 0


def test_a_costly_call_takes_the_place_of_several():
    limiter = Limiter()
    rate = Rate("k", 10, 60)
    assert limiter.take([rate], at(0.0), 6) == 0
    assert limiter.take([rate], at(0.0), 5) > 60
    assert limiter.take([rate], at(0.0), 4) == 0


def test_what_the_network_blocks_waits_as_long_as_it_says():
    limiter = Limiter()
    rate = Rate("k", 100, 60)
    limiter.block(["k"], at(0.0), 30)
    limiter.block(["k"], at(1.0), 5)
    assert limiter.take([rate], at(10.0)) == 20
    assert limiter.take([Rate("other", 1, 60)], at(10.0)) == 0
    assert limiter.take([rate], at(30.0)) == 0


@pytest.mark.parametrize("by", [0.5, 30, 1800, 86_400])
def test_a_clock_that_is_set_back_holds_nobody_up_for_longer_than_a_window(by):
    limiter = Limiter()
    rate = Rate("k", 2, 60)
    now = 10_000_000.0
    limiter.take([rate], at(now))
    limiter.take([rate], at(now))
    back = now - by
    assert limiter.take([rate], at(back)) == pytest.approx(61.2)
    assert limiter.take([rate], at(back + 30)) == pytest.approx(31.2)
    assert limiter.take([rate], at(back + 61.3)) == 0


def test_a_clock_that_is_set_back_does_not_prolong_what_the_network_blocks():
    limiter = Limiter()
    now = 10_000_000.0
    limiter.block(["k"], at(now), 30)
    assert limiter.take([Rate("k")], at(now - 1800)) == 30
    assert limiter.take([Rate("k")], at(now - 1770)) == 0


@given(st.lists(st.floats(0, 20), min_size=1, max_size=40))
def test_times_in_any_order_let_no_more_through_than_allowed(times):
    limiter = Limiter()
    rate = Rate("k", 5, 1000)
    assert sum(limiter.take([rate], at(now)) == 0 for now in times) == min(len(times), 5)
    assert 0 < limiter.take([rate], at(20.0), 5) <= 1020


def test_a_call_that_costs_more_than_a_window_holds_fills_the_windows_after_it():
    limiter = Limiter()
    rate = Rate("k", 2, 10)
    assert limiter.take([rate], at(0.0), 6) == 0
    assert limiter.take([rate], at(1.0)) == pytest.approx(29.6)
    assert limiter.take([rate], at(30.7)) == 0


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_to_block_for_no_time_changes_nothing(seconds):
    limiter = Limiter()
    limiter.block(["k"], at(0.0), seconds)
    assert limiter.take([Rate("k")], at(0.0)) == 0


def test_requests_wait_for_their_rates(run_io, web, clock):
    request = Request("GET", web.url, safe=True, rates=[Rate("k", 1, 10)])

    async def work(io):
        for _ in range(3):
            await io.send(request)

    run_io(work)
    assert sum(clock.slept) == pytest.approx(20.4)


def test_requests_of_all_accounts_that_share_a_key_wait_for_each_other(run_io, web, clock):
    request = Request("GET", web.url, safe=True, rates=[Rate("k", 1, 10)])

    async def work(io):
        await io.scoped("a", io.store).send(request)
        await io.scoped("b", io.store).send(request)

    run_io(work)
    assert sum(clock.slept) == pytest.approx(10.2)


@pytest.mark.parametrize(("keys", "others_go_on"), [(None, False), (["k"], False), ([], True), (["j"], True)])
def test_a_refusal_holds_back_only_the_calls_that_it_means(run_io, web, clock, keys, others_go_on):
    def refused(_):
        raise RateLimited("enough of these today", platform="wall", retry_after=3600, keys=keys)

    quota = Request("POST", web.url, safe=False, rates=[Rate("k", 9, 1)], parse=refused)
    other = Request("GET", web.url, safe=True, rates=[Rate("k", 9, 1)])

    async def work(io):
        with pytest.raises(RateLimited):
            await io.send(quota)
        if others_go_on:
            await io.send(other)
        else:
            with pytest.raises(RateLimited):
                await io.send(other)

    run_io(work)
    assert clock.slept == []


def test_nobody_waits_longer_than_the_patience_for_a_rate(run_io, web):
    request = Request("GET", web.url, safe=True, rates=[Rate("k", 1, 86_400)])

    async def work(io):
        await io.send(request)
        await io.send(request)

    with pytest.raises(RateLimited) as caught:
        run_io(work)
    assert caught.value.retry_after == pytest.approx(86_400 * 1.02)
    assert len(web.requests) == 1


def test_what_the_network_refused_for_long_is_not_asked_again_meanwhile(run_io, web):
    def limited(_):
        raise RateLimited("slowly", platform="wall", retry_after=300)

    request = Request("GET", web.url, safe=True, parse=limited, rates=[Rate("k", 100, 1)])

    async def work(io):
        for _ in range(3):
            with pytest.raises(RateLimited):
                await io.send(request)

    run_io(work)
    assert len(web.requests) == 1


def usage(answer):
    return {
        "app": float(answer.headers.get("x-wait-app", 0)),
        "page": float(answer.headers.get("x-wait-page", 0)),
    }


def calling(web, *keys, told=usage, **more):
    return Request("GET", web.url, safe=True, rates=[Rate(key) for key in keys], told=told, **more)


def saying(**waits):
    headers = {f"X_Wait_{key.title()}": str(seconds) for key, seconds in waits.items()}
    return lambda handler: handler.json(200, {"ok": True}, **headers)


def test_what_a_good_answer_says_about_rates_is_heeded(run_io, web, clock):
    web.answers(saying(app=20), saying())

    async def work(io):
        await io.send(calling(web, "app"))
        await io.send(calling(web, "page"))
        assert clock.slept == []
        await io.send(calling(web, "app", "page"))

    run_io(work)
    assert clock.slept == [20]


def test_what_a_refusal_says_about_rates_is_heeded(run_io, web, clock):
    def refused(_):
        raise RateLimited("enough", platform="wall", retry_after=3, keys=["page"])

    web.answers(lambda handler: handler.json(429, {}, X_Wait_App="720"))

    async def work(io):
        for request in (calling(web, "app", "page", parse=refused), calling(web, "app")):
            with pytest.raises(RateLimited):
                await io.send(request)
        return await io.send(calling(web, "page", told=lambda _: {}))

    run_io(work)
    assert clock.slept == [3]
    assert len(web.requests) == 2, "nothing is called again before its time"


def test_a_wait_beyond_patience_is_told_at_once_with_its_length(run_io, web, clock):
    web.answers(saying(app=720))

    async def work(io):
        await io.send(calling(web, "app"))
        with pytest.raises(RateLimited) as caught:
            await io.send(calling(web, "app"))
        return caught.value.retry_after

    assert run_io(work) == pytest.approx(720)
    assert (clock.slept, len(web.requests)) == ([], 1)


def test_what_is_waited_for_turns_and_for_refusals_counts_together(run_io, web, clock):
    def refused(_):
        raise RateLimited("slowly", platform="wall", retry_after=15)

    first = Request("GET", web.url, safe=True, rates=[Rate("k", 1, 10)])
    second = Request("GET", web.url, safe=True, rates=[Rate("k", 1, 10)], parse=refused)

    async def work(io):
        await io.send(first)
        with pytest.raises(RateLimited):
            await io.send(second)

    run_io(work, patience=30)
    assert clock.slept == [pytest.approx(10.2), 15]


class Overtaken:
    """Rates whose calls go always to others."""

    quick = True

    def take(self, rates, clock, cost=1):
        return 10.0

    def block(self, keys, clock, seconds):
        pass


def test_who_is_overtaken_again_and_again_waits_no_longer_than_the_patience_in_all(run_io, web, clock):
    async def work(io):
        await io.send(calling(web, "app"))

    with pytest.raises(RateLimited) as caught:
        run_io(work, patience=35, rates=Overtaken())
    assert caught.value.retry_after == 10
    assert clock.slept == [10, 10, 10]
    assert web.requests == []


def test_asking_counts_as_waiting_where_it_takes_long(run_io, web, clock):
    class Crowded(Overtaken):
        def take(self, rates, _, cost=1):
            clock.advance(seconds=20)
            return 10.0

    async def work(io):
        await io.send(calling(web, "app"))

    with pytest.raises(RateLimited):
        run_io(work, patience=35, rates=Crowded())
    assert clock.slept == [10]


def test_what_is_said_about_rates_and_not_understood_loses_no_answer(run_io, web, caplog):
    web.answers(saying(app=7))

    async def work(io):
        return await io.send(calling(web, "app", told=lambda answer: {"app": answer.headers["x-nothing"]}))

    assert run_io(work) == {"ok": True}
    assert "what it says about rates was not understood (KeyError)" in caplog.text


@pytest.mark.parametrize("seconds", [0.0, -3.0, "soon", None])
def test_a_wait_of_no_sense_loses_no_answer(run_io, web, tmp_path, seconds):
    async def work(io):
        said = await io.send(calling(web, "app", told=lambda _: {"app": seconds}))
        return said, await io.send(calling(web, "app"))

    journal = Journal(tmp_path / "journal.db")
    try:
        assert run_io(work, rates=journal.rates) == ({"ok": True}, {"ok": True})
    finally:
        journal.close()


def test_whatever_goes_wrong_with_a_wait_loses_no_answer(run_io, web, caplog, monkeypatch):
    def broken(*_):
        raise KeyError("secret")

    web.answers(saying(app=7))
    monkeypatch.setattr(Limiter, "block", broken)

    async def work(io):
        return await io.send(calling(web, "app"))

    assert run_io(work) == {"ok": True}
    assert "that app has to wait could not be recorded (KeyError)" in caplog.text
    assert "secret" not in caplog.text


def test_a_deadline_that_comes_while_waits_are_written_down_loses_no_answer(web):
    class Cut(Limiter):
        quick = False

        def block(self, keys, clock, seconds):
            anyio.from_thread.run_sync(scopes[0].cancel)
            blocked.extend(keys)

    web.answers(saying(app=7, page=7))
    scopes, blocked = [], []

    async def work():
        io = NonblockingIO(rates=Cut())
        with anyio.CancelScope() as scope:
            scopes.append(scope)
            result = await io.send(calling(web, "app"))
        await io.aclose()
        return result

    assert asyncio.run(work()) == {"ok": True}
    assert blocked == ["app", "page"]


def test_calls_without_a_known_number_wait_only_when_they_are_told():
    limiter = Limiter()
    assert {limiter.take([Rate("k")], at(0.0)) for _ in range(10_000)} == {0.0}
    limiter.block(["k"], at(0.0), 5)
    assert limiter.take([Rate("k")], at(1.0)) == 4
