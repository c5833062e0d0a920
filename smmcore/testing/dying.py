"""Processes that die at a chosen moment: from then on, nothing that they do reaches the journal or the network."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

from attrs import define

from smmcore.io.interface import IO
from smmcore.io.request import Answer, Request
from smmcore.journal.journal import Journal
from smmcore.testing.disturbing import Exchange
from smmcore.testing.driver import Driver
from smmcore.testing.watching import Watch

WRITES = (
    *("add", "claim", "begin_steps", "finish_steps", "confirm_steps", "forget_steps", "renew"),
    *("publish", "settle", "ask_again", "expire"),
)
"""Methods of `Journal` that write."""
_KEEPS = ("put", "add", "drop")
"""Writes of what the network's code keeps."""


class Died(BaseException):
    """The process is gone; no plugin and no core may catch it."""


@define(eq=False)
class Death:
    """Comes at the n-th write to the journal or request to the network: before it, or after it was done.

    What was done after one of them is what was done before the next: all moments are those before each `event`.
    """

    left: int
    on: Literal["event", "write", "request"] = "event"
    after: bool = False
    came: bool = False

    def spares(self) -> None:
        """Raises `Died` where it has come already."""
        if self.came:
            raise Died

    def meets(self, kind: str) -> bool:
        """Whether this is the moment."""
        self.spares()
        self.left -= self.on in {"event", kind}
        self.came = self.left <= 0
        return self.came


class DyingJournal(Journal):
    """A journal on disk whose process dies at one of its writes."""

    def __init__(self, path: Path, death: Death) -> None:
        super().__init__(path)
        self.kept = _DyingKept(self.kept, self)  # type: ignore[assignment]
        self.death = death
        for name in WRITES:
            setattr(self, name, partial(self.last, getattr(self, name)))

    def last(self, write: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """Write, if that is still granted."""
        if not self.death.meets("write"):
            return write(*given, **more)
        if self.death.after:
            write(*given, **more)
        raise Died


class _DyingKept:
    def __init__(self, kept: Any, journal: DyingJournal) -> None:
        self._kept, self._journal = kept, journal

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._kept, name)
        return partial(self._journal.last, method) if name in _KEEPS else method


class _DyingWatch(Watch):
    def __init__(self, death: Death) -> None:
        super().__init__()
        self.death = death

    async def around(self, io: IO, request: Request[Any], exchange: Exchange) -> Answer:
        if not self.death.meets("request"):
            answer = await super().around(io, request, exchange)
            self.death.spares()  # a call at the same time may have been the last
            return answer
        if self.death.after:
            await super().around(io, request, exchange)
        raise Died


def dies(driver: Driver, death: Death, work: Callable[[], object]) -> bool:
    """Whether the driver, on a `DyingJournal` of this death, died while it did that."""
    driver.smm.io._watch = _DyingWatch(death)  # type: ignore[union-attr] # noqa: SLF001 - a driver's IO is watched
    try:
        work()
    except BaseException:  # asyncio may wrap it
        if not death.came:
            raise
    finally:
        driver.smm.journal.close()
    return death.came
