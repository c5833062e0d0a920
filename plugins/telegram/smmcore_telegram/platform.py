"""Telegram as a network of smmcore."""

from typing import Literal

from smmcore.errors import InvalidInput
from smmcore.limits import Limits
from smmcore.models import Account
from smmcore.platform import YES, Abilities, FakeNetwork, no
from smmcore_telegram.access import Access
from smmcore_telegram.community import Community
from smmcore_telegram.editing import Editing
from smmcore_telegram.finding import LostPosts
from smmcore_telegram.limits import limits
from smmcore_telegram.measuring import Measuring
from smmcore_telegram.publishing import Publishing
from smmcore_telegram.rehearsing import Rehearsing
from smmcore_telegram.settings import TelegramOptions, TelegramSettings

_ALWAYS = (
    *("text", "link", "photo", "video", "animation", "audio", "voice", "document", "album", "poll"),
    *("disclosure", "edit", "delete", "pin", "receive", "account_metrics", "post_metrics"),
    *("set_title", "set_description", "set_picture", "check"),
)
_IN_THE_GROUP = (
    *("first_comment", "comments", "reply", "delete_comment", "react"),
    *("restrict", "unrestrict", "ban", "unban"),
)
_NEVER = {
    "story": "the Bot API publishes stories of business accounts only",
    "reel": "Telegram has no reels",
    "reply_privately": "bots can write only to people who have written to them first",
    "hide": "Telegram cannot hide comments, only delete them",
    "unhide": "Telegram cannot hide comments, so there is nothing to show again",
    "restore_comment": "Telegram cannot bring back what was deleted",
    "report": "the Bot API cannot report to Telegram's moderators",
    "mute": "the Bot API cannot mute a person for the page alone; restrict or ban instead",
    "unmute": "the Bot API cannot mute anybody, so there is nothing to lift",
    "close_comments": "the Bot API cannot close the comments of one post",
    "open_comments": "the Bot API cannot close the comments of one post, so there is nothing to open",
    "page_metrics": "other channels are not looked at; the Bot API tells at most how many follow them",
    "set_cover": "channels on Telegram have no cover, only a picture",
    "mentions": "the Bot API cannot search, and bots do not see other channels",
}


class Telegram(Publishing, LostPosts, Rehearsing, Editing, Community, Measuring, Access):
    """Channels and their discussion groups, through a bot and the Bot API 10.3."""

    name = "telegram"
    title = "Telegram"
    settings = TelegramSettings
    options = TelegramOptions
    secrets = ("token",)

    knows_by_hearing: Literal[True] = True
    """Bots cannot read what is in a channel or a group; they are told of it once."""

    def abilities(self, account: Account) -> Abilities:
        discusses = account.settings_as(TelegramSettings).discussion
        group = YES if discusses else no("comments are switched off in the account's settings (discussion)")
        hears = "webhook_secret" in account.secrets
        return {
            **dict.fromkeys(_ALWAYS, YES),
            **dict.fromkeys(_IN_THE_GROUP, group),
            **{word: no(reason) for word, reason in _NEVER.items()},
            "webhook": YES if hears else no("the account has no webhook_secret to know Telegram by"),
        }

    def limits(self, account: Account) -> Limits:
        return limits(account.settings_as(TelegramSettings))

    def sandbox(self) -> FakeNetwork:
        """Make a fake Telegram. Needs the extra `sandbox`."""
        try:
            from smmcore_telegram.audience import Audience
        except ImportError:
            hint = "pip install 'smmcore-telegram[sandbox]'"
            raise InvalidInput(f"Telegram's sandbox needs its extra: {hint}") from None
        return Audience()
