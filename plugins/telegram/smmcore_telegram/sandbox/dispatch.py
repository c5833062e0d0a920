"""One official call from the request to the answer, with the planted faults around it."""

import asyncio
import re
from typing import TYPE_CHECKING, Any

from attrs import define
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from smmcore.faking import Cut, Hang

from . import methods  # noqa: F401 - importing enters the methods into the table
from .call import HANDLERS, Call
from .core import Core, Record
from .envelope import (
    JSON,
    ApiError,
    Described,
    error_response,
    failure,
    html_response,
    ok_response,
    too_many,
)
from .faults import CALL_KINDS, Fault
from .files import FileRef
from .params import check
from .polls import settle
from .reading import Incoming, TooLargeError, read
from .schema import BY_LOWER_NAME
from .world import Bot

if TYPE_CHECKING:
    from collections.abc import Callable

_TOKEN = re.compile(r"\d{1,20}:[^\s/]{1,60}")
_MOVED = 600  # seconds after logOut in which the cloud knows the bot no more


async def official(core: Core, request: Request) -> Response:
    token, _, name = request.path_params["rest"].partition("/")
    try:
        incoming = await read(request, local=core.settings.local)
    except TooLargeError:
        return html_response(413, "Request Entity Too Large")
    except ApiError as error:
        return error_response(error)
    except ClientDisconnect:
        return Response(status_code=499)  # nobody is there to read it
    try:
        return await _answer(core, request, token, name, incoming)
    finally:
        await incoming.close()


async def _answer(core: Core, request: Request, token: str, name: str, incoming: Incoming) -> Response:
    settle(core)
    method = BY_LOWER_NAME.get(name.lower(), name)
    record = Record(len(core.calls) + 1, core.clock.stamp(), None, method, _logged(incoming))
    core.calls.append(record)
    try:
        bot = authenticate(core, token, name)
        record.bot = bot.username
        response = await _Attempt(core, request, bot, method, incoming).run()
    except ApiError as error:
        response = error_response(error)
    record.status = None if isinstance(response, Cut | Hang) else response.status_code
    return response


def authenticate(core: Core, token: str, name: str) -> Bot:
    if not _TOKEN.fullmatch(token) or not name:
        # The cloud's front does not let malformed tokens through; a server of one's own names them.
        text = "Unauthorized: invalid token specified" if core.settings.local else "Not Found"
        raise ApiError(401 if core.settings.local and name else 404, text if name else "Not Found")
    bot = core.world.bot_by_token(token)
    if bot is None:
        raise ApiError(401, "Unauthorized")
    if bot.logged_out_until > core.clock.now():
        raise ApiError(400, "Logged out")
    return bot


def _logged(incoming: Incoming) -> JSON:
    files = {name: {"file": file.filename, "size": file.size} for name, file in incoming.files.items()}
    return {**incoming.raw, **files}


@define(eq=False)
class _Attempt:
    """A call with the fault that meets it, before or after it has taken effect."""

    core: Core
    request: Request
    bot: Bot
    method: str
    incoming: Incoming

    async def run(self) -> Response:
        fault = self.core.faults.take(CALL_KINDS, self.method)
        if fault is None:
            return await self._execute()
        if fault.kind == "slow":
            await _sleep(self.core, fault.seconds)
            return await self._execute()
        if fault.when == "after":
            await self._execute()
        return self._fail(fault)

    async def _execute(self) -> Response:
        try:
            return ok_response(await execute(self.core, self.bot, self.method, self.incoming))
        except ApiError as error:
            return error_response(error)
        except TooLargeError:
            return error_response(ApiError(413, "Request Entity Too Large"))

    def _fail(self, fault: Fault) -> Response:
        simple: dict[str, Callable[[], Response]] = {
            "429": lambda: error_response(too_many(fault.retry_after)),
            "500": lambda: html_response(fault.status or 500, "Internal Server Error"),
            "502": lambda: html_response(fault.status or 502, "Bad Gateway"),
            "json500": lambda: error_response(failure(500, "restart")),
            "hang": lambda: Hang(fault.seconds, self.core.stopping),
            "reset": Cut,
            "garbage": lambda: Response("}{ not JSON", media_type="application/json"),
            "wrong_shape": lambda: ok_response(_wrong(self.method)),
        }
        if fault.kind == "echo_token":
            return PlainTextResponse(f"error while proxying {self.request.url}", status_code=500)
        return simple[fault.kind]()


def _wrong(method: str) -> Any:
    """Return a result of a type that the method never has."""
    return "unexpected" if method not in {"getUpdates", "sendMediaGroup"} else {"unexpected": True}


async def _sleep(core: Core, seconds: float) -> None:
    stopped = asyncio.ensure_future(core.stopping.wait())
    await asyncio.wait([stopped], timeout=seconds)
    stopped.cancel()


async def execute(core: Core, bot: Bot, method: str, incoming: Incoming) -> Any | Described:
    handler = HANDLERS.get(method)
    if handler is None:
        raise failure(404, "method not found")
    args = check(method, incoming.raw, incoming.files)
    return await handler(Call(core, bot, method, args))


async def serve_file(core: Core, request: Request) -> Response:
    """Return the bytes behind a file_path of getFile."""
    token, _, path = request.path_params["rest"].partition("/")
    try:
        bot = authenticate(core, token, path or "file")
    except ApiError as error:
        return error_response(error)
    ref = _by_path(core, bot, path)
    if ref is None or ref.media.file.path is None:
        return error_response(ApiError(404, "Not Found"))
    return Response(ref.media.file.path.read_bytes(), media_type="application/octet-stream")


def _by_path(core: Core, bot: Bot, path: str) -> FileRef | None:
    """File paths are made by getFile and end in the content's hash."""
    wanted = path.rpartition("/")[2].partition(".")[0]
    mine = (ref for ref in core.store.refs.values() if ref.bot_id == bot.id)
    return next((ref for ref in mine if ref.media.file.sha256.startswith(wanted) and len(wanted) >= 32), None)
