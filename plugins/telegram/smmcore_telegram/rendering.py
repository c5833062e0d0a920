"""Text as Telegram wants it: plain, with entities whose places are counted in UTF-16 units."""

import unicodedata
from typing import Any

from smmcore.limits import utf16
from smmcore.models import (
    Bold,
    Code,
    Italic,
    Link,
    Pre,
    Quote,
    Spoiler,
    Strike,
    Styled,
    Text,
    Underline,
    plain,
)

_TYPES: dict[type[Styled], str] = {
    Bold: "bold",
    Italic: "italic",
    Underline: "underline",
    Strike: "strikethrough",
    Spoiler: "spoiler",
    Quote: "blockquote",
    Code: "code",
    Pre: "pre",
    Link: "text_link",
}


def rendered(text: Text) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities.

    The server would cut white space at both ends and move nothing; so it is cut here, and the entities fit.
    """
    whole = plain(text)
    cut = utf16(whole) - utf16(whole.lstrip())
    end = utf16(whole.strip())
    entities: list[dict[str, Any]] = []
    _collect(text, 0, entities)
    return whole.strip(), [fit for entity in entities if (fit := _within(entity, cut, end))]


def _collect(text: Text, start: int, entities: list[dict[str, Any]]) -> int:
    for part in text:
        if isinstance(part, str):
            start += utf16(part)
            continue
        entity = _entity(part, start)
        entities.append(entity)
        start = _collect(part.content, start, entities)
        entity["length"] = start - entity["offset"]
    return start


def _entity(part: Styled, start: int) -> dict[str, Any]:
    entity: dict[str, Any] = {"type": _TYPES[type(part)], "offset": start}
    if isinstance(part, Link):
        entity["url"] = part.url
    if isinstance(part, Pre) and part.language:
        entity["language"] = part.language
    return entity


def _within(entity: dict[str, Any], cut: int, end: int) -> dict[str, Any] | None:
    first = max(entity["offset"] - cut, 0)
    last = min(entity["offset"] - cut + entity["length"], end)
    return {**entity, "offset": first, "length": last - first} if last > first else None


def normalized(text: str) -> str:
    """For comparing what was sent with what came back: the server cuts white space, controls and some marks."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if c.isprintable() and not (c.isspace() or unicodedata.combining(c)))
