"""Calls of Meta's webhooks: whether they are Meta's, and what they tell."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import Rejected, Unauthorized
from smmcore.models import Account
from smmcore_meta.shapes import mappings
from smmcore_meta.times import moment

_SIGNATURE = "x-hub-signature-256"


@frozen
class Change:
    """One thing that happened."""

    id: str
    """Whose page or account it happened on."""
    field: str
    value: Mapping[str, Any]
    time: datetime | None = None


def handshake(account: Account, query: Mapping[str, str]) -> str:
    """The answer to the call that sets the webhook up. Raises `Unauthorized` if it is not Meta's."""
    token = account.secret("verify_token").reveal()
    given = query.get("hub.verify_token", "")
    if query.get("hub.mode") != "subscribe" or not _same(given, token):
        raise Unauthorized(
            f"account {account.name}: not Meta's call, or secrets.verify_token differs from the app's dashboard",
            platform=account.platform,
        )
    return query.get("hub.challenge", "")


def answered(account: Account, query: Mapping[str, str]) -> str:
    """What Meta wants to hear: its challenge when the webhook is set up, nothing in particular otherwise.

    An address may have a query of its own, which is no handshake.
    """
    return handshake(account, query) if "hub.mode" in query else "ok"


def verified(account: Account, headers: Mapping[str, str], body: bytes) -> Mapping[str, Any]:
    """What a call tells. Raises `Unauthorized` if it does not bear the app's signature."""
    app_secret = account.secret("app_secret").reveal()
    signature = next((value for name, value in headers.items() if name.lower() == _SIGNATURE), "")
    # Of the bytes as they came: written anew, the same JSON has another signature.
    expected = "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()
    if not _same(signature, expected):
        raise Unauthorized(
            f"account {account.name}: the webhook's call is not signed with secrets.app_secret",
            platform=account.platform,
        )
    try:
        payload = json.loads(body)
    except ValueError:
        payload = None
    if not isinstance(payload, Mapping):
        raise Rejected(f"account {account.name}: the webhook's call is no JSON", platform=account.platform)
    return payload


def changes(payload: Mapping[str, Any]) -> Iterator[Change]:
    """What happened, of all entries; both shapes: listed under `changes`, or in the entry itself."""
    for entry in mappings(payload.get("entry")):
        id, time = str(entry.get("id", "")), moment(entry.get("time"))
        listed = [*mappings(entry.get("changes")), *([entry] if "field" in entry else [])]
        for change in listed:
            value = change.get("value")
            if isinstance(value, Mapping):
                yield Change(id, str(change.get("field", "")), value, time)


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
