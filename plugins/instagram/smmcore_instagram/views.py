"""What Instagram shows, as values."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from smmcore.models import Author, AuthorKind, Comment, CommentState
from smmcore_instagram.profile import Own
from smmcore_meta.times import moment

UNKNOWN = "unknown"
"""The author whom Instagram does not name, as with people who have blocked the account's app."""


def comment(
    item: Mapping[str, Any],
    own: Own,
    *,
    post: str | None,
    parent: str | None = None,
    at: datetime | None = None,
) -> Comment | None:
    """A comment; None of what has no identifier or no time, which `at` stands in for."""
    time = moment(item.get("timestamp")) or at
    if not item.get("id") or time is None:
        return None
    above = parent or _text(item.get("parent_id"))
    return Comment(
        id=str(item["id"]),
        post=post,
        author=author(item, own),
        text=str(item.get("text") or ""),
        at=time,
        parent=above,
        thread=above,
        state=CommentState.HIDDEN if item.get("hidden") else CommentState.VISIBLE,
    )


def author(item: Mapping[str, Any], own: Own) -> Author:
    told = item.get("from") or {}
    handle = str(told.get("username") or item.get("username") or "")
    kind = AuthorKind.OWNER if own.wrote(item) else AuthorKind.PERSON
    return Author(id=str(told.get("id") or handle or UNKNOWN), name=handle, handle=handle, kind=kind)


def mention(item: Mapping[str, Any], own: Own) -> Comment | None:
    """A post or a comment of somebody else's that names the account or tags it."""
    at = moment(item.get("timestamp"))
    if not item.get("id") or at is None:
        return None
    return Comment(
        id=str(item["id"]),
        author=author(item, own),
        text=str(item.get("text") or item.get("caption") or ""),
        at=at,
        url=_text(item.get("permalink") or (item.get("media") or {}).get("permalink")),
    )


def _text(value: Any) -> str | None:
    return str(value) if value else None
