"""What an account and a post may configure for Telegram."""

from typing import Any, ClassVar

from attrs import Attribute, field, frozen

from smmcore.models import Options
from smmcore.models.validating import Validator, web_address


def _without_slash(url: str) -> str:
    return url.rstrip("/")


def _one_of(*words: str) -> Validator:
    def check(_: Any, attribute: "Attribute[Any]", value: str) -> None:
        if value not in words:
            raise ValueError(f"{attribute.name}: must be one of {', '.join(words)}, not {value!r}")

    return check


@frozen(kw_only=True)
class TelegramSettings:
    """An account's settings; its `id` is the channel: `@name` or the number that begins with -100."""

    base_url: str = field(default="https://api.telegram.org", converter=_without_slash, validator=web_address)
    """Another address for a self-hosted Bot API server."""
    local: bool = False
    """The server was started with `--local`: it takes files of up to 2000 MB."""
    discussion: bool = True
    """Read comments from the linked discussion group; the bot must be a member of it."""
    rich_messages: bool = False
    """Send texts beyond 4096 characters as rich messages (Bot API 10.1; old apps do not show them)."""
    channel_minute_limit: bool = True
    """Keep 20 posts a minute in channels, too. The official FAQ names groups only."""
    ad_label: str = "Ad"
    """How advertising posts are marked: the label, the advertiser and the erid end the text."""
    copy_wait: int = 15
    """Seconds to wait for a post's copy in the group before a first comment is given up."""
    probe_chat: int | None = None
    """The number of a private chat or group, where the bot forwards posts for a moment to find lost ones."""


@frozen(kw_only=True)
class TelegramOptions(Options):
    """One post's options."""

    platform: ClassVar[str] = "telegram"
    silent: bool = False
    """Readers get no sound."""
    protect: bool = False
    """No forwarding, no saving."""
    pin: bool = False
    spoiler: bool = False
    """Photos and videos are blurred until they are touched."""
    caption_above: bool = False
    preview: str = field(default="auto", validator=_one_of("auto", "none", "small", "large", "above"))
    """How the link's preview is shown; `above` puts it over the text."""
