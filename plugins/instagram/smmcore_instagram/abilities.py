"""What an account can do, by its login and its settings."""

from smmcore.models import Account
from smmcore.platform import YES, Abilities, Ability, no
from smmcore_instagram.settings import FACEBOOK, InstagramSettings

_ALWAYS = (
    *("photo", "video", "album", "story", "reel", "first_comment", "disclosure"),
    *("comments", "reply", "reply_privately", "hide", "unhide", "delete_comment"),
    *("close_comments", "open_comments", "account_metrics", "post_metrics", "mentions", "receive", "check"),
)
_NEVER = {
    "text": "Instagram publishes no text alone; add a photo or a film",
    "link": "Instagram makes no links in posts; leave it out, or write the address into the text",
    "animation": "Instagram takes no GIFs; post it as a film",
    "audio": "Instagram publishes no sounds; put it into a film",
    "voice": "Instagram publishes no voice notes; put it into a film",
    "document": "Instagram publishes no documents; post its pages as photos",
    "poll": "Instagram's API makes no polls",
    "edit": "Instagram's API changes no captions; change it in the app",
    "pin": "Instagram's API pins no posts; pin it in the app",
    "restore_comment": "what is deleted on Instagram is gone; hide comments instead",
    "react": "Instagram's API likes no comments",
    "report": "Instagram's API reports no comments; report it in the app",
    "restrict": "Instagram's API restricts nobody; hide the comment, or restrict its author in the app",
    "unrestrict": "Instagram's API restricts nobody, so there is nothing to lift",
    "ban": "Instagram's API bans nobody from comments; `block` stops the messages of a person who has written some",
    "unban": "Instagram's API bans nobody from comments, so there is nothing to lift; see `unblock`",
    "mute": "Instagram's API mutes nobody; mute them in the app",
    "unmute": "Instagram's API mutes nobody, so there is nothing to lift",
    "set_title": "Instagram's API does not change the profile; change the name in the app",
    "set_description": "Instagram's API does not change the profile; change the bio in the app",
    "set_picture": "Instagram's API does not change the profile; change the picture in the app",
    "set_cover": "Instagram's profiles have no cover",
}
_FACEBOOK_ONLY = {
    "page_metrics": "figures of other accounts",
    "hashtag": "hashtag search",
    "block": "blocking",
    "unblock": "blocking",
}
"""What graph.instagram.com does not have."""


def abilities(account: Account) -> Abilities:
    settings = account.settings_as(InstagramSettings)
    return {
        **dict.fromkeys(_ALWAYS, YES),
        **{word: no(reason) for word, reason in _NEVER.items()},
        **{word: _by_facebook(settings, what) for word, what in _FACEBOOK_ONLY.items()},
        "delete": _delete(settings),
        "webhook": _webhook(account),
    }


def _by_facebook(settings: InstagramSettings, what: str) -> Ability:
    if settings.login == FACEBOOK:
        return YES
    return no(f'Instagram\'s own login has no {what}; sign in with Facebook and set login = "facebook"')


def deletes(settings: InstagramSettings) -> bool:
    """Whether the account can delete posts."""
    return settings.login == FACEBOOK if settings.deletes is None else settings.deletes


def _delete(settings: InstagramSettings) -> Ability:
    if deletes(settings):
        return YES
    return no("Instagram's own login deletes no posts by Meta's specification; delete it in the app")


def _webhook(account: Account) -> Ability:
    if "app_secret" in account.secrets:
        return YES
    return no("the account has no app_secret to know Meta by; it stands in the app's settings")
