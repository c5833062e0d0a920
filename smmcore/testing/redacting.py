"""Takes secrets out of what is recorded: those that are known, and whatever looks like one."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from attrs import frozen

from smmcore.io.redaction import hidden, hidden_in_bytes
from smmcore.models.account import Secret

Body: TypeAlias = str | bytes | None

_HEADERS = re.compile(r"auth|cookie|token|secret|signature|api-?key|password", re.IGNORECASE)
"""Headers with such a word in their names are never recorded."""
FIELDS = (
    *("access_token", "refresh_token", "id_token", "token", "secret_token", "bot_token", "fb_exchange_token"),
    *("client_secret", "app_secret", "secret", "appsecret_proof", "api_key", "apikey", "password"),
    *("accessjwt", "refreshjwt", "signature", "sig"),
)
"""Fields of addresses, forms and JSON whose values are never recorded."""
_NAMES = "|".join(FIELDS)
_BOT_TOKEN = re.compile(r"(?<!\d)\d{6,}(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_BEARER = re.compile(r"\b(Bearer|OAuth)(\s+|%20|\+)[A-Za-z0-9._~+/=-]{8,}", re.IGNORECASE)
_IN_JSON = re.compile(rf'("({_NAMES})"\s*:\s*")((?:[^"\\]|\\.)*)', re.IGNORECASE)
_IN_QUOTED_JSON = re.compile(rf'(\\"({_NAMES})\\"\s*:\s*\\")([^"\\]*)', re.IGNORECASE)
_IN_FORM = re.compile(rf"(?<![A-Za-z0-9_])({_NAMES})=([^&\s\"'<>]*)", re.IGNORECASE)
_IN_PARTS = re.compile(rf'(name="({_NAMES})"\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([^\r\n]*)', re.IGNORECASE)


def _known(value: Iterable[str | Secret] | Mapping[str, str | Secret]) -> tuple[Secret, ...]:
    if isinstance(value, Mapping):
        return tuple(s if isinstance(s, Secret) else Secret(s, str(name)) for name, s in value.items())
    return tuple(s if isinstance(s, Secret) else Secret(s) for s in value)


@frozen
class Redactor:
    """Puts stand-ins such as `~~token~~` in the place of secrets, the same ones whatever the secrets are."""

    secrets: tuple[Secret, ...] = ()

    @classmethod
    def of(cls, secrets: Iterable[str | Secret] | Mapping[str, str | Secret]) -> "Redactor":
        return cls(_known(secrets))

    def text(self, text: str) -> str:
        """Any text: an address, a form, JSON, a page."""
        text = hidden(text, self.secrets)
        text = _BOT_TOKEN.sub("~~token~~", text)
        text = _BEARER.sub(r"\1 ~~token~~", text)
        text = _IN_JSON.sub(_kept_name, text)
        text = _IN_QUOTED_JSON.sub(_kept_name, text)
        text = _IN_PARTS.sub(_kept_name, text)
        return _IN_FORM.sub(lambda found: f"{found[1]}=~~{found[1].lower()}~~", text)

    def address(self, url: str) -> str:
        """An address; fakes on this machine lose their port, which is another one each time."""
        parts = urlsplit(url)
        place = parts.hostname or "" if is_fake(url) else parts.netloc.rpartition("@")[2]
        query = "&".join(
            f"{quote(k)}={self._value(k, v)}" for k, v in parse_qsl(parts.query, keep_blank_values=True)
        )
        return urlunsplit((parts.scheme, place, self.text(parts.path), query, ""))

    def body(self, body: Body) -> Body:
        if isinstance(body, bytes):
            # Latin-1 gives every byte back as it was; secrets are ASCII, or are known.
            return self._in_bytes(body)
        return self.text(body) if body else body

    def headers(self, headers: Mapping[str, Any]) -> dict[str, Any]:
        """The headers without those that only authorize."""
        return {name: self._header(value) for name, value in headers.items() if not _HEADERS.search(name)}

    def _header(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [self._header(item) for item in value]
        if isinstance(value, bytes):
            return self.body(value)
        return self.text(str(value))

    def _value(self, name: str, value: str) -> str:
        if name.lower() in FIELDS:
            return f"~~{name.lower()}~~"
        return quote(self.text(value), safe="~:-._")

    def _in_bytes(self, body: bytes) -> bytes:
        return self.text(hidden_in_bytes(body, self.secrets).decode("latin-1")).encode("latin-1")


def is_fake(url: str) -> bool:
    """Whether the address is on this machine."""
    host = urlsplit(url).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _kept_name(found: re.Match[str]) -> str:
    return f"{found[1]}~~{found[2].lower()}~~"
