"""Figures with a source. What is unknown is absent, never zero."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from attrs import Attribute, field, frozen

from smmcore.models.validating import aware, not_blank


class MetricName(StrEnum):
    """One vocabulary for all networks; a name means the same everywhere."""

    FOLLOWERS = "followers"
    FOLLOWING = "following"
    POSTS = "posts"
    REACH = "reach"
    VIEWS = "views"
    REACTIONS = "reactions"
    COMMENTS = "comments"
    SHARES = "shares"
    QUOTES = "quotes"
    """Shares with words of one's own; where the network counts them by themselves."""
    SAVES = "saves"
    CLICKS = "clicks"
    VOTES = "votes"
    VIDEO_VIEWS = "video_views"
    ENGAGEMENT_RATE = "engagement_rate"


class Nature(StrEnum):
    """Whether values may be added up."""

    COUNTER = "counter"
    RATE = "rate"


class SubjectKind(StrEnum):
    ACCOUNT = "account"
    POST = "post"
    PAGE = "page"
    """Somebody else's page; `Subject.id` is its handle."""


@frozen
class Subject:
    """What a figure is about."""

    account: str = field(validator=not_blank)
    """The account that read it."""
    kind: SubjectKind = field(default=SubjectKind.ACCOUNT, converter=SubjectKind)
    id: str = ""


def _value(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"{attribute.name}: must be int or Decimal, not {type(value).__name__}")


@frozen(kw_only=True)
class Metric:
    subject: Subject
    name: MetricName = field(converter=MetricName)
    value: int | Decimal = field(validator=_value)
    detail: str = ""
    """What it was narrowed to: an emoji, a poll's option; empty means all."""
    unit: str = "1"
    """`1` for plain counts, `s`, `%`, or an ISO 4217 code."""
    nature: Nature = field(default=Nature.COUNTER, converter=Nature)
    start: datetime | None = field(default=None, validator=aware)
    """Begin of the period that the value holds for; None means since ever."""
    end: datetime = field(validator=aware)
    """End of the period, or the moment."""
    read_at: datetime = field(validator=aware)
    source: str = field(validator=not_blank)
    """Where from, with the version: `telegram:getChatMemberCount@10.3`."""
