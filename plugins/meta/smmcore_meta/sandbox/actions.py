"""What the control API may do on every network, each as a value that is read from JSON."""

import secrets
from typing import Any

from attrs import fields, frozen

from smmcore.errors import InvalidInput

from . import webhooks
from .core import Core
from .errors import JSON
from .faults import KINDS, Fault
from .usage import CODES
from .world import App, Token


@frozen(kw_only=True)
class Time:
    """Lets time pass."""

    advance: float

    def act(self, core: Core[Any]) -> JSON:
        if self.advance < 0:
            raise InvalidInput("advance must not be negative: time does not run backwards")
        core.clock.advance(self.advance)
        core.network.settle(core)
        return {"now": core.clock.now()}


@frozen(kw_only=True)
class Planned:
    """Plants a fault for calls to come; see `Fault`."""

    kind: str
    path: str = "*"
    publishing: bool = False
    times: int = 1
    skip: int = 0
    when: str = "before"
    seconds: float = 60.0
    bytes: int = 0
    code: int = 1
    subcode: int | None = None
    message: str = ""
    status: int | None = None

    def act(self, core: Core[Any]) -> JSON:
        if self.kind not in KINDS:
            raise InvalidInput(f"there is no fault {self.kind}; known are {', '.join(sorted(KINDS))}")
        if self.when not in {"before", "after"}:
            raise InvalidInput("when must be before or after")
        fault = Fault(**{each.name: getattr(self, each.name) for each in fields(Planned)})
        core.faults.pending.append(fault)
        return fault.json()


@frozen(kw_only=True)
class Using:
    """Fills a limit. From 100 %, or where minutes or seconds are said, calls are refused for so long."""

    type: str = "app"
    """app, user, pages, instagram or messenger."""
    id: str = ""
    percent: int = 100
    minutes: float | None = None
    seconds: float | None = None

    def act(self, core: Core[Any]) -> JSON:
        if self.type not in CODES:
            raise InvalidInput(f"there is no limit {self.type}; known are {', '.join(sorted(CODES))}")
        seconds = self.seconds if self.minutes is None else self.minutes * 60
        core.usage.set(self.type, self.id, self.percent, seconds)
        return core.usage.state()


@frozen(kw_only=True)
class NewToken:
    """Hands out a further token, like another one except for what is said."""

    like: str
    kind: str | None = None
    value: str | None = None
    scopes: list[str] | None = None
    lives: float | None = None
    """Seconds; None means that it does not end."""
    age: float = 0.0
    """Seconds that it is old."""

    def act(self, core: Core[Any]) -> JSON:
        old = _token(core, self.like)
        token = Token(
            self.value or f"EAAG-SANDBOX-{secrets.token_hex(12)}",
            self.kind or old.kind,
            *(old.app, old.user, old.profile),
            scopes=old.scopes if self.scopes is None else frozenset(self.scopes),
            issued_at=core.clock.now() - self.age,
            expires_at=None if self.lives is None else core.clock.now() + self.lives,
            data_access_expires_at=old.data_access_expires_at,
        )
        return {"token": core.world.add_token(token).value}


@frozen(kw_only=True)
class ChangedToken:
    """Ends a token with a subcode of error 190, or changes its life or permissions."""

    token: str
    dead: int | None = None
    lives: float | None = None
    age: float | None = None
    scopes: list[str] | None = None

    def act(self, core: Core[Any]) -> JSON:
        token = _token(core, self.token)
        if self.dead is not None:
            token.dead = self.dead
        if self.lives is not None:
            token.expires_at = core.clock.now() + self.lives
        if self.age is not None:
            token.issued_at = core.clock.now() - self.age
        if self.scopes is not None:
            token.scopes = frozenset(self.scopes)
        return {"ok": True}


@frozen(kw_only=True)
class Setting:
    """Changes what differs between applications; see `Settings`."""

    require_proof: bool | None = None
    app_version: str | None = None
    young: float | None = None

    def act(self, core: Core[Any]) -> JSON:
        if self.require_proof is not None:
            _app(core).require_proof = self.require_proof
        if self.app_version is not None:
            core.settings.app_version = self.app_version
        if self.young is not None:
            core.settings.young = self.young
        return {"ok": True}


@frozen(kw_only=True)
class Figures:
    """Lets metrics die, come back, or have nothing to tell."""

    retire: tuple[str, ...] = ()
    revive: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    def act(self, core: Core[Any]) -> JSON:
        core.metrics.retired |= {*self.retire}
        core.metrics.empty |= set(self.empty)
        core.metrics.retired -= set(self.revive)
        core.metrics.empty -= set(self.revive)
        return {"retired": sorted(core.metrics.retired), "empty": sorted(core.metrics.empty)}


@frozen(kw_only=True)
class Receiving:
    """Names a receiver of webhooks on this machine, which is asked whether it agrees."""

    url: str
    verify_token: str

    async def act(self, core: Core[Any]) -> JSON:
        return {"ok": await webhooks.handshake(core.hooks, self.url, self.verify_token)}


@frozen(kw_only=True)
class Delivering:
    """Calls the receiver with what waits; `again` repeats old entries, `forged` signs with a wrong secret."""

    again: int = 0
    forged: bool = False
    flat: bool = False

    async def act(self, core: Core[Any]) -> JSON:
        how = {"forged": self.forged, "flat": self.flat}
        secret = _app(core).secret
        return await webhooks.deliver(core.hooks, core.network.object, secret, again=self.again, **how)


@frozen(kw_only=True)
class Resetting:
    """Everything as at the start."""

    def act(self, core: Core[Any]) -> JSON:
        core.reset()
        return {"ok": True}


ACTIONS: dict[str, type] = {
    "time": Time,
    "faults": Planned,
    "usage": Using,
    "tokens": NewToken,
    "tokens/change": ChangedToken,
    "settings": Setting,
    "metrics": Figures,
    "webhooks": Receiving,
    "webhooks/deliver": Delivering,
    "reset": Resetting,
}


def _token(core: Core[Any], value: str) -> Token:
    token: Token | None = core.world.tokens.get(value)
    if token is None:
        raise InvalidInput("there is no such token")
    return token


def _app(core: Core[Any]) -> App:
    """The application that the sandbox's accounts use: the first."""
    apps: dict[str, App] = core.world.apps
    return next(iter(apps.values()))
