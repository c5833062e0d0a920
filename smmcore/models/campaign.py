"""Campaigns and money."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import Attribute, field, frozen

from smmcore.models.validating import aware, not_blank


def as_decimal(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("amount: money is never a float; write it as a string or Decimal")
    try:
        return Decimal(value)
    except InvalidOperation:
        raise ValueError(f"amount: {value!r} is not a number") from None


def _currency(_: Any, attribute: "Attribute[Any]", value: str) -> None:
    if not (len(value) == 3 and value.isascii() and value.isalpha() and value.isupper()):
        raise ValueError(f"{attribute.name}: {value!r} is not an ISO 4217 code such as EUR")


@frozen
class Money:
    """An exact amount in one currency; amounts of different currencies do not add."""

    amount: Decimal = field(converter=as_decimal)
    currency: str = field(validator=_currency)

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        if other.currency != self.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@frozen
class UTM:
    """The parameters by which web analytics know where a visitor came from."""

    source: str = ""
    medium: str = ""
    campaign: str = ""
    term: str = ""
    content: str = ""


def as_strings(value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise TypeError("must be a list of strings, not one string")
    return tuple(value)


@frozen(kw_only=True)
class Campaign:
    """Posts and ads that serve one goal within a window and a budget."""

    name: str = field(validator=not_blank)
    goal: str = ""
    start: datetime | None = field(default=None, validator=aware)
    end: datetime | None = field(default=None, validator=aware)
    budget: Money | None = None
    utm: UTM = UTM()
    posts: tuple[str, ...] = field(default=(), converter=as_strings)
    """Keys of its posts."""
    ads: tuple[str, ...] = field(default=(), converter=as_strings)

    def __attrs_post_init__(self) -> None:
        if self.start and self.end and self.end <= self.start:
            raise ValueError("end: must be later than start")
