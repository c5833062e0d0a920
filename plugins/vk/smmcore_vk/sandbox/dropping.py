"""Answers that never come: connections that hang or are reset."""

import asyncio
from contextlib import suppress

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from smmcore.sandbox import RESET


class DropResponse(Response):
    """Breaks the connection off.

    An ASGI application cannot reset a socket: a server that can offers a callable. With any other server the answer
    begins, promises more and stops, which ends the connection as well.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reset = scope.get("extensions", {}).get(RESET)
        if reset is None:
            headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            return
        reset()
        # Until the server has seen its own reset it would take the silence for a failure of the app.
        with suppress(TimeoutError):
            await asyncio.wait_for(_gone(receive), 1)


class HangResponse(DropResponse):
    """Says nothing for some seconds, then drops; ends early when the client goes or the sandbox stops."""

    def __init__(self, seconds: float, stopping: asyncio.Event) -> None:
        super().__init__()
        self._seconds = seconds
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waits = [asyncio.ensure_future(self._stopping.wait()), asyncio.ensure_future(_gone(receive))]
        try:
            await asyncio.wait(waits, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        await super().__call__(scope, receive, send)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
