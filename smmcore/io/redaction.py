"""Secrets are put in at the last moment and taken out at the first.

Everything that could be printed, logged, raised or recorded holds stand-ins; values exist between here and the
socket only. A stand-in in a request cannot be guessed; one that people see (`~~token~~`) stands for nothing.
"""

import html
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
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
    """The text with every secret, plain or escaped in any usual way, replaced by what people may see."""
    for secret in secrets:
        text = re.sub(
            _any_form(secret.reveal()), secret.shown, text.replace(secret.placeholder, secret.shown)
        )
    return text


def hidden_in_bytes(body: bytes, secrets: Iterable[Secret]) -> bytes:
    for secret in secrets:
        shown = secret.shown.encode()
        body = re.sub(
            _any_form(secret.reveal()).encode(), shown, body.replace(secret.placeholder.encode(), shown)
        )
    return body


def _any_form(value: str) -> str:
    """A pattern of the value as it stands in plain text, URLs, forms, JSON and HTML."""
    return "".join(_any_form_of(char) for char in value)


@cache  # by single characters, which tell nothing
def _any_form_of(char: str) -> str:
    if char.isascii() and char.isalnum():
        return char
    percent = "".join(f"%{byte:02X}" for byte in char.encode())
    forms = {char, percent, percent.lower(), json.dumps(char)[1:-1], f"\\u{ord(char):04x}", html.escape(char)}
    forms |= {"\\/"} if char == "/" else {"+"} if char == " " else set()
    return f"(?:{'|'.join(re.escape(form) for form in sorted(forms))})"
