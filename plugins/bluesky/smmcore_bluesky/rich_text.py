"""Text as Bluesky wants it: plain, with facets whose places are counted in bytes of UTF-8."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import regex
from attrs import evolve, frozen
from publicsuffixlist import PublicSuffixList

from smmcore.errors import NotThere, Rejected
from smmcore.models import Link, Styled, Text, plain
from smmcore_bluesky.client import Client

_FACET = "app.bsky.richtext.facet"
LONGEST_TAG = 64
_INVISIBLE = r"\u00AD\u2060\u200A-\u200D\u20E2"

_MENTION = regex.compile(r"(?<![^\s(])@([a-zA-Z0-9.-]*[a-zA-Z0-9])")
_ADDRESS = regex.compile(
    r"(?<![^\s(])(?:https?://\S+|(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)\S*)", regex.IGNORECASE
)
_TAG = regex.compile(rf"(?<!\S)[#＃](?!\uFE0F)([^\s{_INVISIBLE}]+)")
_CASHTAG = regex.compile(r"(?<![^\s(])\$([A-Za-z][A-Za-z0-9]{0,4})(?=\s|$|[.,;:!?)\"'\u2019])")
_ENDING = regex.compile(r"\p{P}+$")
_WORDLESS = regex.compile(r"[\d\p{P}]*")


@frozen
class Span:
    """A stretch of the text that means something; places count code points."""

    start: int
    end: int
    kind: str
    """`link`, `mention` or `tag`."""
    value: str

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


async def rendered(client: Client, text: Text) -> tuple[str, list[dict[str, Any]]]:
    """The text and its facets. A mention of somebody whom nobody knows stays text."""
    words, spans = spans_of(text)
    known = [await _resolved(client, span) for span in spans]
    return words, [_facet(words, span) for span in known if span]


def spans_of(text: Text) -> tuple[str, list[Span]]:
    """The text without its styles and without white space around it, and what in it leads somewhere.

    What the author has made a link stays one; the rest is found as Bluesky's app finds it.
    """
    whole = plain(text)
    words = whole.strip()
    shift = len(whole) - len(whole.lstrip())
    spans = [fit for span in _links(text) if (fit := _within(span, shift, len(words)))]
    for found in (_mentions(words), _addresses(words), _tags(words)):
        spans += [span for span in found if not any(span.overlaps(other) for other in spans)]
    return words, sorted(spans, key=lambda span: span.start)


def _links(text: Text, place: int = 0) -> Iterator[Span]:
    for part in text:
        length = len(plain(part))
        if isinstance(part, Link) and length:
            yield Span(place, place + length, "link", part.url)
        elif isinstance(part, Styled):
            yield from _links(part.content, place)
        place += length


def _within(span: Span, shift: int, length: int) -> Span | None:
    moved = evolve(span, start=max(span.start - shift, 0), end=min(span.end - shift, length))
    return moved if moved.end > moved.start else None


def _mentions(words: str) -> Iterator[Span]:
    for match in _MENTION.finditer(words):
        if is_domain(match[1]) or match[1].endswith(".test"):
            yield Span(match.start(), match.end(), "mention", match[1].lower())


def _addresses(words: str) -> Iterator[Span]:
    for match in _ADDRESS.finditer(words):
        if match["domain"] and not is_domain(match["domain"]):
            continue
        shown = match[0]
        if shown[-1] in ".,;:!?":
            shown = shown[:-1]
        if shown[-1] == ")" and "(" not in shown:
            shown = shown[:-1]
        whole = f"https://{shown}" if match["domain"] else shown
        if _has_host(whole):
            yield Span(match.start(), match.start() + len(shown), "link", whole)


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _tags(words: str) -> Iterator[Span]:
    for match in _TAG.finditer(words):
        tag = _ENDING.sub("", match[1])
        if not _WORDLESS.fullmatch(tag) and len(tag) <= LONGEST_TAG:
            yield Span(match.start(), match.start() + 1 + len(tag), "tag", tag)
    for match in _CASHTAG.finditer(words):
        yield Span(match.start(), match.end(), "tag", f"${match[1].upper()}")


def is_domain(name: str) -> bool:
    """Whether it ends with a domain that exists: `bakery.com` and not `notes.txt`."""
    return "." in name and _suffixes().publicsuffix(name.lower()) is not None


@cache
def _suffixes() -> PublicSuffixList:
    """Read when it is first needed: it takes longer than a request."""
    return PublicSuffixList(accept_unknown=False)


async def _resolved(client: Client, span: Span) -> Span | None:
    if span.kind != "mention":
        return span
    try:
        return evolve(span, value=await client.resolved(span.value))
    except (NotThere, Rejected):
        return None


def _facet(words: str, span: Span) -> dict[str, Any]:
    field = {"link": "uri", "mention": "did", "tag": "tag"}[span.kind]
    start = len(words[: span.start].encode())
    return {
        "index": {"byteStart": start, "byteEnd": start + len(words[span.start : span.end].encode())},
        "features": [{"$type": f"{_FACET}#{span.kind}", field: span.value}],
    }
