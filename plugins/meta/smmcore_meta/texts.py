"""Texts as both networks show them: plain. Addresses behind words are written out."""

import unicodedata

from smmcore.models import Disclosure, Link, Styled, Text


def rendered(text: Text) -> str:
    return _words(text).strip()


def _words(text: Text) -> str:
    return "".join(part if isinstance(part, str) else _styled(part) for part in text)


def _styled(part: Styled) -> str:
    words = _words(part.content)
    if not isinstance(part, Link) or words.strip() == part.url:
        return words
    return f"{words} ({part.url})"


def advertised(text: str, disclosure: Disclosure | None, label: str) -> str:
    """Advertising ends with who pays for it; any other text stays as it is."""
    if not disclosure:
        return text
    about = [label, disclosure.advertiser]
    if disclosure.erid:
        about.append(f"erid: {disclosure.erid}")
    line = " · ".join(about)
    return f"{text}\n\n{line}" if text else line


def normalized(text: str) -> str:
    """For comparing what was sent with what came back."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(char for char in whole if char.isprintable() and not char.isspace())
