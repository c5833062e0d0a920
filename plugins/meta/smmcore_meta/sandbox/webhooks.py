"""Webhooks: the handshake with a receiver on this machine, and signed deliveries to it."""

import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import urlencode

import anyio.to_thread
from attrs import Factory, define

from .errors import JSON
from .loopback import Unreachable, ask

_ANSWER = 64 * 1024


@define(eq=False)
class Hooks:
    url: str = ""
    waiting: list[JSON] = Factory(list)
    """Entries that nobody has taken yet, oldest first."""
    delivered: list[JSON] = Factory(list)
    failures: int = 0

    def add(self, id: str, name: str, value: Any, time: int) -> None:
        self.waiting.append({"id": id, "time": time, "changes": [{"field": name, "value": value}]})


async def handshake(hooks: Hooks, url: str, verify_token: str) -> bool:
    """Ask a receiver whether it is ours; it repeats a challenge."""
    challenge = secrets.token_hex(8)
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify_token}
    status, said = await _exchange("GET", f"{url}?{urlencode(query)}", {}, None)
    agreed = status == 200 and said == challenge.encode()
    hooks.url = url if agreed else ""
    return agreed


async def deliver(hooks: Hooks, object: str, secret: str, *, again: int, forged: bool, flat: bool) -> JSON:
    """Send all that waits in one payload; what is not taken keeps waiting.

    `again` sends the last so many delivered entries too, as Meta does where it is not sure. `flat` is the shape of
    Instagram's own login: `field` and `value` stand in the entry itself.
    """
    entries = [*(hooks.delivered[-again:] if again else []), *hooks.waiting]
    if not entries or not hooks.url:
        return {"sent": 0, "status": None}
    body = json.dumps({"object": object, "entry": [_flat(e) for e in entries] if flat else entries}).encode()
    status, _ = await _exchange("POST", hooks.url, _signed(body, secret, forged=forged), body)
    if status == 200:
        hooks.delivered += hooks.waiting
        hooks.waiting = []
    else:
        hooks.failures += 1
    return {"sent": len(entries), "status": status}


def _flat(entry: JSON) -> JSON:
    return {"id": entry["id"], "time": entry["time"], **entry["changes"][0]}


def _signed(body: bytes, secret: str, *, forged: bool) -> dict[str, str]:
    key = secrets.token_bytes(16) if forged else secret.encode()
    signature = hmac.new(key, body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}


async def _exchange(verb: str, url: str, headers: dict[str, str], body: bytes | None) -> tuple[int, bytes]:
    """Status and answer; status 0 where nobody answered."""

    def exchange() -> tuple[int, bytes]:
        try:
            reply = ask(verb, url, headers, body)
        except Unreachable:
            return 0, b""
        try:
            return reply.status, reply.read(_ANSWER)
        finally:
            reply.close()

    return await anyio.to_thread.run_sync(exchange)
