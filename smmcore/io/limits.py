"""How fast each account may call: in no window of time more calls than the network takes."""

import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence

from smmcore.io.request import Rate

MARGIN = 1.02
"""Requests do not travel equally long: windows are kept two per cent longer than the network's."""
CLOCK_JUMP = 3600
"""Calls that seem to lie further ahead, in seconds, were made before the clock was set back."""


class Limiter:
    """Remembers when calls were made, by the keys of their rates. Times are seconds on one clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._blocked: dict[str, tuple[float, float]] = {}

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float:
        """Seconds to wait before asking again; 0 means go, and the call is counted as `cost` calls."""
        with self._lock:
            wait = max((self._wait(rate, now, cost) for rate in rates), default=0.0)
            if wait <= 0:
                for rate in rates:
                    self._count(rate, now, cost)
            return max(wait, 0.0)

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None:
        """Let nothing with these keys through for so long: the network said so."""
        with self._lock:
            for key in keys:
                if self._left(key, now) < seconds:
                    self._blocked[key] = (now, seconds)

    def _wait(self, rate: Rate, now: float, cost: int) -> float:
        left = self._left(rate.key, now)
        if rate.calls is None:
            return left
        calls, window = self._calls[_window(rate)], rate.seconds * MARGIN
        while calls and not now - window < calls[0] <= now + CLOCK_JUMP:
            calls.popleft()
        over = len(calls) + min(cost, rate.calls) - rate.calls
        full = calls[over - 1] + window - now if over > 0 else 0.0
        return max(full, left)

    def _left(self, key: str, now: float) -> float:
        """Seconds that the network wants to be left alone; a clock that was set back does not prolong them."""
        since, seconds = self._blocked.get(key, (now, 0.0))
        if now < since:
            since, _ = self._blocked[key] = (now, seconds)
        return since + seconds - now

    def _count(self, rate: Rate, now: float, cost: int) -> None:
        if rate.calls is None:
            return
        # A request that is worth more calls than a window holds fills the windows after it, too.
        most, window = rate.calls, rate.seconds * MARGIN
        self._calls[_window(rate)].extend(now + place // most * window for place in range(cost))


def _window(rate: Rate) -> str:
    return f"{rate.key}/{rate.seconds:g}"
