"""How the audience speaks to its PDS. It shares nothing with the plugin, whose mistakes it would repeat."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from attrs import frozen

from smmcore.errors import Forbidden, NotThere, PlatformError, Rejected, Unauthorized
from smmcore.io import IO, Answer, Request
from smmcore.models import Secret

Params = Mapping[str, str | int | Sequence[str]]

_KINDS: Mapping[int, type[PlatformError]] = {401: Unauthorized, 403: Forbidden, 404: NotThere}


@frozen
class Person:
    """Somebody who is signed in."""

    did: str
    handle: str
    token: Secret


async def query(io: IO, url: str, method: str, params: Params, person: Person | None = None) -> Any:
    """Read something, in somebody's name or in nobody's. Raises the `PlatformError` that the network meant."""
    address = f"{url}/xrpc/{method}?{urlencode(params, doseq=True)}"
    return await _sent(io, "GET", address, None, person)


async def call(io: IO, url: str, method: str, body: Mapping[str, Any], person: Person | None = None) -> Any:
    """Do something. Raises the `PlatformError` that the network meant."""
    return await _sent(io, "POST", f"{url}/xrpc/{method}", body, person)


async def _sent(
    io: IO, verb: str, address: str, body: Mapping[str, Any] | None, person: Person | None
) -> Any:
    return await io.send(
        Request(
            verb,
            address,
            json=body,
            headers={"authorization": f"Bearer {person.token}"} if person else {},
            secrets=[person.token] if person else [],
            safe=verb == "GET",
            parse=answered,
        )
    )


def answered(answer: Answer) -> Any:
    """What a good answer says; the body may be empty."""
    body = answer.json() if answer.body else {}
    if answer.status == 200:
        return body
    kind = _KINDS.get(answer.status, Rejected)
    reason = body.get("message") or body.get("error") or f"status {answer.status}"
    raise kind(f"sandbox: {reason}", platform="bluesky", code=body.get("error"))
