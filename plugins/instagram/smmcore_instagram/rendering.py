"""Text as Instagram shows it: plain. Addresses behind words are written out; readers cannot follow them there."""

import re

from smmcore.models import Post
from smmcore_instagram.settings import InstagramSettings
from smmcore_meta.texts import advertised, rendered

_HASHTAG = re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d_])\w+")
_MENTION = re.compile(r"(?<![\w@.])@\w[\w.]*")


def caption(post: Post, settings: InstagramSettings) -> str:
    """The text as readers see it: advertising ends with who pays for it."""
    return advertised(rendered(post.text), post.disclosure, settings.ad_label)


def hashtags(text: str) -> list[str]:
    return _HASHTAG.findall(text)


def mentions(text: str) -> list[str]:
    return _MENTION.findall(text)
