"""What VK's refusals mean. VK refuses with HTTP 200, so the number in the answer tells, then its words."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PersonNeeded,
    PlatformError,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
    Unsupported,
)
from smmcore_vk.names import NAME
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import METHODS, Kind


class WrongToken(Unsupported):
    """The method does not take tokens of this kind; another one may be taken."""


class Expired(Unauthorized):
    """The token is not taken any more; a renewed one may be."""


class UploadAgain(Rejected):
    """An uploaded file is not taken; a fresh upload may be."""


_NO_RIGHT = (7, 15, 19, 20, 21, 30, 200, 201, 203, 204, 210, 211, 212, 213, 260, 13000)
_BAD_TOKEN = (4, 16, 28, 42, 1114, 1116, 1118)
_HINTS = {
    4: "give a new token",
    5: "give a new token",
    16: "use https in base_url",
    18: "the token's owner was deleted or blocked; give the token of another administrator",
    28: "check the service token",
    37: "the token's owner is banned; give the token of another administrator",
    3: "VK has no such method any more; look for a newer smmcore-vk",
    23: "VK has switched the method off",
    203: "the token's owner must be an administrator of the community",
    219: "VK takes advertising posts at intervals only",
    222: "VK forbids links here",
    225: "the community has no VK Donut",
    3610: "the token's owner has left VK; give the token of another administrator",
    13000: "the community has active strikes: look into its messages from VK",
}
_KINDS: dict[int, type[PlatformError]] = {
    **dict.fromkeys(_NO_RIGHT, Forbidden),
    **dict.fromkeys(_BAD_TOKEN, Unauthorized),
    **dict.fromkeys((18, 37, 3610), Unauthorized),
    **dict.fromkeys((5, 1117), Expired),
    **dict.fromkeys((3, 23), Unsupported),
    **dict.fromkeys((104, 936), NotThere),
    **dict.fromkeys((22, 105, 118, 121, 122, 129), UploadAgain),
    **dict.fromkeys((8, 12, 13, 100, 103, 113, 125, 150, 214, 220, 222, 223, 225, 243), Rejected),
    **dict.fromkeys((1150, 1151, 1152, 1153, 1154, 1155), Rejected),
    1051: WrongToken,
}
IN_DOUBT = (1, 10, 36, 43)
"""VK does not know itself what became of the call."""
_PERSON = (14, 17, 24, 25, 3300, 3301, 3302, 3303, 3304, 3609)
_TOMORROW = (29, 224, 601)
_A_DAY = re.compile(r"only add [\d ]*posts? a day|posts? a day", re.IGNORECASE)
_PAUSE = 1.0
"""Seconds; VK counts calls in windows of one."""
_AD_PAUSE = 3600.0


@frozen
class Refusal:
    """What was asked, and with which token."""

    method: str
    kind: Kind | None
    settings: VKSettings
    now: datetime

    def error(self, body: Mapping[str, Any]) -> SMMError:
        """The error that an `error` object stands for."""
        code, message = _number(body.get("error_code")), str(body.get("error_msg") or "")
        said = f"VK refused {self.method}: {message or 'no reason'} (error {code})"
        if code in IN_DOUBT:
            return AnswerLost(f"{said}; whether it acted is unknown")
        if code in _PERSON:
            return self._person(said, code, body)
        if (limited := self._limited(said, code, message)) is not None:
            return limited
        if code in {15, 27, 1051}:
            return self._not_by_this_token(said, code, message, body)
        said += f"; {_HINTS[code]}" if code in _HINTS else ""
        return _KINDS.get(code, PlatformError)(said, platform=NAME, code=code)

    def _limited(self, said: str, code: int, message: str) -> RateLimited | None:
        if code == 6:
            return RateLimited(said, platform=NAME, code=code, retry_after=_PAUSE)
        if code == 9:
            return self._later(f"{said}; {self.method} is left alone", code, self.settings.flood_pause)
        if code in _TOMORROW or (code in {103, 214} and _A_DAY.search(message)):
            return self._later(f"{said}; it is moved to tomorrow", code, self._until_tomorrow())
        if code == 219:
            return self._later(f"{said}; {_HINTS[219]}", code, _AD_PAUSE)
        return None

    def _later(self, said: str, code: int, seconds: float) -> RateLimited:
        return RateLimited(said, platform=NAME, code=code, retry_after=seconds, keys=())

    def _until_tomorrow(self) -> float:
        here = self.now.astimezone(ZoneInfo(self.settings.quota_zone))
        midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), here.tzinfo)
        return (midnight - self.now).total_seconds()

    def _person(self, said: str, code: int, body: Mapping[str, Any]) -> PersonNeeded:
        # The old form has only a picture, whose words would have to come with the same call.
        url = str(body["redirect_uri"]) if body.get("redirect_uri") else None
        what = "VK wants to see a person" if code in {14, 3300} else "VK wants a confirmation"
        go = f": open {url}" if url else ": sign in to VK as the token's owner and do the same there once"
        hint = f"{what}{go}, then run smm accounts check; until then nothing is sent"
        return PersonNeeded(f"{said}; {hint}", platform=NAME, code=code, url=url)

    def _not_by_this_token(
        self, said: str, code: int, message: str, body: Mapping[str, Any]
    ) -> PlatformError:
        given = f"it was called by {self.kind} token" if self.kind else "it was called without a token"
        others = [kind for kind in METHODS.get(self.method, ()) if kind != self.kind]
        ways = " or ".join(f"secrets.{kind}" for kind in others)
        help = f"; {ways} may be taken" if ways else ""
        if code == 1051 or (code == 27 and "unavailable" in message.lower()):
            return WrongToken(f"{said}; {given}{help}", platform=NAME, code=code)
        if code == 27:
            hint = "make a new one in the community's settings under API usage"
            return Unauthorized(f"{said}; {given}; {hint}", platform=NAME, code=code)
        if _number(body.get("error_subcode")) in {1133, 1134}:
            hint = "it lacks the right; make one that has it"
            return Forbidden(f"{said}; {given}, {hint}{help}", platform=NAME, code=code)
        return Forbidden(f"{said}; {given}{help}", platform=NAME, code=code)


def _number(value: Any) -> int:
    return int(value) if str(value).lstrip("-").isdecimal() else 0
