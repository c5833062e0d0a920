"""What people write under posts, and what is done about it."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from attrs import field, frozen

from smmcore.models.validating import aware, not_blank


class AuthorKind(StrEnum):
    PERSON = "person"
    PAGE = "page"
    """A page, community or channel that speaks for itself."""
    OWNER = "owner"
    """The account itself, or one of its administrators speaking in its name."""


@frozen(kw_only=True)
class Author:
    id: str = field(validator=not_blank)
    name: str = ""
    handle: str = ""
    kind: AuthorKind = field(default=AuthorKind.PERSON, converter=AuthorKind)


class CommentState(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    DELETED = "deleted"


@frozen(kw_only=True)
class Attachment:
    """Something that hangs on a comment, by the network's own identifier."""

    kind: str
    id: str = ""
    url: str | None = None


def _as_attachments(value: Iterable[Attachment]) -> tuple[Attachment, ...]:
    return tuple(value)


@frozen(kw_only=True)
class Comment:
    id: str = field(validator=not_blank)
    post: str | None = None
    """The network's identifier of the post; None where the network does not tell."""
    author: Author
    text: str = ""
    at: datetime = field(validator=aware)
    edited_at: datetime | None = field(default=None, validator=aware)
    parent: str | None = None
    """The comment that it answers; None at the top level."""
    thread: str | None = None
    """The network's identifier of the thread that it belongs to."""
    state: CommentState = field(default=CommentState.VISIBLE, converter=CommentState)
    media: tuple[Attachment, ...] = field(default=(), converter=_as_attachments)
    url: str | None = None


class Act(StrEnum):
    """What a moderator can do. Which of it an account can do, its abilities tell."""

    HIDE = "hide"
    UNHIDE = "unhide"
    DELETE = "delete_comment"
    RESTORE = "restore_comment"
    REACT = "react"
    REPORT = "report"
    RESTRICT = "restrict"
    UNRESTRICT = "unrestrict"
    BAN = "ban"
    UNBAN = "unban"
    MUTE = "mute"
    """What the author writes is not shown to the account any more; everybody else sees it."""
    UNMUTE = "unmute"
    CLOSE = "close_comments"
    """Nobody can comment on the post any more; what stands there stays."""
    OPEN = "open_comments"


@frozen(kw_only=True)
class Action:
    """One thing to be done to a comment, to its author, or to the comments of a post."""

    act: Act = field(converter=Act)
    comment: str | None = None
    """The comment's identifier."""
    author: str | None = None
    """The author's identifier; where it is missing, the author of the comment is meant."""
    post: str | None = None
    """The post's identifier: whose comments are closed or opened."""
    until: datetime | None = field(default=None, validator=aware)
    """When a ban or a restriction ends; None means never."""
    reaction: str = ""
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        if self.act in {Act.CLOSE, Act.OPEN}:
            if not self.post:
                raise ValueError("post: say whose comments are meant")
        elif not (self.comment or self.author):
            raise ValueError("comment: say which comment or which author is meant")


@frozen(kw_only=True)
class Verdict:
    """What a judge thinks of a comment; several judges may speak, the weightiest is followed."""

    action: Action
    reason: str
    score: float = 1.0
    """From 0 (a hunch) to 1 (certain)."""
    judge: str = ""


class EventKind(StrEnum):
    COMMENTED = "commented"
    EDITED = "edited"
    REACTED = "reacted"
    VOTED = "voted"
    POSTED = "posted"
    """A post of the account was seen; it may have been made elsewhere."""
    ACCESS = "access"
    """What the account may do has changed."""


@frozen(kw_only=True)
class Event:
    """Something that a network told us by itself."""

    kind: EventKind = field(converter=EventKind)
    post: str | None = None
    comment: Comment | None = None
    at: datetime = field(validator=aware)
    note: str = ""
