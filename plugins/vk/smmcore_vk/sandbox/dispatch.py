"""One official call from the request to the answer, with the planted faults around it."""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from smmcore.faking import Cut, Hang

from . import methods  # noqa: F401 - importing enters the methods into the table
from .access import authenticate
from .call import HANDLERS
from .core import Core, Record
from .errors import JSON, ApiError
from .faults import Fault
from .postponing import settle
from .reading import Incoming, read
from .running import run
from .schema import METHODS
from .scripting import ScriptAnswer
from .uploading import take
from .world import Token

_AROUND = {"error", "500", "502", "hang", "reset", "slow", "garbage", "echo_token"}
_VERSION = (5, 199)
Answering: TypeAlias = Callable[[], Response]


async def official(core: Core, request: Request) -> Response:
    """Answer one method."""
    name = request.path_params["name"]
    try:
        incoming = await read(request)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    settle(core)
    record = Record(len(core.calls) + 1, core.clock.stamp(), "", name, _logged(incoming.params))
    core.calls.append(record)
    base = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '').rstrip('/')}"

    def answer() -> Response:
        try:
            return _envelope(execute(core, incoming, record, base))
        except ApiError as error:
            record.error = error.code
            return JSONResponse(error.json({"method": name, "oauth": "1", **incoming.sent}))

    return await _disturbed(core, request, name, answer)


async def upload(core: Core, request: Request) -> Response:
    """Take a file at one of the addresses that the methods hand out."""
    kind = request.path_params["kind"].replace("story_photo", "story").replace("story_video", "story")
    fault = core.faults.take(_AROUND, f"upload.{kind}")
    try:
        if fault is None:
            return JSONResponse(await take(core, request))
        if fault.when == "after":
            await take(core, request)
        else:
            await request.body()
    except ClientDisconnect:
        return Response(status_code=499)
    return await _fail(core, request, fault)


def execute(core: Core, incoming: Incoming, record: Record, base: str) -> object:
    """The method's answer. Raises `ApiError`."""
    if record.method not in METHODS or record.method not in HANDLERS:
        raise ApiError(3)
    if not incoming.version:
        raise ApiError(8, "v (version) is required")
    if tuple(map(int, incoming.version.split("."))) != _VERSION:
        raise ApiError(8, "SANDBOX knows version 5.199 only")
    token = authenticate(core, incoming.token)
    record.token = token.kind
    core.rates.admit(token)
    _look_for_robots(core, token, incoming)
    _planned(core, record.method)
    return run(core, token, record.method, incoming.params, record, base)


def _look_for_robots(core: Core, token: Token, incoming: Incoming) -> None:
    captcha = core.faults.captchas.get(token.value)
    if captcha is None:
        return
    if not captcha.solved_by(incoming.sent):
        raise ApiError(14, **captcha.asks())
    del core.faults.captchas[token.value]


def _planned(core: Core, name: str) -> None:
    fault = core.faults.take({"lasting"}, name, core.clock.now())
    if fault is not None:
        raise ApiError(fault.code, fault.detail, **fault.extra)


def _envelope(answer: object) -> Response:
    if isinstance(answer, ScriptAnswer):
        body: JSON = {"response": answer.value}
        if answer.errors:
            body["execute_errors"] = answer.errors
        return JSONResponse(body)
    return JSONResponse({"response": answer})


def _logged(params: dict[str, str]) -> JSON:
    return {name: text if len(text) < 500 else f"{text[:500]}…" for name, text in params.items()}


async def _disturbed(core: Core, request: Request, name: str, answer: Answering) -> Response:
    fault = core.faults.take(_AROUND, name)
    if fault is None:
        return answer()
    if fault.kind == "slow":
        await _pause(core, fault.seconds)
        return answer()
    if fault.when == "after":
        answer()
    return await _fail(core, request, fault)


async def _pause(core: Core, seconds: float) -> None:
    try:
        await asyncio.wait_for(core.stopping.wait(), seconds)
    except TimeoutError:
        return


async def _fail(core: Core, request: Request, fault: Fault) -> Response:
    match fault.kind:
        case "error":
            return JSONResponse(ApiError(fault.code, fault.detail, **fault.extra).json({}))
        case "hang":
            return Hang(fault.seconds, core.stopping)
        case "reset":
            return Cut()
        case "garbage":
            return Response('{"response": {"post_', media_type="application/json")
        case "echo_token":
            headers = "\n".join(f"{key}: {value}" for key, value in request.headers.items())
            return PlainTextResponse(f"error while proxying {request.url}\n{headers}", status_code=500)
    page = f"<html><head><title>{fault.kind}</title></head><body><h1>{fault.kind}</h1></body></html>"
    return Response(page, status_code=int(fault.kind), media_type="text/html")
