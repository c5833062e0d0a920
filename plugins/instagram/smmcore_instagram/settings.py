"""What an account and a post may configure for Instagram."""

from collections.abc import Iterable
from typing import Any, ClassVar

from attrs import Attribute, field, frozen

from smmcore.models import Options
from smmcore.models.campaign import as_strings
from smmcore.models.validating import each, not_blank, number
from smmcore_instagram.names import NAME
from smmcore_meta.settings import GraphSettings, one_of

FACEBOOK, INSTAGRAM = "facebook", "instagram"
USES = ("publishing", "comments", "insights", "messages")
TRIALS = ("", "MANUAL", "SS_PERFORMANCE")


def _known_uses(_: Any, attribute: "Attribute[Any]", value: tuple[str, ...]) -> None:
    if unknown := [word for word in value if word not in USES]:
        raise ValueError(f"{attribute.name}: must be of {', '.join(USES)}, not {unknown[0]!r}")


@frozen(kw_only=True)
class InstagramSettings(GraphSettings):
    """An account's settings; its `id` is the number of an Instagram professional account."""

    login: str = field(default=FACEBOOK, validator=one_of((FACEBOOK, INSTAGRAM)))
    """How its owner signed in: with Facebook (graph.facebook.com), or with Instagram (graph.instagram.com)."""
    page_id: str = field(default="", converter=str)
    """The Facebook Page that the account is linked to; private replies and blocks go through it where it is given."""
    poll_every: float = field(default=60, validator=number(least=1))
    """Seconds between two questions whether a post is processed; the first ones come sooner."""
    poll_patience: float = field(default=300, validator=number(least=0))
    """Seconds to wait for the processing; a post that takes longer is tried again later, where it was."""
    resumable: bool = True
    """Send films that are files to Meta itself; otherwise they need a public address. With Facebook's login only."""
    uses: tuple[str, ...] = field(default=USES[:3], converter=as_strings, validator=_known_uses)
    """What the account is used for, of `USES`: the check tells which scopes are missing for it."""
    deletes: bool | None = None
    """Whether posts can be deleted; None means with Facebook's login only, as Meta's specification has it."""
    comment_days: int = field(default=30, validator=number(least=1))
    """How old, in days, posts may be whose comments are read when no post is named."""
    listen_every: float = field(default=30, validator=number(least=1))
    """Seconds between two looks for new comments while `receive` waits."""
    ad_label: str = "Ad"
    """How advertising posts are marked: the label, the advertiser and the erid end the text."""


@frozen(kw_only=True)
class UserTag:
    """A person who is tagged in a picture or a film."""

    username: str = field(validator=not_blank)
    x: float | None = None
    """From 0 (left) to 1 (right); pictures need it, films have none."""
    y: float | None = None
    """From 0 (top) to 1 (bottom)."""
    item: int = field(default=1, validator=number(least=1))
    """Which picture of a carousel, from 1."""


def _as_tags(value: Iterable[UserTag]) -> tuple[UserTag, ...]:
    return tuple(value)


@frozen(kw_only=True)
class InstagramOptions(Options):
    """One post's options."""

    platform: ClassVar[str] = NAME
    user_tags: tuple[UserTag, ...] = field(default=(), converter=_as_tags, validator=each(UserTag))
    collaborators: tuple[str, ...] = field(default=(), converter=as_strings)
    """User names of up to three accounts that are asked to be authors, too."""
    location_id: str = field(default="", converter=str)
    """The number of a Facebook Page with a place."""
    thumb_offset: int | None = field(default=None, validator=number(least=0))
    """Which moment of a reel is its cover, in milliseconds; `Video.cover` goes before it."""
    share_to_feed: bool | None = None
    """Whether a reel is shown in the feed, too; None means yes for films of the feed, Instagram's choice for reels."""
    audio_name: str = ""
    """The name of a reel's own sound."""
    trial: str = field(default="", validator=one_of(TRIALS))
    """Show a reel to strangers first; `MANUAL` or `SS_PERFORMANCE` says how it comes to the followers."""
    ai_generated: bool = False
    """Mark it as made with AI."""
    close_comments: bool = False
    """Nobody can comment on it."""
