"""Flood control: how often a bot may send, in the sandbox's time."""

import math
from collections import deque

from attrs import Factory, define

from smmcore.faking import Clock

from . import limits
from .envelope import too_many


@define
class _Window:
    """At most so many in so many seconds."""

    most: int
    seconds: float
    times: deque[float] = Factory(deque)

    def wait(self, now: float, count: int) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        over = len(self.times) + min(count, self.most) - self.most
        return self.times[over - 1] + self.seconds - now if over > 0 else 0.0

    def take(self, now: float, count: int) -> None:
        self.times.extend([now] * count)


@define
class _Bucket:
    """One a second with some saved up; an album may overdraw it, the next message then waits."""

    capacity: float
    level: float
    at: float

    def wait(self, now: float, count: int) -> float:
        self.level = min(self.capacity, self.level + (now - self.at) * limits.CHAT_PER_SECOND)
        self.at = now
        missing = min(count, self.capacity) - self.level
        # A whole second, less what floating point leaves of it.
        return missing / limits.CHAT_PER_SECOND if missing > 1e-6 else 0.0

    def take(self, _now: float, count: int) -> None:
        self.level -= count


@define
class Rates:
    clock: Clock
    on: bool = True
    burst: int = 5
    channels_per_minute: bool = True
    _rows: dict[tuple[object, ...], _Window | _Bucket] = Factory(dict)

    def admit(self, bot_id: int, chat_id: int, chat_type: str, count: int = 1) -> None:
        """Count messages that are about to be made, or refuse with the time to wait."""
        if not self.on:
            return
        now = self.clock.now()
        rows = self._of(bot_id, chat_id, chat_type, now)
        longest = max(row.wait(now, count) for row in rows)
        if longest > 0:
            raise too_many(max(1, math.ceil(longest - 1e-6)))
        for row in rows:
            row.take(now, count)

    def clear(self) -> None:
        self._rows.clear()

    def _of(self, bot_id: int, chat_id: int, chat_type: str, now: float) -> list[_Window | _Bucket]:
        rows = [
            self._rows.setdefault((bot_id,), _Window(limits.BOT_PER_SECOND, 1.0)),
            self._rows.setdefault((bot_id, chat_id), _Bucket(self.burst, self.burst, now)),
        ]
        # The limit is documented for groups; that it holds for channels is hearsay, hence the switch.
        if chat_type in {"group", "supergroup"} or (chat_type == "channel" and self.channels_per_minute):
            row = _Window(limits.GROUP_PER_MINUTE, 60.0)
            rows.append(self._rows.setdefault((bot_id, chat_id, "minute"), row))
        return rows
