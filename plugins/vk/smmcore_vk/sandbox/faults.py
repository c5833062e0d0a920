"""Failures planted by a test, each used up by the calls that it meets; and captchas, which wait for a person."""

from fnmatch import fnmatchcase
from typing import Any

from attrs import Factory, define

from .errors import JSON

PUBLISHING = "wall.post|stories.save"
"""The methods after which a post is there."""

KINDS = {
    "error", "lasting", "500", "502", "hang", "reset", "slow", "garbage", "echo_token", "empty_photo", "failed",
}  # fmt: skip
"""`error` answers a code of VK's once; `lasting` for some seconds from the first call that it meets; `failed` is a code
of Long Poll."""


@define(eq=False)
class Fault:
    kind: str
    method: str = "*"
    """The methods that it meets: patterns of names, joined by `|`. Uploads are called upload.photo and so on."""
    times: int = 1
    skip: int = 0
    when: str = "before"
    seconds: float = 1.0
    code: int = 10
    detail: str = ""
    extra: JSON = Factory(dict)
    until: float = 0.0
    """When one that lasts is over; 0 as long as it has met no call."""

    def meets(self, kinds: set[str], method: str) -> bool:
        return self.kind in kinds and any(fnmatchcase(method, each) for each in self.method.split("|"))

    def json(self) -> JSON:
        names = ("kind", "method", "times", "skip", "when", "seconds", "code", "detail", "until")
        return {name: getattr(self, name) for name in names}


@define(eq=False)
class Captcha:
    """A picture with letters, or a page of VK ID; until it is solved the token's calls are refused."""

    form: str
    sid: str
    solution: str = "solved"

    def asks(self) -> JSON:
        if self.form == "old":
            image = f"https://api.vk.example/captcha.php?sid={self.sid}&s=1"
            return {"captcha_sid": self.sid, "captcha_img": image}
        page = f"https://id.vk.example/not_robot_captcha?domain=vk.com&session_token={self.sid}&variant=popup"
        return {"redirect_uri": page, "remixstlid": int(self.sid)}

    def solved_by(self, sent: JSON) -> bool:
        if self.form == "old":
            return bool(sent.get("captcha_sid") == self.sid and sent.get("captcha_key") == self.solution)
        return bool(sent.get("success_token") == self.solution)


@define
class Faults:
    pending: list[Fault] = Factory(list)
    captchas: dict[str, Captcha] = Factory(dict)

    def take(self, kinds: set[str], method: str, now: float = 0.0) -> Fault | None:
        """Use up the first fault that this event meets; one that is still skipping lets it pass."""
        for fault in list(self.pending):
            if 0 < fault.until <= now:
                self.pending.remove(fault)
            elif fault.meets(kinds, method) and not self._skips(fault):
                self._use(fault, now)
                return fault
        return None

    def state(self) -> list[Any]:
        return [fault.json() for fault in self.pending]

    def _skips(self, fault: Fault) -> bool:
        fault.skip -= 1
        return fault.skip >= 0

    def _use(self, fault: Fault, now: float) -> None:
        if fault.kind == "lasting":  # it lasts, however many calls it meets
            fault.until = fault.until or now + fault.seconds
            return
        fault.times -= 1
        if fault.times <= 0:
            self.pending.remove(fault)
