"""The control side below /_sandbox: reading and changing the world from a test."""

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from attrs import asdict
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from smmcore.errors import InvalidInput
from smmcore.models.converting import load

from .actions import ACTIONS
from .call import settled
from .core import Core
from .errors import JSON

# Only media are shown in place: an uploaded page must not run in the sandbox's name.
_SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp", "video/mp4"}
_HEADERS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
_STATE = "state"


def routes(core: Core[Any]) -> list[Route]:
    actions = {**ACTIONS, **core.network.actions}
    return [
        *[_route(core, name, "POST", partial(_act, kind, name)) for name, kind in actions.items()],
        _route(core, _STATE, "GET", _state),
        _route(core, "view", "GET", _view),
        _route(core, "calls", "GET", _calls),
        _route(core, "calls", "DELETE", _forget),
        Route("/_sandbox/files/{name}", partial(_file, core), methods=["GET"]),
    ]


def _route(
    core: Core[Any], name: str, verb: str, handler: Callable[[Core[Any], Request], Awaitable[Any]]
) -> Route:
    async def endpoint(request: Request) -> Response:
        core.network.settle(core)
        try:
            return JSONResponse(await handler(core, request))
        except InvalidInput as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return Route(f"/_sandbox/{name}", endpoint, methods=[verb])


async def _act(kind: type[Any], name: str, core: Core[Any], request: Request) -> Any:
    raw = await request.body()
    try:
        fields = json.loads(raw) if raw else {}
    except ValueError:
        raise InvalidInput("the body is not JSON") from None
    return await settled(load(kind, fields, where=name).act(core))


async def _state(core: Core[Any], _request: Request) -> JSON:
    return {
        "now": core.clock.now(),
        "calls": dict(Counter(f"{record.verb} {record.path}" for record in core.calls)),
        "usage": core.usage.state(),
        "faults": [fault.json() for fault in core.faults.pending],
        "webhooks": {"url": core.hooks.url, "waiting": core.hooks.waiting, "failures": core.hooks.failures},
        **core.network.state(core),
    }


async def _view(core: Core[Any], _request: Request) -> Any:
    return core.network.view(core)


async def _calls(core: Core[Any], _request: Request) -> JSON:
    return {"calls": [asdict(record) for record in core.calls]}


async def _forget(core: Core[Any], _request: Request) -> JSON:
    core.calls.clear()
    return {"ok": True}


async def _file(core: Core[Any], request: Request) -> Response:
    file = core.files.stored.get(request.path_params["name"])
    if file is None or file.content is None:
        return JSONResponse({"error": "there is no such file, or it was too large to keep"}, status_code=404)
    kind = file.type if file.type in _SHOWN else "application/octet-stream"
    return Response(file.content, media_type=kind, headers=_HEADERS)
