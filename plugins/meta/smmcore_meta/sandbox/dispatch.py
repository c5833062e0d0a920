"""One HTTP exchange from the request to the answer, with the planted faults around it."""

import asyncio
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from smmcore.faking import Cut, Hang

from . import rupload
from .access import look_up
from .core import Core, Record
from .errors import GraphError
from .faults import AROUND, Fault
from .performing import perform
from .reading import Incoming, read
from .usage import whole_minutes


async def official(core: Core[Any], request: Request) -> Response:
    """Answer whatever is asked of one of Meta's hosts."""
    core.network.settle(core)
    try:
        upload = _is_upload(request.path_params["rest"])
        incoming = await read(request, request.path_params["rest"], core.files, body=not upload)
    except GraphError as error:
        return JSONResponse(error.json(), status_code=error.status)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    record = _recorded(core, incoming)
    shows = core.network.publishes(incoming)
    _limit(core, incoming, shows=shows)
    fault = core.faults.take(AROUND, incoming.name, shows=shows)
    if fault is None or fault.kind == "slow":
        await _pause(core, fault.seconds if fault else 0)
        return await _answer(core, request, incoming, record)
    if fault.when == "after":
        await _answer(core, request, incoming, record)
    return _failing(core, request, fault)


def base_of(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '').rstrip('/')}"


def _is_upload(path: str) -> bool:
    return any(part in rupload.PATHS for part in path.split("/")[:2])


def _recorded(core: Core[Any], incoming: Incoming) -> Record:
    record = Record(
        *(len(core.calls) + 1, core.clock.stamp(), incoming.host, incoming.verb, incoming.path),
        version=incoming.version,
        params=incoming.shown(),
        token_in=incoming.token_in,
        proof=bool(incoming.proof),
    )
    core.calls.append(record)
    return record


async def _answer(core: Core[Any], request: Request, incoming: Incoming, record: Record) -> Response:
    base = base_of(request)
    if incoming.parts[:1] and incoming.parts[0] in rupload.PATHS:
        return await rupload.take(core, request, incoming, record, base)
    reply = await perform(core, incoming, record, base)
    record.status = reply.status
    return Response(reply.text, reply.status, dict(reply.headers), "application/json; charset=UTF-8")


def _limit(core: Core[Any], incoming: Incoming, *, shows: bool) -> None:
    """A planted limit uses the account's calls up: this one and those that come too soon are refused."""
    fault = core.faults.take({"limited"}, incoming.name, shows=shows)
    token = look_up(core, incoming.token)
    if fault is not None and token is not None:
        type = "pages" if core.network.object == "page" else core.network.object
        core.usage.set(type, "", 100, whole_minutes(fault.seconds))


async def _pause(core: Core[Any], seconds: float) -> None:
    if seconds <= 0:
        return
    try:
        await asyncio.wait_for(core.stopping.wait(), seconds)
    except TimeoutError:
        return


def _failing(core: Core[Any], request: Request, fault: Fault) -> Response:
    match fault.kind:
        case "hang":
            return Hang(fault.seconds, core.stopping)
        case "reset":
            return Cut()
        case "garbage":
            return Response('{"id": "1221', media_type="application/json")
        case "json500":
            return JSONResponse(GraphError(1).json(), status_code=500)
        case "echo_token":
            headers = "\n".join(f"{name}: {text}" for name, text in request.headers.items())
            return PlainTextResponse(f"error while proxying {request.url}\n{headers}", status_code=500)
    page = f"<html><head><title>{fault.kind}</title></head><body><h1>{fault.kind}</h1></body></html>"
    return Response(page, int(fault.kind), media_type="text/html")
