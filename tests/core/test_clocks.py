"""A clock that somebody sets while posts are on their way."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest

from smmcore import SMM, NotSent, Post, Published
from smmcore.clocks import JUMP, ClockWatch
from smmcore.io.interface import SystemClock
from smmcore.journal.entry import State
from smmcore.steps import MemoryLog, Steps

from .network import WallPlatform, account

LEASE = timedelta(minutes=15)


class Settable(SystemClock):
    """The machine's clock and what somebody has set it by."""

    def __init__(self):
        self.set = timedelta(0)

    def now(self):
        return super().now() + self.set


def test_a_clock_that_runs_is_believed():
    watch, clock = ClockWatch(LEASE), Settable()
    assert watch.trusts(clock)
    assert watch.trusts(clock)


@pytest.mark.parametrize(
    ("by", "words", "trusted"),
    [
        (timedelta(days=1), "1 day, 0:00:00 ahead of what it was", False),
        (-timedelta(hours=2), "2:00:00 behind what it was", True),
        (JUMP / 2, "", True),
    ],
)
def test_a_jump_is_said_and_one_ahead_ends_no_lease(caplog, by, words, trusted):
    watch, clock = ClockWatch(LEASE), Settable()
    watch.trusts(clock)
    clock.set += by
    with caplog.at_level(logging.WARNING, "smmcore"):
        assert watch.trusts(clock) is trusted
        assert watch.trusts(clock) is trusted
    assert words in caplog.text
    assert len(caplog.records) == (1 if words else 0)


def test_it_is_believed_again_when_whoever_lives_has_said_so(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("smmcore.clocks.time", SimpleNamespace(monotonic=lambda: now[0]))
    watch, clock = ClockWatch(LEASE), Settable()
    watch.trusts(clock)
    clock.set += timedelta(days=1)
    assert not watch.trusts(clock)
    now[0] += LEASE.total_seconds()
    clock.set += LEASE
    assert watch.trusts(clock)


def test_a_post_that_is_on_its_way_while_the_clock_is_set_is_there_once(server, tmp_path):
    wall, clock = server.wall(), Settable()
    more = {
        "plugins": [WallPlatform()],
        "installed": False,
        "journal": tmp_path / "journal.db",
        "clock": clock,
    }
    with SMM([account(wall)], **more) as other:
        other.work()

        class Set(WallPlatform):
            async def publish(self, io, account, post, steps):
                await io.in_thread(steps.log.begin, ["line0"], io.now())
                clock.set += timedelta(days=1)
                other.work()
                assert other.journal.get("bakery", "k").state is State.SENDING
                await io.in_thread(steps.log.forget, ["line0"])
                return await super().publish(io, account, post, steps)

        with SMM([account(wall)], **{**more, "plugins": [Set()]}) as smm:
            (result,) = smm.publish(Post("Hi"), to="bakery", key="k")
    assert isinstance(result, Published)
    assert wall.texts == ["Hi"]


class TakenOver(MemoryLog):
    """A log in which the post has become somebody else's."""

    lease = timedelta(minutes=1)

    def renew(self, now):
        from smmcore import JournalError

        raise JournalError("bakery: k was taken over by another worker")


def test_a_request_that_waited_too_long_for_its_turn_asks_whether_it_may_still_leave(run_io, wall, clock):
    platform, bakery = WallPlatform(), account(wall)

    async def work(io):
        log = TakenOver()
        # It is frozen when the intent has been written down.
        log.begin = lambda *_: clock.advance(seconds=16)
        steps = Steps(io=io, key="k", log=log)
        with pytest.raises(NotSent, match="taken over by another worker"):
            await platform.publish(io, bakery, Post("Hi"), steps)
        assert steps.in_doubt == ()

    run_io(work)
    assert wall.texts == []
