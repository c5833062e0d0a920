"""What an account can do, by the tokens that it has."""

from smmcore.models import Account
from smmcore.platform import YES, Abilities, Ability, no
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import NONE_AT_ALL, held, lacking

_BY_METHODS: dict[str, tuple[str, ...]] = {
    "text": ("wall.post",),
    "link": ("wall.post",),
    "photo": ("photos.getWallUploadServer", "wall.post"),
    "video": ("video.save", "wall.post"),
    "animation": ("docs.save", "wall.post"),
    "document": ("docs.save", "wall.post"),
    "album": ("wall.post",),
    "poll": ("polls.create", "wall.post"),
    "story": ("stories.save",),
    "first_comment": ("wall.createComment",),
    "disclosure": ("wall.post",),
    "edit": ("wall.edit",),
    "delete": ("wall.delete",),
    "restore": ("wall.restore",),
    "pin": ("wall.pin",),
    "reply": ("wall.createComment",),
    "delete_comment": ("wall.deleteComment",),
    "restore_comment": ("wall.restoreComment",),
    "report": ("wall.reportComment",),
    "ban": ("groups.ban",),
    "unban": ("groups.unban",),
    "banned": ("groups.getBanned",),
    "close_comments": ("wall.closeComments",),
    "open_comments": ("wall.openComments",),
    "account_metrics": ("groups.getById",),
    "page_metrics": ("groups.getById",),
    "post_metrics": ("wall.getById",),
    "search": ("newsfeed.search",),
    "receive": ("groups.getLongPollServer",),
    "set_title": ("groups.edit",),
    "set_description": ("groups.edit",),
    "set_picture": ("photos.getOwnerPhotoUploadServer",),
    "set_cover": ("photos.saveOwnerCoverPhoto",),
    "check": ("groups.getById",),
}
"""What must be called for each word."""
_TITLES = {
    "text": "a post",
    "link": "a post",
    "album": "a post",
    "disclosure": "a post",
    "photo": "a photo in a post",
    "video": "a film in a post",
    "animation": "a GIF in a post",
    "document": "a document in a post",
    "poll": "a poll",
    "story": "a story",
    "first_comment": "a comment",
    "reply": "a comment",
    "post_metrics": "reading posts",
    "account_metrics": "reading figures",
    "page_metrics": "reading figures",
    "receive": "hearing what happens",
    "edit": "changing a post",
    "delete": "deleting a post",
    "restore": "bringing back a post",
    "pin": "pinning a post",
    "delete_comment": "deleting a comment",
    "restore_comment": "bringing back a comment",
    "report": "reporting a comment",
    "ban": "banning",
    "unban": "lifting a ban",
    "banned": "reading who is banned",
    "close_comments": "closing comments",
    "open_comments": "opening comments",
    "search": "searching",
    "set_title": "changing the title",
    "set_description": "changing the description",
    "set_picture": "changing the picture",
    "set_cover": "changing the cover",
    "check": "checking the account",
}
_NEVER = {
    "audio": "VK's API takes no music; attach what is on VK with the option attachments",
    "voice": "VK takes voice notes in messages only",
    "reel": "VK's API publishes no clips; publish the film as a video",
    "reply_privately": "VK lets communities write only to people who have allowed it or written first",
    "hide": "VK cannot hide comments, only delete and restore them",
    "unhide": "VK cannot hide comments, so there is nothing to show again",
    "react": "VK's API gives no likes any more",
    "restrict": "VK cannot restrict people; ban them, until a time if you like",
    "unrestrict": "VK cannot restrict people, so there is nothing to lift",
    "mute": "VK cannot mute a person for the page alone; ban instead",
    "unmute": "VK cannot mute anybody, so there is nothing to lift",
}


def abilities(account: Account) -> Abilities:
    found = {word: _ability(account, word, methods) for word, methods in _BY_METHODS.items()}
    return {
        **found,
        **{word: no(reason) for word, reason in _NEVER.items()},
        "comments": _comments(account),
        "mentions": _mentions(account),
        "webhook": _webhook(account),
    }


def _ability(account: Account, word: str, methods: tuple[str, ...]) -> Ability:
    for method in methods:
        if reason := lacking(account, method, _TITLES[word]):
            return no(reason)
    return YES


def _comments(account: Account) -> Ability:
    """They are read, or known from what Long Poll and Callback tell."""
    reads = not lacking(account, "wall.getComments")
    if reads or not lacking(account, "groups.getLongPollServer"):
        return YES
    return no(lacking(account, "wall.getComments", "reading comments"))


def _mentions(account: Account) -> Ability:
    if not lacking(account, "newsfeed.getMentions"):
        return YES
    if account.settings_as(VKSettings).mention_words and not lacking(account, "newsfeed.search"):
        return YES
    hint = "; with a service token, words in the setting mention_words are searched for"
    return no(lacking(account, "newsfeed.getMentions", "reading mentions") + hint)


def _webhook(account: Account) -> Ability:
    if not held(account):
        return no(NONE_AT_ALL)
    if "callback_secret" not in account.secrets:
        return no(
            "the account has no callback_secret to know VK by; set the same one in the community's settings"
        )
    return YES
