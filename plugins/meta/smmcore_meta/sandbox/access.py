"""Whose token it is, and whether it lives."""

import hashlib
import hmac
from typing import Any

from .core import Core
from .errors import GraphError
from .reading import INSTAGRAM, Incoming
from .world import Token


def authenticate(core: Core[Any], incoming: Incoming, *, wants_proof: bool = True) -> Token:
    """The token's entry. Raises error 104 or 190, or 100 for a wrong proof."""
    if not incoming.token:
        raise GraphError(104, "(#104) An access token is required to request this resource.")
    token = look_up(core, incoming.token)
    if token is None or not _belongs(token, incoming.host):
        raise GraphError(190)
    alive(core, token)
    if wants_proof:
        _proven(core, token, incoming.proof)
    return token


def look_up(core: Core[Any], value: str) -> Token | None:
    """A token as it was handed out, or an application's own: `id|secret`."""
    id, bar, secret = value.partition("|")
    app = core.world.apps.get(id)
    if bar and app is not None and hmac.compare_digest(secret.encode(), app.secret.encode()):
        return Token(value, "app", app.id)
    known: Token | None = core.world.tokens.get(value)
    return known


def alive(core: Core[Any], token: Token) -> None:
    """Raises error 190 with the subcode that says what ended it."""
    if token.dead:
        raise GraphError.known(190, token.dead)
    if token.expires_at is not None and token.expires_at <= core.clock.now():
        raise GraphError.known(190, 463)


def _belongs(token: Token, host: str) -> bool:
    """Tokens of the two logins are good on their own hosts only."""
    return (token.kind == "instagram") == (host == INSTAGRAM)


def _proven(core: Core[Any], token: Token, proof: str) -> None:
    app = core.world.apps[token.app]
    if not proof:
        if app.require_proof and token.kind != "app":
            said = "API calls from the server require an appsecret_proof argument"
            raise GraphError(100, said, type="GraphMethodException")
        return
    right = hmac.new(app.secret.encode(), token.value.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(right, proof):
        said = "Invalid appsecret_proof provided in the API argument"
        raise GraphError(100, said, type="GraphMethodException")
