"""Answers that never come: connections that hang or are reset."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

RESET = "smmcore.reset"
_LOOK = 1.0


class DropResponse(Response):
    """Breaks the connection off.

    An ASGI application cannot reset a socket: a server that can offers a callable. With any other
    server the answer starts, promises a body and stops, which ends the connection as well.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reset = scope.get("extensions", {}).get(RESET)
        if reset is not None:
            result = reset()
            if asyncio.iscoroutine(result):
                await result
            # Until the server has seen its own reset it would take the silence for a failure of the app.
            await _bounded(_disconnected(receive))
            return
        headers = [(b"content-type", b"application/json"), (b"content-length", b"64")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


class HangResponse(DropResponse):
    """Says nothing for long, then drops; ends early when the client goes or the server stops."""

    def __init__(self, seconds: float, stopping: asyncio.Event) -> None:
        super().__init__()
        self._seconds = seconds
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        waits = {
            asyncio.ensure_future(self._stopping.wait()),
            asyncio.ensure_future(_disconnected(receive)),
            asyncio.ensure_future(_server_gone(scope.get("server"))),
        }
        try:
            await asyncio.wait(waits, timeout=self._seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        await super().__call__(scope, receive, send)


async def _server_gone(address: tuple[str, int | None] | None) -> None:
    """Wait until the server takes no more connections.

    A server that shuts down waits for its answers and tells nobody; all that can be seen from inside is
    that its address does not listen any more.
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


async def _bounded(waiting: Coroutine[Any, Any, None]) -> None:
    try:
        await asyncio.wait_for(waiting, 1)
    except TimeoutError:
        return


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
