"""What Meta's webhooks tell about a Page, as events."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.models import Comment, Event, EventKind
from smmcore_facebook.names import whole
from smmcore_facebook.views import author
from smmcore_meta.times import moment
from smmcore_meta.webhooks import Change, changes

log = logging.getLogger("smmcore.facebook")
_VERBS = {"add": EventKind.COMMENTED, "edited": EventKind.EDITED, "edit": EventKind.EDITED}


@frozen
class Told:
    """An event, and what it is known by: Meta repeats itself."""

    key: str
    event: Event


def told(payload: Mapping[str, Any], page: str) -> Iterator[Told]:
    """Comments, reactions and mentions by others; what the Page does itself is left out."""
    for change in changes(payload):
        if change.id != page or _who(change.value) == page:
            continue
        try:
            yield from list(_told(change, page))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            log.warning(
                "facebook: a change of %s in a webhook's call makes no sense: %r", change.field, error
            )


def _told(change: Change, page: str) -> Iterator[Told]:
    at = moment(change.value.get("created_time")) or change.time
    if at is not None and change.field == "mention":
        yield from _mention(change.value, page, at)
    elif at is not None and change.field == "feed":
        yield from _feed(change.value, page, at)


def _who(value: Mapping[str, Any]) -> str:
    """Whoever did it, if Meta says so."""
    person = value.get("from")
    return str(person.get("id") or "") if isinstance(person, Mapping) else ""


def _feed(value: Mapping[str, Any], page: str, at: datetime) -> Iterator[Told]:
    item, verb = value.get("item"), str(value.get("verb"))
    post = whole(page, str(value["post_id"])) if value.get("post_id") else None
    if item == "comment" and verb in _VERBS and value.get("comment_id"):
        kind, id = _VERBS[verb], str(value["comment_id"])
        key = id if kind is EventKind.COMMENTED else f"{id} edited {at.isoformat()}"
        yield Told(key, Event(kind=kind, post=post, comment=_comment(value, page, post, at), at=at))
    elif item in {"reaction", "like"} and verb == "add":
        key = f"{value.get('comment_id') or post} {_who(value)} {value.get('reaction_type')} {at.isoformat()}"
        yield Told(key, Event(kind=EventKind.REACTED, post=post, at=at))


def _comment(value: Mapping[str, Any], page: str, post: str | None, at: datetime) -> Comment:
    above = str(value.get("parent_id") or "")
    parent = above if above and above != post else None  # under the post itself, that is its parent
    return Comment(
        id=str(value["comment_id"]),
        post=post,
        author=author(value.get("from"), page),
        text=str(value.get("message") or ""),
        at=at,
        parent=parent,
        thread=parent,
    )


def _mention(value: Mapping[str, Any], page: str, at: datetime) -> Iterator[Told]:
    """Somebody names the Page elsewhere: such a comment belongs to no post of the account's."""
    id = value.get("comment_id") or value.get("post_id")
    if value.get("verb") != "add" or not id:
        return
    said = Comment(
        id=str(id), author=author(value.get("from"), page), text=str(value.get("message") or ""), at=at
    )
    yield Told(f"mention {id}", Event(kind=EventKind.COMMENTED, comment=said, at=at))
