"""What `fields=` asks for: names, their arguments and what is wanted of what they lead to."""

from collections.abc import Mapping
from typing import Any

from attrs import Factory, frozen
from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from .errors import GraphError

_GRAMMAR = r"""
    fields: field ("," field)*
    field: NAME argument* inner?
    inner: "{" fields "}"
    argument: "." NAME "(" VALUE? ")"
    NAME: /[A-Za-z_][A-Za-z0-9_]*/
    VALUE: /[^()]+/
    %ignore /\s+/
"""


@frozen
class Field:
    """One name; `fields` is None where nothing was said about what is wanted of it."""

    name: str
    arguments: Mapping[str, str] = Factory(dict)
    fields: tuple["Field", ...] | None = None


class _Builder(Transformer[Token, Any]):
    def fields(self, items: list[Field]) -> tuple[Field, ...]:
        return tuple(items)

    def inner(self, items: list[tuple[Field, ...]]) -> tuple[Field, ...]:
        return items[0]

    def argument(self, items: list[Token]) -> dict[str, str]:
        return {str(items[0]): str(items[1]).strip() if len(items) > 1 else ""}

    def field(self, items: list[Any]) -> Field:
        name, *rest = items
        arguments: dict[str, str] = {}
        for each in rest:
            if isinstance(each, dict):
                arguments |= each
        inner = rest[-1] if rest and isinstance(rest[-1], tuple) else None
        return Field(str(name), arguments, inner)


_PARSER = Lark(_GRAMMAR, start="fields", parser="lalr", transformer=_Builder())


def parse_fields(text: str) -> tuple[Field, ...]:
    """The fields in their order. Raises error 2500 where the text cannot be read."""
    try:
        parsed: Any = _PARSER.parse(text)
    except UnexpectedInput as error:
        place = error.pos_in_stream or 0
        said = f'Syntax error "Expected name." at character {place}: {text}'
        raise GraphError(2500, said) from None
    return tuple(parsed)
