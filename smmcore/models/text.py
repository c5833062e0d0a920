"""Text as nested parts, so that no model ever holds an offset.

Networks count differently (UTF-16 units, bytes, code points); a plugin renders the parts in its own way.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import field, frozen

from smmcore.models.validating import not_blank, web_address


def as_text(value: "TextLike") -> "Text":
    """Any way of writing text as a tuple of parts; neighbouring strings become one."""
    if isinstance(value, str | Styled):
        value = (value,)
    if not isinstance(value, Iterable):
        raise TypeError(f"text: must be str, a style or a list of them, not {type(value).__name__}")
    parts: list[str | Styled] = []
    for part in value:
        if not isinstance(part, str | Styled):
            raise TypeError(f"text: a part must be str or a style such as Bold, not {type(part).__name__}")
        if isinstance(part, str) and parts and isinstance(parts[-1], str):
            parts[-1] += part
        elif part != "":
            parts.append(part)
    if any(_halved(part) for part in parts if isinstance(part, str)):
        raise ValueError("text: it contains half a character (a lone surrogate), which no network takes")
    return tuple(parts)


def _halved(text: str) -> bool:
    return not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text)


@frozen
class Styled:
    """A stretch of text in one style; styles nest."""

    content: "Text" = field(converter=as_text)


Text: TypeAlias = tuple[str | Styled, ...]
TextLike: TypeAlias = str | Styled | Iterable[str | Styled]


@frozen
class Bold(Styled):
    pass


@frozen
class Italic(Styled):
    pass


@frozen
class Underline(Styled):
    pass


@frozen
class Strike(Styled):
    pass


@frozen
class Spoiler(Styled):
    """Hidden until the reader asks for it; networks without spoilers show it as it is."""


@frozen
class Quote(Styled):
    """A block quotation."""


@frozen
class Code(Styled):
    """Code within a line."""


@frozen
class Pre(Styled):
    """A block of code."""

    language: str = ""


@frozen
class Link(Styled):
    """Text that leads to an address; networks without such links show the address behind the text."""

    url: str = field(validator=[not_blank, web_address])


def plain(text: TextLike) -> str:
    """The text without its styles."""
    return "".join(part if isinstance(part, str) else plain(part.content) for part in as_text(text))


def spelled_out(text: Text) -> str:
    """The text as networks without styles and links show it: addresses stand behind the words that lead to them."""
    return "".join(part if isinstance(part, str) else _with_address(part) for part in text)


def _with_address(part: Styled) -> str:
    words = spelled_out(part.content)
    if not isinstance(part, Link) or words.strip() == part.url:
        return words
    return f"{words} ({part.url})"


def runs(text: Text, around: tuple[Styled, ...] = ()) -> Iterator[tuple[str, tuple[Styled, ...]]]:
    """The text as unnested stretches, each with the styles around it, outermost first."""
    for part in text:
        if isinstance(part, str):
            yield part, around
        else:
            yield from runs(part.content, (*around, part))
