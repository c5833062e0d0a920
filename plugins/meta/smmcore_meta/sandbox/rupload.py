"""Binary uploads as rupload.facebook.com takes them: bytes from an offset on, or an address to fetch."""

import json
from typing import Any

from attrs import evolve
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from smmcore.faking import Cut

from .access import authenticate
from .call import Call
from .core import Core, Record, Session
from .errors import JSON, GraphError
from .fetching import Unfetchable, fetch
from .network import RUpload
from .reading import Incoming

PATHS = ("video-upload", "ig-api-upload")
_ANY_SIZE = 2**40


class _Refused(Exception):
    """Answered in rupload's own shape."""

    def __init__(self, type: str, message: str, *, retriable: bool, status: int = 400) -> None:
        self.body = {"debug_info": {"retriable": retriable, "type": type, "message": message}}
        self.status = status
        super().__init__(message)


async def take(core: Core[Any], request: Request, incoming: Incoming, record: Record, base: str) -> Response:
    """Take some bytes in, or say how many there are."""
    try:
        call = _call(core, incoming, record, base)
        if request.method == "GET":
            return JSONResponse({"offset": _session(core, call.path).received})
        return await _taken(call, incoming, request)
    except _Refused as error:
        return JSONResponse(error.body, status_code=error.status)


def _call(core: Core[Any], incoming: Incoming, record: Record, base: str) -> Call[Any]:
    """The call, whose `path` is the identifier that is uploaded to."""
    if len(incoming.parts) != 3:
        raise _Refused("NotFoundError", "there is nothing at this address", retriable=False, status=404)
    kind, version, id = incoming.parts
    try:
        # Meta's pages name the headers of an upload, and no proof among them.
        token = authenticate(core, evolve(incoming, parts=()), wants_proof=False)
    except GraphError:
        raise _unauthorized() from None
    record.token = token.kind
    call = Call(core, token, incoming.host, version, incoming.verb, id, base, record)
    if call.find(id) is None:
        raise _unauthorized()
    record.path = f"/{kind}/{id}"
    return call


async def _taken(call: Call[Any], incoming: Incoming, request: Request) -> Response:
    if address := request.headers.get("file_url"):
        try:
            file = await fetch(call.core.files, address, (), _ANY_SIZE)
        except Unfetchable as error:
            raise _failed(str(error)) from None
        return await _complete(call, RUpload(incoming.parts[0], call.path, file.size, file, address))
    offset, size = _number(request, "offset"), _number(request, "file_size")
    session = call.core.uploads.setdefault(call.path, Session(size))
    if offset != session.received or size != session.size:
        said = f"offset {offset} of {size}, but {session.received} of {session.size} bytes are here"
        raise _Refused("OffsetInvalidError", said, retriable=True, status=409)
    cut = call.core.faults.take({"cut"}, incoming.name)
    async for chunk in request.stream():
        room = (offset + cut.bytes if cut else session.size) - session.received
        session.file.take(chunk[:room])
        if len(chunk) > room:
            break
    if cut is not None:
        return Cut()
    if session.received < session.size:
        raise _Refused(
            "PartialRequestError", "Partial request (did not match length of file)", retriable=True
        )
    file = call.core.files.keep(session.file, call.path, "video/mp4")
    return await _complete(call, RUpload(incoming.parts[0], call.path, size, file))


async def _complete(call: Call[Any], upload: RUpload) -> Response:
    try:
        return JSONResponse(await call.core.network.uploaded(call, upload))
    except GraphError as error:
        raise _failed(error.message) from None


def _session(core: Core[Any], id: str) -> Session:
    return core.uploads.get(id) or Session(0)


def _number(request: Request, name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isdigit():
        raise _Refused("HeaderInvalidError", f"the header {name} is missing", retriable=False)
    return int(text)


def _unauthorized() -> _Refused:
    return _failed("unauthorized user request")


def _failed(message: str) -> _Refused:
    said: JSON = {"success": False, "error": {"message": message}}
    return _Refused("ProcessingFailedError", json.dumps(said, separators=(",", ":")), retriable=False)
