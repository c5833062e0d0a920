"""What Meta's refusals mean. They come in several shapes and with any HTTP status: the numbers tell, then the words."""

import json
import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from attrs import field, frozen

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    PersonNeeded,
    PlatformError,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
)
from smmcore.io import Answer
from smmcore_meta.api import Api
from smmcore_meta.meanings import (
    ContainerGone,
    DeadMetric,
    Duplicate,
    Meaning,
    MetricNotHere,
    NoData,
    NotReady,
    PagesEnd,
    Unfetchable,
    meaning,
)
from smmcore_meta.settings import GraphSettings
from smmcore_meta.times import span
from smmcore_meta.usage import Usage

__all__ = [
    "Asked",
    "ContainerGone",
    "DeadMetric",
    "Duplicate",
    "MetricNotHere",
    "NoData",
    "NotReady",
    "PagesEnd",
    "Said",
    "Unfetchable",
    "data_of",
]
_APP_LIMITS = (4, 341)
_PUBLISHING = (2207042, 1390008)
"""Limits of posts, whatever their code."""
_MESSAGES = 80006
"""Messenger's limit, which stops no other calls."""
_DAILY = 2207042
_PREFIX = re.compile(r"^\(#-?\d+\)\s*")
_SCOPE = re.compile(
    r"\b(?:pages|instagram|ads|business|read|publish)_(?:[a-z]+_)*"
    r"(?:list|engagement|content|posts|metadata|messaging|insights|management|publish|comments|messages|basic|video|read)\b"
)
_BEFORE_ANYTHING = (RateLimited, Unauthorized, Forbidden, PersonNeeded)
"""Meta says these before it does anything, whatever the status of the answer."""
log = logging.getLogger("smmcore.meta")


@frozen
class Said:
    """A refusal in whichever shape it came."""

    code: int
    subcode: int
    message: str
    transient: bool = False
    trace: str = ""
    """Meta's support asks for it."""
    data: Mapping[str, Any] = field(factory=dict)
    """What belongs to it, such as where an upload stands."""

    @property
    def number(self) -> int | str:
        return f"{self.code}/{self.subcode}" if self.subcode else self.code


def said_in(body: Any) -> Said | None:
    """The refusal that a body holds, or None."""
    if not isinstance(body, Mapping):
        return None
    if isinstance(error := body.get("error"), Mapping):
        return _graph(error)
    if isinstance(error := body.get("debug_info"), Mapping):
        return _upload(error)
    if "error_type" in body and "error_message" in body:
        # The login answers with an HTTP status for a code; whatever it refuses, the token is not given.
        return Said(102, 0, str(body["error_message"]))
    return None


def said_by(answer: Answer) -> Said | None:
    try:
        return said_in(answer.json())
    except AnswerLost:
        return None


def data_of(error: SMMError) -> Mapping[str, Any]:
    """What Meta told with a refusal, as `error_data`; empty where there was nothing."""
    data: Mapping[str, Any] = getattr(error, "error_data", {})
    return data


def _graph(error: Mapping[str, Any]) -> Said:
    message = str(error.get("message") or "no reason")
    told = error.get("error_user_msg")
    if told and str(told) not in message:
        message = f"{message.rstrip('.')}: {told}"
    return Said(
        _number(error.get("code")),
        _number(error.get("error_subcode")),
        _PREFIX.sub("", message).rstrip("."),
        transient=error.get("is_transient") is True,
        trace=str(error.get("fbtrace_id") or ""),
        data=_data(error.get("error_data")),
    )


def _data(value: Any) -> Mapping[str, Any]:
    """It comes as an object, or as JSON within JSON."""
    with suppress(ValueError):
        value = json.loads(value) if isinstance(value, str) else value
    return value if isinstance(value, Mapping) else {}


def _upload(error: Mapping[str, Any]) -> Said:
    """The refusal of an upload; its message may hold another answer as a string."""
    message, kind = str(error.get("message") or "no reason"), str(error.get("type") or "")
    try:
        inner = json.loads(message).get("error")
    except (ValueError, AttributeError):
        inner = None
    if isinstance(inner, Mapping):
        message = str(inner.get("message") or message)
    # At another place than where the server stands, the upload goes on from there.
    again = error.get("retriable") is True or "offset" in kind.lower()
    code = 190 if "unauthorized" in message.lower() else 0
    return Said(code, 0, f"{message} ({kind})" if kind else message, transient=again)


def _number(value: Any) -> int:
    return int(value) if str(value).lstrip("-").isdecimal() else 0


@frozen
class Asked:
    """What was asked, for errors that say so."""

    what: str
    api: Api
    settings: GraphSettings
    usage: Usage

    def error(self, said: Said, answer: Answer) -> SMMError:
        """The error that a refusal stands for."""
        meant = meaning(said.code, said.subcode, said.message, transient=said.transient)
        log.debug("%s: refused with %s, trace %s", self.what, said.number, said.trace or "none")
        text = f"{self._refused}: {said.message} (error {said.number})"
        error = self._error(text, said, meant, answer)
        if answer.status >= 500 and not isinstance(error, _BEFORE_ANYTHING):
            error = AnswerLost(f"{text}; whether it acted is unknown")
        setattr(error, "error_data", said.data)  # noqa: B010 - the core's errors know nothing of it
        return error

    @property
    def _refused(self) -> str:
        return f"{self.api.title} refused {self.what.removeprefix(f'{self.api.platform} ')}"

    def front(self, answer: Answer) -> PlatformError:
        """A front server refuses by itself, in HTML: the call never reached the API."""
        text = f"{self._refused}: status {answer.status}"
        if answer.status == 429:
            return self._limited(text, Said(429, 0, text), answer)
        return Rejected(
            f"{text}, and no answer of its API; check base_url",
            platform=self.api.platform,
            code=answer.status,
        )

    def _error(self, text: str, said: Said, meant: Meaning, answer: Answer) -> SMMError:
        if meant.kind is AnswerLost:
            return AnswerLost(f"{text}; whether it acted is unknown")
        if meant.kind is RateLimited:
            return self._limited(f"{text}; {meant.advice}" if meant.advice else text, said, answer)
        advice = meant.advice or (_lacking(said) if meant.kind is Forbidden else "")
        if meant.kind is PersonNeeded:
            advice += "; then run smm accounts check; until then nothing is sent"
        kind: Any = meant.kind
        error: PlatformError = kind(
            f"{text}; {advice}" if advice else text, platform=self.api.platform, code=said.number
        )
        return error

    def _limited(self, text: str, said: Said, answer: Answer) -> RateLimited:
        """Of the app, of the account, or of this kind of call only; Meta tells how long in minutes, or not."""
        keys: tuple[str, ...] = (self.usage.keys.account,)
        wait = float(self.settings.quota_pause if said.subcode == _DAILY else self.settings.limit_pause)
        if said.subcode in _PUBLISHING:
            keys = ()
        else:
            wait = self.usage.regained(answer) or wait
            if said.code in _APP_LIMITS:
                keys = (self.usage.keys.app,)
            elif said.code == _MESSAGES:
                keys = ()
        return RateLimited(
            f"{text}; this waits for {span(wait)}",
            platform=self.api.platform,
            code=said.number,
            retry_after=wait,
            keys=keys,
        )


def _lacking(said: Said) -> str:
    scopes = sorted(set(_SCOPE.findall(said.message)))
    if scopes:
        return f"make a new token that has {', '.join(scopes)}"
    return "make a new token with the scope for this, by somebody who has the role for it on the account"
