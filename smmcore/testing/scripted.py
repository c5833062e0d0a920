"""An IO for unit tests of a network's code: it answers by a script and remembers what it was asked."""

import json
from collections.abc import Callable, Coroutine, Iterable, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any, ParamSpec, TypeAlias, TypeVar

from smmcore.io.blocking import run
from smmcore.io.memory import MemoryStore, MemoryVault
from smmcore.io.rehearsal import NOWHERE
from smmcore.io.request import Answer, Request
from smmcore.io.retrying import understood
from smmcore.models.media import File, Remote, Source

T = TypeVar("T")
P = ParamSpec("P")

Script: TypeAlias = Any
"""An `Answer`, an exception to raise, or any JSON value, which is answered with status 200."""
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer with a JSON body, or with bytes as they are."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {"content-type": "application/json", **(headers or {})}, raw)


class ScriptedIO:
    """Answers requests in order, or by what their label, address or path ends with.

    >>> io = ScriptedIO([{"ok": True, "result": {"message_id": 7}}])
    >>> io.run(Telegram().publish(io, account, Post("Hi"), Steps(io))).id
    '7'
    >>> io.sent[0].json["text"]
    'Hi'

    Answers by name are used up in their order, the last one stays: `ScriptedIO(getMe={...}, sendMessage=[{...},
    RateLimited(...)])`. Nothing is repeated and no time passes but by `sleep`, which returns at once.
    """

    blocking = True

    def __init__(self, answers: Iterable[Script] = (), /, **by_name: Script) -> None:
        self.sent: list[Request[Any]] = []
        self.slept: list[float] = []
        self.uploaded: list[File] = []
        """Files that were given a public address, which is made up."""
        self.store = MemoryStore()
        self.vault = MemoryVault()
        self._answers = list(answers)
        self._by_name = {name: _as_list(script) for name, script in by_name.items()}
        self._now = START

    def on(self, name: str, *answers: Script) -> None:
        """What requests are answered with whose label or path ends with the name."""
        self._by_name[name] = list(answers)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine of a platform to its end."""
        return run(work)

    def now(self) -> datetime:
        return self._now

    async def send(self, request: Request[T]) -> T:
        self.sent.append(request)
        script = self._next(request)
        if isinstance(script, BaseException):
            raise script
        return understood(request, script if isinstance(script, Answer) else answer(script))

    async def public(self, source: Source) -> str:
        if isinstance(source, Remote):
            return source.url
        self.uploaded.append(source)
        return f"{NOWHERE}/{source.path.name}"

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += timedelta(seconds=seconds)

    async def gather(self, *parts: Coroutine[Any, Any, T]) -> list[T]:
        return [await part for part in parts]

    async def in_thread(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    def locked(self, name: str) -> AbstractAsyncContextManager[object]:
        return nullcontext()

    def deadline(self, seconds: float) -> AbstractContextManager[object]:
        return nullcontext()

    def shielded(self) -> AbstractContextManager[object]:
        return nullcontext()

    def _next(self, request: Request[Any]) -> Script:
        path = request.url.partition("?")[0]
        for name, scripts in self._by_name.items():
            if request.label.endswith(name) or path.endswith(name):
                return scripts.pop(0) if len(scripts) > 1 else scripts[0]
        if not self._answers:
            raise AssertionError(f"nothing is scripted for {request}; it is request no. {len(self.sent)}")
        return self._answers.pop(0)


def _as_list(script: Script) -> list[Script]:
    return list(script) if isinstance(script, list | tuple) else [script]
