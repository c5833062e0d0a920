"""Text as Facebook shows it: plain, with addresses behind words written out."""

import unicodedata

from smmcore.models import Link, Post, Styled, Text
from smmcore_facebook.settings import FacebookSettings


def rendered(text: Text) -> str:
    return _words(text).strip()


def _words(text: Text) -> str:
    return "".join(part if isinstance(part, str) else _styled(part) for part in text)


def _styled(part: Styled) -> str:
    words = _words(part.content)
    if not isinstance(part, Link) or words.strip() == part.url:
        return words
    return f"{words} ({part.url})"


def message(post: Post, settings: FacebookSettings) -> str:
    """The text as readers see it: advertising ends with who pays for it."""
    text = rendered(post.text)
    if not post.disclosure:
        return text
    about = [settings.ad_label, post.disclosure.advertiser]
    if post.disclosure.erid:
        about.append(f"erid: {post.disclosure.erid}")
    line = " · ".join(about)
    return f"{text}\n\n{line}" if text else line


def normalized(text: str) -> str:
    """For comparing what was sent with what came back."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(char for char in whole if char.isprintable() and not char.isspace())
