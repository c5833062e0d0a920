"""How fast each account may call: in no window of time more calls than the network takes."""

import threading
from collections.abc import Callable, Iterable, Sequence
from math import ceil
from typing import ClassVar, Protocol

from smmcore.io.request import Rate

MARGIN = 1.02
"""Requests do not travel equally long: windows are kept two per cent longer than the network's."""
SLOTS = 100
"""Pieces of a window. Calls of one piece count as made at the last of them: never too fast, and ledgers stay small."""

Seconds = Callable[[], float]
"""A clock. It is read when the ledger is held: then nobody counts a call as older than one that came before it."""


class Ledger:
    """When calls were made, by the keys of their rates. Times are seconds on one clock."""

    def __init__(self) -> None:
        self.calls: dict[str, tuple[tuple[float, int], ...]] = {}
        """By `window_key`: when, and how many."""
        self.blocked: dict[str, tuple[float, float]] = {}
        """Since when, and for how many seconds, nothing may be called with this key, be it a rate's or a window's."""

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float:
        """Seconds to wait before asking again; 0 means go, and the call is counted as `cost` calls."""
        wait = max((self._wait(rate, now, cost) for rate in rates), default=0.0)
        if wait <= 0:
            for rate in rates:
                self._count(rate, now, cost)
        return max(wait, 0.0)

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None:
        """Let nothing with these keys through for so long: the network said so. No time at all changes nothing."""
        for key in keys:
            if seconds > 0 and self._left(key, now) < seconds:
                self.blocked[key] = (now, seconds)

    def _wait(self, rate: Rate, now: float, cost: int) -> float:
        left = self._left(rate.key, now)
        if rate.calls is None:
            return left
        return max(left, self._left(window_key(rate), now), self._full(rate, rate.calls, now, cost))

    def _full(self, rate: Rate, most: int, now: float, cost: int) -> float:
        """Seconds until the window has room for so many calls."""
        calls = self.calls[window_key(rate)] = self._still(rate, now)
        over = sum(count for _, count in calls) + min(cost, most) - most
        wait = 0.0
        for at, count in calls:
            if over <= 0:
                break
            over -= count
            wait = at + _length(rate) - now
        return wait

    def _still(self, rate: Rate, now: float) -> tuple[tuple[float, int], ...]:
        """Calls that still count, the earliest first.

        Where the clock was set back, nobody knows how old they are. They count as made now: nobody waits for longer
        than a window.
        """
        known = sorted((min(at, now), count) for at, count in self.calls.get(window_key(rate), ()))
        oldest = now - _length(rate)
        return tuple((at, count) for at, count in known if at > oldest)

    def _left(self, key: str, now: float) -> float:
        """Seconds that the network wants to be left alone; a clock that was set back does not prolong them."""
        since, seconds = self.blocked.get(key, (now, 0.0))
        if now < since:
            since, _ = self.blocked[key] = (now, seconds)
        return since + seconds - now

    def _count(self, rate: Rate, now: float, cost: int) -> None:
        if rate.calls is None:
            return
        windows = ceil(cost / rate.calls)
        if windows > 1:
            # A request that is worth more calls than a window holds fills the windows after it, too.
            self.block([window_key(rate)], now, windows * _length(rate))
            return
        before, slot = self.calls[window_key(rate)], rate.seconds / SLOTS
        if before and slot and before[-1][0] // slot == now // slot:
            cost += before[-1][1]
            before = before[:-1]
        self.calls[window_key(rate)] = (*before, (now, cost))


def window_key(rate: Rate) -> str:
    """One rate may hold in several windows of time."""
    return f"{rate.key}/{rate.seconds:g}"


def _length(rate: Rate) -> float:
    return rate.seconds * MARGIN


class Rates(Protocol):
    """Who keeps the ledger: this process, or a database that several processes share. All methods block."""

    quick: ClassVar[bool]
    """Whether they answer at once, without reading or writing anything."""

    def take(self, rates: Sequence[Rate], clock: Seconds, cost: int = 1) -> float: ...

    def block(self, keys: Iterable[str], clock: Seconds, seconds: float) -> None: ...


class Limiter:
    """Keeps the ledger in this process."""

    quick: ClassVar[bool] = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ledger = Ledger()

    def take(self, rates: Sequence[Rate], clock: Seconds, cost: int = 1) -> float:
        """See `Ledger.take`."""
        with self._lock:
            return self._ledger.take(rates, clock(), cost)

    def block(self, keys: Iterable[str], clock: Seconds, seconds: float) -> None:
        """See `Ledger.block`."""
        with self._lock:
            self._ledger.block(keys, clock(), seconds)
