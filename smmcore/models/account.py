"""Whose page is meant, and the secrets that open it."""

import hmac
from collections.abc import Mapping
from secrets import token_hex
from typing import Any, NoReturn, TypeVar

from attrs import field, frozen

from smmcore.models.rules import Rules
from smmcore.models.validating import not_blank

_MARK = token_hex(4)
"""New in every process: a text with `~~token~~` in it must not be sent with the token in its place."""


class Secret:
    """A value that shows itself to nobody: `str` and `repr` give a stand-in, only `reveal` gives the value.

    The stand-in can be formatted into a `Request`; IO puts the value in its place on the wire and nowhere else.
    """

    __slots__ = ("_value", "name")

    def __init__(self, value: str, name: str = "secret") -> None:
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{name}: must not be empty")
        self._value = value.strip()
        self.name = name

    @property
    def placeholder(self) -> str:
        """What is formatted into a `Request`."""
        # Only characters that no URL, header or form ever escapes.
        return f"~~{self.name}~{_MARK}~~"

    @property
    def shown(self) -> str:
        """What people see in its place."""
        return f"~~{self.name}~~"

    def reveal(self) -> str:
        return self._value

    def __str__(self) -> str:
        return self.placeholder

    def __repr__(self) -> str:
        return f"Secret({self.shown!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value.encode(), other._value.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled or copied out of the process")


def as_secrets(value: Mapping[str, str | Secret]) -> dict[str, Secret]:
    return {name: s if isinstance(s, Secret) else Secret(s, name) for name, s in value.items()}


AnySettings = TypeVar("AnySettings")


@frozen
class Account:
    """One page, community or channel on one network."""

    name: str = field(validator=not_blank)
    """How its owner calls it; unique among the accounts of one `SMM`."""
    platform: str = field(validator=not_blank)
    id: str = field(default="", converter=str)
    """How the network calls it: `@bakery`, `-1001234567890`, `club123`."""
    settings: Mapping[str, Any] = field(factory=dict, kw_only=True, hash=False)
    secrets: Mapping[str, Secret] = field(
        factory=dict, converter=as_secrets, kw_only=True, repr=False, hash=False
    )
    missing: Mapping[str, str] = field(factory=dict, kw_only=True, repr=False, eq=False)
    """Secrets that were looked for in vain, by name, each with the reason."""
    rules: Rules = field(default=Rules(), kw_only=True)

    def secret(self, name: str) -> Secret:
        """Raises `Unauthorized`, which says where to put it, if the account has none of that name."""
        if name in self.secrets:
            return self.secrets[name]
        from smmcore.errors import Unauthorized

        if reason := self.missing.get(name):
            raise Unauthorized(f"account {self.name}: no {name}: {reason}", platform=self.platform)
        raise Unauthorized(
            f"account {self.name}: no {name}; set it in smm.toml, for example "
            f'secrets.{name} = {{ env = "{self.name.upper().replace("-", "_")}_{name.upper()}" }}',
            platform=self.platform,
        )

    def settings_as(self, kind: type[AnySettings]) -> AnySettings:
        """The settings as the platform's own class; raises `InvalidInput` naming what does not fit."""
        from smmcore.models.converting import load

        return load(kind, self.settings, where=f"account {self.name}")
