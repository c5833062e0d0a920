"""What an account and a post may configure for Facebook."""

from datetime import datetime
from typing import ClassVar

from attrs import field, frozen

from smmcore.models import Options
from smmcore.models.campaign import as_strings
from smmcore.models.validating import aware, number
from smmcore_meta.settings import GraphSettings

MB = 1024 * 1024


@frozen(kw_only=True)
class FacebookSettings(GraphSettings):
    """An account's settings; its `id` is the number of a Page."""

    public_access: bool = False
    """Meta has given the app the feature Page Public Content Access: then other Pages' figures can be read."""
    comment_days: int = field(default=30, validator=number(least=1))
    """How old, in days, posts may be whose comments are read when no post is named."""
    processing_wait: float = field(default=300, validator=number(least=0))
    """Seconds to wait for Facebook to process a film before the post counts as published."""
    fetching_hours: float = field(default=1, validator=number(least=0))
    """Hours for which a film that Facebook fetches by its address may still come after its answer was lost."""
    feed_days: float = field(default=30, validator=number(least=0.01))
    """How far ahead, in days, Facebook lets posts be scheduled; sources disagree."""
    video_days: float = field(default=180, validator=number(least=0.01))
    reel_days: float = field(default=29, validator=number(least=0.01))
    text_limit: int = field(default=63_206, validator=number(least=1))
    """Characters of a text; Facebook does not document its own limit."""
    comment_limit: int = field(default=8_000, validator=number(least=1))
    photo_limit: int = field(default=10 * MB, validator=number(least=1))
    """Bytes; sources name 4 MB and 10 MB."""
    video_limit: int = field(default=10 * 1024 * MB, validator=number(least=1))
    ad_label: str = "Advertisement"
    """How advertising posts are marked: the label, the advertiser and the erid end the text."""


@frozen(kw_only=True)
class FacebookOptions(Options):
    """One post's options."""

    platform: ClassVar[str] = "facebook"
    draft: bool = False
    """Leave it on Facebook as a draft, which people finish in Meta's own tools."""
    scheduled_for: datetime | None = field(default=None, validator=aware)
    """Leave the waiting to Facebook. Without it, smmcore's own journal waits."""
    place: str = ""
    """The number of a place's Page."""
    tags: tuple[str, ...] = field(default=(), converter=as_strings)
    """Numbers of people who are tagged; a place is needed beside them."""
    countries: tuple[str, ...] = field(default=(), converter=as_strings)
    """Only people in these countries see it, by codes such as `PL`."""
    age_min: int | None = field(default=None, validator=number(least=13))
    """Only people from this age on see it."""
    title: str = ""
    """Of a film or a reel."""
