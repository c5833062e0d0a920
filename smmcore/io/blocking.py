"""IO for callers without an event loop: nothing ever suspends, so one step runs a coroutine to its end."""

import contextvars
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager, nullcontext
from copy import copy
from datetime import datetime
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from attrs import evolve

from smmcore.errors import NotSent, PluginError
from smmcore.io.http import BlockingHTTP
from smmcore.io.interface import Clock, Store, SystemClock, Uploader, Vault
from smmcore.io.limits import Limiter, Rates
from smmcore.io.memory import MemoryStore, MemoryVault
from smmcore.io.publicity import public_address
from smmcore.io.request import Answer, Request, Timeouts
from smmcore.io.retrying import send_with_care
from smmcore.models.media import Source

T = TypeVar("T")
P = ParamSpec("P")

AT_ONCE = 16
_ends: contextvars.ContextVar[float | None] = contextvars.ContextVar("smmcore_deadline", default=None)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that awaits nothing but a `BlockingIO`, with no loop and no thread."""
    try:
        work.send(None)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return] # a coroutine's result is typed by its annotation
    work.close()
    raise PluginError("the code awaited something else than io; blocking callers have no event loop for it")


class BlockingIO:
    """Sends on the caller's thread; starts threads only for several things at once."""

    blocking = True

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
        self._locks: dict[tuple[str, str], _Turn] = {}
        self._limiter: Rates = rates or Limiter()
        self._connection = _Connection()

    def scoped(
        self, owner: str, store: Store, vault: Vault | None = None, uploader: Uploader | None = None
    ) -> "BlockingIO":
        """The same IO, rates and connections included, for one owner, whose things are kept there."""
        other = copy(self)
        other.owner, other.store, other.vault = owner, store, vault or MemoryVault()
        other.uploader = uploader or self.uploader
        return other

    def now(self) -> datetime:
        return self.clock.now()

    async def send(self, request: Request[T]) -> T:
        async def exchange() -> Answer:
            return await self._exchange(request)

        return await send_with_care(self, request, exchange, limiter=self._limiter, patience=self.patience)

    async def _exchange(self, request: Request[Any]) -> Answer:
        """Send once. Below what repeats requests: here a test can watch and disturb each single one."""
        return self._connection.http.exchange(request, self._in_time(request.timeouts), self._left)

    async def public(self, source: Source) -> str:
        return await public_address(self, self.uploader, source)

    async def sleep(self, seconds: float) -> None:
        left = self._left()
        if left is not None and left < seconds:
            self.clock.sleep(max(left, 0))
            raise TimeoutError("the time for this ran out")
        self.clock.sleep(seconds)

    async def gather(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        if len(parts) < 2:
            return [await part for part in parts]
        with ThreadPoolExecutor(min(len(parts), AT_ONCE), thread_name_prefix="smmcore") as pool:
            futures = [pool.submit(contextvars.copy_context().run, run, part) for part in parts]
            try:
                wait(futures, return_when=FIRST_EXCEPTION)
            finally:
                for part in [p for p, future in zip(parts, futures, strict=True) if future.cancel()]:
                    part.close()
        return [future.result() for future in futures if not future.cancelled()]

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[None]:
        ends = self.now().timestamp() + seconds
        outer = _ends.get()
        token = _ends.set(ends if outer is None else min(ends, outer))
        try:
            yield
        finally:
            _ends.reset(token)

    def locked(self, name: str) -> AbstractAsyncContextManager[object]:
        return self._locks.setdefault((self.owner, name), _Turn())

    def shielded(self) -> AbstractContextManager[object]:
        return nullcontext()

    def close(self) -> None:
        self._connection.close()

    def _left(self) -> float | None:
        ends = _ends.get()
        return None if ends is None else ends - self.now().timestamp()

    def _in_time(self, timeouts: Timeouts) -> Timeouts:
        left = self._left()
        if left is None:
            return timeouts
        if left <= 0:
            raise NotSent("the time for this ran out before it was sent")
        return evolve(
            timeouts,
            connect=min(timeouts.connect, left),
            read=min(timeouts.read, left),
            write=min(timeouts.write, left),
        )


class _Turn:
    """A lock among threads in the form that both IOs have; waiting for it suspends nothing."""

    def __init__(self) -> None:
        self._lock = Lock()

    async def __aenter__(self) -> None:
        self._lock.acquire()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()


class _Connection:
    """The HTTP client, made when it is first needed and shared by all copies of an IO."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._http: BlockingHTTP | None = None

    @property
    def http(self) -> BlockingHTTP:
        with self._lock:
            if self._http is None:
                self._http = BlockingHTTP()
            return self._http

    def close(self) -> None:
        with self._lock:
            if self._http is not None:
                self._http.close()
                self._http = None
