"""Formatted text as the server makes it: checked, trimmed, with links and mentions found.

Entities count in UTF-16 code units, lengths of texts in code points; both are kept apart.
"""

import re
from bisect import bisect_left
from typing import Any

from . import limits
from .envelope import JSON, bad, strict
from .markup import parse_html

_NEEDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}
_KNOWN = {
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number",
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "code", "pre", "text_link", "text_mention", "custom_emoji", "date_time",
}  # fmt: skip
# The server finds these by itself, whatever the sender says of them.
_FOUND = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"}
_OPAQUE = {"code", "pre", "text_link", "text_mention", "url", "mention", "hashtag"}
_CONTROL = {chr(n) for n in range(32)} - {"\n", "\t"}
_PATTERNS = (
    (
        "url",
        re.compile(
            r"(?<![\w@/.])(?:https?://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|dev|ru|example)\b(?:/[^\s<>\"]*)?)",
            re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z]\w{3,31}\b", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#/])#\w*[^\W\d]\w*")),
)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_index(text: str) -> list[int]:
    """Return the offset of every character and of the end."""
    index, at = [], 0
    for char in text:
        index.append(at)
        at += 2 if ord(char) > 0xFFFF else 1
    return [*index, at]


def formatted(raw: str, parse_mode: str | None, given: list[JSON] | None) -> tuple[str, list[JSON]]:
    """Return the text and entities as the message will carry them."""
    if len(raw.encode("utf-8", "surrogatepass")) > limits.RAW_TEXT_BYTES:
        raise bad("text is too long")
    text, entities = raw, given or []
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, entities = parse_html(raw)  # a parse mode wins, entities are then ignored
    elif mode in {"markdown", "markdownv2"}:
        raise strict("this fake reads entities or HTML")
    elif mode not in {"", "none"}:
        raise bad("unsupported parse_mode")
    return fix(text, entities)


def fix(text: str, given: list[JSON]) -> tuple[str, list[JSON]]:
    entities = [_checked(utf16_index(text), entity) for entity in given]
    kept = [e for e in entities if e["type"] not in _FOUND]
    text, kept = _without_controls(text, kept)
    text, kept = _trimmed(text, kept)
    kept = [*kept, *_found(text, kept)]
    kept.sort(key=lambda e: (e["offset"], -e["length"]))
    return text, kept[: limits.ENTITIES]


def _checked(index: list[int], entity: JSON) -> JSON:
    kind, start = entity["type"], entity["offset"]
    end = start + entity["length"]
    if kind not in _KNOWN:
        raise bad("can't parse MessageEntity: Unsupported type specified")
    if kind in _NEEDS and _NEEDS[kind] not in entity:
        raise bad(f"can't parse MessageEntity: Can't find field \"{_NEEDS[kind]}\"")
    if start < 0 or entity["length"] <= 0 or end > index[-1]:
        raise bad("can't parse MessageEntity: Entity is outside of the text")
    if not (_is_boundary(index, start) and _is_boundary(index, end)):
        raise bad("can't parse MessageEntity: Entity begins or ends inside of a UTF-16 surrogate pair")
    return entity


def _is_boundary(index: list[int], offset: int) -> bool:
    at = bisect_left(index, offset)
    return at < len(index) and index[at] == offset


def _without_controls(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    if not _CONTROL.intersection(text):
        return text, entities
    gone = [i for i, char in enumerate(text) if char in _CONTROL]

    def moved(offset: int) -> int:
        return offset - sum(1 for i in gone if utf16_length(text[:i]) < offset)

    shifted = [_span(e, moved(e["offset"]), moved(e["offset"] + e["length"])) for e in entities]
    return "".join(c for c in text if c not in _CONTROL), [e for e in shifted if e["length"] > 0]


def _trimmed(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    """Without white space at both ends; entities move and shrink with it."""
    lead = utf16_length(text) - utf16_length(text.lstrip())
    bare = text.strip()
    end = utf16_length(bare)
    shifted = [
        _span(e, max(0, e["offset"] - lead), min(end, e["offset"] - lead + e["length"])) for e in entities
    ]
    return bare, [e for e in shifted if e["length"] > 0]


def _span(entity: JSON, start: int, end: int) -> JSON:
    return {**entity, "offset": start, "length": end - start}


def _found(text: str, entities: list[JSON]) -> list[JSON]:
    index = utf16_index(text)
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in _OPAQUE]
    found: list[JSON] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            last = match.start() + len(match.group().rstrip(".,;:!?)'\"")) if kind == "url" else match.end()
            start, end = index[match.start()], index[last]
            if all(end <= s or start >= e for s, e in taken):
                taken.append((start, end))
                found.append({"type": kind, "offset": start, "length": end - start})
    return found


def message_text(raw: Any, parse_mode: str | None, given: list[JSON] | None) -> tuple[str, list[JSON]]:
    text, entities = formatted(raw or "", parse_mode, given)
    if not text:
        raise bad("message text is empty")
    if len(text) > limits.TEXT_LENGTH:
        raise bad("message is too long")
    return text, entities


def caption_text(raw: Any, parse_mode: str | None, given: list[JSON] | None) -> tuple[str, list[JSON]]:
    text, entities = formatted(raw or "", parse_mode, given)
    if len(text) > limits.CAPTION_LENGTH:
        raise bad("message caption is too long")
    return text, entities
