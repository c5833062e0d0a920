"""Calls of VK's API as requests."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import field, frozen

from smmcore.errors import AnswerLost, RateLimited, Rejected
from smmcore.io import IO, Answer, Rate, Request
from smmcore.models import Secret
from smmcore_vk.errors import Refusal
from smmcore_vk.limits import COMMUNITY, DAY, PER_DAY, USER
from smmcore_vk.names import NAME
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import Kind

VERSION = "5.199"
Result = Callable[[Any], Any]
log = logging.getLogger("smmcore.vk")


def as_it_is(response: Any) -> Any:
    return response


@frozen
class Token:
    """A token with which calls are sent."""

    kind: Kind
    secret: Secret
    mark: str
    """Tells tokens apart in the keys of rates; the same before and after a renewal."""
    until: float | None = None
    """When it ends, as a timestamp; None where it does not, or nobody knows."""


def mark_of(secret: Secret) -> str:
    """Says nothing about the token, and is the same in all accounts that use it."""
    return hashlib.sha256(secret.reveal().encode()).hexdigest()[:16]


@frozen(kw_only=True)
class Call:
    """One method with what it is given. Lists are joined by commas, None is left out."""

    method: str
    params: Mapping[str, Any] = field(factory=dict)
    safe: bool = True
    """Whether doing it twice does no harm."""
    result: Result = as_it_is

    def by(self, token: Token, io: IO, settings: VKSettings) -> Request[Any]:
        """The call as a request with that token, which travels in a header: addresses and forms get logged."""
        refusal = Refusal(self.method, token.kind, settings, io.now())
        return Request(
            "POST",
            f"{settings.base_url}/method/{self.method}",
            headers={"Authorization": f"Bearer {token.secret}"},
            data={**as_form(self.params), "v": VERSION},
            parse=partial(_parsed, self, refusal),
            safe=self.safe,
            rates=_rates(self.method, token, settings),
            secrets=[token.secret],
            label=f"{NAME} {self.method}",
        )


def as_form(params: Mapping[str, Any]) -> dict[str, str]:
    return {name: _plain(value) for name, value in params.items() if value is not None}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, list | tuple):
        return ",".join(_plain(item) for item in value)
    return str(value)


def _rates(method: str, token: Token, settings: VKSettings) -> list[Rate]:
    a_second = {Kind.USER: USER.calls, Kind.COMMUNITY: COMMUNITY.calls}
    key = f"{NAME}:{token.kind}:{token.mark}"
    rates = [Rate(key, a_second.get(token.kind, settings.service_rate), 1)]
    if method in PER_DAY:
        rates.append(Rate(f"{key}:{method}", PER_DAY[method], DAY))
    return rates


def _parsed(call: Call, refusal: Refusal, answer: Answer) -> Any:
    try:
        body = answer.json()
    except AnswerLost:
        if 400 <= answer.status < 500:
            raise _by_the_front(call.method, answer) from None
        raise
    if isinstance(body, dict):
        if isinstance(body.get("error"), dict):
            raise refusal.error(body["error"])
        if isinstance(body.get("execute_errors"), list):
            _inner(body["execute_errors"], refusal, whole="response" not in body or body["response"] is None)
        if "response" in body:
            return call.result(body["response"])
    raise AnswerLost(f"{NAME} {call.method}: the answer is no answer of VK's API")


def _inner(errors: Sequence[Any], refusal: Refusal, *, whole: bool) -> None:
    """Errors of calls within `execute`. Raises those that make another try worth while, or leave nothing."""
    for error in errors:
        if not isinstance(error, dict):
            continue
        said = Refusal(str(error.get("method")), refusal.kind, refusal.settings, refusal.now).error(error)
        if whole or isinstance(said, RateLimited):
            raise said
        log.info("%s", said)


def _by_the_front(method: str, answer: Answer) -> Rejected | RateLimited:
    """A front server refuses by itself, in HTML: the call never reached the API."""
    status, wait = answer.status, answer.headers.get("retry-after", "")
    said = f"VK refused {method}: status {status}"
    if status == 429:
        after = float(wait) if wait.isdecimal() else None
        return RateLimited(said, platform=NAME, code=status, retry_after=after)
    return Rejected(f"{said}, and no answer of its API; check base_url", platform=NAME, code=status)


def execute(calls: Sequence[Call]) -> Call:
    """Several reading calls in one, whose result is a list; of a call that is refused it is False."""
    inner = ", ".join(
        f"API.{call.method}({json.dumps(as_form(call.params), ensure_ascii=False)})" for call in calls
    )
    return Call(method="execute", params={"code": f"return [{inner}];"}, result=list)
