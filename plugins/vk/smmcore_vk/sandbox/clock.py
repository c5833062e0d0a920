"""The sandbox's own time: real time plus what the control API has added."""

import time

from attrs import define


@define
class Clock:
    offset: float = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def stamp(self) -> int:
        """Unix time in whole seconds, as dates stand in posts."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        self.offset += seconds
