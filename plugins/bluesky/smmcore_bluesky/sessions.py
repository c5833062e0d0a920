"""Signing in: a session is kept, renewed ahead of time, and made anew where it has died.

Bluesky lets an account sign in 30 times in five minutes and 300 times a day, so a session is never thrown away for a
failure that may pass.
"""

import base64
import json
import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from attrs import frozen

from smmcore.errors import InvalidInput, RateLimited, Rejected, SMMError, Unauthorized
from smmcore.io import IO, Rate
from smmcore.models import Account, Secret
from smmcore_bluesky.calls import Call
from smmcore_bluesky.limits import SIGN_IN
from smmcore_bluesky.names import NAME, actor, is_did
from smmcore_bluesky.settings import ENTRYWAY, BlueskySettings

_EARLY = 300
"""Seconds before its end when a session is renewed."""
log = logging.getLogger("smmcore.bluesky")


@frozen
class Session:
    """What the server gave for the password. The tokens are secrets, the rest is public."""

    access: Secret
    refresh: Secret
    did: str
    handle: str
    server: str
    """The account's own server."""
    until: float | None = None
    """When it ends, by this machine's clock; None where the token does not tell."""


@frozen(eq=False)
class SignIn:
    """One account's way to its session."""

    io: IO
    account: Account

    async def session(self) -> Session:
        """The session, signed in where there is none, renewed where it ends soon."""
        async with self.io.locked("session"):
            kept = await self._kept()
            if kept is None:
                return await self._signed_in()
            if kept.until is None or kept.until - self.io.now().timestamp() > _EARLY:
                return kept
            return await self._renewed_early(kept)

    async def after(self, refused: Session) -> Session:
        """A session that works, after the server did not take this one any more."""
        async with self.io.locked("session"):
            kept = await self._kept()
            if kept is not None and kept.access != refused.access:
                return kept  # somebody else was faster
            return await self._renewed(kept or refused)

    async def _kept(self) -> Session | None:
        kept = await self.io.vault.get()
        try:
            about = json.loads(kept["about"].reveal())
            return Session(kept["access"], kept["refresh"], **about)
        except (KeyError, TypeError, ValueError):
            return None  # nothing was kept yet, or by another version

    async def _renewed_early(self, kept: Session) -> Session:
        try:
            return await self._renewed(kept)
        except SMMError as error:
            if kept.until is not None and kept.until <= self.io.now().timestamp():
                raise
            log.info("%s: the session was not renewed yet (%s)", self.account.name, type(error).__name__)
            return kept  # good for some minutes more

    async def _renewed(self, old: Session) -> Session:
        granted_again = partial(self._granted, known=old.server)
        call = Call(method="com.atproto.server.refreshSession", writes=True, result=granted_again)
        try:
            granted = await self.io.send(call.at(self.io, self._url, old.refresh))
        except RateLimited:
            raise
        except (Unauthorized, Rejected):
            return await self._signed_in()
        return await self._keep(granted)

    async def _signed_in(self) -> Session:
        name = actor(self.account.id)
        if name is None:
            raise InvalidInput(
                f"account {self.account.name}: id: {self.account.id!r} is no handle such as bakery.bsky.social"
            )
        password = self.account.secret("password")
        call = Call(
            method="com.atproto.server.createSession",
            json={"identifier": name, "password": str(password)},
            writes=True,
            result=self._granted,
        )
        rates = [Rate(f"{NAME}:sign-in:{name}", rate.calls, rate.seconds) for rate in SIGN_IN]
        return await self._keep(
            await self.io.send(call.at(self.io, self._url, None, rates, given=[password]))
        )

    async def _keep(self, granted: Session) -> Session:
        about = {name: getattr(granted, name) for name in ("did", "handle", "server", "until")}
        with self.io.shielded():  # the old refresh token may be used up: this one must not get lost
            await self.io.vault.put(
                {"access": granted.access, "refresh": granted.refresh, "about": json.dumps(about)}
            )
        return granted

    @property
    def _url(self) -> str:
        return self.account.settings_as(BlueskySettings).url

    def _granted(self, body: Mapping[str, Any], known: str | None = None) -> Session:
        """What the server gave; `known` is the account's own server as it was named before.

        Raises `TypeError` or `ValueError` where that is no session.
        """
        access, did = Secret(body["accessJwt"], "access"), str(body["did"])
        if not is_did(did):
            raise ValueError("the session has no DID")
        return Session(
            access=access,
            refresh=Secret(body["refreshJwt"], "refresh"),
            did=did,
            handle=str(body.get("handle") or did),
            server=self._server(body.get("didDoc"), known or self._url),
            until=self._until(access),
        )

    def _server(self, document: Any, known: str) -> str:
        """The account's own server: the entryway's answers may name it, any other address is that server."""
        if self._url != ENTRYWAY:
            return self._url
        if not isinstance(document, dict):
            return known
        for service in document.get("service") or ():
            where = str(service.get("serviceEndpoint", "")) if isinstance(service, dict) else ""
            if where.startswith("https://") and str(service.get("id", "")).endswith("#atproto_pds"):
                return where.rstrip("/")
        return known

    def _until(self, access: Secret) -> float | None:
        facts = claims(access)
        begun, ends = facts.get("iat"), facts.get("exp")
        if not (isinstance(begun, int) and isinstance(ends, int)):
            return None
        # By the length of its life: this machine's clock need not agree with the server's.
        return self.io.now().timestamp() + (ends - begun)


def claims(token: Secret) -> dict[str, Any]:
    """What a token says about itself; nothing where it is not of the kind that does."""
    try:
        _, middle, _ = token.reveal().split(".")
        found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
