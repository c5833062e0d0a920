"""The HTML that message texts may be written in."""

import re
from html import unescape
from typing import NamedTuple

from .envelope import JSON, ApiError, bad

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "code": "code", "pre": "pre",
}  # fmt: skip
_TAGS = {*_SIMPLE, "span", "a", "blockquote", "tg-emoji", "tg-time"}
_TOKEN = re.compile(r"<(/?)([A-Za-z][\w-]*)((?:\s[^<>]*)?)>")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


class _Open(NamedTuple):
    tag: str
    attributes: dict[str, str]
    start: int


def parse_html(raw: str) -> tuple[str, list[JSON]]:
    out: list[str] = []
    entities: list[JSON] = []
    stack: list[_Open] = []
    at = length = 0
    while at < len(raw):
        if raw[at] == "<":
            token = _TOKEN.match(raw, at)
            if token is None:
                raise _error(f"Unclosed start tag at byte offset {_bytes(raw, at)}")
            _apply(token, raw, length, stack, entities)
            at = token.end()
            continue
        stop = raw.find("<", at)
        piece = _plain(raw[at : stop if stop >= 0 else len(raw)])
        out.append(piece)
        length += len(piece.encode("utf-16-le", "surrogatepass")) // 2
        at = stop if stop >= 0 else len(raw)
    if stack:
        raise _error(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return "".join(out), [e for e in entities if e["length"] > 0]


def _apply(token: re.Match[str], raw: str, at: int, stack: list[_Open], entities: list[JSON]) -> None:
    closing, tag = token.group(1), token.group(2).lower()
    if closing:
        entities.extend(_close(token, raw, tag, at, stack))
        return
    if tag not in _TAGS:
        raise _error(f'Unsupported start tag "{tag}" at byte offset {_bytes(raw, token.start())}')
    stack.append(_Open(tag, _attributes(token.group(3)), at))


def _close(token: re.Match[str], raw: str, tag: str, at: int, stack: list[_Open]) -> list[JSON]:
    where = _bytes(raw, token.start())
    if not stack:
        raise _error(f"Unexpected end tag at byte offset {where}")
    opened = stack.pop()
    if opened.tag != tag:
        raise _error(
            f'Unmatched end tag at byte offset {where}, expected "</{opened.tag}>", found "</{tag}>"'
        )
    entity = _entity(opened, inside_pre=bool(stack) and stack[-1].tag == "pre")
    return [{**entity, "offset": opened.start, "length": at - opened.start}] if entity else []


def _entity(opened: _Open, *, inside_pre: bool) -> JSON | None:
    tag, attributes = opened.tag, opened.attributes
    if tag == "a":
        url = attributes.get("href", "")
        return {"type": "text_link", "url": url} if url else None
    if tag == "span":
        return {"type": "spoiler"} if attributes.get("class") == "tg-spoiler" else None
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "tg-emoji":
        return {"type": "custom_emoji", "custom_emoji_id": attributes.get("emoji-id", "")}
    if tag == "tg-time":
        return {"type": "date_time", "unix_time": int(attributes.get("unix", "0"))}
    return None if tag == "code" and inside_pre else {"type": _SIMPLE[tag]}


def _attributes(text: str) -> dict[str, str]:
    found = {}
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        found[name.lower()] = _plain(double or single or bare)
    return found


def _plain(text: str) -> str:
    """Only the four named references and the numeric ones mean a character."""
    return _REFERENCE.sub(lambda match: unescape(match.group()), text)


def _bytes(raw: str, at: int) -> int:
    return len(raw[:at].encode("utf-8", "surrogatepass"))


def _error(text: str) -> ApiError:
    return bad(f"can't parse entities: {text}")
