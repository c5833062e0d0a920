"""The control side below /_sandbox: reading and changing the world from a test."""

import json
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from smmcore.errors import InvalidInput
from smmcore.models.converting import load

from . import calling
from .core import Core
from .playing import ACTIONS
from .postponing import settle
from .seed import seeded
from .state import call_json, state

# Only pictures are shown in place: an uploaded page must not run in the sandbox's name.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4"}


def routes(core: Core) -> list[Route]:
    return [
        *[_route(core, name, "POST", partial(_act, kind)) for name, kind in ACTIONS.items()],
        _route(core, "callback", "POST", _callback),
        _route(core, "reset", "POST", _reset),
        _route(core, "state", "GET", _state),
        _route(core, "calls", "GET", _calls),
        _route(core, "calls", "DELETE", _forget),
        Route("/_sandbox/files/{name}", partial(_file, core), methods=["GET"]),
    ]


def _route(core: Core, name: str, verb: str, handler: Callable[[Core, Request], Awaitable[Any]]) -> Route:
    async def endpoint(request: Request) -> Response:
        settle(core)
        try:
            return JSONResponse(await handler(core, request))
        except InvalidInput as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return Route(f"/_sandbox/{name}", endpoint, methods=[verb])


async def _act(kind: type, core: Core, request: Request) -> Any:
    return load(kind, await _fields(request), where=request.url.path.rpartition("/_sandbox/")[2]).act(core)


async def _fields(request: Request) -> Any:
    raw = await request.body()
    try:
        return json.loads(raw) if raw else {}
    except ValueError:
        raise InvalidInput("the body is not JSON") from None


async def _callback(core: Core, request: Request) -> Any:
    return await calling.deliver(core, again=int((await _fields(request)).get("again", 0)))


async def _reset(core: Core, _request: Request) -> Any:
    """Everything as at the start; those who wait are let go."""
    for channel in core.channels.values():
        channel.wake()
    for shelf in (core.channels, core.tickets, core.uploads, core.calls, core.files.stored):
        shelf.clear()
    core.faults.pending.clear()
    core.faults.captchas.clear()
    core.rates.clear()
    core.clock.offset = 0.0
    core.world = seeded()
    return {"ok": True}


async def _state(core: Core, _request: Request) -> Any:
    return state(core)


async def _calls(core: Core, _request: Request) -> Any:
    return {"calls": [call_json(record) for record in core.calls]}


async def _forget(core: Core, _request: Request) -> Any:
    core.calls.clear()
    return {"ok": True}


async def _file(core: Core, request: Request) -> Response:
    file = core.files.stored.get(request.path_params["name"])
    if file is None or file.content is None:
        return JSONResponse({"error": "there is no such file, or it was too large to keep"}, status_code=404)
    kind = file.type if file.type in _SHOWN else "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return Response(file.content, media_type=kind, headers=headers)
