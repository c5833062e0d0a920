"""Keeping people out."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError, wrong
from smmcore_vk.sandbox.shapes import community_json, person_json
from smmcore_vk.sandbox.world import Ban

_MOST = 200


@method("groups.ban")
def ban(call: Call) -> Any:
    community = call.managed(call.group(), 15)
    owner = _somebody(call)
    if owner in community.admins:
        raise ApiError(15, "can't ban an administrator")
    args = call.args
    banned = Ban(
        owner,
        call.token.person,
        call.now(),
        args.number("end_date"),
        args.number("reason"),
        args.text("comment"),
        args.flag("comment_visible"),
    )
    community.banned[owner] = banned
    event = {"unblock_date": banned.end_date, "reason": banned.reason, "comment": banned.comment}
    call.core.tell(community, "user_block", {"admin_id": call.token.person, "user_id": owner, **event})
    return 1


@method("groups.unban")
def unban(call: Call) -> Any:
    community = call.managed(call.group(), 15)
    owner = _somebody(call)
    if community.banned.pop(owner, None) is None:
        raise ApiError(104)
    event = {"admin_id": call.token.person, "user_id": owner, "by_end_date": 0}
    call.core.tell(community, "user_unblock", event)
    return 1


def _somebody(call: Call) -> int:
    owner = call.args.number("owner_id")
    if owner not in call.world.people and -owner not in call.world.communities:
        raise ApiError(113) if owner >= 0 else wrong("owner_id is invalid")
    return owner


@method("groups.getBanned")
def get_banned(call: Call) -> Any:
    community = call.managed(call.group(), 15)
    bans = [ban for ban in community.banned.values() if not ban.end_date or ban.end_date > call.now()]
    if "owner_id" in call.args:
        bans = [ban for ban in bans if ban.owner_id == call.args.number("owner_id")]
        if not bans:
            raise ApiError(104)
    items = [_banned_json(call, ban) for ban in call.page(bans, 20, _MOST)]
    return {"count": len(bans), "items": items}


def _banned_json(call: Call, ban: Ban) -> JSON:
    info: JSON = {
        "admin_id": ban.admin_id,
        "date": ban.date,
        "reason": ban.reason,
        "comment": ban.comment,
        "comment_visible": ban.visible,
        "end_date": ban.end_date,
    }
    if ban.owner_id < 0:
        group = community_json(call.core, call.world.communities[-ban.owner_id])
        return {"type": "group", "group": group, "ban_info": info}
    return {"type": "profile", "profile": person_json(call.world.people[ban.owner_id]), "ban_info": info}
