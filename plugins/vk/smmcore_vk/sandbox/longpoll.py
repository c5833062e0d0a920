"""Bots Long Poll: events since a number, at once or as soon as there are some."""

import asyncio
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .core import Core
from .errors import JSON
from .events import Channel
from .faults import Fault

_MOST_WAIT = 90


async def poll(core: Core, request: Request) -> Response:
    """Answer `act=a_check`; what is wrong is told as `failed` 1, 2 or 3."""
    channel = core.channel(request.path_params["group"])
    query = request.query_params
    fault = core.faults.take({"failed"}, "longpoll")
    if fault is not None:
        return JSONResponse(_failed(channel, fault))
    if query.get("act") != "a_check" or not query.get("ts", "").isdigit():
        return JSONResponse({"failed": 3})
    if query.get("key") != channel.key:
        return JSONResponse({"failed": 2})
    ts = int(query["ts"])
    if not channel.oldest <= ts <= channel.ts:
        return JSONResponse({"failed": 1, "ts": channel.ts})
    await _wait(core, channel, ts, min(int(query.get("wait") or 0), _MOST_WAIT))
    return JSONResponse({"ts": str(channel.ts), "updates": channel.since(ts)})


def _failed(channel: Channel, fault: Fault) -> JSON:
    """VK's ts is a number here, and a string otherwise."""
    return {"failed": 1, "ts": channel.ts} if fault.code == 1 else {"failed": fault.code}


async def _wait(core: Core, channel: Channel, ts: int, seconds: float) -> None:
    until = core.clock.now() + seconds
    while channel.ts <= ts and core.clock.now() < until and not core.stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(channel.happened.wait(), until - core.clock.now())
