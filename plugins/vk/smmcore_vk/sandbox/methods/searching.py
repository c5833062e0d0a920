"""Looking beyond one wall: by words, and for mentions."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import JSON, wrong
from smmcore_vk.sandbox.shapes import authors_json, post_json
from smmcore_vk.sandbox.texts import mentions
from smmcore_vk.sandbox.world import Comment, Community, Post

_ALL = 1000
"""Results that VK gives of one search, however many there are."""


@method("newsfeed.search")
def search(call: Call) -> Any:
    words = call.args.text("q").lower().split()
    found = [each for each in _written(call) if all(word in each[1].text.lower() for word in words)]
    start = call.args.text("start_from") or "0"
    if not start.isdigit():
        raise wrong("start_from is invalid")
    count = call.args.number("count", 30)
    kept = found[:_ALL]
    items = kept[int(start) : int(start) + count]
    body: JSON = {
        "items": [_item(call, *each) for each in items],
        "count": len(kept),
        "total_count": len(found),
    }
    if int(start) + count < len(kept):
        body["next_from"] = str(int(start) + count)
    if call.args.flag("extended"):
        body |= authors_json(call.core, [each.from_id for _, each in items])
    return body


@method("newsfeed.getMentions")
def get_mentions(call: Call) -> Any:
    owner = call.args.number("owner_id", call.token.person)
    community = call.world.communities.get(-owner)
    if community is None:
        return {"count": 0, "items": []}
    found = [
        each
        for each in _written(call)
        if each[1].from_id != owner and mentions(each[1].text, community.id, community.screen_name)
    ]
    return {"count": len(found), "items": [_item(call, *each) for each in call.page(found, 20, 50)]}


def _written(call: Call) -> list[tuple[Community, Post | Comment]]:
    """All posts and comments of a time, newest first."""
    begin, end = call.args.number("start_time"), call.args.number("end_time") or call.now() + 1
    found: list[tuple[Community, Post | Comment]] = []
    for community in call.world.communities.values():
        posts = [post for post in community.posts.values() if post.type == "post" and not post.deleted]
        alive = {post.id for post in posts}
        comments = [c for c in community.comments.values() if not c.deleted and c.post_id in alive]
        written: list[Post | Comment] = [*posts, *comments]
        found += [(community, each) for each in written if begin <= each.date <= end]
    return sorted(found, key=lambda each: (-each[1].date, -each[1].id))


def _item(call: Call, community: Community, written: Post | Comment) -> JSON:
    if isinstance(written, Post):
        return post_json(call.core, community, written)
    return {
        "inner_type": "wall_wallpost",
        "id": written.id,
        "post_id": written.post_id,
        "parents_stack": [written.parent] if written.parent else [],
        "owner_id": written.owner_id,
        "from_id": written.from_id,
        "date": written.date,
        "text": written.text,
        "post_type": "reply",
        "likes": {"can_like": 1, "count": written.likes, "user_likes": 0},
    }
