"""Reading comments where a token may: posts that have some, and all that is written under a post."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from smmcore.models import Comment
from smmcore_vk.client import Client
from smmcore_vk.limits import COMMENTS_A_PAGE, POSTS_A_CALL, THREAD_ITEMS
from smmcore_vk.views import comment as as_comment
from smmcore_vk.views import names_in


async def discussed(client: Client) -> list[int]:
    """The community's posts of the last days that have comments."""
    oldest = (client.io.now() - timedelta(days=client.settings.comment_days)).timestamp()
    params = {"domain": f"club{await client.community()}", "filter": "all", "count": POSTS_A_CALL}
    found: list[int] = []
    offset = 0
    while True:
        page = await client.call("wall.get", {**params, "offset": offset}, result=_items)
        recent = [post for post in page if post["date"] >= oldest]
        found += [int(post["id"]) for post in recent if (post.get("comments") or {}).get("count") != 0]
        old = [post for post in page if post["date"] < oldest and not post.get("is_pinned")]
        if len(page) < POSTS_A_CALL or old:
            return found
        offset += len(page)


def _items(response: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item for item in response["items"] if isinstance(item, dict)]


async def under(client: Client, post: int) -> list[Comment]:
    """All comments under a post: the top level by pages, then the threads that are longer than what came along."""
    community = await client.community()
    found: list[Comment] = []
    offset = 0
    while True:
        page = await _page(client, post, {"offset": offset, "thread_items_count": THREAD_ITEMS})
        found += _shown(page, page["items"], community, post)
        for top in page["items"]:
            thread = top.get("thread") or {}
            found += _shown(page, thread.get("items") or (), community, post)
            if (thread.get("count") or 0) > len(thread.get("items") or ()):
                found += await _thread(client, post, int(top["id"]), community)
        if len(page["items"]) < COMMENTS_A_PAGE:
            return found
        offset += len(page["items"])


async def _thread(client: Client, post: int, top: int, community: int) -> list[Comment]:
    found: list[Comment] = []
    offset = 0
    while True:
        page = await _page(client, post, {"offset": offset, "comment_id": top})
        found += _shown(page, page["items"], community, post)
        if len(page["items"]) < COMMENTS_A_PAGE:
            return found
        offset += len(page["items"])


async def _page(client: Client, post: int, params: Mapping[str, Any]) -> dict[str, Any]:
    given = {
        "owner_id": -(await client.community()),
        "post_id": post,
        "sort": "asc",
        "count": COMMENTS_A_PAGE,
        "preview_length": 0,
        "extended": True,
        "fields": "screen_name",
        **params,
    }
    page: dict[str, Any] = await client.call("wall.getComments", given, result=dict)
    return {**page, "items": _items(page)}


def _shown(page: Mapping[str, Any], items: Any, community: int, post: int) -> Iterator[Comment]:
    names = names_in(page)
    for item in items:
        if (found := as_comment(item, community, names, post)) is not None:
            yield found
