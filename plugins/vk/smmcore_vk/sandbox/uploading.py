"""Addresses that take files: handed out by methods, used once or often, dead after an hour."""

import base64
import json
import secrets
from typing import TYPE_CHECKING

from attrs import define, frozen
from starlette.datastructures import UploadFile
from starlette.requests import Request

from .errors import JSON
from .files import Stored

if TYPE_CHECKING:
    from .core import Core

_ALIVE = 3600.0
_SERVER = 856_312
FIELDS = {
    "photo": "photo",
    "message": "photo",
    "avatar": "photo",
    "cover": "photo",
    "video": "video_file",
    "doc": "file",
    "story_photo": "file",
    "story_video": "video_file",
}
"""The form's field for each kind of upload."""


@frozen
class Ticket:
    """What an upload address stands for."""

    id: str
    kind: str
    person: int
    community: int
    expires_at: float
    thing: str = ""
    """The name of the video that the file becomes."""
    link: JSON | None = None
    """What a story leads to."""


@define
class Uploaded:
    """A file that waits to be saved."""

    ticket: Ticket
    file: Stored
    said: str
    """The answer's `photo` or `file`, which has to come back unchanged."""


def hand_out(
    core: "Core",
    base: str,
    kind: str,
    person: int,
    community: int,
    *,
    thing: str = "",
    link: JSON | None = None,
) -> str:
    """Make an address for one kind of file."""
    ticket = Ticket(
        secrets.token_hex(12), kind, person, community, core.clock.now() + _ALIVE, thing=thing, link=link
    )
    core.tickets[ticket.id] = ticket
    return f"{base}/upload/{kind}/{ticket.id}"


async def take(core: "Core", request: Request) -> JSON:
    """Receive a file; what is wrong with it is answered as VK does, with an empty result or an `error`."""
    ticket = core.tickets.get(request.path_params["ticket"])
    if ticket is None or ticket.expires_at < core.clock.now():
        return {"error": "SANDBOX the upload address is unknown or has expired"}
    if request.headers.get("authorization") or "access_token" in request.query_params:
        return {"error": "SANDBOX an upload address is to be used without a token"}
    async with request.form() as form:
        field = form.get(FIELDS[ticket.kind])
        if not isinstance(field, UploadFile):
            return _without_file(ticket)
        file = core.files.keep(field.file, field.filename or "", field.content_type or "")
    return _ANSWERS[ticket.kind](core, ticket, file)


def _without_file(ticket: Ticket) -> JSON:
    if ticket.kind in {"photo", "message", "avatar", "cover"}:
        return {"server": _SERVER, "photo": "", "hash": secrets.token_hex(16)}
    return {"error": f"SANDBOX no file in the form's field {FIELDS[ticket.kind]}"}


def _photo(core: "Core", ticket: Ticket, file: Stored) -> JSON:
    empty = core.faults.take({"empty_photo"}, "upload.photo") is not None
    said = "[]" if file.width < 0 else json.dumps([{"photo": f"{file.sha256[:10]}:w", "sizes": []}])
    said, check = "" if empty else said, secrets.token_hex(16)
    if said not in {"", "[]"}:
        core.uploads[check] = Uploaded(ticket, file, said)
    return {"server": _SERVER, "photo": said, "hash": check}


def _cover(core: "Core", ticket: Ticket, file: Stored) -> JSON:
    if file.width < 0:
        return {"hash": secrets.token_hex(9), "photo": ""}
    said, check = base64.b64encode(file.sha256.encode()).decode(), secrets.token_hex(9)
    core.uploads[check] = Uploaded(ticket, file, said)
    return {"hash": check, "photo": said}


def _doc(core: "Core", ticket: Ticket, file: Stored) -> JSON:
    extension = file.name.rpartition(".")[2].lower()
    if extension in {"mp3", "exe"}:
        return {"error": f"SANDBOX documents of type {extension} are refused"}
    said = (
        f"{ticket.person}|0|0|240331|{secrets.token_hex(5)}|{extension}|{file.size}|{file.name}|{file.sha256}"
    )
    core.uploads[said] = Uploaded(ticket, file, said)
    return {"file": said}


def _story(core: "Core", ticket: Ticket, file: Stored) -> JSON:
    said = secrets.token_hex(32)
    core.uploads[said] = Uploaded(ticket, file, said)
    return {"response": {"upload_result": said}, "_sig": secrets.token_hex(16)}


def _video(core: "Core", ticket: Ticket, file: Stored) -> JSON:
    thing = core.world.things[ticket.thing]
    thing.file = file.sha256
    thing.ready_at = core.clock.now() + core.settings.video_seconds
    return {
        "video_hash": secrets.token_hex(9),
        "size": file.size,
        "direct_link": f"https://video.vk.example/{thing.name}",
        "owner_id": thing.owner_id,
        "video_id": thing.id,
    }


_ANSWERS = {
    "photo": _photo,
    "message": _photo,
    "avatar": _photo,
    "cover": _cover,
    "video": _video,
    "doc": _doc,
    "story_photo": _story,
    "story_video": _story,
}
