"""Videos: a place is made first, the file follows, and being processed takes a while."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON
from smmcore_vk.sandbox.shapes import thing_json
from smmcore_vk.sandbox.uploading import hand_out
from smmcore_vk.sandbox.world import key


@method("video.save")
def save(call: Call) -> Any:
    args = call.args
    community = call.managed(call.group(), 15).id if "group_id" in args else 0
    owner, access = -community or call.token.person, key()
    title = args.text("name") or "Untitled"
    json: JSON = {
        "title": title,
        "description": args.text("description"),
        "date": call.now(),
        "adding_date": call.now(),
        "duration": 1,
        "views": 0,
        "comments": 0,
        "can_comment": int(not args.flag("no_comments")),
        "access_key": access,
        "type": "video",
    }
    thing = call.world.add_thing("video", owner, json, access_key=access, made_by=call.token.person)
    url = hand_out(call.core, call.base, "video", call.token.person, community, thing=thing.name)
    if "link" in args:  # somebody else's page keeps the film; the address has only to be visited
        thing.file, thing.json["platform"] = "", "elsewhere"
    return {
        "access_key": access,
        "description": args.text("description"),
        "owner_id": owner,
        "title": title,
        "upload_url": url,
        "video_id": thing.id,
    }


@method("video.get")
def get(call: Call) -> Any:
    things = [thing for thing in call.world.things.values() if thing.type == "video"]
    if "videos" in call.args:
        names = {"video" + "_".join(str(name).split("_")[:2]) for name in call.args.list("videos")}
        things = [thing for thing in things if thing.name in names]
    elif "owner_id" in call.args:
        things = [thing for thing in things if thing.owner_id == call.args.number("owner_id")]
    items = [thing_json(call.core, thing) for thing in call.page(things, 100, 200)]
    return {"count": len(things), "items": items}
