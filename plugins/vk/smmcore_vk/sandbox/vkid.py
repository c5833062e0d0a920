"""VK ID: tokens of people that live for an hour, and their renewal."""

import secrets

from attrs import evolve
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .core import Core
from .errors import JSON
from .seed import SCOPES
from .world import Refresh, Token

_HOUR = 3600
_NEEDED = ("client_id", "device_id", "refresh_token")


async def renew(core: Core, request: Request) -> Response:
    """`/oauth2/auth` with `grant_type=refresh_token`; the refresh token is used up, and a new one given."""
    async with request.form() as form:
        sent = {**request.query_params, **{k: v for k, v in form.items() if isinstance(v, str)}}
    fault = core.faults.take({"500", "502", "reset", "hang", "garbage"}, "oauth2.auth")
    if fault is not None and fault.when == "before":
        return Response("<html>down</html>", status_code=502, media_type="text/html")
    answer = _renewed(core, sent)
    if fault is not None:
        return Response("<html>down</html>", status_code=502, media_type="text/html")
    return JSONResponse(answer, status_code=400 if "error" in answer else 200)


def _renewed(core: Core, sent: dict[str, str]) -> JSON:
    if sent.get("grant_type") != "refresh_token":
        return _error("unsupported_grant_type", "SANDBOX renews tokens only")
    for name in _NEEDED:
        if not sent.get(name):
            return _error("invalid_request", f"{name} is missing")
    refresh = core.world.refreshes.get(sent["refresh_token"])
    if refresh is None or _is_used_up(core, refresh):
        return _error("invalid_grant", "refresh token is invalid or has expired")
    if (sent["client_id"], sent["device_id"]) != (refresh.client_id, refresh.device_id):
        return _error("invalid_grant", "the refresh token was given to another device")
    refresh.used_at = refresh.used_at or core.clock.now()
    fresh = evolve(refresh, value=f"vk2.r.{secrets.token_hex(20)}", used_at=None)
    core.world.refreshes[fresh.value] = fresh
    token = core.world.add_token(
        Token(
            f"vk2.a.{secrets.token_hex(20)}",
            "U",
            person=refresh.person,
            scopes=SCOPES,
            expires_at=core.clock.now() + _HOUR,
            vk_id=True,
        )
    )
    return {
        "access_token": token.value,
        "refresh_token": fresh.value,
        "token_type": "Bearer",
        "expires_in": _HOUR,
        "user_id": refresh.person,
        "state": sent.get("state", ""),
        "scope": " ".join(sorted(token.scopes)),
    }


def _is_used_up(core: Core, refresh: Refresh) -> bool:
    return refresh.used_at is not None and core.clock.now() > refresh.used_at + core.settings.refresh_grace


def _error(code: str, description: str) -> JSON:
    return {"error": code, "error_description": description}
