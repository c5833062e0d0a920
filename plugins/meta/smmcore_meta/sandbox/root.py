"""Paths that every network has: people with their Pages, and tokens looked at, exchanged and refreshed."""

import secrets
from typing import Any

from .access import alive, look_up
from .call import Call
from .core import Core
from .errors import GraphError, strict
from .kinds import Kind, Listing, Operation
from .reading import INSTAGRAM, Incoming
from .world import LONG_LIFE, App, Token, User

USER = Kind("User", official=("User",), usual=("id", "name"))
USER.plain("name")
TOKENS = Kind("Tokens")
_NONE = "none"
_ON_INSTAGRAM = {"access_token", "refresh_access_token"}


@USER.get("accounts", scopes="pages_show_list", summary=True)
def _accounts(call: Call[Any], user: User) -> Listing:
    found = (call.find(page) for page in user.roles)
    pages = [node for node in found if node is not None]
    return Listing(pages, summary={"total_count": len(pages)})


@USER.get("permissions", "permission:str status:one{granted|declined|expired}", paging="none")
def _permissions(call: Call[Any], _user: User) -> list[dict[str, str]]:
    return [{"permission": scope, "status": "granted"} for scope in sorted(call.token.scopes)]


@TOKENS.get("debug_token", "input_token!:str", paging="none")
def _debug(call: Call[Any], _root: None) -> dict[str, Any]:
    asked = look_up(call.core, call.args.text("input_token"))
    if asked is not None and asked.kind == "instagram":
        raise GraphError(2)
    if asked is None or asked.app != call.token.app:
        said = {"code": 190, "message": "Invalid OAuth access token."}
        return {"data": {"error": said, "is_valid": False, "scopes": []}}
    return {"data": _described(call, asked)}


@TOKENS.get(
    "oauth/access_token",
    "client_id!:str client_secret!:str grant_type!:one{fb_exchange_token|client_credentials}"
    " fb_exchange_token:str set_token_expires_in_60_days:flag",
    paging="none",
    token=_NONE,
)
def _exchange(call: Call[Any], _root: None) -> dict[str, Any]:
    app = _app(call, call.args.text("client_id"))
    if call.args.text("grant_type") == "client_credentials":
        return {"access_token": f"{app.id}|{app.secret}", "token_type": "bearer"}
    old = call.world.tokens.get(call.args.text("fb_exchange_token"))
    if old is None or old.app != app.id or old.kind not in {"user", "system"}:
        raise GraphError(190)
    alive(call.core, old)
    return _given(call, _renewed(call, old, "EAAG-SANDBOX-long"))


@TOKENS.get(
    "access_token",
    "grant_type!:one{ig_exchange_token} client_secret!:str access_token:str",
    paging="none",
)
def _long_lived(call: Call[Any], _root: None) -> dict[str, Any]:
    if call.args.text("client_secret") != call.app.secret:
        raise GraphError(100, "(#100) Error validating client secret.")
    return _given(call, _renewed(call, call.token, "IGAA-SANDBOX"))


@TOKENS.get("refresh_access_token", "grant_type!:one{ig_refresh_token} access_token:str", paging="none")
def _refresh(call: Call[Any], _root: None) -> dict[str, Any]:
    age = call.now() - call.token.issued_at
    if age < call.core.settings.young:
        raise strict("the token is younger than 24 hours")
    return _given(call, _renewed(call, call.token, "IGAA-SANDBOX"))


def find(core: Core[Any], incoming: Incoming) -> Operation | None:
    """What answers a path that begins with no node."""
    name = "/".join(incoming.parts)
    if (name in _ON_INSTAGRAM) != (incoming.host == INSTAGRAM) and ("GET", name) in TOKENS.operations:
        return None
    return TOKENS.operations.get((incoming.verb, name)) or core.network.root.operations.get(
        (incoming.verb, name)
    )


def _described(call: Call[Any], token: Token) -> dict[str, Any]:
    """A token as `debug_token` shows it; 0 means that it does not end."""
    valid, error = True, None
    try:
        alive(call.core, token)
    except GraphError as ended:
        valid, error = False, {"code": 190, "subcode": ended.subcode, "message": ended.message}
    scopes = sorted(token.scopes)
    described = {
        "app_id": token.app,
        "type": {"page": "PAGE", "system": "SYSTEM_USER", "app": "APP"}.get(token.kind, "USER"),
        "application": call.world.apps[token.app].name,
        "data_access_expires_at": int(token.data_access_expires_at or 0),
        "expires_at": int(token.expires_at or 0),
        "issued_at": int(token.issued_at),
        "is_valid": valid,
        "scopes": scopes,
        "granular_scopes": [{"scope": scope} for scope in scopes],
        "user_id": token.user,
    }
    described |= {"profile_id": token.profile} if token.profile else {}
    return described | ({"error": error} if error else {})


def _app(call: Call[Any], id: str) -> App:
    app: App | None = call.world.apps.get(id)
    if app is None:
        raise GraphError(
            101, "Error validating application. Cannot get application info due to a system error."
        )
    if call.args.text("client_secret") != app.secret:
        raise GraphError(1, "Error validating client secret.", status=400, transient=False)
    return app


def _renewed(call: Call[Any], old: Token, beginning: str) -> Token:
    """A long-lived token beside the old one, which lives on."""
    renewed = Token(
        f"{beginning}-{secrets.token_hex(16)}",
        *(old.kind, old.app, old.user, old.profile, old.scopes),
        issued_at=call.now(),
        expires_at=call.now() + LONG_LIFE,
        data_access_expires_at=old.data_access_expires_at,
    )
    call.world.add_token(renewed)
    return renewed


def _given(call: Call[Any], token: Token) -> dict[str, Any]:
    seconds = int((token.expires_at or call.now()) - call.now())
    return {"access_token": token.value, "token_type": "bearer", "expires_in": seconds}
