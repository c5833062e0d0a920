"""How often a token may call, in the sandbox's time: by the second, and by the day for a few methods."""

from collections import deque

from attrs import Factory, define

from smmcore.faking import Clock

from .errors import ApiError
from .world import Token

PER_SECOND = {"U": 3, "G": 20, "S": 5}
"""Calls in a second by kind of token; that of an application grows with its users, 5 is the least."""
PER_DAY = {"wall.get": 5000, "wall.search": 1000, "newsfeed.search": 1000, "video.save": 5000}
POSTS_PER_DAY = 500
_DAY = 86_400.0
_SLACK = 0.2
"""Seconds by which a window is shorter than it is called.

A call is counted when it arrives. On a busy machine that may be well after it left, and so nearer to the next ones.
"""


@define
class Rates:
    clock: Clock
    on: bool = True
    posts_per_day: int = POSTS_PER_DAY
    _calls: dict[tuple[object, ...], deque[float]] = Factory(dict)

    def admit(self, token: Token) -> None:
        """Count a call. Raises error 6."""
        owner = f"person {token.person}" if token.kind == "U" else token.value
        if self._full((owner,), PER_SECOND[token.kind], 1.0 - _SLACK):
            raise ApiError(6)

    def admit_today(self, token: Token, method: str) -> None:
        """Count a call of a method that has a daily quota. Raises error 29."""
        if method in PER_DAY and self._full((token.value, method), PER_DAY[method], _DAY):
            raise ApiError(29)

    def admit_post(self, community: int) -> None:
        """Count a post of a community. Raises error 214."""
        if self._full((community, "posts"), self.posts_per_day, _DAY):
            raise ApiError(214, f"you can only add {self.posts_per_day} posts a day")

    def clear(self) -> None:
        self._calls.clear()

    def _full(self, key: tuple[object, ...], most: int, seconds: float) -> bool:
        if not self.on:
            return False
        now = self.clock.now()
        times = self._calls.setdefault(key, deque())
        while times and times[0] <= now - seconds:
            times.popleft()
        if len(times) >= most:
            return True
        times.append(now)
        return False
