"""How much of its limits an account has used, by the headers of Meta's answers."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

from smmcore.io import Answer, Rate
from smmcore.models import Account
from smmcore_meta.api import Api
from smmcore_meta.settings import GraphSettings

FULL = 100
_APP, _BUSINESS = "x-app-usage", "x-business-use-case-usage"
_PERCENTS = ("call_count", "total_time", "total_cputime")


@frozen
class Keys:
    """Under which keys an account's calls wait."""

    app: str
    account: str

    @property
    def rates(self) -> tuple[Rate, Rate]:
        """Nobody knows the numbers: they grow with the app's users and the page's audience."""
        return Rate(self.app), Rate(self.account)


def keys_of(api: Api, account: Account, settings: GraphSettings) -> Keys:
    """Accounts of one app wait together where the app is known."""
    app = settings.app_id or f"of-{api.platform}-{account.id}"
    return Keys(f"meta:app:{app}", f"meta:{api.platform}:{account.id}")


@frozen
class Usage:
    """Reads what answers say about the use of one account."""

    api: Api
    id: str
    keys: Keys
    settings: GraphSettings

    def waits(self, answer: Answer) -> dict[str, float]:
        """For how many seconds calls with which key have to wait; small ones space them out."""
        app = _wait(_percent(_table(answer, _APP)), 0, self.settings)
        own = max((self._use_case(use) for use in self._uses(answer)), default=0.0)
        return {key: wait for key, wait in ((self.keys.app, app), (self.keys.account, own)) if wait}

    def regained(self, answer: Answer) -> float:
        """Seconds after which Meta says that calls are taken again; 0 where it does not say."""
        return max((_minutes(use) * 60 for use in self._uses(answer)), default=0.0)

    def _use_case(self, use: Mapping[str, Any]) -> float:
        return _wait(_percent(use), _minutes(use), self.settings)

    def _uses(self, answer: Answer) -> Iterator[Mapping[str, Any]]:
        """What is said about this account; where it is not named, what is said about the network's calls at all."""
        business = _table(answer, _BUSINESS)
        for uses in [business[self.id]] if self.id in business else business.values():
            for use in uses if isinstance(uses, list) else ():
                if isinstance(use, Mapping) and use.get("type") == self.api.use_case:
                    yield use


def _wait(percent: float, minutes: float, settings: GraphSettings) -> float:
    if minutes > 0:
        return minutes * 60
    if percent >= FULL:
        return float(settings.limit_pause)
    # One second between calls where it begins to be tight, one more for each percent.
    return max(0.0, percent - settings.slow_from + 1) if percent >= settings.slow_from else 0.0


def _percent(use: Mapping[str, Any]) -> float:
    return max(_number(use.get(name)) for name in _PERCENTS)


def _minutes(use: Mapping[str, Any]) -> float:
    return _number(use.get("estimated_time_to_regain_access"))


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _table(answer: Answer, header: str) -> Mapping[str, Any]:
    try:
        found = json.loads(answer.headers.get(header, "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
