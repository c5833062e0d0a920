"""The steps of one publication: what was sent, what was confirmed, and the only way to do more.

Every request that must not happen twice goes through `Steps.run`, which writes down the intent before it is sent
and the result after. A step that is begun and not done is in doubt.
"""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar, cast

from attrs import evolve, field, frozen

from smmcore.errors import AnswerLost, JournalError, NotSent, PlatformError
from smmcore.io.interface import IO
from smmcore.io.request import Request

T = TypeVar("T")
log = logging.getLogger("smmcore.journal")


class StepLog(Protocol):
    """Where steps are written down; all methods block and return when it is safe on disk."""

    @property
    def lease(self) -> timedelta:
        """For how long the post is kept without a word."""
        ...

    def begin(self, names: Sequence[str], now: datetime) -> None:
        """Raises `JournalError` if somebody else has taken over the post: then nothing may be sent."""
        ...

    def done(self, values: Mapping[str, Any], now: datetime) -> None: ...

    def forget(self, names: Sequence[str]) -> None: ...

    def renew(self, now: datetime) -> None:
        """Keep the post for another lease. Raises `JournalError` if it is somebody else's by now."""
        ...

    def confirm(self, values: Mapping[str, Any], now: datetime) -> None:
        """As `done`, of what was found. Raises `AnswerLost` if that could be another post of the account."""
        ...


@frozen
class Step:
    """A step that was begun; `value` is its result once it is done."""

    name: str
    done: bool = False
    value: Any = None


class MemoryLog:
    """Writes nothing down: for dry runs and for trying a plugin by itself."""

    lease = timedelta.max

    def begin(self, names: Sequence[str], now: datetime) -> None:
        pass

    def done(self, values: Mapping[str, Any], now: datetime) -> None:
        pass

    def forget(self, names: Sequence[str]) -> None:
        pass

    def renew(self, now: datetime) -> None:
        pass

    def confirm(self, values: Mapping[str, Any], now: datetime) -> None:
        self.done(values, now)


@frozen(eq=False)
class Steps:
    """The steps of one post on one account."""

    io: IO
    key: str = ""
    """The post's own key: give it to networks that know idempotency keys."""
    log: StepLog = field(factory=MemoryLog)
    sent_at: datetime | None = None
    """When the last step was begun, if that was before now."""
    _steps: dict[str, Step] = field(factory=dict, alias="steps")

    async def run(self, name: str, request: Request[T]) -> T:
        """Send a request at most once, ever. What it parses to must be a JSON value: it is kept.

        A step that was done before gives its result without sending. One that is in doubt raises `AnswerLost`.
        A refusal forgets the step, so that it can be tried again.
        """
        if (step := self._steps.get(name)) and step.done:
            return cast("T", step.value)
        (value,) = await self._send([name], request, lambda result: [result])
        return cast("T", value)

    async def run_many(self, names: Sequence[str], request: Request[Sequence[T]]) -> list[T]:
        """As `run`, for a request that does several things at once and answers with one result for each."""
        known = [self._steps[name] for name in names if name in self._steps]
        if len(known) == len(names) and all(step.done for step in known):
            return [step.value for step in known]
        return await self._send(names, request, list)

    def value(self, name: str) -> Any:
        """The result of a step that is done, else None."""
        step = self._steps.get(name)
        return step.value if step else None

    @property
    def done(self) -> tuple[str, ...]:
        return tuple(step.name for step in self._steps.values() if step.done)

    @property
    def in_doubt(self) -> tuple[str, ...]:
        """Steps that were sent and of which nobody knows whether they were done."""
        return tuple(step.name for step in self._steps.values() if not step.done)

    async def renew(self) -> None:
        """Say that work goes on: between the parts of an upload that may outlast the lease of its post.

        Raises `JournalError` if somebody else has taken over the post.
        """
        await self.io.in_thread(self.log.renew, self.io.now())

    async def doubt(self, name: str) -> None:
        """A step may have happened without an answer to us: from here on it is in doubt, as after a lost answer.

        For what the network shows to be done already, and has to be looked for. A step that was begun stays as it is.
        """
        if name not in self._steps:
            await self._begin([name], self.io.now())

    async def confirm(self, values: Mapping[str, Any]) -> None:
        """Steps in doubt turned out to be done: what they made was found.

        Raises `AnswerLost` if it could be another post of the account: one with the same words that is on its way, so
        that nobody has noted yet that it is there.
        """
        await self.io.in_thread(self.log.confirm, values, self.io.now())
        self._know(values)

    async def forget(self, names: Sequence[str]) -> None:
        """Steps in doubt are proven not to have happened."""
        await self.io.in_thread(self.log.forget, names)
        for name in names:
            self._steps.pop(name, None)

    async def _send(self, names: Sequence[str], request: Request[Any], results: Any) -> list[Any]:
        if doubtful := [name for name in names if name in self._steps]:
            raise AnswerLost(f"whether {', '.join(doubtful)} happened is not known yet")
        begun = self.io.now()
        await self._begin(names, begun)
        try:
            values = results(await self.io.send(evolve(request, ready=self._kept_since(begun))))
        except (NotSent, PlatformError):
            await self.forget(names)
            raise
        if len(values) != len(names):
            raise AnswerLost(f"{request}: {len(values)} results for {len(names)} parts")
        with self.io.shielded():
            await self._noted(dict(zip(names, values, strict=True)))
        return list(values)

    def _kept_since(self, begun: datetime) -> Callable[[], Coroutine[Any, Any, None]]:
        """A process may be frozen, or wait long for its turn: meanwhile the post may have become somebody else's."""

        async def still_kept() -> None:
            if abs(self.io.now() - begun) < self.log.lease / 4:
                return
            try:
                await self.renew()
            except JournalError as error:
                raise NotSent(f"it was not sent: {error}") from None

        return still_kept

    async def _begin(self, names: Sequence[str], now: datetime) -> None:
        await self.io.in_thread(self.log.begin, names, now)
        self._steps.update({name: Step(name) for name in names})

    async def _noted(self, values: Mapping[str, Any]) -> None:
        try:
            await self.io.in_thread(self.log.done, values, self.io.now())
        except JournalError as error:
            # The network has confirmed it: the journal is left in doubt, this call is not.
            log.warning("%s happened and could not be recorded: %s", ", ".join(values), error)
        self._know(values)

    def _know(self, values: Mapping[str, Any]) -> None:
        self._steps.update({name: Step(name, done=True, value=value) for name, value in values.items()})
