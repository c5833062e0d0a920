"""The requests that bring tokens. Each reads only: the old token stays good, so repeating does no harm."""

from functools import partial
from typing import Any

from attrs import frozen

from smmcore.io import Request
from smmcore.models import Account, Secret
from smmcore_meta.api import Api, Way
from smmcore_meta.calls import Call, Token, parsed
from smmcore_meta.errors import Asked
from smmcore_meta.paging import page_in, params_of
from smmcore_meta.settings import GraphSettings, graph_url
from smmcore_meta.usage import Usage

_PAGES = "id,name,access_token"
_PAGES_AT_ONCE = 100


@frozen
class Granted:
    secret: Secret | None
    """None where it is the same as before."""
    seconds: int | None
    """How long it lives: 0 where it does not end, None where Meta does not say."""


@frozen
class Granting:
    api: Api
    account: Account
    settings: GraphSettings
    usage: Usage

    @property
    def renews(self) -> bool:
        """Whether the given token can be made to last."""
        return self.api.way is Way.INSTAGRAM or self.knows_app

    @property
    def gains(self) -> bool:
        """Whether the account lives by what Meta gives for its token, so that the next process needs that, too."""
        return self.renews and (self.api.way is Way.INSTAGRAM or "token" not in self.account.secrets)

    @property
    def waits_a_day(self) -> bool:
        """Whether only tokens are taken that are older than a day."""
        return self.api.way is Way.INSTAGRAM

    @property
    def knows_app(self) -> bool:
        return bool(self.settings.app_id) and "app_secret" in self.account.secrets

    def renewal(self, old: Token) -> Request[Granted]:
        return self._refresh(old) if self.api.way is Way.INSTAGRAM else self._exchange(old)

    def _refresh(self, old: Token) -> Request[Granted]:
        path = "refresh_access_token"
        params = {"grant_type": "ig_refresh_token", "access_token": str(old.secret)}
        return self._request(path, params, [old.secret], f"{graph_url(self.api, self.settings)}/{path}")

    def _exchange(self, old: Token) -> Request[Granted]:
        path = "oauth/access_token"
        app_secret = self.account.secret("app_secret")
        params = {
            "grant_type": "fb_exchange_token",
            "client_id": self.settings.app_id,
            "client_secret": str(app_secret),
            "fb_exchange_token": str(old.secret),
        }
        return self._request(path, params, [old.secret, app_secret], self._address(path))

    def _request(
        self, path: str, params: dict[str, str], secrets: list[Secret], url: str
    ) -> Request[Granted]:
        # Meta documents these as parameters of the address; logs never show it.
        shown = secrets[0].shown

        def granted(body: Any) -> Granted:
            # The same token again is hidden in the answer, as all secrets of its request are.
            value = str(body["access_token"])
            seconds = body.get("expires_in")
            known = isinstance(seconds, int) and seconds >= 0
            return Granted(None if value == shown else Secret(value, "token"), seconds if known else None)

        asked = self._asked(path)
        return Request(
            "GET",
            url,
            params=params,
            parse=partial(parsed, asked, granted),
            safe=True,
            rates=self.usage.keys.rates,
            told=self.usage.waits,
            secrets=secrets,
            label=asked.what,
        )

    def page(self, user: Token) -> Request[Secret | None]:
        """The Page's token, by its node; None where the answer leaves it out."""
        asked = self._asked("token of the Page")
        call = Call(
            url=self._address(self.account.id),
            what=asked.what,
            params={"fields": "access_token"},
            result=lambda body: _secret(body, user),
        )
        return call.by(user, asked, self.usage.waits)

    def page_among_all(self, user: Token, cursor: str | None) -> Request[tuple[Secret | None, str | None]]:
        """The Page's token among those of the Pages on which the user has a role, and where the list goes on."""

        def found(body: Any) -> tuple[Secret | None, str | None]:
            pages = page_in(body, cursor)
            own = (_secret(page, user) for page in pages.items if page.get("id") == self.account.id)
            return next(own, None), pages.next

        asked = self._asked("me/accounts")
        call = Call(
            url=self._address("me/accounts"),
            what=asked.what,
            params={"fields": _PAGES, "limit": _PAGES_AT_ONCE, **params_of(cursor)},
            result=found,
        )
        return call.by(user, asked, self.usage.waits)

    def inspection(self, token: Token) -> Request[Any]:
        """What Meta knows about a token: needs the app's number and secret."""
        app_secret = self.account.secret("app_secret")
        asked = self._asked("debug_token")
        return Request(
            "GET",
            self._address("debug_token"),
            params={"input_token": str(token.secret)},
            headers={"Authorization": f"Bearer {self.settings.app_id}|{app_secret}"},
            parse=partial(parsed, asked, lambda body: body["data"]),
            safe=True,
            rates=self.usage.keys.rates,
            told=self.usage.waits,
            secrets=[token.secret, app_secret],
            label=asked.what,
        )

    def _asked(self, path: str) -> Asked:
        return Asked(f"{self.api.platform} {path}", self.api, self.settings, self.usage)

    def _address(self, path: str) -> str:
        return f"{graph_url(self.api, self.settings)}/{self.settings.version}/{path}"


def _secret(body: Any, given: Token) -> Secret | None:
    value = body.get("access_token")
    if value == given.secret.shown:
        return given.secret  # it was the Page's own already: answers hide the secrets of their request
    return Secret(str(value), "token") if value else None
