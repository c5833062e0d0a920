"""Documents."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError
from smmcore_vk.sandbox.shapes import thing_json
from smmcore_vk.sandbox.uploading import hand_out

_TYPES = {
    **dict.fromkeys(("pdf", "txt", "doc", "docx", "xls", "xlsx", "rtf", "csv"), 1),
    **dict.fromkeys(("zip", "rar", "7z"), 2),
    "gif": 3,
    **dict.fromkeys(("jpg", "jpeg", "png", "webp"), 4),
    **dict.fromkeys(("ogg", "wav", "opus"), 5),
    **dict.fromkeys(("mp4", "mov", "avi"), 6),
    **dict.fromkeys(("epub", "fb2"), 7),
}
_UNKNOWN = 8


@method("docs.getWallUploadServer")
def get_wall_upload_server(call: Call) -> Any:
    community = call.managed(call.group(), 15).id if "group_id" in call.args else abs(min(call.author, 0))
    return {"upload_url": hand_out(call.core, call.base, "doc", call.token.person, community)}


@method("docs.save")
def save(call: Call) -> Any:
    uploaded = call.core.uploads.get(call.args.text("file"))
    if uploaded is None or uploaded.ticket.kind != "doc":
        raise ApiError(105)
    file, community = uploaded.file, uploaded.ticket.community
    extension = file.name.rpartition(".")[2].lower()
    json: JSON = {
        "title": call.args.text("title") or file.name,
        "size": file.size,
        "ext": extension,
        "date": call.now(),
        "type": _TYPES.get(extension, _UNKNOWN),
        "url": f"{call.base}/_sandbox/files/{file.sha256}",
    }
    owner = -community if community else call.token.person
    thing = call.world.add_thing("doc", owner, json, made_by=call.token.person, file=file.sha256)
    return {"type": "doc", "doc": thing_json(call.core, thing)}


@method("docs.getById")
def get_by_id(call: Call) -> Any:
    names = ["doc" + "_".join(str(name).split("_")[:2]) for name in call.args.list("docs")]
    return [thing_json(call.core, call.world.things[n]) for n in names if n in call.world.things]
