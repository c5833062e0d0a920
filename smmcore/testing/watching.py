"""IOs that watch what is sent and can disturb it on the way."""

import json
from collections.abc import Callable
from typing import Any

from attrs import define, evolve, field

from smmcore.io.blocking import BlockingIO
from smmcore.io.interface import IO, Clock
from smmcore.io.nonblocking import NonblockingIO
from smmcore.io.request import Answer, Request, Timeouts
from smmcore.testing.disturbing import Exchange, Fault

HASTY, PATIENT = 0.5, 5.0
"""Seconds that unsafe and safe requests may take while hanging is tested; a fake on loopback needs far less."""

Sort = Callable[[Request[Any]], bool]


def every(_request: Request[Any]) -> bool:
    return True


def writes(request: Request[Any]) -> bool:
    """Whether it may change something on the network, by its method."""
    return request.method.upper() not in {"GET", "HEAD", "OPTIONS"}


def alike(one: Request[Any]) -> Sort:
    """The sort of requests that ask the same of the network, whatever they say of it."""

    def asks_the_same(request: Request[Any]) -> bool:
        return (request.method, _path(request)) == (one.method, _path(one))

    return asks_the_same


def _path(request: Request[Any]) -> str:
    return request.url.partition("?")[0]


def is_unsafe(request: Request[Any]) -> bool:
    """Whether it must not be repeated."""
    return not request.safe


@define(eq=False)
class _Planned:
    fault: Fault
    sort: Sort
    left: int
    """How many requests of the sort are still to come, the one that is meant included."""


@define(eq=False)
class Watch:
    """What was sent through an IO, each attempt by itself, and what is to happen to it."""

    sent: list[Request[Any]] = field(factory=list)
    hasty: bool = False
    """Whether requests are given up soon, for fakes that leave them without an answer."""
    strange: bool = False
    """Whether answers get fields that nobody knows."""
    after_writing: Callable[[], object] | None = None
    """Called after each request that may have changed something."""
    _planned: list[_Planned] = field(factory=list)

    @property
    def unsafe(self) -> int:
        """How many requests that must not be repeated were sent."""
        return sum(is_unsafe(request) for request in self.sent)

    @property
    def waiting(self) -> bool:
        """Whether a fault is planned that has not met its request."""
        return bool(self._planned)

    def disturb(self, fault: Fault, number: int = 1, among: Sort = every) -> None:
        """Let the n-th request of a sort from now on go wrong."""
        self._planned.append(_Planned(fault, among, number))

    def lose(self, number: int, when: str, among: Sort = is_unsafe) -> None:
        """Lose the answer of the n-th request of a sort from now on, `before` or `after` the network acts."""
        self.disturb(Fault(f"reset_{when}"), number, among)

    async def around(self, io: IO, request: Request[Any], exchange: Exchange) -> Answer:
        """One exchange with whatever is planned for it."""
        self.sent.append(request)
        if self.hasty:
            read = PATIENT if request.safe else HASTY
            request = evolve(request, timeouts=Timeouts(read=read))
        fault = self._next(request)
        try:
            answer = await (fault.around(io, request, exchange) if fault else exchange(request))
        finally:
            if self.after_writing and writes(request):
                self.after_writing()
        return _with_unknown_fields(answer) if self.strange else answer

    def _next(self, request: Request[Any]) -> Fault | None:
        for planned in [planned for planned in self._planned if planned.sort(request)]:
            planned.left -= 1
            if planned.left <= 0:
                self._planned.remove(planned)
                return planned.fault
        return None


class WatchedIO(BlockingIO):
    """A `BlockingIO` that is watched."""

    def __init__(self, watch: Watch, *, clock: Clock, patience: float) -> None:
        super().__init__(clock=clock, patience=patience)
        self._watch = watch

    async def _exchange(self, request: Request[Any]) -> Answer:
        return await self._watch.around(self, request, super()._exchange)


class WatchedAsyncIO(NonblockingIO):
    """A `NonblockingIO` that is watched."""

    def __init__(self, watch: Watch, *, clock: Clock, patience: float) -> None:
        super().__init__(clock=clock, patience=patience)
        self._watch = watch

    async def _exchange(self, request: Request[Any]) -> Answer:
        return await self._watch.around(self, request, super()._exchange)


def _with_unknown_fields(answer: Answer) -> Answer:
    try:
        value = json.loads(answer.body)
    except ValueError:
        return answer
    return evolve(answer, body=json.dumps(_strange(value)).encode())


def _strange(value: Any) -> Any:
    """The same with a new field in every record: objects with an identifier are records, others may be maps."""
    if isinstance(value, list):
        return [_strange(item) for item in value]
    if not isinstance(value, dict):
        return value
    known = {name: _strange(item) for name, item in value.items()}
    is_record = any(name == "id" or name.endswith("_id") for name in value)
    return {**known, "added_by_the_suite": {"x": [1, None]}} if is_record else known
