"""Answers that never come: connections that hang or are cut."""

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from smmcore.sandbox import RESET

_NOTICED = 1.0
"""Seconds in which a server sees that the connection is gone."""


class Cut(Response):
    """Resets the connection where the server can; else it promises a body and ends in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reset = scope.get("extensions", {}).get(RESET)
        if reset is None:
            headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            return
        reset()
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
        ends = [asyncio.create_task(self._stopping.wait()), asyncio.create_task(_wait(receive))]
        try:
            await asyncio.wait(ends, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
            await asyncio.gather(*ends, return_exceptions=True)
        await super().__call__(scope, receive, send)


async def _wait(receive: Receive) -> bool:
    await _left(receive)
    return True


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
