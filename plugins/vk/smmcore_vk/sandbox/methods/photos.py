"""Photos on the wall, in messages, as cover and as picture."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError, wrong
from smmcore_vk.sandbox.files import Stored
from smmcore_vk.sandbox.shapes import thing_json
from smmcore_vk.sandbox.uploading import Uploaded, hand_out
from smmcore_vk.sandbox.world import Thing, key

_STEPS = (("s", 75), ("m", 130), ("x", 604), ("y", 807), ("z", 1080), ("w", 2560))
_ALBUMS = {"photo": -14, "message": -64}


def _address(call: Call, kind: str, community: int = 0) -> str:
    return hand_out(call.core, call.base, kind, call.token.person, community)


@method("photos.getWallUploadServer")
def get_wall_upload_server(call: Call) -> Any:
    community = call.managed(call.group(), 15).id if "group_id" in call.args else 0
    url = _address(call, "photo", community)
    return {"album_id": _ALBUMS["photo"], "upload_url": url, "user_id": call.token.person}


@method("photos.getMessagesUploadServer")
def get_messages_upload_server(call: Call) -> Any:
    url = _address(call, "message")
    return {"album_id": _ALBUMS["message"], "upload_url": url, "user_id": call.token.person}


@method("photos.getOwnerCoverPhotoUploadServer")
def get_owner_cover_photo_upload_server(call: Call) -> Any:
    return {"upload_url": _address(call, "cover", call.managed(call.group(), 15).id)}


@method("photos.getOwnerPhotoUploadServer")
def get_owner_photo_upload_server(call: Call) -> Any:
    return {"upload_url": _address(call, "avatar", call.managed(call.owner(), 15).id)}


@method("photos.saveWallPhoto")
def save_wall_photo(call: Call) -> Any:
    thing = _saved(call, "photo")
    thing.json["text"] = call.args.text("caption")
    return [thing_json(call.core, thing)]


@method("photos.saveMessagesPhoto")
def save_messages_photo(call: Call) -> Any:
    return [thing_json(call.core, _saved(call, "message"))]


def _saved(call: Call, kind: str) -> Thing:
    """Make the photo of what was uploaded; an upload is saved once."""
    uploaded = _uploaded(call, kind)
    access = key()
    json: JSON = {
        "album_id": _ALBUMS[kind],
        "date": call.now(),
        "access_key": access,
        "sizes": sizes(call, uploaded.file),
        "text": "",
        "has_tags": False,
    }
    return call.world.add_thing(
        "photo",
        call.token.person,
        json,
        access_key=access,
        made_by=call.token.person,
        file=uploaded.file.sha256,
    )


def _uploaded(call: Call, kind: str) -> Uploaded:
    said = call.args.text("photo")
    if said in {"", "[]"}:
        raise wrong("photos_list is invalid")
    uploaded = call.core.uploads.get(call.args.text("hash"))
    if uploaded is None or uploaded.ticket.kind != kind or uploaded.ticket.person != call.token.person:
        raise ApiError(121)
    if uploaded.said != said:
        raise ApiError(129)
    wanted = abs(call.args.number("group_id"))
    if kind == "photo" and wanted != uploaded.ticket.community:
        raise ApiError(121, "the upload was for another wall")
    del call.core.uploads[call.args.text("hash")]
    return uploaded


def sizes(call: Call, file: Stored) -> list[JSON]:
    """The steps up to the picture's own size; all show the same bytes."""
    longest = max(file.width, file.height, 1)
    shown = [(letter, step) for letter, step in _STEPS if step < longest] or [_STEPS[0]]
    return [
        {
            "type": letter,
            "width": max(1, file.width * step // longest),
            "height": max(1, file.height * step // longest),
            "url": f"{call.base}/_sandbox/files/{file.sha256}",
        }
        for letter, step in shown
    ]


@method("photos.saveOwnerCoverPhoto")
def save_owner_cover_photo(call: Call) -> Any:
    uploaded = _uploaded(call, "cover")
    community = call.world.communities[uploaded.ticket.community]
    community.cover = uploaded.file.sha256
    call.core.tell(community, "group_change_photo", {"user_id": call.token.person})
    images = [
        {"url": step["url"], "width": step["width"], "height": step["height"]}
        for step in sizes(call, uploaded.file)
    ]
    return {"images": images}


@method("photos.saveOwnerPhoto")
def save_owner_photo(call: Call) -> Any:
    uploaded = _uploaded(call, "avatar")
    community = call.world.communities[uploaded.ticket.community]
    community.picture = uploaded.file.sha256
    source = f"{call.base}/_sandbox/files/{uploaded.file.sha256}"
    return {"photo_hash": key(), "photo_src": source, "saved": 1}


@method("photos.getById")
def get_by_id(call: Call) -> Any:
    names = ["photo" + "_".join(str(name).split("_")[:2]) for name in call.args.list("photos")]
    return [thing_json(call.core, call.world.things[name]) for name in names if name in call.world.things]
