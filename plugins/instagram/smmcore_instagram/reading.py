"""Reading comments: each post's own with the answers to them, oldest first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from smmcore.errors import NotThere, SMMError
from smmcore.models import Comment
from smmcore_instagram.client import Client
from smmcore_instagram.limits import MEDIA_PAGE, PAGE
from smmcore_instagram.profile import Own, own
from smmcore_instagram.views import comment as as_comment
from smmcore_meta.times import moment

_COMMENT = "id,text,timestamp,username,from,hidden"
_THREAD = f"{_COMMENT},replies.limit({PAGE}){{{_COMMENT}}}"


async def under(client: Client, post: str) -> list[Comment]:
    """All comments under a post."""
    items = await client.graph.items(f"{post}/comments", fields=_THREAD, limit=PAGE)
    return in_order(await _threads(client, post, items, await own(client)))


async def recent(client: Client) -> list[Comment]:
    """All comments under the posts of the last days: 50 posts a call, and more calls for those with many comments."""
    posts = await _discussed(client)
    if not posts:
        return []
    me = await own(client)
    told = await client.graph.many(posts, fields=f"comments.limit({PAGE}){{{_THREAD}}}")
    found: list[Comment] = []
    for post in posts:
        found += await _of(client, post, told.get(post), me)
    return in_order(found)


def in_order(comments: Sequence[Comment]) -> list[Comment]:
    """Each once, oldest first; times are whole seconds, so that of one second the numbers decide."""
    once = {comment.id: comment for comment in comments}
    return sorted(once.values(), key=lambda comment: (comment.at, len(comment.id), comment.id))


async def _of(client: Client, post: str, told: Mapping[str, Any] | SMMError | None, me: Own) -> list[Comment]:
    if told is None or isinstance(told, NotThere):
        return []  # the post has gone meanwhile
    if isinstance(told, SMMError):
        raise told
    edge = told.get("comments") or {}
    if _goes_on(edge):
        return await under(client, post)
    return await _threads(client, post, edge.get("data") or [], me)


async def _discussed(client: Client) -> list[str]:
    """The account's posts of the last days that have comments."""
    oldest = client.io.now() - timedelta(days=client.settings.comment_days)

    def is_older(item: Mapping[str, Any]) -> bool:
        at = moment(item.get("timestamp"))
        return at is not None and at < oldest

    fields = "id,timestamp,comments_count"
    items = await client.graph.items(f"{client.id}/media", fields=fields, limit=MEDIA_PAGE, enough=is_older)
    return [str(item["id"]) for item in items if item.get("comments_count") != 0 and not is_older(item)]


async def _threads(client: Client, post: str, items: Sequence[Mapping[str, Any]], me: Own) -> list[Comment]:
    found: list[Comment] = []
    for top in items:
        edge = top.get("replies") or {}
        answers = edge.get("data") or []
        if _goes_on(edge):
            answers = await client.graph.items(f"{top['id']}/replies", fields=_COMMENT, limit=PAGE)
        found += _known(as_comment(top, me, post=post))
        for answer in answers:
            found += _known(as_comment(answer, me, post=post, parent=str(top["id"])))
    return found


def _known(comment: Comment | None) -> Iterator[Comment]:
    if comment is not None:
        yield comment


def _goes_on(edge: Mapping[str, Any]) -> bool:
    return bool((edge.get("paging") or {}).get("next"))
