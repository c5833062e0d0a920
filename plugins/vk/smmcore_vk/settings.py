"""What an account and a post may configure for VK."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from attrs import Attribute, field, frozen

from smmcore.models import Options
from smmcore.models.campaign import as_strings
from smmcore.models.validating import Validator, aware, number, web_address

SERVICE_RATES = (5, 20, 40, 50, 60)
ARRANGEMENTS = ("", "carousel", "grid")


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _one_of(words: Iterable[Any]) -> Validator:
    def check(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
        if value not in words:
            allowed = ", ".join(str(word) for word in words if word != "")
            raise ValueError(f"{attribute.name}: must be one of {allowed}, not {value!r}")

    return check


def _zone(_: Any, attribute: "Attribute[Any]", value: str) -> None:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{attribute.name}: {value!r} is not an IANA zone such as Europe/Moscow") from None


@frozen(kw_only=True)
class VKSettings:
    """An account's settings; its `id` is a community: `club123`, `-123` or its short name."""

    base_url: str = field(default="https://api.vk.ru", converter=_without_slash, validator=web_address)
    id_url: str = field(default="https://id.vk.ru", converter=_without_slash, validator=web_address)
    """Where VK ID renews user tokens."""
    client_id: str = field(default="", converter=str)
    """The app's number: needed beside `secrets.refresh`."""
    device_id: str = ""
    """What VK ID gave together with the refresh token: needed beside it."""
    redirect_uri: str = ""
    """The app's trusted address, where VK ID asks for it."""
    confirmation: str = ""
    """The string that the community's Callback API settings show; the answer to VK's first call."""
    comment_days: int = field(default=30, validator=number(least=1))
    """How old, in days, posts may be whose comments are read when no post is named."""
    mention_words: tuple[str, ...] = field(default=(), converter=as_strings)
    """Words that name the account; where there is no user token, they are searched for."""
    text_limit: int = field(default=15_000, validator=number(least=1))
    """Characters of a text; VK does not document its own limit."""
    service_rate: int = field(default=5, validator=_one_of(SERVICE_RATES))
    """Calls in a second by service token; VK gives more to apps with many users."""
    quota_zone: str = field(default="Europe/Moscow", validator=_zone)
    """By whose midnight VK's daily quotas begin anew."""
    flood_pause: int = field(default=1800, validator=number(least=1))
    """Seconds to leave a method alone after VK's flood control refused it."""
    ad_label: str = "Реклама"
    """How advertising posts are marked: the label, the advertiser and the erid end the text."""


@frozen(kw_only=True)
class VKOptions(Options):
    """One post's options."""

    platform: ClassVar[str] = "vk"
    signed: bool = False
    """Show which administrator wrote it."""
    close_comments: bool = False
    mute_notifications: bool = False
    """Subscribers are not notified."""
    arrangement: str = field(default="", validator=_one_of(ARRANGEMENTS))
    """How several photos and videos are shown: `carousel` or `grid`."""
    attachments: tuple[str, ...] = field(default=(), converter=as_strings)
    """What is on VK already, such as `photo-1_23` or `video-1_23`; comes before the post's own media."""
    copyright: str = ""
    """The address of the source."""
    publish_at: datetime | None = field(default=None, validator=aware)
    """Leave the waiting to VK: the post is postponed there. Without it, smmcore's own journal waits."""
    story_button: str = "more"
    """The word on a story's link, one of VK's own: `more`, `go_to`, `to_store`, …"""
