"""Strict reading of a method's parameters: unknown names and wrong types are refused."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from attrs import Factory, define
from starlette.datastructures import UploadFile

from .envelope import JSON, ApiError, bad, strict
from .schema import METHODS, OBJECTS, VARIANTS, Field

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "document": "there is no document in the request",
    "animation": "there is no animation in the request",
    "voice": "there is no voice in the request",
}
_TRUE = {"true", "yes", "1"}
_FALSE = {"false", "no", "0", ""}
_SCALARS = {"Integer", "String", "Boolean", "True", "InputFile"}


@define
class Arguments:
    """A method's parameters, checked; and the files that came with them."""

    values: JSON = Factory(dict)
    files: dict[str, UploadFile] = Factory(dict)

    def get(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    def __contains__(self, name: str) -> bool:
        return name in self.values


def check(method: str, raw: Mapping[str, Any], files: dict[str, UploadFile]) -> Arguments:
    fields = METHODS[method]
    unknown = [name for name in raw if name not in fields]
    unknown += [name for name in files if name not in fields and not _is_attached(name, raw)]
    if unknown:
        raise strict(f"unknown parameter {unknown[0]} of {method}")
    values = {name: _top_level(fields[name], value) for name, value in raw.items()}
    for name, field in fields.items():
        empty = name not in values or (values[name] == "" and name in _MISSING)
        if field.required and name not in files and empty:
            raise bad(_MISSING.get(name, f"SANDBOX parameter {name} of {method} is required"))
    return Arguments(values, files)


def _is_attached(name: str, raw: Mapping[str, Any]) -> bool:
    mark = f"attach://{name}"
    return any(mark in (value if isinstance(value, str) else json.dumps(value)) for value in raw.values())


def _top_level(field: Field, value: Any) -> Any:
    """Read a parameter's value; in forms and queries everything complex is a JSON text."""
    if isinstance(value, str) and not _SCALARS.intersection(field.types):
        value = _parsed(field, value)
    elif isinstance(value, str) and "String" not in field.types:
        value = _scalar(field, value)
    return _checked(field.types, value, field.name)


def _parsed(field: Field, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        if field.types == ("MessageEntity[]",):
            raise bad("can't parse entities JSON object") from None
        raise strict(f"parameter {field.name} is not a JSON text") from None


def _scalar(field: Field, value: str) -> Any:
    if "Integer" in field.types:
        return _integer(value, field.name)
    if "Boolean" in field.types and value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    return value


def _integer(value: str, name: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise strict(f"parameter {name} must be an Integer") from None


def _checked(types: tuple[str, ...], value: Any, path: str) -> Any:
    """Return the value if one of the types fits, else the likeliest type's complaint."""
    if len(types) > 1 and all(name.endswith("[]") for name in types):
        return _album(types, value, path)
    complaints = []
    for name in sorted(types, key=lambda name: not _looks_like(name, value)):
        try:
            return _one(name, value, path)
        except ApiError as error:
            complaints.append(error)
    raise complaints[0]


def _looks_like(name: str, value: Any) -> bool:
    """Tell whether an object has a field that the type requires."""
    required = {key for key, field in OBJECTS.get(name, {}).items() if field.required}
    return isinstance(value, dict) and bool(required & set(value))


def _one(name: str, value: Any, path: str) -> Any:
    if name.endswith("[]"):
        return _list(name.removesuffix("[]"), value, path)
    if name in _BASIC:
        if not _BASIC[name](value):
            raise strict(f"parameter {path} must be of type {name}")
        return value
    if name in VARIANTS:
        return _variant(name, value, path)
    return _object(name, value, path)


_BASIC: dict[str, Callable[[Any], bool]] = {
    "Integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: isinstance(value, str) and value.startswith("attach://"),
}


def _list(item: str, value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise strict(f"parameter {path} must be an array of {item}")
    return [_one(item, each, f"{path}[{i}]") for i, each in enumerate(value)]


def _album(types: tuple[str, ...], value: Any, path: str) -> list[Any]:
    """Check a list whose items may be of different kinds; whether they mix is the method's business."""
    items: list[Any] = _list("InputMedia", value, path)
    known = {kind for kind, name in VARIANTS["InputMedia"].items() if f"{name}[]" in types}
    for item in items:
        if item["type"] not in known:
            raise bad(f"type {item['type']} can't be used in an album")
    return items


def _variant(name: str, value: Any, path: str) -> Any:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in VARIANTS[name]:
        raise strict(f"parameter {path} must be a {name} of a known type")
    return _object(VARIANTS[name][kind], value, path)


def _object(name: str, value: Any, path: str) -> Any:
    if name == "MessageEntity":
        return _entity(value)
    if not isinstance(value, dict):
        raise strict(f"parameter {path} must be an object {name}")
    fields = OBJECTS.get(name)
    if fields is None:  # an object that the sandbox only passes on
        return value
    for key in value:
        if key not in fields:
            raise strict(f"unknown parameter {path}.{key} of {name}")
    for key, field in fields.items():
        if field.required and key not in value:
            raise strict(f"parameter {path}.{key} of {name} must be given")
    return {key: _checked(fields[key].types, each, f"{path}.{key}") for key, each in value.items()}


def _entity(value: Any) -> JSON:
    """Check an entity with the official complaints; what it covers is checked where the text is known."""
    if not isinstance(value, dict):
        raise bad("can't parse MessageEntity: expected an Object")
    for key, field in OBJECTS["MessageEntity"].items():
        if field.required and key not in value:
            raise bad(f"can't parse MessageEntity: Can't find field \"{key}\"")
        kind = field.types[0]
        if key in value and kind in _BASIC and not _BASIC[kind](value[key]):
            shown = "Number" if kind == "Integer" else kind
            raise bad(f'can\'t parse MessageEntity: Field "{key}" must be of type {shown}')
    for key in value:
        if key not in OBJECTS["MessageEntity"]:
            raise strict(f"unknown parameter {key} of MessageEntity")
    return dict(value)
