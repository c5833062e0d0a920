"""Secrets are put in at the last moment and taken out at the first.

Everything that could be printed, logged, raised or recorded holds stand-ins (`~~token~~`); values exist between
here and the socket only.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from smmcore.models.account import Secret


def revealed_in_url(url: str, secrets: Iterable[Secret]) -> str:
    """The address as the network needs it."""
    for secret in secrets:
        url = url.replace(secret.placeholder, quote(secret.reveal(), safe=":-._~"))
    return url


def revealed(value: Any, secrets: tuple[Secret, ...]) -> Any:
    """The same strings, lists and tables with the secrets in their places."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret.placeholder, secret.reveal())
        return value
    if isinstance(value, Mapping):
        return {key: revealed(item, secrets) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [revealed(item, secrets) for item in value]
    return value


def hidden(text: str, secrets: Iterable[Secret]) -> str:
    """The text with every secret, plain or escaped, replaced by its stand-in."""
    for secret in secrets:
        value = secret.reveal()
        for form in {value, quote(value, safe=""), quote(value, safe=":-._~")}:
            text = text.replace(form, secret.placeholder)
    return text


def hidden_in_bytes(body: bytes, secrets: Iterable[Secret]) -> bytes:
    for secret in secrets:
        value = secret.reveal()
        for form in {value, quote(value, safe=""), quote(value, safe=":-._~")}:
            body = body.replace(form.encode(), secret.placeholder.encode())
    return body
