"""The tokens of an account: given, asked for with another one, exchanged for a longer one, refreshed in time.

What Meta gave is kept in the vault with the time when it ends. A renewal that fails leaves what was there.
"""

import json
import logging
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from smmcore.errors import Forbidden, NotThere, RateLimited, SMMError, TransportError
from smmcore.io import IO
from smmcore.models import Account, Secret
from smmcore_meta.api import Way
from smmcore_meta.calls import Token, proof_of
from smmcore_meta.granting import Granted, Granting

DAY = 86_400
_SOON = 300
"""Seconds after which a renewal is tried again that did not reach Meta."""
_USUAL = 60 * DAY
"""How long lasting tokens live where Meta does not say."""
_LOCK = "token"
_ABOUT = "about"
log = logging.getLogger("smmcore.meta")


@frozen
class Kept:
    """What the vault holds."""

    lasting: Secret | None = None
    """The newest of the tokens that live for 60 days."""
    page: Secret | None = None
    until: float | None = None
    """When the lasting one ends: 0 where it does not, None where nobody knows."""
    since: float | None = None
    """When it was got, or first seen."""
    wait: float = 0
    """Until when no renewal is tried, as the last one failed."""


@frozen(eq=False)
class Tokens:
    io: IO
    account: Account
    granting: Granting

    async def token(self) -> Token:
        """The token with which the account's calls are sent."""
        match self.granting.api.way:
            case Way.INSTAGRAM:
                return self._proven(await self._lasting("token"))
            case Way.USER:
                if "token" in self.account.secrets:
                    return self._proven(Token(self.account.secret("token")))
                return self._proven(await self._lasting("user_token"))
            case Way.PAGE:
                if "token" in self.account.secrets or "user_token" not in self.account.secrets:
                    return self._proven(Token(self.account.secret("token")))
                return self._proven(await self._page())

    async def after(self, refused: Token) -> Token | None:
        """Another token, after Meta did not take this one; None where there is no way to one."""
        async with self.io.locked(_LOCK):
            kept = await self._kept()
            if refused.secret == kept.page:
                # A Page's token dies with its owner's password or role; the owner's may still give another.
                await self._keep(evolve(kept, page=None))
                return self._proven(Token(await self._asked_for_page(await self._newest("user_token"))))
            newer = kept.page if self.granting.api.way is Way.PAGE else kept.lasting
            if newer is None or newer == refused.secret:
                return None
            return self._proven(Token(newer))  # somebody else was faster

    async def ends(self) -> float | None:
        """When the lasting token ends, as a timestamp; None where it does not, or nobody knows."""
        return (await self._kept()).until or None

    async def _page(self) -> Token:
        user = await self._lasting("user_token")
        async with self.io.locked(_LOCK):
            kept = await self._kept()
            return Token(kept.page or await self._asked_for_page(user))

    async def _asked_for_page(self, user: Token) -> Secret:
        page: Secret | None = None
        refusal: SMMError | None = None
        try:
            page = await self.io.send(self.granting.page(self._proven(user)))
        except (Forbidden, NotThere) as error:
            refusal = error
        if page is None:
            page = await self._page_among_all(self._proven(user))
        if page is None:
            raise refusal or Forbidden(
                f"account {self.account.name}: the owner of secrets.user_token has no role on {self.account.id}; "
                "give the token of somebody who has one, or the Page's own as secrets.token",
                platform=self.granting.api.platform,
            )
        await self._keep(evolve(await self._kept(), page=page))
        return page

    async def _page_among_all(self, user: Token) -> Secret | None:
        cursor: str | None = None
        while True:
            page, cursor = await self.io.send(self.granting.page_among_all(user, cursor))
            if page is not None or cursor is None:
                return page

    async def _lasting(self, name: str) -> Token:
        """The token of 60 days; renewed when that is due and possible."""
        given = self.account.secret(name)
        if not self.granting.renews:
            return Token(given)
        async with self.io.locked(_LOCK):
            kept = await self._kept()
            if kept.since is None and self.granting.waits_a_day:
                kept = await self._first_seen(kept)
            if self._due(kept):
                kept = await self._renewed(kept, given)
            return Token(kept.lasting or given)

    async def _newest(self, name: str) -> Token:
        kept = await self._kept()
        return Token(kept.lasting or self.account.secret(name))

    async def _first_seen(self, kept: Kept) -> Kept:
        """Nobody knows how old the given token is; Instagram takes none that is younger than a day."""
        seen = evolve(kept, since=self.io.now().timestamp())
        await self._keep(seen)
        return seen

    def _due(self, kept: Kept) -> bool:
        now = self.io.now().timestamp()
        age = now - (kept.since or now)
        if 0 < kept.wait - now <= DAY or kept.until == 0:
            return False
        if kept.lasting is None:
            return not self.granting.waits_a_day or age >= DAY
        until = (kept.since or now) + _USUAL if kept.until is None else kept.until
        return until - now < self.granting.settings.renew_days * DAY and age >= DAY

    async def _renewed(self, kept: Kept, given: Secret) -> Kept:
        now = self.io.now().timestamp()
        old = kept.lasting or given
        try:
            with self.io.shielded():
                granted: Granted = await self.io.send(self.granting.renewal(Token(old)))
                until = now + granted.seconds if granted.seconds else granted.seconds
                new = Kept(lasting=granted.secret or old, page=kept.page, until=until, since=now)
                await self._keep(new)
        except SMMError as error:
            log.warning("%s: the token was not renewed, and stays what it was: %s", self.account.name, error)
            # A refusal stays one; where Meta was not reached, a token of an hour must not die of waiting.
            soon = isinstance(error, TransportError | RateLimited)
            new = evolve(kept, wait=now + (_SOON if soon else DAY))
            await self._keep(new)
        return new

    def _proven(self, token: Token) -> Token:
        if token.proof or "app_secret" not in self.account.secrets:
            return token
        return evolve(token, proof=proof_of(token.secret, self.account.secret("app_secret")))

    async def _kept(self) -> Kept:
        kept = await self.io.vault.get()
        try:
            about: Mapping[str, Any] = json.loads(kept[_ABOUT].reveal())
            return Kept(
                kept.get("lasting"), kept.get("page"), about["until"], about["since"], about.get("wait", 0)
            )
        except (KeyError, TypeError, ValueError):
            return Kept()  # nothing was kept yet, or by another version

    async def _keep(self, kept: Kept) -> None:
        about = json.dumps({"until": kept.until, "since": kept.since, "wait": kept.wait})
        secrets = {"lasting": kept.lasting, "page": kept.page}
        await self.io.vault.put(
            {_ABOUT: about, **{name: secret for name, secret in secrets.items() if secret is not None}}
        )
