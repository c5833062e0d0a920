"""What the network shows, as comments."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar

from smmcore.errors import InvalidInput
from smmcore.models import Attachment, Author, AuthorKind, Comment, CommentState
from smmcore_bluesky.names import link
from smmcore_bluesky.times import moment

T = TypeVar("T")
P = ParamSpec("P")
_BEGINNING = datetime.fromtimestamp(0, UTC)
log = logging.getLogger("smmcore.bluesky")


def understood(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What was read; None where it has an unknown shape, so that it blocks none beside it."""
    try:
        return read(*args, **kwargs)
    except (KeyError, TypeError, ValueError, AttributeError, InvalidInput) as error:
        log.warning("bluesky: a post or notification was not understood (%s)", type(error).__name__)
        return None


def author(shown: Mapping[str, Any], own: str) -> Author:
    """Who wrote it; `own` is the account's DID."""
    id, handle = str(shown["did"]), str(shown.get("handle") or "")
    kind = AuthorKind.OWNER if id == own else AuthorKind.PERSON
    return Author(id=id, name=str(shown.get("displayName") or handle), handle=handle, kind=kind)


def comment(
    shown: Mapping[str, Any], own: str, *, post: str | None, state: CommentState = CommentState.VISIBLE
) -> Comment:
    """One post that answers; `post` is the one under which it stands."""
    record = shown.get("record") or {}
    parent = ((record.get("reply") or {}).get("parent") or {}).get("uri")
    return Comment(
        id=str(shown["uri"]),
        post=post,
        author=author(shown["author"], own),
        text=str(record.get("text") or ""),
        at=when(shown),
        parent=None if parent == post else parent,
        thread=root_of(shown),
        state=state,
        media=[*_attachments(record)],
        url=link(str(shown["uri"])),
    )


def root_of(shown: Mapping[str, Any]) -> str | None:
    """The first post of the thread that it belongs to; None where it begins one."""
    reply = (shown.get("record") or {}).get("reply") or {}
    return (reply.get("root") or {}).get("uri")


def when(shown: Mapping[str, Any]) -> datetime:
    """When it was written. People's clocks may be ahead, so never later than the network saw it."""
    said = moment((shown.get("record") or {}).get("createdAt"))
    seen = moment(shown.get("indexedAt"))
    times = [at for at in (said, seen) if at is not None]
    return min(times, default=_BEGINNING)


def muted(shown: Mapping[str, Any]) -> bool:
    """Whether the account does not want to hear its author."""
    viewer = (shown.get("author") or {}).get("viewer") or {}
    return bool(viewer.get("muted") or viewer.get("mutedByList"))


def _attachments(record: Mapping[str, Any]) -> Iterator[Attachment]:
    embed = record.get("embed") or {}
    if str(embed.get("$type")) == "app.bsky.embed.recordWithMedia":
        embed = embed.get("media") or {}
    for image in embed.get("images") or ():
        yield Attachment(kind="photo", id=_blob(image.get("image")))
    if "video" in embed:
        yield Attachment(kind="video", id=_blob(embed["video"]))
    if external := embed.get("external"):
        yield Attachment(kind="link", url=external.get("uri"))


def _blob(blob: Any) -> str:
    return str(((blob or {}).get("ref") or {}).get("$link") or "")
