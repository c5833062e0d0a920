"""IOs that watch what is sent and can disturb it on the way."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from attrs import define, evolve, field

from smmcore.errors import AnswerLost
from smmcore.io.blocking import BlockingIO
from smmcore.io.interface import Clock
from smmcore.io.nonblocking import NonblockingIO
from smmcore.io.request import Answer, Request, Timeouts

T = TypeVar("T")

HASTY, PATIENT = 0.5, 5.0
"""Seconds that unsafe and safe requests may take while hanging is tested; a fake on loopback needs far less."""


@define(eq=False)
class Watch:
    """What was sent through an IO, and what is to happen to it."""

    sent: list[Request[Any]] = field(factory=list)
    unsafe: int = 0
    """How many requests that must not be repeated were sent."""
    lost: dict[int, str] = field(factory=dict)
    """The numbers of unsafe requests (from 1) whose answers get lost, `before` or `after` the network acts."""
    hasty: bool = False
    strange: bool = False
    """Whether answers get fields that nobody knows."""

    async def around(self, request: Request[T], send: Callable[[Request[T]], Coroutine[Any, Any, T]]) -> T:
        self.sent.append(request)
        loss = self._loss(request)
        if loss == "before":
            raise AnswerLost(f"{request}: the suite cut the line before the network acted")
        value = await send(self._altered(request))
        if loss == "after":
            raise AnswerLost(f"{request}: the suite cut the line after the network acted")
        return value

    def lose(self, number: int, when: str) -> None:
        """Lose the answer of the n-th unsafe request from now on."""
        self.lost = {self.unsafe + number: when}

    def _loss(self, request: Request[Any]) -> str | None:
        if request.safe:
            return None
        self.unsafe += 1
        return self.lost.pop(self.unsafe, None)

    def _altered(self, request: Request[T]) -> Request[T]:
        if self.hasty:
            read = PATIENT if request.safe else HASTY
            request = evolve(request, timeouts=Timeouts(read=read))
        if self.strange:
            parse, doubtful = request.parse, request.doubtful
            request = evolve(
                request,
                parse=lambda answer: parse(_with_unknown_fields(answer)),
                doubtful=lambda answer: doubtful(_with_unknown_fields(answer)),
            )
        return request


class WatchedIO(BlockingIO):
    """A `BlockingIO` that is watched."""

    def __init__(self, watch: Watch, *, clock: Clock, patience: float) -> None:
        super().__init__(clock=clock, patience=patience)
        self._watch = watch

    async def send(self, request: Request[T]) -> T:
        return await self._watch.around(request, super().send)


class WatchedAsyncIO(NonblockingIO):
    """A `NonblockingIO` that is watched."""

    def __init__(self, watch: Watch, *, clock: Clock, patience: float) -> None:
        super().__init__(clock=clock, patience=patience)
        self._watch = watch

    async def send(self, request: Request[T]) -> T:
        return await self._watch.around(request, super().send)


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
