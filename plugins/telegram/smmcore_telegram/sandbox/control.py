"""The control side below /_sandbox: reading and changing the world from a test."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .body import Body, ControlError
from .control_chats import CHATS
from .control_messages import MESSAGES
from .core import Core
from .faults import CALL_KINDS, INNER_KINDS, Fault
from .polls import settle
from .schema import BY_LOWER_NAME
from .seed import seeded
from .state import call_json, state
from .webhooks import stop

Action: TypeAlias = Callable[[Core, Body], Any]


def routes(core: Core) -> list[Route]:
    actions: dict[str, Action] = {
        **CHATS,
        **MESSAGES,
        "time": _advance,
        "faults": _plant,
        "calls/clear": _forget,
    }
    posts = [_route(core, name, "POST", partial(_act, action)) for name, action in actions.items()]
    return [
        *posts,
        _route(core, "reset", "POST", _reset),
        _route(core, "state", "GET", _state),
        _route(core, "time", "GET", _time),
        _route(core, "faults", "GET", _faults),
        _route(core, "faults", "DELETE", _clear_faults),
        _route(core, "calls", "GET", _calls),
        Route("/_sandbox/files/{name}", partial(_file, core), methods=["GET"]),
    ]


def _route(core: Core, name: str, verb: str, handler: Callable[[Core, Request], Awaitable[Any]]) -> Route:
    async def endpoint(request: Request) -> Response:
        settle(core)
        try:
            return JSONResponse(await handler(core, request))
        except ControlError as error:
            return JSONResponse({"error": str(error)}, status_code=400)

    return Route(f"/_sandbox/{name}", endpoint, methods=[verb])


async def _act(action: Action, core: Core, request: Request) -> Any:
    return action(core, await Body.read(core, request))


async def _reset(core: Core, _request: Request) -> Any:
    """Everything as at the start; bots that wait for updates are let go."""
    for queue in core.queues.values():
        await stop(queue)
        queue.release()
    core.queues.clear()
    core.calls.clear()
    core.faults.pending.clear()
    core.rates.clear()
    core.clock.offset = 0.0
    core.store.refs.clear()
    core.world = seeded(core.clock, core.store)
    return {"ok": True}


async def _state(core: Core, _request: Request) -> Any:
    return state(core)


async def _time(core: Core, _request: Request) -> Any:
    return {"now": core.clock.now(), "offset": core.clock.offset}


def _advance(core: Core, body: Body) -> Any:
    seconds = body.seconds("advance")
    body.finish()
    if seconds < 0:
        raise ControlError("Time only goes forward: advance must not be negative.")
    core.clock.advance(seconds)
    settle(core)
    return {"now": core.clock.now(), "offset": core.clock.offset}


def _plant(core: Core, body: Body) -> Any:
    fault = Fault(
        kind=str(body.any("kind")),
        method=_known_method(body.optional_text("method")),
        times=body.number("times", 1),
        skip=body.number("skip", 0),
        when=body.text("when", "before"),
        retry_after=body.number("retry_after", 8),
        seconds=body.seconds("seconds", 3600.0),
        status=body.number("status") if "status" in body else None,
        item=body.number("item", 2),
    )
    body.finish()
    if fault.kind not in CALL_KINDS | INNER_KINDS:
        raise ControlError(
            f"There is no fault {fault.kind}; known are {', '.join(sorted(CALL_KINDS | INNER_KINDS))}."
        )
    if fault.when not in {"before", "after"}:
        raise ControlError("The field when must be before or after.")
    if fault.times < 1 or fault.skip < 0 or fault.item < 1:
        raise ControlError("The fields times and item are at least 1, skip at least 0.")
    core.faults.pending.append(fault)
    return fault.json()


def _known_method(name: str | None) -> str | None:
    """Give the method's own spelling; `send*` means all whose names begin so."""
    if name is not None and name.endswith("*"):
        return name
    if name is not None and name.lower() not in BY_LOWER_NAME:
        raise ControlError(f"There is no method {name}.")
    return BY_LOWER_NAME[name.lower()] if name is not None else None


async def _faults(core: Core, _request: Request) -> Any:
    return {"faults": [fault.json() for fault in core.faults.pending]}


async def _clear_faults(core: Core, _request: Request) -> Any:
    core.faults.pending.clear()
    return {"ok": True}


async def _calls(core: Core, request: Request) -> Any:
    since = request.query_params.get("since", "0")
    if not since.isdigit():
        raise ControlError("The parameter since must be the number of a call.")
    return {"calls": [call_json(record) for record in core.calls if record.number > int(since)]}


def _forget(core: Core, body: Body) -> Any:
    body.finish()
    core.calls.clear()
    return {"ok": True}


# Only pictures and sound are shown in place: an uploaded page must not run in the sandbox's name.
_SHOWN = (
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/bmp",
    "image/webp",
    "video/mp4",
    "audio/mpeg",
    "audio/ogg",
)


async def _file(core: Core, request: Request) -> Response:
    file = core.store.files.get(request.path_params["name"])
    if file is None or file.path is None:
        return JSONResponse({"error": "There is no such file, or it was too large to keep."}, status_code=404)
    wanted = request.query_params.get("type", "")
    kind = wanted if wanted in _SHOWN else "application/octet-stream"
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    return Response(file.path.read_bytes(), media_type=kind, headers=headers)
