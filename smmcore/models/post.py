"""What is to be published."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from zoneinfo import ZoneInfo

from attrs import Attribute, evolve, field, frozen

from smmcore.models.campaign import as_strings
from smmcore.models.media import File, Media
from smmcore.models.text import Text, TextLike, as_text, plain
from smmcore.models.validating import aware, each, not_blank, number, web_address

LONGEST_KEY = 300
"""Characters; the journal's databases have no room for more."""


class Kind(StrEnum):
    """Where a post appears on the network."""

    FEED = "feed"
    STORY = "story"
    REEL = "reel"


@frozen
class Options:
    """Base of a network's own options: subclass it, frozen, with defaults, and name the platform."""

    platform: ClassVar[str]


@frozen
class Unread:
    """Options of a network that nobody has asked for yet, kept exactly as they were written."""

    platform: str
    values: Mapping[str, Any]


@frozen(kw_only=True)
class Poll:
    question: str = field(validator=not_blank)
    options: tuple[str, ...] = field(converter=as_strings, validator=not_blank)
    multiple: bool = False
    """May one person choose several?"""
    anonymous: bool = True
    correct: int | None = field(default=None, validator=number(least=0))
    """The position of the right answer, from 0: makes the poll a quiz."""
    explanation: str = ""
    closes: datetime | None = field(default=None, validator=aware)

    def __attrs_post_init__(self) -> None:
        if self.correct is not None and self.correct >= len(self.options):
            raise ValueError(f"correct: there is no option {self.correct} among {len(self.options)}")


@frozen(kw_only=True)
class Disclosure:
    """Who pays for an advertising post, as laws on marking ads require it."""

    advertiser: str = field(validator=not_blank)
    contract: str = ""
    erid: str = ""
    """The register's identifier of the ad (required in Russia since September 2022)."""

    def line(self, label: str) -> str:
        """What readers see of it: the label, who pays, and the identifier."""
        parts = [label, self.advertiser, *([f"erid: {self.erid}"] if self.erid else [])]
        return " · ".join(parts)


def _as_media(value: Media | Iterable[Media]) -> tuple[Media, ...]:
    return (value,) if isinstance(value, Media) else tuple(value)


def _as_optional_text(value: TextLike | None) -> Text | None:
    return None if value is None else as_text(value)


def _as_options(value: Options | Unread | Iterable[Options | Unread]) -> tuple[Options | Unread, ...]:
    return (value,) if isinstance(value, Options | Unread) else tuple(value)


def _one_per_platform(_: Any, attribute: "Attribute[Any]", value: tuple[Options | Unread, ...]) -> None:
    names = [item.platform for item in value]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{attribute.name}: {name} stands there twice")


AnyOptions = TypeVar("AnyOptions", bound=Options)


@frozen
class Post:
    """One post for one or many accounts.

    >>> Post("Fresh bread!", media=[Photo("rye.jpg", alt="A loaf of rye")])

    Raises `ValueError` or `TypeError` that begins with the name of the wrong field. Whether a network takes the
    post is another question: see `SMM.check`.
    """

    text: Text = field(default=(), converter=as_text)
    media: tuple[Media, ...] = field(default=(), converter=_as_media, validator=each(Media), kw_only=True)
    link: str | None = field(default=None, validator=web_address, kw_only=True)
    """The link whose preview the network shows."""
    poll: Poll | None = field(default=None, kw_only=True)
    kind: Kind = field(default=Kind.FEED, converter=Kind, kw_only=True)
    first_comment: Text | None = field(default=None, converter=_as_optional_text, kw_only=True)
    options: tuple[Options | Unread, ...] = field(
        default=(),
        converter=_as_options,
        validator=[each((Options, Unread)), _one_per_platform],
        kw_only=True,
    )
    campaign: str | None = field(default=None, kw_only=True)
    disclosure: Disclosure | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not (plain(self.text).strip() or self.media or self.link or self.poll):
            raise ValueError("text: a post needs text, media, a link or a poll")

    @property
    def plain_text(self) -> str:
        """The text without its styles."""
        return plain(self.text)

    def options_for(self, kind: type[AnyOptions]) -> AnyOptions:
        """The post's options of that kind, or that kind's defaults.

        Raises `InvalidInput` if options read from a file do not fit the kind.
        """
        for item in self.options:
            if isinstance(item, kind):
                return item
            if isinstance(item, Unread) and item.platform == kind.platform:
                from smmcore.models.converting import load

                return load(kind, item.values, where=f"options.{kind.platform}")
        return kind()

    def with_text(self, text: TextLike) -> "Post":
        """The same post with another text."""
        return evolve(self, text=text)


def at_home(post: Post) -> Post:
    """The post with its files by their whole paths: whoever sends it later works in another folder."""
    return evolve(post, media=[_at_home(media) for media in post.media]) if post.media else post


def _at_home(media: Media) -> Media:
    whole = {
        name: File(source.path.absolute())
        for name in ("source", "cover")
        if isinstance(source := getattr(media, name, None), File)
    }
    return evolve(media, **whole)


def _zone(_: Any, attribute: "Attribute[Any]", value: str | None) -> None:
    if value is None:
        return
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{attribute.name}: {value!r} is not an IANA zone such as Europe/Warsaw") from None


@frozen(kw_only=True)
class PlannedPost:
    """A post in a content plan: what, when, and under which key."""

    post: Post
    key: str = field(default="")
    """The author's own name for it: the same key on the same account is the same post, for ever."""
    at: datetime | None = field(default=None, validator=aware)
    zone: str | None = field(default=None, validator=_zone)
    """The author's zone, for showing `at` as the author thought of it."""
    to: tuple[str, ...] = field(default=(), converter=as_strings)
    """Names of accounts; empty means wherever the plan is sent."""
