"""IO for callers on an event loop."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any, ParamSpec, TypeVar

import anyio
import anyio.to_thread

from smmcore.errors import NotSent
from smmcore.io.http import NonblockingHTTP
from smmcore.io.interface import Clock, Store, SystemClock, Uploader, Vault
from smmcore.io.limits import Limiter, Rates
from smmcore.io.memory import MemoryStore, MemoryVault
from smmcore.io.publicity import public_address
from smmcore.io.request import Answer, Request
from smmcore.io.retrying import send_with_care
from smmcore.models.media import Source

T = TypeVar("T")
P = ParamSpec("P")


class NonblockingIO:
    """Sends on the running loop; what blocks is done in threads."""

    blocking = False

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        patience: float = 60,
        store: Store | None = None,
        uploader: Uploader | None = None,
        rates: Rates | None = None,
    ) -> None:
        self.clock = clock or SystemClock()
        self.patience = patience
        self.store: Store = store or MemoryStore()
        self.vault: Vault = MemoryVault()
        self.uploader = uploader
        self.owner = ""
        self._locks: dict[tuple[str, str], anyio.Lock] = {}
        self._limiter: Rates = rates or Limiter()
        self._shared: dict[str, NonblockingHTTP] = {}
        self._loops: dict[str, asyncio.AbstractEventLoop] = {}

    def scoped(
        self, owner: str, store: Store, vault: Vault | None = None, uploader: Uploader | None = None
    ) -> "NonblockingIO":
        """The same IO, rates and connections included, for one owner, whose things are kept there."""
        other = copy(self)
        other.owner, other.store, other.vault = owner, store, vault or MemoryVault()
        other.uploader = uploader or self.uploader
        return other

    def now(self) -> datetime:
        return self.clock.now()

    async def send(self, request: Request[T]) -> T:
        self._keep_to_one_loop()

        async def exchange() -> Answer:
            return await self._exchange(request)

        return await send_with_care(self, request, exchange, limiter=self._limiter, patience=self.patience)

    async def _exchange(self, request: Request[Any]) -> Answer:
        """Send once; see `BlockingIO`."""
        if "http" not in self._shared:
            self._shared["http"] = NonblockingHTTP()
        return await self._shared["http"].exchange(request, request.timeouts)

    def _keep_to_one_loop(self) -> None:
        """Connections belong to their loop: on another one they break in the middle of a request."""
        loop = asyncio.get_running_loop()
        if self._loops.setdefault("first", loop) is not loop:
            raise NotSent("this AsyncSMM was used on another event loop; make one per loop, or use SMM")

    async def public(self, source: Source) -> str:
        return await public_address(self, self.uploader, source)

    async def sleep(self, seconds: float) -> None:
        await self.clock.async_sleep(seconds)

    async def gather(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        if len(parts) < 2:
            return [await part for part in parts]
        results: dict[int, T] = {}

        async def one(place: int, part: Coroutine[Any, Any, T]) -> None:
            results[place] = await part

        try:
            async with anyio.create_task_group() as group:
                for place, part in enumerate(parts):
                    group.start_soon(one, place, part)
        except BaseExceptionGroup as several:
            # Blocking callers get the first error by itself; so do these.
            raise several.exceptions[0] from None
        return [results[place] for place in range(len(parts))]

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await anyio.to_thread.run_sync(partial(function, *args, **kwargs))

    def deadline(self, seconds: float) -> AbstractContextManager[object]:
        return anyio.fail_after(seconds)

    def locked(self, name: str) -> AbstractAsyncContextManager[object]:
        return self._locks.setdefault((self.owner, name), anyio.Lock())

    def shielded(self) -> AbstractContextManager[object]:
        return anyio.CancelScope(shield=True)

    async def aclose(self) -> None:
        self._loops.clear()
        if http := self._shared.pop("http", None):
            await http.aclose()
