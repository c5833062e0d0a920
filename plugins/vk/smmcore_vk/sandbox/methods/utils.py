"""Short links, names, people, the time."""

import secrets
from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, ApiError, wrong
from smmcore_vk.sandbox.shapes import person_json
from smmcore_vk.sandbox.texts import is_address

_MOST_PEOPLE = 1000


@method("utils.getShortLink")
def get_short_link(call: Call) -> Any:
    url = call.args.text("url")
    if not is_address(url):
        raise wrong("url is invalid")
    short = secrets.token_hex(3)
    link: JSON = {"key": short, "short_url": f"https://vk.cc/{short}", "url": url}
    if call.args.flag("private"):
        link["access_key"] = secrets.token_hex(9)
    call.world.links[short] = {**link, "views": 0, "since": call.now()}
    return link


@method("utils.getLinkStats")
def get_link_stats(call: Call) -> Any:
    short = call.args.text("key")
    link = call.world.links.get(short)
    if link is None:
        raise ApiError(104)
    if link.get("access_key", "") != call.args.text("access_key"):
        raise ApiError(15, "the link's statistics are private")
    stats: list[JSON] = [{"timestamp": link["since"], "views": link["views"]}] if link["views"] else []
    if call.args.flag("extended"):
        stats = [{**each, "sex_age": [], "countries": [], "cities": []} for each in stats]
    return {"key": short, "stats": stats}


@method("utils.resolveScreenName")
def resolve_screen_name(call: Call) -> Any:
    community = call.world.by_handle(call.args.text("screen_name"))
    return {"type": "group", "object_id": community.id} if community is not None else []


@method("utils.getServerTime")
def get_server_time(call: Call) -> Any:
    return call.now()


@method("utils.checkLink")
def check_link(call: Call) -> Any:
    return {"status": "not_banned", "link": call.args.text("url")}


@method("users.get")
def users_get(call: Call) -> Any:
    handles = call.args.list("user_ids") or ([str(call.token.person)] if call.token.kind == "U" else [])
    if len(handles) > _MOST_PEOPLE:
        raise wrong(f"user_ids should have at most {_MOST_PEOPLE} items")
    numbers = [int(text) for each in handles if (text := str(each).removeprefix("id")).isdigit()]
    return [person_json(call.world.people[n]) for n in numbers if n in call.world.people]


@method("wall.parseAttachedLink")
def parse_attached_link(call: Call) -> Any:
    url = call.args.text("links")
    link = {"url": url, "title": url.partition("//")[2], "caption": "", "description": ""}
    return {"data": [{"type": "link", "link": link}], "groups": [], "profiles": []}


@method("wall.checkCopyrightLink")
def check_copyright_link(call: Call) -> Any:
    if not is_address(call.args.text("link")):
        raise wrong("link is invalid")
    return 1
