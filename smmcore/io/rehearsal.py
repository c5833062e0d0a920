"""IO for dry runs: writes down what would be sent, and sends nothing."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from smmcore.io.interface import Clock, Store, SystemClock, Vault
from smmcore.io.memory import MemoryStore, MemoryVault
from smmcore.io.request import Body, Request
from smmcore.models.media import Remote, Source

NOWHERE = "https://uploads.invalid"
"""Where a file would stand: only the uploader knows the place, and it is not asked."""
T = TypeVar("T")
P = ParamSpec("P")


class Unknown(BaseException):
    """What comes next depends on an answer that only the network can give.

    No `Exception`: a plugin that takes care of all errors must not take care of this one.
    """


class RehearsalIO:
    """Records requests. `answer` gives what a request would parse to; without one, the first request ends it."""

    blocking = True

    def __init__(
        self, answer: Callable[[Request[Any]], Any] | None = None, *, clock: Clock | None = None
    ) -> None:
        self.requests: list[Request[Any]] = []
        self.store: Store = MemoryStore()
        self.vault: Vault = MemoryVault()
        self._answer = answer
        self._clock = clock or SystemClock()

    def now(self) -> datetime:
        return self._clock.now()

    async def send(self, request: Request[T]) -> T:
        self.requests.append(request)
        if self._answer is None:
            raise Unknown
        answer: T = self._answer(request)
        return answer

    async def public(self, source: Source) -> str:
        """Notes the upload of a file and gives a made-up address for it."""
        if isinstance(source, Remote):
            return source.url
        url = f"{NOWHERE}/{quote(source.path.name)}"
        upload = Request[str]("UPLOAD", url, body=Body(source.path), safe=True, label=f"upload of {source}")
        self.requests.append(upload)
        return url

    async def sleep(self, seconds: float) -> None:
        """Takes no time: nothing is waited for."""

    async def gather(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        results: list[T] = []
        unknown: Unknown | None = None
        for part in parts:
            try:
                results.append(await part)
            except Unknown as end:
                unknown = end
        if unknown is not None:
            raise unknown
        return results

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    def locked(self, name: str) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def deadline(self, seconds: float) -> AbstractContextManager[object]:
        return nullcontext()

    def shielded(self) -> AbstractContextManager[object]:
        return nullcontext()
