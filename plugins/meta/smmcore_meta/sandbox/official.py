"""Kinds and answers held against Meta's own description, a folder of one JSON file for each class; for tests."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .errors import JSON
from .kinds import Kind, Operation
from .params import Parameter

_READ_AS = {
    "bool": {"flag"},
    "int": {"int", "num", "time"},
    "unsigned int": {"int", "num", "time"},
    "float": {"num", "int"},
    "string": {"str", "json", "list", "one", "file"},
    "datetime": {"time", "int"},
    "file": {"file", "str"},
    "map": {"json"},
    "Object": {"json", "str"},
}
"""How the sandbox may read a parameter of an official type."""
_SHOWN_AS: dict[str, type | tuple[type, ...]] = {
    "bool": bool,
    "int": int,
    "unsigned int": int,
    "float": (int, float),
    "string": str,
    "datetime": str,
    "map": dict,
    "Object": (dict, str),
}
"""What JSON a field of an official type is."""


@cache
def described(folder: Path, name: str) -> JSON:
    """One class of the official files. Raises `FileNotFoundError`."""
    found: JSON = json.loads((folder / f"{name}.json").read_text("utf-8"))
    return found


def complaints(kind: Kind, folder: Path) -> list[str]:
    """What a kind has that the official files do not know, or know otherwise; gaps with a reason are left out."""
    return [*_of_fields(kind, folder), *_of_operations(kind, folder)]


def gaps(kind: Kind) -> dict[str, str]:
    """What a kind has beside the official files, with the reasons."""
    fields = {f"{kind.name}.{name}": why for name, why in kind.beside.items()}
    operations = {_called(kind, *key): why for key, why in kind.reasons.items()}
    return {**fields, **operations}


def of_answer(kind: Kind, body: JSON, folder: Path) -> list[str]:
    """Fields of an answered node whose values are of another type than the official one."""
    types = _fields(kind, folder)
    return [
        f"{kind.name}.{name} is {value!r}, no {types[name]}"
        for name, value in body.items()
        if name in types and not _is_a(value, types[name]) and not _is_id(name, value)
    ]


def _of_fields(kind: Kind, folder: Path) -> Iterator[str]:
    official = _fields(kind, folder)
    for name in kind.fields:
        if name not in official and not kind.beside.get(name):
            yield f"{kind.name} has no field {name}"
        if name in official and name in kind.beside:
            yield f"{kind.name}.{name} is official"


def _of_operations(kind: Kind, folder: Path) -> Iterator[str]:
    apis: dict[tuple[str, str], list[JSON]] = {}
    for each in kind.official:
        for api in described(folder, each)["apis"]:
            apis.setdefault((api["method"], api["endpoint"].strip("/")), []).append(api)
    for key, operation in kind.operations.items():
        where, why = _called(kind, *key), kind.reasons.get(key)
        if key not in apis:
            if not why:
                yield f"there is no {where}"
            continue
        yield from _of_operation(where, operation, apis[key], folder, why)


def _of_operation(
    where: str, operation: Operation, apis: list[JSON], folder: Path, why: str | None
) -> Iterator[str]:
    types: dict[str, str] = {p["name"]: p["type"] for api in apis for p in api["params"]}
    enums = {name: values for api in apis for name, values in api["enums"].items()}
    for name, parameter in operation.parameters.items():
        if name not in types:
            yield f"{where} has no parameter {name}"
        else:
            yield from _of_parameter(f"{where} {name}", parameter, types[name], enums, folder)
    for name in operation.beside:
        if name in types:
            yield f"{where} {name} is official"
        elif not why:
            yield f"{where} {name}: there is no reason"


def _of_parameter(
    where: str, parameter: Parameter, type: str, enums: Mapping[str, Any], folder: Path
) -> Iterator[str]:
    choices = enums.get(type) or _choices(type, folder)
    if parameter.kind == "one" and isinstance(choices, list):
        known = {str(each).casefold() for each in choices}
        yield from (f"{where} cannot be {each}" for each in parameter.choices if each.casefold() not in known)
    usual = {"list", "json", "str", "one"} if choices or "list<" in type else {"json", "str"}
    if parameter.kind not in _READ_AS.get(type, usual):
        yield f"{where} is {type}, not {parameter.kind}"


def _choices(type: str, folder: Path) -> list[str] | None:
    """The values of `Comment.Order`, which stand with its class."""
    name, dot, enum = type.partition(".")
    if not dot or not re.fullmatch(r"\w+", name) or not (folder / f"{name}.json").exists():
        return None
    found: list[str] | None = described(folder, name).get("enums", {}).get(enum)
    return found


def _fields(kind: Kind, folder: Path) -> dict[str, str]:
    return {
        each["name"]: each["type"] for name in kind.official for each in described(folder, name)["fields"]
    }


def _is_a(value: Any, type: str) -> bool:
    if type.startswith("list<"):
        return isinstance(value, list) or (isinstance(value, dict) and isinstance(value.get("data"), list))
    wanted = _SHOWN_AS.get(type, (dict, list, str))
    return isinstance(value, wanted) and (type == "bool" or not isinstance(value, bool))


def _is_id(name: str, value: Any) -> bool:
    """Identifiers are text, whatever the files say: they are larger than numbers in JSON can be."""
    return name.endswith("id") and isinstance(value, str)


def _called(kind: Kind, verb: str, edge: str) -> str:
    return f"{verb} {kind.name}/{edge}".rstrip("/")
