"""How fast each account may call: in no window of time more calls than the network takes."""

import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import ClassVar, Protocol

from smmcore.io.request import Rate

MARGIN = 1.02
"""Requests do not travel equally long: windows are kept two per cent longer than the network's."""
CLOCK_JUMP = 3600
"""Calls that seem to lie further ahead, in seconds, were made before the clock was set back."""


class Ledger:
    """When calls were made, by the keys of their rates. Times are seconds on one clock."""

    def __init__(self) -> None:
        self.calls: dict[str, deque[float]] = defaultdict(deque)
        """By `window_key`, the earliest first."""
        self.blocked: dict[str, tuple[float, float]] = {}
        """Since when, and for how many seconds, nothing may be called with this rate's key."""

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float:
        """Seconds to wait before asking again; 0 means go, and the call is counted as `cost` calls."""
        wait = max((self._wait(rate, now, cost) for rate in rates), default=0.0)
        if wait <= 0:
            for rate in rates:
                self._count(rate, now, cost)
        return max(wait, 0.0)

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None:
        """Let nothing with these keys through for so long: the network said so."""
        for key in keys:
            if self._left(key, now) < seconds:
                self.blocked[key] = (now, seconds)

    def _wait(self, rate: Rate, now: float, cost: int) -> float:
        left = self._left(rate.key, now)
        if rate.calls is None:
            return left
        calls, window = self.calls[window_key(rate)], rate.seconds * MARGIN
        while calls and not now - window < calls[0] <= now + CLOCK_JUMP:
            calls.popleft()
        over = len(calls) + min(cost, rate.calls) - rate.calls
        full = calls[over - 1] + window - now if over > 0 else 0.0
        return max(full, left)

    def _left(self, key: str, now: float) -> float:
        """Seconds that the network wants to be left alone; a clock that was set back does not prolong them."""
        since, seconds = self.blocked.get(key, (now, 0.0))
        if now < since:
            since, _ = self.blocked[key] = (now, seconds)
        return since + seconds - now

    def _count(self, rate: Rate, now: float, cost: int) -> None:
        if rate.calls is None:
            return
        # A request that is worth more calls than a window holds fills the windows after it, too.
        most, window = rate.calls, rate.seconds * MARGIN
        self.calls[window_key(rate)].extend(now + place // most * window for place in range(cost))


def window_key(rate: Rate) -> str:
    """One rate may hold in several windows of time."""
    return f"{rate.key}/{rate.seconds:g}"


class Rates(Protocol):
    """Who keeps the ledger: this process, or a database that several processes share. All methods block."""

    quick: ClassVar[bool]
    """Whether they answer at once, without reading or writing anything."""

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float: ...

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None: ...


class Limiter:
    """Keeps the ledger in this process."""

    quick: ClassVar[bool] = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ledger = Ledger()

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float:
        """See `Ledger.take`."""
        with self._lock:
            return self._ledger.take(rates, now, cost)

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None:
        """See `Ledger.block`."""
        with self._lock:
            self._ledger.block(keys, now, seconds)
