"""Reading comments: each post's own with the answers to them, oldest first."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from smmcore.errors import AnswerLost, NotThere, PlatformError, SMMError
from smmcore.models import Comment
from smmcore_instagram.client import Client
from smmcore_instagram.limits import MEDIA_PAGE, PAGE
from smmcore_instagram.profile import Own, own
from smmcore_instagram.views import comment as as_comment
from smmcore_meta.graph import CONCERN_ALL
from smmcore_meta.times import moment

_COMMENT = "id,text,timestamp,username,from,hidden"
_THREAD = f"{_COMMENT},replies.limit({PAGE}){{{_COMMENT}}}"

_PIECE = 10
log = logging.getLogger("smmcore.instagram")


async def under(client: Client, post: str) -> list[Comment]:
    """All comments under a post."""
    items = await client.graph.items(f"{post}/comments", fields=_THREAD, limit=PAGE)
    return in_order(await _threads(client, post, items, await own(client)))


async def recent(client: Client) -> list[Comment]:
    """All comments under the posts of the last days: 50 posts a call, and more calls for those with many comments."""
    told = await below(client, [*await discussed(client)])
    return in_order([comment for comments in told.values() for comment in comments])


async def below(client: Client, posts: Sequence[str]) -> dict[str, list[Comment]]:
    """The comments under each of these posts; a post that Instagram refuses is left out, and costs no other.

    Raises the last refusal if there was nothing but refusals.
    """
    if not posts:
        return {}
    me = await own(client)
    told = await client.graph.many(posts, fields=f"comments.limit({PAGE}){{{_THREAD}}}")
    found: dict[str, list[Comment]] = {}
    refused: dict[str, SMMError] = {}
    for post in posts:
        try:
            found[post] = await _of(client, post, _unless_out_of_order(told.get(post), refused), me)
        except CONCERN_ALL:
            raise
        except (PlatformError, AnswerLost) as error:
            log.warning("%s: no comments under %s: %s", client.account.name, post, error)
            refused[post] = error
    if refused and not found:
        raise [*refused.values()][-1]
    return found


def _unless_out_of_order(told: Any, refused: Mapping[str, SMMError]) -> Any:
    """Raises instead of trying a post in pieces where that has failed twice."""
    lost = [error for error in refused.values() if isinstance(error, AnswerLost)]
    if isinstance(told, AnswerLost) and len(lost) > 1:
        raise told
    return told


def in_order(comments: Sequence[Comment]) -> list[Comment]:
    """Each once, oldest first; times are whole seconds, so that of one second the numbers decide."""
    once = {comment.id: comment for comment in comments}
    return sorted(once.values(), key=lambda comment: (comment.at, len(comment.id), comment.id))


async def _of(client: Client, post: str, told: Mapping[str, Any] | SMMError | None, me: Own) -> list[Comment]:
    if isinstance(told, NotThere):
        return []  # the post has gone meanwhile
    if told is None or isinstance(told, AnswerLost):
        return await _in_pieces(client, post, me)
    if isinstance(told, SMMError):
        raise told
    edge = told.get("comments") or {}
    if _goes_on(edge):
        return await under(client, post)
    return await _threads(client, post, edge.get("data") or [], me)


async def _in_pieces(client: Client, post: str, me: Own) -> list[Comment]:
    """Of a post with so much below it that Meta cannot answer at once."""
    items = await client.graph.items(f"{post}/comments", fields=_COMMENT, limit=_PIECE)
    found: list[Comment] = []
    for top in items:
        answers = await client.graph.items(f"{top['id']}/replies", fields=_COMMENT, limit=_PIECE)
        found += _thread(top, answers, post, me)
    return found


async def discussed(client: Client) -> dict[str, int | None]:
    """The account's posts of the last days that have comments, and how many; None where Instagram does not tell."""
    oldest = client.io.now() - timedelta(days=client.settings.comment_days)

    def is_older(item: Mapping[str, Any]) -> bool:
        at = moment(item.get("timestamp"))
        return at is not None and at < oldest

    fields = "id,timestamp,comments_count"
    items = await client.graph.items(f"{client.id}/media", fields=fields, limit=MEDIA_PAGE, enough=is_older)
    counts = {str(item["id"]): item.get("comments_count") for item in items if not is_older(item)}
    return {post: count for post, count in counts.items() if count != 0}


async def _threads(client: Client, post: str, items: Sequence[Mapping[str, Any]], me: Own) -> list[Comment]:
    found: list[Comment] = []
    for top in items:
        edge = top.get("replies") or {}
        answers = edge.get("data") or []
        if _goes_on(edge):
            answers = await client.graph.items(f"{top['id']}/replies", fields=_COMMENT, limit=PAGE)
        found += _thread(top, answers, post, me)
    return found


def _thread(
    top: Mapping[str, Any], answers: Sequence[Mapping[str, Any]], post: str, me: Own
) -> list[Comment]:
    below = [as_comment(answer, me, post=post, parent=str(top["id"])) for answer in answers]
    return [comment for comment in (as_comment(top, me, post=post), *below) if comment is not None]


def _goes_on(edge: Mapping[str, Any]) -> bool:
    return bool((edge.get("paging") or {}).get("next"))
