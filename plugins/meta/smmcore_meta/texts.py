"""Texts as both networks show them: plain. Addresses behind words are written out."""

import unicodedata

from smmcore.models import Disclosure, Text, spelled_out


def rendered(text: Text) -> str:
    return spelled_out(text).strip()


def advertised(text: str, disclosure: Disclosure | None, label: str) -> str:
    """Advertising ends with who pays for it; any other text stays as it is."""
    if not disclosure:
        return text
    line = disclosure.line(label)
    return f"{text}\n\n{line}" if text else line


def normalized(text: str) -> str:
    """For comparing what was sent with what came back."""
    whole = unicodedata.normalize("NFC", text)
    return "".join(char for char in whole if char.isprintable() and not char.isspace())
