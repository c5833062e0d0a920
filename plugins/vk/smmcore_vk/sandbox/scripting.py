"""The scripts of `execute`: enough of VKScript for what clients send, and a plain refusal of the rest."""

import ast
import operator
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from attrs import Factory, define
from lark import Lark, Token, Tree, UnexpectedInput

from .errors import JSON, ApiError

MOST_STEPS = 1000
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "%": operator.mod,
}
Api: TypeAlias = Callable[[str, dict[str, Any]], Any]


@define
class ScriptAnswer:
    """What a script returned, and the calls in it that failed."""

    value: Any = None
    errors: list[JSON] = Factory(list)


class _Return(Exception):
    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("vkscript.lark").read_text("utf-8")
    return Lark(text, parser="lalr", maybe_placeholders=True)


def _unknown(what: str) -> ApiError:
    return ApiError(12, f"SANDBOX does not know {what} in VKScript")


class Script:
    """A parsed script. Raises error 12 where it is not understood, 13 where it goes wrong."""

    def __init__(self, code: str) -> None:
        try:
            self._tree = _grammar().parse(code)
        except UnexpectedInput as error:
            where = f"line {error.line}, column {error.column}"
            raise ApiError(12, f"SANDBOX cannot read the script at {where}") from None
        self._steps = 0

    def run(self, api: Api, args: dict[str, str]) -> Any:
        """What the script returns; None where it ends without."""
        self._send, self._names = api, {"Args": args}
        try:
            self._all(self._tree.children)
        except _Return as end:
            return end.value
        return None

    def _all(self, nodes: Any) -> None:
        for node in nodes:
            self._do(node)

    def _do(self, node: Any) -> Any:
        """Do a statement, or give an expression's value."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise ApiError(13, "Too many operations")
        if node is None:
            return None
        handler = getattr(self, f"_{node.data}", None)
        if handler is None:
            raise _unknown(str(node.data))
        try:
            return handler(*node.children)
        except (TypeError, ValueError, ZeroDivisionError) as error:
            raise ApiError(13, str(error)) from None

    # Statements

    def _variables(self, *declarations: Tree[Token]) -> None:
        for declaration in declarations:
            name, value = declaration.children
            self._names[str(name)] = self._do(value)

    def _assign(self, name: Token, value: Any) -> None:
        self._names[str(name)] = self._do(value)

    def _give(self, value: Any) -> None:
        raise _Return(self._do(value))

    def _conditional(self, condition: Any, then: Any, otherwise: Any) -> None:
        self._do(then if _true(self._do(condition)) else otherwise)

    def _repeat(self, condition: Any, body: Any) -> None:
        while _true(self._do(condition)):
            self._do(body)

    def _block(self, *statements: Any) -> None:
        self._all(statements)

    def _only(self, expression: Any) -> None:
        self._do(expression)

    # Expressions

    def _or_(self, left: Any, right: Any) -> Any:
        value = self._do(left)
        return value if _true(value) else self._do(right)

    def _and_(self, left: Any, right: Any) -> Any:
        value = self._do(left)
        return self._do(right) if _true(value) else value

    def _binary(self, left: Any, sign: Token, right: Any) -> Any:
        first, second = self._do(left), self._do(right)
        if sign != "+":
            return _OPERATORS[str(sign)](first, second)
        if isinstance(first, str) or isinstance(second, str):
            return _words(first) + _words(second)
        return first + second

    def _not_(self, value: Any) -> bool:
        return not _true(self._do(value))

    def _minus(self, value: Any) -> Any:
        return -self._do(value)

    def _call(self, section: Token, name: Token, arguments: Any) -> Any:
        return self._send(f"{section}.{name}", self._do(arguments) or {})

    def _method(self, owner: Any, name: Token, *arguments: Any) -> Any:
        target, values = self._do(owner), [self._do(each) for each in arguments if each is not None]
        if isinstance(target, list) and str(name) in _OF_LISTS:
            return _OF_LISTS[str(name)](target, *values)
        if isinstance(target, str) and str(name) in _OF_TEXTS:
            return _OF_TEXTS[str(name)](target, *values)
        raise _unknown(f".{name}()")

    def _member(self, owner: Any, name: Token) -> Any:
        return _member(self._do(owner), str(name))

    def _each(self, owner: Any, name: Token) -> Any:
        items = self._do(owner)
        return [_member(item, str(name)) for item in items] if isinstance(items, list) else []

    def _item(self, owner: Any, place: Any) -> Any:
        target, key = self._do(owner), self._do(place)
        if isinstance(target, dict):
            return target.get(str(key))
        if isinstance(target, list | str) and isinstance(key, int):
            return target[key] if 0 <= key < len(target) else None
        return None

    def _function(self, name: Token, *arguments: Any) -> Any:
        values = [self._do(each) for each in arguments if each is not None]
        if name == "parseInt" and len(values) == 1:
            return int(values[0])
        raise _unknown(f"{name}()")

    def _number(self, text: Token) -> int | float:
        return float(text) if "." in text else int(text)

    def _string(self, text: Token) -> str:
        return str(ast.literal_eval(text))

    def _true(self) -> bool:
        return True

    def _false(self) -> bool:
        return False

    def _null(self) -> None:
        return None

    def _name(self, name: Token) -> Any:
        if str(name) not in self._names:
            raise ApiError(12, f"unknown variable {name}")
        return self._names[str(name)]

    def _list(self, *items: Any) -> list[Any]:
        return [self._do(each) for each in items if isinstance(each, Tree)]

    def _object(self, *pairs: Any) -> dict[str, Any]:
        return dict(self._do(pair) for pair in pairs if isinstance(pair, Tree))

    def _pair(self, name: Token, value: Any) -> tuple[str, Any]:
        key = str(ast.literal_eval(name)) if name.type == "STRING" else str(name)
        return key, self._do(value)


def _true(value: Any) -> bool:
    """Lists and objects are true even when they are empty, as in JavaScript."""
    return bool(value) or isinstance(value, list | dict)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _member(value: Any, name: str) -> Any:
    if name == "length" and isinstance(value, list | str):
        return len(value)
    return value.get(name) if isinstance(value, dict) else None


def _push(items: list[Any], item: Any) -> int:
    items.append(item)
    return len(items)


_OF_LISTS: dict[str, Callable[..., Any]] = {
    "push": _push,
    "slice": lambda items, begin=0, end=None: items[begin:end],
    "concat": lambda items, other: items + other,
    "join": lambda items, between=",": between.join(map(_words, items)),
    "indexOf": lambda items, item: items.index(item) if item in items else -1,
}
_OF_TEXTS: dict[str, Callable[..., Any]] = {
    "split": lambda text, between: text.split(between),
    "substr": lambda text, begin, length=None: text[begin : None if length is None else begin + length],
    "indexOf": lambda text, part: text.find(part),
}
