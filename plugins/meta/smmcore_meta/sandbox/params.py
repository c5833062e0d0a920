"""Parameters: described in short words, checked, and given as values."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from attrs import Factory, define, frozen

from .errors import GraphError, invalid, strict

_SPEC = re.compile(r"(\w+)(!?):(\w+)(?:\{(.*)\})?")
_TRUE, _FALSE = {"true", "1"}, {"false", "0", ""}


@frozen
class Parameter:
    """One of the kinds `str int num flag json list time file one`; `one` has choices."""

    name: str
    kind: str
    required: bool = False
    choices: tuple[str, ...] = ()


def parameters(spec: str) -> dict[str, Parameter]:
    """Read `message!:str period:one{day|week} published:flag`. Raises `ValueError`."""
    return {each.name: each for each in map(_parameter, spec.split())}


def _parameter(spec: str) -> Parameter:
    found = _SPEC.fullmatch(spec)
    if found is None or (found[3] not in _READERS and found[3] not in {"file", "one"}):
        raise ValueError(f"the parameter {spec!r} cannot be read")
    return Parameter(found[1], found[3], bool(found[2]), tuple(found[4].split("|")) if found[4] else ())


@define
class Arguments:
    """What a call was given, as values of Python."""

    values: dict[str, Any] = Factory(dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        return int(self.values.get(name, default))

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    def flag(self, name: str, default: bool = False) -> bool:
        return bool(self.values.get(name, default))

    def list(self, name: str) -> list[Any]:
        return list(self.values.get(name, []))

    def json(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)


def check(
    known: Mapping[str, Parameter], raw: Mapping[str, Any], files: Mapping[str, Any], at: str
) -> Arguments:
    """The parameters as values. Raises error 100 for what is unknown, missing or of the wrong kind."""
    for name in (*raw, *files):
        if name not in known:
            raise strict(f"{at} has no parameter {name}")
    for each in known.values():
        if each.required and each.name not in files and raw.get(each.name) in (None, ""):
            raise invalid(f"The parameter {each.name} is required")
    return Arguments(
        {name: value(known[name], given) for name, given in raw.items() if _said(known[name], given)}
    )


def _said(parameter: Parameter, given: Any) -> bool:
    """Numbers and times that are empty were not said; an empty text is one."""
    return given != "" or parameter.kind not in {"int", "num", "time", "one"}


def value(parameter: Parameter, given: Any) -> Any:
    """One parameter, from a form's text or from JSON. Raises error 100."""
    if parameter.kind == "one":
        if str(given) not in parameter.choices:
            raise invalid(f"Param {parameter.name} must be one of {{{', '.join(parameter.choices)}}}")
        return str(given)
    if parameter.kind == "file":
        raise strict(f"{parameter.name} is a file, to be sent as a part of a form")
    return _READERS[parameter.kind](parameter.name, given)


def _text(name: str, given: Any) -> str:
    if isinstance(given, dict | list):
        raise invalid(f"Param {name} must be a string")
    return str(given)


def _integer(name: str, given: Any) -> int:
    try:
        return int(str(given))
    except ValueError:
        raise invalid(f"Param {name} must be an integer") from None


def _number(name: str, given: Any) -> float:
    try:
        return float(str(given))
    except ValueError:
        raise invalid(f"Param {name} must be a number") from None


def _flag(name: str, given: Any) -> bool:
    text = str(given).lower()
    if text not in _TRUE | _FALSE:
        raise invalid(f"Param {name} must be a boolean")
    return text in _TRUE


def _json(name: str, given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise invalid(f"Param {name} must be valid JSON") from None


def _list(name: str, given: Any) -> list[Any]:
    """A JSON array, or names between commas."""
    if isinstance(given, str) and not given.lstrip().startswith("["):
        return [item.strip() for item in given.split(",") if item.strip()]
    found = _json(name, given)
    if not isinstance(found, list):
        raise invalid(f"Param {name} must be an array.")
    return found


def _time(name: str, given: Any) -> float:
    """Unix seconds, or a time as ISO 8601."""
    text = str(given)
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise GraphError(100, f"(#100) Param {name} must be a valid date/time") from None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "str": _text,
    "int": _integer,
    "num": _number,
    "flag": _flag,
    "json": _json,
    "list": _list,
    "time": _time,
}
