"""The tokens of an account; VK ID's user tokens live for an hour and are renewed ahead of time."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from attrs import frozen

from smmcore.errors import AnswerLost, RateLimited, SMMError, TransportError, Unauthorized
from smmcore.io import IO, Answer, Request
from smmcore.models import Account, Secret
from smmcore_vk.calls import Token, mark_of
from smmcore_vk.names import NAME
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import Kind, renews

EARLY = 600
"""Seconds before its end in which a token is renewed: long enough for the largest upload's last call."""
RENEWAL = "oauth2/auth"
_HOUR = 3600
_BLIPS = {"temporarily_unavailable", "server_error", "internal_error"}
log = logging.getLogger("smmcore.vk")


@frozen
class Granted:
    """What VK ID gave for a refresh token."""

    access: Secret
    refresh: Secret
    until: float


@frozen(eq=False)
class Tokens:
    io: IO
    account: Account

    async def token(self, kind: Kind) -> Token:
        """A token that works as far as is known."""
        if kind is not Kind.USER or not renews(self.account):
            secret = self.account.secret(kind.value)
            return Token(kind, secret, mark_of(secret))
        async with self.io.locked("user token"):
            kept = await self._kept()
            if kept and kept.until - self.io.now().timestamp() > EARLY:
                return self._user(kept)
            return await self._renewed_early(kept)

    async def after(self, refused: Token) -> Token | None:
        """Another token, after VK did not take this one any more; None where there is no way to one."""
        if refused.kind is not Kind.USER or not renews(self.account):
            return None
        async with self.io.locked("user token"):
            kept = await self._kept()
            if kept and kept.access != refused.secret:
                return self._user(kept)  # somebody else was faster
            return self._user(await self._renewed(kept))

    async def _renewed_early(self, kept: Granted | None) -> Token:
        try:
            return self._user(await self._renewed(kept))
        except SMMError as error:
            if kept and kept.until > self.io.now().timestamp():
                log.warning("%s: the user token was not renewed yet (%s)", self.account.name, error)
                return self._user(kept)  # good for some minutes more
            given = self.account.secrets.get(Kind.USER.value)
            if given and kept is None and isinstance(error, TransportError | RateLimited):
                return Token(Kind.USER, given, self._mark)
            raise

    async def _renewed(self, kept: Granted | None) -> Granted:
        """What is kept stays what it was until VK ID has given something better."""
        refresh = kept.refresh if kept else self.account.secret("refresh")
        # The old refresh token is used up as soon as it is sent: whoever cancels must not lose the new one.
        with self.io.shielded():
            granted: Granted = await self.io.send(self._request(refresh))
            about = json.dumps({"until": granted.until})
            await self.io.vault.put({"access": granted.access, "refresh": granted.refresh, "about": about})
        return granted

    def _request(self, refresh: Secret) -> Request[Granted]:
        settings = self.account.settings_as(VKSettings)
        state = uuid4().hex
        params = {
            "grant_type": "refresh_token",
            "client_id": settings.client_id,
            "device_id": settings.device_id,
            "state": state,
        }
        if settings.redirect_uri:
            params["redirect_uri"] = settings.redirect_uri

        def granted(answer: Answer) -> Granted:
            return self._granted(answer, refresh, state)

        return Request(
            "POST",
            f"{settings.id_url}/{RENEWAL}",
            params=params,
            data={"refresh_token": str(refresh)},
            parse=granted,
            safe=False,  # a refresh token is good for one time
            secrets=[refresh],
            label=f"{NAME} {RENEWAL}",
        )

    def _granted(self, answer: Answer, refresh: Secret, state: str) -> Granted:
        body = answer.json()
        if "error" in body:
            raise self._refused(body)
        if body.get("state", state) != state:
            # The old refresh token is used up all the same: what came is all there is.
            log.warning("%s: VK ID answered with another state", self.account.name)
        until = self.io.now().timestamp() + _seconds(body.get("expires_in"))
        new = body.get("refresh_token")
        if new == refresh.shown:
            new = None  # the same one again: answers do not show the secrets of their requests
        return Granted(
            access=Secret(body["access_token"], "user"),
            refresh=Secret(new, "refresh") if new else refresh,
            until=until,
        )

    def _refused(self, body: Mapping[str, Any]) -> SMMError:
        reason = ": ".join(str(body[key]) for key in ("error", "error_description") if body.get(key))
        if body["error"] in _BLIPS:
            return AnswerLost(f"VK ID is out of order: {reason}")
        hint = "sign in with VK ID once more, and give the new secrets.refresh with its device_id"
        return Unauthorized(
            f"account {self.account.name}: VK ID does not renew the user token: {reason}; {hint}",
            platform=NAME,
            code=str(body["error"]),
        )

    async def _kept(self) -> Granted | None:
        kept = await self.io.vault.get()
        try:
            until = float(json.loads(kept["about"].reveal())["until"])
            return Granted(kept["access"], kept["refresh"], until)
        except (KeyError, TypeError, ValueError):
            return None  # nothing was kept yet, or by another version

    def _user(self, granted: Granted) -> Token:
        return Token(Kind.USER, granted.access, self._mark, granted.until)

    @property
    def _mark(self) -> str:
        return mark_of(self.account.secret("refresh"))


def _seconds(told: Any) -> int:
    """How long a token lives: what VK ID says, or what it always is."""
    try:
        seconds = int(told)
    except (TypeError, ValueError, OverflowError):
        return _HOUR
    return seconds if seconds > 0 else _HOUR
