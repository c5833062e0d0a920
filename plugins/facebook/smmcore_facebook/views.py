"""What Facebook shows, as values."""

from collections.abc import Mapping
from typing import Any

from smmcore.models import Attachment, Author, AuthorKind, Comment, CommentState
from smmcore_facebook.names import post_link, post_of
from smmcore_meta.times import moment

COMMENT = (
    "id,message,from{id,name},created_time,is_hidden,parent{id},permalink_url,"
    "attachment{type,url,media,target}"
)
"""The fields of a comment that are read."""
UNKNOWN = "unknown"
"""An author whom Facebook does not name, as it does without the task MODERATE or where people forbid it."""


def author(item: Any, page: str) -> Author:
    if not isinstance(item, Mapping) or not item.get("id"):
        return Author(id=UNKNOWN)
    id = str(item["id"])
    kind = AuthorKind.OWNER if id == page else AuthorKind.PERSON
    return Author(id=id, name=str(item.get("name") or ""), kind=kind)


def comment(item: Mapping[str, Any], page: str, post: str | None = None) -> Comment | None:
    """A comment; None where Facebook tells neither which nor when."""
    at = moment(item.get("created_time"))
    if at is None or not item.get("id"):
        return None
    id = str(item["id"])
    parent = (item.get("parent") or {}).get("id")
    attachment = item.get("attachment")
    return Comment(
        id=id,
        post=post or post_of(page, id),
        author=author(item.get("from"), page),
        text=str(item.get("message") or ""),
        at=at,
        parent=str(parent) if parent else None,
        thread=str(parent) if parent else None,
        state=CommentState.HIDDEN if item.get("is_hidden") else CommentState.VISIBLE,
        media=[_attachment(attachment)] if isinstance(attachment, Mapping) else (),
        url=item.get("permalink_url"),
    )


def elsewhere(item: Mapping[str, Any], page: str) -> Comment | None:
    """A post that names the Page, as something that was said about it."""
    at = moment(item.get("created_time"))
    if at is None or not item.get("id"):
        return None
    id = str(item["id"])
    return Comment(
        id=id,
        author=author(item.get("from"), page),
        text=str(item.get("message") or item.get("story") or ""),
        at=at,
        url=item.get("permalink_url") or post_link(id),
    )


def _attachment(item: Mapping[str, Any]) -> Attachment:
    target = item.get("target") or {}
    return Attachment(kind=str(item.get("type") or ""), id=str(target.get("id") or ""), url=item.get("url"))
