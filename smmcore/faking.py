"""What fakes of networks have in common: a time that can be moved, answers that never come.

Needs the extra `sandbox`.
"""

import asyncio
import time
from contextlib import suppress

from attrs import define
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from smmcore.sandbox import RESET

_NOTICED = 1.0
"""Seconds in which a server sees that the connection is gone."""
_LOOK = 1.0
"""Seconds between two looks whether the server still listens."""


@define
class Clock:
    """Real time plus what the control API has added."""

    offset: float = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def stamp(self) -> int:
        """Unix time in whole seconds, as networks write it."""
        return int(self.now())

    def advance(self, seconds: float) -> None:
        self.offset += seconds


class Cut(Response):
    """Resets the connection where the server can; else it promises a body and ends in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reset = scope.get("extensions", {}).get(RESET)
        if reset is None:
            headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            return
        result = reset()
        if asyncio.iscoroutine(result):
            await result
        # A server that has not yet seen its own reset would take the silence for a failure of the app.
        with suppress(TimeoutError):
            await asyncio.wait_for(_left(receive), _NOTICED)


class Hang(Cut):
    """Says nothing for so many seconds, then cuts; ends early when the client leaves or the sandbox stops."""

    def __init__(self, seconds: float, stopping: asyncio.Event) -> None:
        super().__init__()
        self._seconds = seconds
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ends = {
            asyncio.ensure_future(self._stopping.wait()),
            asyncio.ensure_future(_left(receive)),
            asyncio.ensure_future(_server_gone(scope.get("server"))),
        }
        try:
            await asyncio.wait(ends, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
        await super().__call__(scope, receive, send)


async def _server_gone(address: tuple[str, int | None] | None) -> None:
    """Wait until the server takes no more connections.

    A server that shuts down waits for its answers and tells nobody; all that can be seen from inside is that its
    address does not listen any more.
    """
    while True:
        await asyncio.sleep(_LOOK)
        if address is None or address[1] is None:
            continue
        try:
            _reader, writer = await asyncio.open_connection(*address)
        except ConnectionRefusedError:
            return
        except OSError:
            continue
        writer.close()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
