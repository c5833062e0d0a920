"""Limits as data: what a network takes, in numbers, each with its source."""

from collections.abc import Callable, Mapping

from attrs import field, frozen


@frozen
class Limit:
    """How much there may be of something."""

    most: float
    unit: str = "characters"
    least: float = 0
    source: str = field(default="", kw_only=True)
    """Where that is written: a page, a schema, a measurement with its date."""

    def allows(self, given: float) -> bool:
        return self.least <= given <= self.most

    def __str__(self) -> str:
        span = f"{self.least:g} to {self.most:g}" if self.least else f"at most {self.most:g}"
        return f"{span} {self.unit}"


@frozen(kw_only=True)
class MediaLimits:
    """What files of one kind of media must be like."""

    size: int
    """Bytes, uploaded from this machine."""
    remote_size: int | None = None
    """Bytes, where the network fetches the file itself."""
    formats: tuple[str, ...] = ()
    """Allowed suffixes, with the dot; empty means any."""
    sides: int | None = None
    """Width and height together, in pixels."""
    ratio: float | None = None
    """The longer side by the shorter."""
    source: str


@frozen(kw_only=True)
class RateLimit:
    """How many calls a network takes, and from whom."""

    calls: int
    seconds: float
    per: str
    source: str


@frozen(kw_only=True)
class Limits:
    """All limits of one network for one account; None means that nobody knows of one."""

    text: Limit | None = None
    caption: Limit | None = None
    """Text that stands with media."""
    comment: Limit | None = None
    media: Limit | None = None
    """Items of one post."""
    kinds: Mapping[str, MediaLimits] = field(factory=dict)
    """By the media's word: `photo`, `video`, …"""
    poll_question: Limit | None = None
    poll_options: Limit | None = None
    poll_option: Limit | None = None
    poll_explanation: Limit | None = None
    rates: tuple[RateLimit, ...] = ()
    measure: Callable[[str], int] = len
    """How the network counts characters; `len` counts code points."""


@frozen
class Problem:
    """One thing about a post that a network would refuse."""

    field: str
    """Where it is: `text`, `media[2]`, `poll.options[0]`, …"""
    message: str
    limit: str = ""
    given: str = ""
    source: str = ""

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


def utf16(text: str) -> int:
    """The length in UTF-16 code units, as JavaScript, Java and Telegram's entities count."""
    return len(text.encode("utf-16-le")) // 2
