"""Validators for attrs fields whose messages begin with the field's name."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from attrs import Attribute

Validator: TypeAlias = "Callable[[Any, Attribute[Any], Any], None]"


def not_blank(_: Any, attribute: "Attribute[Any]", value: str) -> None:
    if not value or (isinstance(value, str) and not value.strip()):
        raise ValueError(f"{attribute.name}: must not be empty")


def aware(_: Any, attribute: "Attribute[Any]", value: datetime | None) -> None:
    """Refuse a time of which nobody knows where its clock hangs."""
    if value is not None and value.utcoffset() is None:
        raise ValueError(
            f"{attribute.name}: {value.isoformat()} has no UTC offset; write for example {value.isoformat()}+01:00"
        )


def web_address(_: Any, attribute: "Attribute[Any]", value: str | None) -> None:
    if value is None:
        return
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"{attribute.name}: {value!r} is not an http(s) address")


def number(*, least: float) -> Validator:
    def check(_: Any, attribute: "Attribute[Any]", value: float | None) -> None:
        if value is not None and value < least:
            raise ValueError(f"{attribute.name}: must be at least {least}, not {value}")

    return check


def each(kind: type | tuple[type, ...]) -> Validator:
    """Every item must be of that kind."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    names = " or ".join(k.__name__ for k in kinds)

    def check(_: Any, attribute: "Attribute[Any]", value: Any) -> None:
        for number_, item in enumerate(value):
            if not isinstance(item, kinds):
                raise TypeError(f"{attribute.name}[{number_}]: must be {names}, not {type(item).__name__}")

    return check
