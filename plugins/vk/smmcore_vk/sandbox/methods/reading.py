"""Reading walls."""

import re
from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.shapes import authors_json, post_json
from smmcore_vk.sandbox.world import Community, Post

_MOST_POSTS = 100


@method("wall.get")
def get(call: Call) -> Any:
    community = _wall(call)
    wanted = call.args.text("filter") or "all"
    if wanted in {"postponed", "suggests"} and not call.manages(community):
        raise ApiError(15, f"{wanted} posts are shown to those who keep the community")
    posts = sorted(_filtered(community, wanted), key=_newest)
    if wanted in {"all", "owner"}:
        posts.sort(key=lambda post: post.id != community.pinned)  # the pinned one stands first
    items = call.page(posts, 20, _MOST_POSTS)
    return {"count": len(posts), **_items(call, community, items)}


def _wall(call: Call) -> Community:
    if "owner_id" in call.args:
        return call.owner()
    handle = call.args.get("domain")
    if isinstance(handle, int):
        handle = -handle
    community = call.world.by_handle(handle) if handle is not None else None
    if community is None:
        raise wrong("domain is invalid" if handle is not None else "owner_id is undefined")
    return community


def _newest(post: Post) -> tuple[int, int]:
    return (-post.date, -post.id)


def _filtered(community: Community, wanted: str) -> list[Post]:
    kinds = {"postponed": "postpone", "suggests": "suggest"}
    posts = [p for p in community.posts.values() if not p.deleted and p.type == kinds.get(wanted, "post")]
    own = -community.id
    if wanted == "owner":
        return [post for post in posts if post.from_id == own]
    if wanted == "others":
        return [post for post in posts if post.from_id != own]
    return [] if wanted in {"archived", "donut"} else posts


def _items(call: Call, community: Community, posts: list[Post]) -> dict[str, Any]:
    items = [post_json(call.core, community, post, call.token.person) for post in posts]
    if not call.args.flag("extended"):
        return {"items": items}
    authors = [post.from_id for post in posts]
    return {"items": items, **authors_json(call.core, [*authors, -community.id], call.args.list("fields"))}


@method("wall.getById")
def get_by_id(call: Call) -> Any:
    names = call.args.list("posts")
    if len(names) > _MOST_POSTS:
        raise wrong(f"posts should have at most {_MOST_POSTS} items")
    found: list[tuple[Community, Post]] = []
    for name in dict.fromkeys(names):
        match = re.fullmatch(r"(-?\d+)_(\d+)", str(name))
        if match is None:
            raise wrong("posts is invalid")
        community = call.world.communities.get(-int(match[1]))
        post = community.posts.get(int(match[2])) if community is not None else None
        if community is not None and post is not None and not post.deleted and post.type == "post":
            found.append((community, post))
    body: dict[str, Any] = {"items": [post_json(call.core, c, p, call.token.person) for c, p in found]}
    if call.args.flag("extended"):
        owners = [owner for community, post in found for owner in (post.from_id, -community.id)]
        body |= authors_json(call.core, owners, call.args.list("fields"))
    return body


@method("wall.search")
def search(call: Call) -> Any:
    community = _wall(call)
    words = call.args.text("query").lower().split()
    posts = _filtered(community, "owner" if call.args.flag("owners_only") else "all")
    posts = sorted((p for p in posts if all(word in p.text.lower() for word in words)), key=_newest)
    return {"count": len(posts), **_items(call, community, call.page(posts, 20, _MOST_POSTS))}


@method("wall.getReposts")
def get_reposts(call: Call) -> Any:
    call.post(call.owner(), code=210)
    return {"items": [], "profiles": [], "groups": []}  # the sandbox counts reposts and does not keep them
