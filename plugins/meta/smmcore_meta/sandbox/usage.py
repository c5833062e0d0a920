"""How much of its limits an application has used: told in headers, and calls refused once it is too much."""

import json
import math
from collections.abc import Iterable

from attrs import Factory, define

from smmcore.faking import Clock

from .errors import JSON, GraphError
from .world import Token

CODES = {"app": 4, "user": 17, "pages": 80001, "instagram": 80002, "messenger": 80006}
"""The error with which calls are refused, by what is used up. Pages that are called with a user's token: 32."""
_HOUR = 3600.0


@define(eq=False)
class Meter:
    """A limit that is used up to so many percent; `until` is when calls are answered again."""

    type: str
    id: str = ""
    """The Page or account that it is counted for; empty means all."""
    percent: int = 100
    until: float = 0.0
    told: bool = False
    """Somebody was told to wait."""

    def concerns(self, token: Token, ids: Iterable[str]) -> bool:
        if self.type == "user":
            return token.kind in {"user", "system"}
        near = {token.profile, *(part.partition("_")[0] for part in ids)}
        return self.type == "app" or not self.id or self.id in near

    def code(self, token: Token) -> int:
        return 32 if self.type == "pages" and token.kind == "user" else CODES[self.type]


@define
class Usage:
    clock: Clock
    meters: dict[tuple[str, str], Meter] = Factory(dict)
    early: int = 0
    """Calls that came although the caller knew that it had to wait."""

    def set(self, type: str, id: str, percent: int, seconds: float | None) -> Meter:
        """Fill a meter. From 100 % on calls are refused for so long, by default for an hour."""
        closed = percent >= 100 or seconds is not None
        wait = (_HOUR if seconds is None else seconds) if closed else 0.0
        meter = Meter(type, id, percent, self.clock.now() + wait if closed else 0.0)
        self.meters[type, id] = meter
        return meter

    def admit(self, token: Token, ids: Iterable[str]) -> None:
        """Raise what a used up limit is answered with."""
        self._forget()
        named = list(ids)
        for meter in self.meters.values():
            if meter.until > self.clock.now() and meter.concerns(token, named):
                self.early += meter.told
                meter.told = True
                error = GraphError(meter.code(token))
                error.headers = self.headers(token, named)
                raise error

    def headers(self, token: Token, ids: Iterable[str]) -> dict[str, str]:
        """What is told of the meters that concern a call."""
        self._forget()
        named = list(ids)
        found: dict[str, str] = {}
        business: dict[str, list[JSON]] = {}
        for meter in self.meters.values():
            if not meter.concerns(token, named):
                continue
            counts = {"call_count": meter.percent, "total_cputime": 25, "total_time": 25}
            if meter.type in {"app", "user"}:
                found["X-App-Usage"] = json.dumps(counts, separators=(",", ":"))
                continue
            meter.told = meter.told or self._minutes(meter) > 0
            wait = {"estimated_time_to_regain_access": self._minutes(meter)}
            key = meter.id or token.profile or "0"
            business.setdefault(key, []).append({"type": meter.type, **counts, **wait})
        if business:
            found["X-Business-Use-Case-Usage"] = json.dumps(business, separators=(",", ":"))
        return found

    def clear(self) -> None:
        self.meters.clear()
        self.early = 0

    def state(self) -> JSON:
        self._forget()
        meters = [
            {"type": m.type, "id": m.id, "percent": m.percent, "until": m.until} for m in self.meters.values()
        ]
        return {"meters": meters, "early": self.early}

    def _minutes(self, meter: Meter) -> int:
        return max(0, math.ceil((meter.until - self.clock.now()) / 60))

    def _forget(self) -> None:
        """What was closed and is over begins anew."""
        now = self.clock.now()
        over = [key for key, meter in self.meters.items() if 0 < meter.until <= now]
        for key in over:
            del self.meters[key]


def whole_minutes(seconds: float) -> float:
    """Limits are told in minutes: so many seconds, rounded up to them."""
    return math.ceil(seconds / 60) * 60.0
