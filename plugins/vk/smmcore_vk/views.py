"""What VK shows, as values."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from smmcore.models import Attachment, Author, AuthorKind, Comment
from smmcore_vk.names import SITE, CommentName, comment_link
from smmcore_vk.rendering import shown

Names = Mapping[int, tuple[str, str]]
"""Name and handle of people (positive numbers) and communities (negative)."""


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def names_in(response: Mapping[str, Any]) -> dict[int, tuple[str, str]]:
    """Whom an extended answer describes."""
    found: dict[int, tuple[str, str]] = {}
    for person in response.get("profiles") or ():
        full = f"{person.get('first_name', '')} {person.get('last_name', '')}".strip()
        found[int(person["id"])] = (full, str(person.get("screen_name") or ""))
    for group in response.get("groups") or ():
        found[-int(group["id"])] = (str(group.get("name") or ""), str(group.get("screen_name") or ""))
    return found


def author(number: int, community: int, names: Names) -> Author:
    name, handle = names.get(number, ("", ""))
    kind = AuthorKind.PERSON if number > 0 else AuthorKind.PAGE
    if number == -community:
        kind = AuthorKind.OWNER
    return Author(id=str(number), name=name, handle=handle, kind=kind)


def comment(item: Mapping[str, Any], community: int, names: Names, post: int | None = None) -> Comment | None:
    """A comment; None where VK shows only that there was one."""
    if item.get("deleted") or "from_id" not in item:
        return None
    below = int(item.get("post_id") or post or 0)
    name = CommentName(below, int(item["id"]))
    above = [int(number) for number in item.get("parents_stack") or ()]
    answered = item.get("reply_to_comment") or (above[-1] if above else None)
    return Comment(
        id=str(name),
        post=str(below),
        author=author(int(item["from_id"]), community, names),
        text=shown(str(item.get("text") or "")),
        at=moment(item["date"]),
        parent=str(CommentName(below, int(answered))) if answered else None,
        thread=str(CommentName(below, above[0])) if above else None,
        media=[_attachment(thing) for thing in item.get("attachments") or ()],
        url=comment_link(community, name),
    )


def elsewhere(item: Mapping[str, Any], community: int, names: Names) -> Comment:
    """A post or a comment on anybody's wall, as something that was said about the account."""
    wall, number = int(item["owner_id"]), int(item["id"])
    if wall == -community and item.get("post_id") and (own := comment(item, community, names)):
        return own
    return Comment(
        id=f"{wall}_{number}",
        author=author(int(item.get("from_id") or wall), community, names),
        text=shown(str(item.get("text") or "")),
        at=moment(item["date"]),
        url=f"{SITE}/wall{wall}_{number}",
    )


def _attachment(thing: Mapping[str, Any]) -> Attachment:
    kind = str(thing.get("type"))
    inner = thing.get(kind) or {}
    id = f"{kind}{inner['owner_id']}_{inner.get('id')}" if "owner_id" in inner else ""
    return Attachment(kind=kind, id=id, url=inner.get("url"))
