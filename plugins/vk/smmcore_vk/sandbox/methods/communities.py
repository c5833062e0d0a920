"""Communities, their members, and what a token may do in one."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, wrong
from smmcore_vk.sandbox.seed import RIGHTS
from smmcore_vk.sandbox.shapes import community_json, person_json

_MOST_GROUPS, _MOST_MEMBERS = 500, 1000


@method("groups.getById")
def get_by_id(call: Call) -> Any:
    handles = call.args.list("group_ids") or [call.args.get("group_id")]
    if handles == [None]:
        handles = [call.group().id]
    if len(handles) > _MOST_GROUPS:
        raise wrong(f"group_ids should have at most {_MOST_GROUPS} items")
    found = [call.world.by_handle(handle) for handle in handles]
    fields, viewer = call.args.list("fields"), call.token.person
    groups = [community_json(call.core, c, fields, viewer) for c in found if c is not None]
    if not groups:
        raise wrong("group_ids is undefined")
    return {"groups": groups, "profiles": []}


@method("groups.getMembers")
def get_members(call: Call) -> Any:
    """Those whom the sandbox knows; the rest of the crowd is a number."""
    community = call.group()
    known = [person for person in call.world.people.values() if person.id not in community.banned]
    items = call.page(known, _MOST_MEMBERS, _MOST_MEMBERS)
    if "fields" in call.args:
        return {"count": community.members, "items": [person_json(person) for person in items]}
    return {"count": community.members, "items": [person.id for person in items]}


@method("groups.isMember")
def is_member(call: Call) -> Any:
    community = call.group()
    if "user_ids" in call.args:
        return [
            {"user_id": id, "member": int(id not in community.banned)} for id in call.args.list("user_ids")
        ]
    return int(call.args.number("user_id", call.token.person) not in community.banned)


@method("groups.getTokenPermissions")
def get_token_permissions(call: Call) -> Any:
    rights = [name for name in RIGHTS if name in call.token.scopes]
    permissions = [{"name": name, "setting": RIGHTS[name]} for name in rights]
    return {"mask": sum(RIGHTS[name] for name in rights), "permissions": permissions}


@method("groups.edit")
def edit(call: Call) -> Any:
    community = call.managed(call.group(), 15)
    known = {"group_id", "title", "description", "screen_name"}
    for name in call.args.values.keys() - known:
        raise wrong(f"SANDBOX cannot change {name}")
    community.title = call.args.text("title") or community.title
    if "description" in call.args:
        community.description = call.args.text("description")
    community.screen_name = call.args.text("screen_name") or community.screen_name
    call.core.tell(community, "group_change_settings", {"user_id": call.token.person, "changes": {}})
    return 1


@method("groups.search")
def search(call: Call) -> Any:
    words = call.args.text("q").lower()
    found = [c for c in call.world.communities.values() if words in c.title.lower()]
    items: list[JSON] = [community_json(call.core, c) for c in call.page(found, 20, 1000)]
    return {"count": len(found), "items": items}
