"""The sandbox's own time: real time plus what the control API has added."""

import time
from datetime import UTC, datetime

from attrs import define


@define
class Clock:
    offset: float = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def stamp(self) -> int:
        """Unix time in whole seconds, as it stands in webhooks."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        self.offset += seconds


def iso(seconds: float) -> str:
    """A time as Graph writes it: UTC as `+0000`, without a colon."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
