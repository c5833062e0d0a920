"""Bluesky as a network of smmcore."""

from smmcore.errors import InvalidInput
from smmcore.limits import Limits
from smmcore.models import Account
from smmcore.platform import YES, Abilities, Sandbox, no
from smmcore_bluesky.checking import Checking
from smmcore_bluesky.community import Community
from smmcore_bluesky.editing import Editing
from smmcore_bluesky.limits import LIMITS
from smmcore_bluesky.measuring import Measuring
from smmcore_bluesky.profile import Profile
from smmcore_bluesky.publishing import Publishing
from smmcore_bluesky.rehearsing import Rehearsing
from smmcore_bluesky.settings import BlueskyOptions, BlueskySettings

_ALWAYS = (
    *("text", "link", "photo", "video", "animation", "album", "first_comment", "delete", "pin"),
    *("comments", "reply", "hide", "unhide", "react", "report", "ban", "unban", "mute", "unmute"),
    *("close_comments", "open_comments", "receive", "mentions"),
    *("account_metrics", "post_metrics", "page_metrics"),
    *("set_title", "set_description", "set_picture", "set_cover", "check"),
)
_NEVER = {
    "audio": "Bluesky has no audio; make a film of it, or link to it",
    "voice": "Bluesky has no voice notes",
    "document": "Bluesky has no documents; link to it",
    "poll": "Bluesky has no polls",
    "story": "Bluesky has no stories",
    "reel": "Bluesky has no reels; a film of up to three minutes is a post",
    "disclosure": "Bluesky has no mark for advertising; write it into the text",
    "edit": "Bluesky's app goes on showing a post as it was first written; delete it and publish another",
    "reply_privately": "Bluesky's direct messages are a service of their own, which smmcore does not use",
    "delete_comment": "only its author can delete a reply on Bluesky; hide it instead",
    "restore_comment": "nobody can bring back what was deleted on Bluesky",
    "restrict": "Bluesky cannot restrict people for a time; ban or mute them",
    "unrestrict": "Bluesky cannot restrict people, so there is nothing to lift",
    "webhook": "Bluesky calls nobody; fetch what happens with receive",
}


class Bluesky(Publishing, Checking, Rehearsing, Editing, Community, Measuring, Profile):
    """Accounts on Bluesky and on other servers of the AT Protocol, through XRPC."""

    name = "bluesky"
    title = "Bluesky"
    settings = BlueskySettings
    options = BlueskyOptions
    secrets = ("password",)
    opened_by = ("url", "password")

    def abilities(self, account: Account) -> Abilities:
        return {**dict.fromkeys(_ALWAYS, YES), **{word: no(reason) for word, reason in _NEVER.items()}}

    def limits(self, account: Account) -> Limits:
        return LIMITS

    def sandbox(self) -> Sandbox:
        """Make a real Bluesky network on this machine. Needs the extra `sandbox`, Node and PostgreSQL."""
        try:
            from smmcore_bluesky.sandbox import BlueskySandbox
        except ImportError:
            hint = "pip install 'smmcore-bluesky[sandbox]'"
            raise InvalidInput(f"Bluesky's sandbox needs its extra: {hint}") from None
        return BlueskySandbox()
