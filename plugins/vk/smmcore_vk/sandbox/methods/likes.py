"""Likes: counted, and read; nobody can give them over the API any more."""

from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.world import Comment, Post

_MOST = 1000


def _liked(call: Call) -> Post | Comment:
    community = call.owner()
    shelves: dict[str, Any] = {"post": community.posts, "comment": community.comments}
    type = call.args.text("type")
    if type not in shelves:
        raise wrong(f"SANDBOX knows likes of posts and comments, not of {type}")
    found: Post | Comment | None = shelves[type].get(call.args.number("item_id"))
    if found is None or found.deleted:
        raise ApiError(15)
    return found


@method("likes.getList")
def get_list(call: Call) -> Any:
    """As many people as there are likes: the sandbox's crowd has numbers and no names."""
    liked = _liked(call)
    people = list(range(10_000_001, 10_000_001 + liked.likes))
    return {"count": liked.likes, "items": call.page(people, 100, _MOST)}


@method("likes.isLiked")
def is_liked(call: Call) -> Any:
    _liked(call)
    return {"liked": 0, "copied": 0}
