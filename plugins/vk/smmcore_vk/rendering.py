"""Text as VK shows it: plain. Addresses behind words are written out, since VK links its own pages only."""

import html
import re
import unicodedata

from smmcore.models import Post, Text, spelled_out
from smmcore_vk.settings import VKSettings

_BREAKS = re.compile(r"<br\s*/?>", re.IGNORECASE)


def rendered(text: Text) -> str:
    return spelled_out(text).strip()


def marked(post: Post, settings: VKSettings) -> str:
    """The text as readers see it: advertising ends with who pays for it."""
    text = rendered(post.text)
    if not post.disclosure:
        return text
    line = post.disclosure.line(settings.ad_label)
    return f"{text}\n\n{line}" if text else line


def shown(text: str) -> str:
    """A text of VK's as people read it: in places it is escaped for HTML."""
    return html.unescape(_BREAKS.sub("\n", text))


def normalized(text: str) -> str:
    """For comparing what was sent with what came back."""
    whole = unicodedata.normalize("NFC", shown(text))
    return "".join(char for char in whole if char.isprintable() and not char.isspace())
