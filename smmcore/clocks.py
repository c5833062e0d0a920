"""Noticing that somebody has set this machine's clock."""

import logging
import time
from datetime import datetime, timedelta
from threading import Lock

from smmcore.io.interface import Clock, SystemClock

log = logging.getLogger("smmcore.worker")

JUMP = timedelta(seconds=30)
"""Clocks are put right by less than this all the time."""


class ClockWatch:
    """Holds the time of day against a clock that nobody can set.

    After a jump ahead, the leases of others who live seem to have ended. They are believed again when whoever lives
    has had the time to say so.
    """

    def __init__(self, lease: timedelta) -> None:
        self._lease = lease
        self._last: tuple[datetime, float] | None = None
        self._distrusted_until = 0.0
        self._lock = Lock()

    def trusts(self, clock: Clock) -> bool:
        """Whether leases that seem to have ended have ended."""
        if not isinstance(clock, SystemClock):
            return True  # a clock that its owner moves is meant to be believed
        with self._lock:
            steady = time.monotonic()
            jumped = self._jumped(clock.now(), steady)
            if abs(jumped) > JUMP:
                log.warning("this machine's clock was set: it is %s", _spoken(jumped))
            if jumped > JUMP:
                self._distrusted_until = steady + self._lease.total_seconds()
            return steady >= self._distrusted_until

    def _jumped(self, now: datetime, steady: float) -> timedelta:
        last, self._last = self._last, (now, steady)
        return timedelta(0) if last is None else now - last[0] - timedelta(seconds=steady - last[1])


def _spoken(jumped: timedelta) -> str:
    seconds = round(abs(jumped).total_seconds())
    return f"{timedelta(seconds=seconds)} {'ahead of' if jumped > timedelta(0) else 'behind'} what it was"
