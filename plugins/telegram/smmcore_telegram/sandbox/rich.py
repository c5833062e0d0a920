"""Rich messages: blocks as they were sent, or read from HTML or Markdown in a modest way."""

import re
from typing import TYPE_CHECKING, Any

from . import limits
from .entities import fix, utf16_index
from .envelope import JSON, bad, strict
from .markup import parse_html

if TYPE_CHECKING:
    from collections.abc import Callable

_SOURCES = ("blocks", "html", "markdown")
_HEADING = re.compile(r"(#{1,6})\s+(.+)")
_BLOCK_TAG = re.compile(
    r"<(h[1-6]|p|pre|blockquote)(?:\s[^<>]*)?>(.*?)</\1>|<hr\s*/?>", re.DOTALL | re.IGNORECASE
)
_INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|`(?P<code>.+?)`|_(?P<italic>.+?)_|\[(?P<text>.+?)\]\((?P<url>\S+?)\)"
)
_PLAIN_BLOCKS = {"paragraph": ("text",), "heading": ("text", "size"), "pre": ("text", "language"),
                 "footer": ("text",), "divider": (), "blockquote": ("blocks", "credit"),
                 "list": ("items",), "table": ("cells", "is_bordered", "is_striped", "is_compact", "caption"),
                 "details": ("summary", "blocks", "is_open"), "anchor": ("name",),
                 "pullquote": ("text", "credit"), "expandable_blockquote": ("text", "credit")}  # fmt: skip


def rich_message(given: JSON) -> JSON:
    sources = [name for name in _SOURCES if name in given]
    if len(sources) != 1:
        raise strict("a rich message has exactly one of html, markdown and blocks")
    if given.get("media"):
        raise strict("this fake knows no media in rich messages")
    readers: dict[str, Callable[[Any], list[JSON]]] = {
        "blocks": _from_blocks,
        "html": _from_html,
        "markdown": _from_markdown,
    }
    blocks = readers[sources[0]](given[sources[0]])
    if not blocks:
        raise bad("message text is empty")
    if rich_length(blocks) > limits.RICH_LENGTH:
        raise bad("message is too long")
    return {"blocks": blocks, **({"is_rtl": True} if given.get("is_rtl") else {})}


def rich_length(part: Any) -> int:
    """Count the characters that are shown: texts, wherever they stand."""
    if isinstance(part, str):
        return len(part)
    if isinstance(part, list):
        return sum(rich_length(each) for each in part)
    shown = ("text", "blocks", "items", "cells", "credit", "summary", "caption", "label")
    return sum(rich_length(part[name]) for name in shown if name in part)


def _from_blocks(blocks: list[Any]) -> list[JSON]:
    return [_block(block) for block in blocks]


def _block(block: Any) -> JSON:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in _PLAIN_BLOCKS:
        raise strict(f"this fake knows no rich block {kind}")
    for name in block:
        if name not in {"type", *_PLAIN_BLOCKS[kind]}:
            raise strict(f"unknown parameter {name} of the rich block {kind}")
    body = dict(block)
    if "blocks" in body:
        body["blocks"] = _from_blocks(body["blocks"])
    if kind == "list":
        body["items"] = [_item(item, number) for number, item in enumerate(body["items"], 1)]
    return body


def _item(item: Any, number: int) -> JSON:
    """Add the item's label, which the answer names and the sender does not give."""
    label = f"{item.get('value', number)}." if item.get("type") else "•"
    return {**item, "label": label, "blocks": _from_blocks(item["blocks"])}


def _from_html(html: str) -> list[JSON]:
    blocks: list[JSON] = []
    at = 0
    for match in _BLOCK_TAG.finditer(html):
        blocks += _paragraphs(html[at : match.start()])
        blocks += _tagged(match)
        at = match.end()
    return blocks + _paragraphs(html[at:])


def _paragraphs(html: str) -> list[JSON]:
    parts = (part.strip() for part in re.split(r"\n\s*\n|<br\s*/?>", html))
    return [{"type": "paragraph", "text": _rich_html(part)} for part in parts if part]


def _tagged(match: re.Match[str]) -> list[JSON]:
    tag, inner = (match.group(1) or "hr").lower(), match.group(2) or ""
    if tag == "hr":
        return [{"type": "divider"}]
    if tag == "blockquote":
        return [{"type": "blockquote", "blocks": _paragraphs(inner)}]
    if tag == "pre":
        return [{"type": "pre", "text": _rich_html(inner)}]
    if tag == "p":
        return _paragraphs(inner)
    return [{"type": "heading", "text": _rich_html(inner.strip()), "size": int(tag[1])}]


def _rich_html(html: str) -> Any:
    """Text with the entities of HTML as a rich text; of nested ones the outer counts."""
    text, entities = fix(*parse_html(html))
    index = {offset: i for i, offset in enumerate(utf16_index(text))}
    parts: list[Any] = []
    at = 0
    for entity in entities:
        start, end = index[entity["offset"]], index[entity["offset"] + entity["length"]]
        if start < at:
            continue
        parts += [text[at:start], _span(entity, text[start:end])]
        at = end
    return _joined([*parts, text[at:]])


def _span(entity: JSON, text: str) -> Any:
    kind = entity["type"]
    if kind in {"bold", "italic", "underline", "strikethrough", "spoiler", "code"}:
        return {"type": kind, "text": text}
    if kind in {"text_link", "url"}:
        return {"type": "url", "text": text, "url": entity.get("url", text)}
    if kind == "mention":
        return {"type": "mention", "text": text, "username": text.removeprefix("@")}
    if kind == "hashtag":
        return {"type": "hashtag", "text": text, "hashtag": text.removeprefix("#")}
    return text


def _joined(parts: list[Any]) -> Any:
    kept = [part for part in parts if part != ""]
    return kept[0] if len(kept) == 1 else kept or ""


def _from_markdown(markdown: str) -> list[JSON]:
    blocks: list[JSON] = []
    for part in re.split(r"\n\s*\n", markdown.strip()):
        blocks += _markdown_block(part.strip())
    return blocks


def _markdown_block(part: str) -> list[JSON]:
    heading = _HEADING.fullmatch(part)
    if not part:
        return []
    if heading is not None:
        return [{"type": "heading", "text": _inline(heading.group(2)), "size": len(heading.group(1))}]
    if part.startswith("```"):
        return [{"type": "pre", "text": part.strip("`").strip()}]
    if part == "---":
        return [{"type": "divider"}]
    lines = part.splitlines()
    if all(line.startswith("- ") for line in lines):
        items = [{"label": "•", "blocks": [{"type": "paragraph", "text": _inline(x[2:])}]} for x in lines]
        return [{"type": "list", "items": items}]
    return [{"type": "paragraph", "text": _inline(part)}]


def _inline(text: str) -> Any:
    parts: list[Any] = []
    at = 0
    for match in _INLINE.finditer(text):
        parts += [text[at : match.start()], _marked(match)]
        at = match.end()
    return _joined([*parts, text[at:]])


def _marked(match: re.Match[str]) -> JSON:
    if match.group("url"):
        return {"type": "url", "text": match.group("text"), "url": match.group("url")}
    kind = str(match.lastgroup)
    return {"type": kind, "text": match.group(kind)}
