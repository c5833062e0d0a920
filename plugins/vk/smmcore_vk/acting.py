"""What a moderator does: to comments, to people, to the comments of a post."""

from collections.abc import Iterable
from typing import Any

from smmcore.errors import InvalidInput, NotThere, PlatformError, Unsupported
from smmcore.models import Act, Action, Comment
from smmcore_vk.client import Client
from smmcore_vk.hearing import COMMENTS
from smmcore_vk.names import NAME, CommentName, comment_name, post_number

REPORTS = {
    "spam": 0,
    "child abuse": 1,
    "extremism": 2,
    "violence": 3,
    "drugs": 4,
    "adult": 5,
    "insult": 6,
    "suicide": 8,
    "weapons": 11,
}
"""Reasons of a report, by VK's numbers."""
BANS = {"other": 0, "spam": 1, "insult": 2, "strong language": 3, "flood": 4}
"""Reasons of a ban; any other text becomes the ban's note."""
_NOT_DELETED = 243
_AUTHORS = "authors"


async def acted(client: Client, action: Action) -> None:
    """Do it; what is done already is a success. Raises `Unsupported` for what VK cannot."""
    match action.act:
        case Act.DELETE | Act.RESTORE | Act.REPORT:
            await _to_comment(client, action)
        case Act.BAN | Act.UNBAN:
            await _to_author(client, action)
        case Act.CLOSE | Act.OPEN:
            method = "wall.closeComments" if action.act is Act.CLOSE else "wall.openComments"
            post = post_number(action.post or "", "post")
            await client.call(method, {"owner_id": -(await client.community()), "post_id": post})
        case _:
            raise Unsupported(f"VK cannot {action.act.value}", platform=NAME)


async def _to_comment(client: Client, action: Action) -> None:
    name = comment_name(action.comment or "")
    params: dict[str, Any] = {"owner_id": -(await client.community()), "comment_id": name.number}
    if action.act is Act.REPORT:
        await client.call("wall.reportComment", {**params, "reason": _report(action.reason)})
        return
    method = "wall.deleteComment" if action.act is Act.DELETE else "wall.restoreComment"
    try:
        await client.call(method, params)
    except NotThere:
        if action.act is Act.RESTORE:
            raise
    except PlatformError as error:
        if error.code != _NOT_DELETED:
            raise


def _report(reason: str) -> int:
    word = reason.strip().lower() or "spam"
    if word not in REPORTS:
        raise InvalidInput(f"reason: VK knows {', '.join(REPORTS)}, not {reason!r}")
    return REPORTS[word]


async def _to_author(client: Client, action: Action) -> None:
    params: dict[str, Any] = {
        "group_id": await client.community(),
        "owner_id": await _author(client, action),
    }
    if action.act is Act.UNBAN:
        try:
            await client.call("groups.unban", params)
        except NotThere:
            return  # nobody had banned them
        return
    word = action.reason.strip().lower()
    about = {
        "end_date": int(action.until.timestamp()) if action.until else None,
        "reason": BANS.get(word, 0),
        "comment": action.reason if action.reason and word not in BANS else None,
    }
    await client.call("groups.ban", {**params, **about})


async def _author(client: Client, action: Action) -> int:
    if action.author:
        try:
            return int(action.author)
        except ValueError:
            raise InvalidInput(f"author: {action.author!r} is no number of VK's") from None
    name = comment_name(action.comment or "")
    return await _known_author(client, name) or await _shown_author(client, name)


async def _known_author(client: Client, name: CommentName) -> int | None:
    """Who wrote a comment that was heard or read; also if it is deleted by now."""
    if heard := await client.io.store.get(COMMENTS, str(name)):
        return int(heard["author"]["id"])
    kept = await client.io.store.get(_AUTHORS, str(name.post)) or {}
    return kept.get(str(name.number))


async def _shown_author(client: Client, name: CommentName) -> int:
    params = {"owner_id": -(await client.community()), "comment_id": name.number}
    found = await client.call("wall.getComment", params, result=dict)
    numbers = [int(item["from_id"]) for item in found["items"] if "from_id" in item]
    if not numbers:
        raise NotThere(f"the author of comment {name} is not shown any more", platform=NAME)
    return numbers[0]


async def remember_authors(client: Client, comments: Iterable[Comment]) -> None:
    """Who wrote what: VK does not tell of deleted comments, and their authors may still have to be banned."""
    by_post: dict[str, dict[str, int]] = {}
    for comment in comments:
        name = comment_name(comment.id)
        by_post.setdefault(str(name.post), {})[str(name.number)] = int(comment.author.id)
    for post, authors in by_post.items():
        kept = await client.io.store.get(_AUTHORS, post) or {}
        if not authors.items() <= kept.items():
            await client.io.store.put(_AUTHORS, post, {**kept, **authors})
