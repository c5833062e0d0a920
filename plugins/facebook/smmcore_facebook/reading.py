"""Reading comments: under one post, and under the posts of the last days."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from smmcore.models import Comment
from smmcore.platform import Page
from smmcore_facebook.client import Client
from smmcore_facebook.limits import PAGE_OF_COMMENTS
from smmcore_facebook.views import COMMENT, comment
from smmcore_meta.times import moment

_POSTS_A_CALL = 25
_FIRST = 25
"""Comments that come along with each post; the others are asked for."""
_ALL = "stream"
"""Answers to comments, too, and not the top level only."""


async def page_under(client: Client, post: str, cursor: str | None) -> Page[Comment]:
    params = {"filter": _ALL, "order": "chronological"}
    found = await client.graph.page(
        f"{post}/comments", params, fields=COMMENT, limit=PAGE_OF_COMMENTS, cursor=cursor
    )
    return Page(_comments(client, found.items, post), found.next)


async def recent(client: Client) -> list[Comment]:
    """All comments under the posts of the last `comment_days` days, oldest first."""
    found = [item async for post in _posts(client, "chronological") for item in await _under(client, post)]
    return sorted(found, key=lambda item: (item.at, item.id))


async def since(client: Client, moment_: datetime) -> list[Comment]:
    """Comments that were written after that under the posts of the last `comment_days` days, oldest first."""
    found: list[Comment] = []
    async for post in _posts(client, "reverse_chronological"):
        known = await _under(client, post, enough=lambda item: _before(item, moment_))
        found += [item for item in known if item.at >= moment_]
    return sorted(found, key=lambda item: (item.at, item.id))


async def _posts(client: Client, order: str) -> AsyncIterator[Mapping[str, Any]]:
    """Posts of the last days, each with its first comments in that order."""
    oldest = client.io.now() - timedelta(days=client.settings.comment_days)
    nested = f"comments.filter({_ALL}).order({order}).limit({_FIRST}){{{COMMENT}}}"
    posts = await client.graph.items(
        client.edge("published_posts"),
        {},
        fields=f"id,created_time,{nested}",
        limit=_POSTS_A_CALL,
        enough=lambda item: _before(item, oldest),
    )
    for post in posts:
        yield {**post, "order": order}


def _before(item: Mapping[str, Any], oldest: datetime) -> bool:
    at = moment(item.get("created_time"))
    return at is not None and at < oldest


async def _under(
    client: Client, post: Mapping[str, Any], *, enough: Callable[[Mapping[str, Any]], bool] | None = None
) -> list[Comment]:
    """The comments that came along with a post; where there are more of interest, all that are."""
    answer, id = post.get("comments") or {}, str(post["id"])
    items = list(answer.get("data") or ())
    more = bool((answer.get("paging") or {}).get("next"))
    if more and not (enough and any(enough(item) for item in items)):
        params = {"filter": _ALL, "order": post["order"]}
        items = await client.graph.items(
            f"{id}/comments", params, fields=COMMENT, limit=PAGE_OF_COMMENTS, enough=enough
        )
    return _comments(client, items, id)


def _comments(client: Client, items: Any, post: str) -> list[Comment]:
    found = (comment(item, client.page, post) for item in items)
    return [item for item in found if item]
