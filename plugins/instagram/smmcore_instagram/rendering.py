"""Text as Instagram shows it: plain. Addresses behind words are written out; readers cannot follow them there."""

import re
import unicodedata

from smmcore.models import Link, Post, Styled, Text
from smmcore_instagram.settings import InstagramSettings

_HASHTAG = re.compile(r"(?<![\w#&/])#(?=\w*[^\W\d_])\w+")
_MENTION = re.compile(r"(?<![\w@.])@\w[\w.]*")


def rendered(text: Text) -> str:
    return _words(text).strip()


def _words(text: Text) -> str:
    return "".join(part if isinstance(part, str) else _styled(part) for part in text)


def _styled(part: Styled) -> str:
    words = _words(part.content)
    if not isinstance(part, Link) or words.strip() == part.url:
        return words
    return f"{words} ({part.url})"


def caption(post: Post, settings: InstagramSettings) -> str:
    """The text as readers see it: advertising ends with who pays for it."""
    text = rendered(post.text)
    if not post.disclosure:
        return text
    about = [settings.ad_label, post.disclosure.advertiser]
    if post.disclosure.erid:
        about.append(f"erid: {post.disclosure.erid}")
    line = " · ".join(about)
    return f"{text}\n\n{line}" if text else line


def hashtags(text: str) -> list[str]:
    return _HASHTAG.findall(text)


def mentions(text: str) -> list[str]:
    return _MENTION.findall(text)


def normalized(text: str) -> str:
    """For comparing what was sent with what came back."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(char for char in whole if char.isprintable() and not char.isspace())
