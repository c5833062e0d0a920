"""What a network's code can wait for, and nothing else."""

import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from datetime import UTC, datetime
from typing import Any, ClassVar, ParamSpec, Protocol, TypeVar

from smmcore.io.request import Request
from smmcore.models.account import Secret
from smmcore.models.media import File, Source

T = TypeVar("T")
P = ParamSpec("P")


class Clock(Protocol):
    """The time of day and a way to let it pass; another one makes a month last seconds."""

    def now(self) -> datetime: ...

    def sleep(self, seconds: float) -> None: ...

    async def async_sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    async def async_sleep(self, seconds: float) -> None:
        import anyio

        await anyio.sleep(seconds)


class Store(Protocol):
    """What a network's code keeps about one account from call to call: JSON values by kind and key."""

    async def get(self, kind: str, key: str) -> Any:
        """The value, or None."""
        ...

    async def put(self, kind: str, key: str, value: Any) -> None: ...

    async def add(self, kind: str, key: str, value: Any) -> bool:
        """Keep it unless there is one already: of several that add one key at once, one is told True."""
        ...

    async def all(self, kind: str) -> dict[str, Any]:
        """All values of the kind by key, oldest first."""
        ...

    async def remove(self, kind: str, key: str) -> bool:
        """Whether it was there: of several that remove one thing at once, one is told so."""
        ...

    def shared(self, name: str) -> "Store":
        """What several accounts keep together; begin the name with the network's."""
        ...


class Vault(Protocol):
    """Secrets that the network gave one account while it ran, such as a session's tokens; never in the journal."""

    @property
    def lasts(self) -> bool:
        """Whether they outlive this process."""
        ...

    async def get(self) -> Mapping[str, Secret]:
        """All of them by name; empty if there are none yet."""
        ...

    async def put(self, values: Mapping[str, str | Secret]) -> Mapping[str, Secret]:
        """Keep these instead of those that were there, and give them as secrets."""
        ...


class Uploader(Protocol):
    """Puts files where networks can fetch them, for those that take media by a public address only."""

    name: ClassVar[str]
    """What `[uploads]` of `smm.toml` calls its kind."""

    async def upload(self, io: "IO", file: File) -> str:
        """The address under which everybody can fetch the file now; doing it again is harmless.

        Raises `InvalidInput` that says what is to be put right, or `NotSent` where trying again may help.
        """
        ...

    async def remove_old(self, io: "IO") -> int:
        """Remove what was uploaded so long ago that no network needs it any more; how many files that were."""
        ...


class IO(Protocol):
    """Sending, sleeping and doing things at once, for one account."""

    @property
    def store(self) -> Store: ...

    @property
    def vault(self) -> Vault: ...

    @property
    def blocking(self) -> bool: ...

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        ...

    async def send(self, request: Request[T]) -> T:
        """Send a request and return what it parses to.

        Waits for the network's rates, repeats what is worth repeating. Raises `NotSent`, `AnswerLost`, or what
        the request's `parse` raises.
        """
        ...

    async def public(self, source: Source) -> str:
        """An address under which a network can fetch the file; a file of this machine is uploaded for that.

        Raises `InvalidInput` if nobody said where to, or what `Uploader.upload` raises.
        """
        ...

    async def sleep(self, seconds: float) -> None: ...

    async def gather(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        """Run all at once, in tasks or threads; the first error ends it."""
        ...

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call something that blocks, without holding up a loop."""
        ...

    def locked(self, name: str) -> AbstractAsyncContextManager[object]:
        """A block that runs once at a time for each account and name, such as the renewal of a session."""
        ...

    def deadline(self, seconds: float) -> AbstractContextManager[object]:
        """A block that ends in time, with `AnswerLost` or `TimeoutError`."""
        ...

    def shielded(self) -> AbstractContextManager[object]:
        """A block that cancelling does not cut."""
        ...
