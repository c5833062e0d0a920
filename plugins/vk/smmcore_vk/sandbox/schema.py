"""The table of methods, read once, and parameters checked against it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from attrs import Factory, define, frozen

from .errors import strict, wrong
from .table import BESIDE, CALLBACK_EVENTS, COMMON, EVENTS, TABLE

_SPEC = re.compile(r"(\w+)(!?):(\w+)(?:\{(.*)\})?(?:>=(\d+))?(?:<=(\d+))?")
_LISTS = {"strs", "ints", "mixes"}


@frozen
class Parameter:
    name: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    """The largest number, the longest text, or the length of the longest list."""


@frozen
class Method:
    name: str
    tokens: str
    parameters: Mapping[str, Parameter]
    official: frozenset[str]
    """Names of those parameters that the official schema has."""


@define
class Arguments:
    """What a call was given, as values of Python."""

    values: dict[str, Any] = Factory(dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str) -> Any:
        return self.values.get(name)

    def number(self, name: str, default: int = 0) -> int:
        return int(self.values.get(name, default))

    def text(self, name: str) -> str:
        return str(self.values.get(name, ""))

    def flag(self, name: str) -> bool:
        return bool(self.values.get(name, False))

    def list(self, name: str) -> list[Any]:
        return list(self.values.get(name, []))


def _parameter(spec: str) -> Parameter:
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError(f"the table has a parameter that cannot be read: {spec}")
    name, required, kind, choices, least, most = found.groups()
    return Parameter(
        name,
        kind,
        bool(required),
        tuple(choices.split("|")) if choices else (),
        int(least) if least else None,
        int(most) if most else None,
    )


def _parameters(specs: Sequence[str], events: Sequence[str]) -> dict[str, Parameter]:
    named = [spec for spec in specs if spec != "@events"]
    named += [f"{event}:flag" for event in (events if "@events" in specs else [])]
    return {each.name: each for each in map(_parameter, named)}


def _read() -> dict[str, Method]:
    methods = {}
    for entry in re.split(r"\n(?=\S)", TABLE.strip()):
        name, tokens, *specs = entry.split()
        official = _parameters(specs, CALLBACK_EVENTS if "Callback" in name else EVENTS)
        beside = _parameters([*BESIDE.get(name, "").split(), *COMMON.split()], [])
        methods[name] = Method(name, tokens, {**official, **beside}, frozenset(official))
    return methods


METHODS: Mapping[str, Method] = _read()


def check(method: Method, raw: Mapping[str, str]) -> Arguments:
    """The parameters as values. Raises error 100."""
    for name in raw:
        if name not in method.parameters:
            raise strict(f"{method.name} has no parameter {name}")
    for parameter in method.parameters.values():
        if parameter.required and not raw.get(parameter.name):
            raise wrong(f"{parameter.name} is undefined")
    return Arguments({name: _value(method.parameters[name], text) for name, text in raw.items()})


def _value(parameter: Parameter, text: str) -> Any:
    if parameter.kind in _LISTS:
        return _list(parameter, text)
    if parameter.kind == "one":
        if text not in parameter.choices:
            raise wrong(f"{parameter.name} should be one of {', '.join(parameter.choices)}")
        return int(text) if text.isdigit() else text
    if parameter.kind == "str":
        if parameter.most is not None and len(text) > parameter.most:
            raise wrong(f"{parameter.name} is too long")
        return text
    return _bounded(parameter, _READERS[parameter.kind](parameter.name, text))


def _list(parameter: Parameter, text: str) -> list[Any]:
    items = [item.strip() for item in text.split(",") if item.strip()]
    if parameter.most is not None and len(items) > parameter.most:
        raise wrong(f"{parameter.name} should have at most {parameter.most} items")
    return [_integer(parameter.name, item) for item in items] if parameter.kind == "ints" else items


def _bounded(parameter: Parameter, value: Any) -> Any:
    if isinstance(value, str):
        return value
    if parameter.least is not None and value < parameter.least:
        raise wrong(f"{parameter.name} should be greater or equal to {parameter.least}")
    if parameter.most is not None and value > parameter.most:
        raise wrong(f"{parameter.name} should be less or equal to {parameter.most}")
    return value


def _integer(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise wrong(f"{name} not integer") from None


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise wrong(f"{name} is not a number") from None


def _flag(name: str, text: str) -> bool:
    if text not in {"0", "1"}:
        raise strict(f"{name} is to be 0 or 1, not {text}")
    return text == "1"


def _mixed(_name: str, text: str) -> int | str:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


_READERS: dict[str, Callable[[str, str], Any]] = {
    "int": _integer,
    "num": _number,
    "flag": _flag,
    "mixed": _mixed,
}
