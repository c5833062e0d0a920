"""Failures planted by a test, each used up by the calls that it meets."""

from fnmatch import fnmatchcase

from attrs import Factory, define

from .errors import JSON

AROUND = {"500", "502", "json500", "hang", "reset", "slow", "garbage", "echo_token"}
"""Of a whole HTTP exchange."""
INSIDE = {"error", "limited"}
"""Of one call, which may be an item of a batch."""
KINDS = AROUND | INSIDE | {"null", "cut"}
"""`null` is an item of a batch without an answer; `cut` breaks a binary upload off after `bytes`."""


@define(eq=False)
class Fault:
    kind: str
    path: str = "*"
    """What it meets: patterns of `VERB /path` without the version, joined by `|`."""
    publishing: bool = False
    """It meets only what shows a post."""
    times: int = 1
    skip: int = 0
    when: str = "before"
    """Or `after`: what was asked is done and only the answer is lost."""
    seconds: float = 60.0
    bytes: int = 0
    code: int = 1
    subcode: int | None = None
    message: str = ""
    status: int | None = None

    def meets(self, kinds: set[str], call: str, *, shows: bool) -> bool:
        fits = any(fnmatchcase(call, pattern) for pattern in self.path.split("|"))
        return self.kind in kinds and fits and (shows or not self.publishing)

    def json(self) -> JSON:
        names = ("kind", "path", "publishing", "times", "skip", "when", "seconds", "code", "subcode")
        return {name: getattr(self, name) for name in names}


@define
class Faults:
    pending: list[Fault] = Factory(list)

    def take(self, kinds: set[str], call: str, *, shows: bool = False) -> Fault | None:
        """Use up the first fault that this call meets; one that is still skipping lets it pass."""
        for fault in self.pending:
            if not fault.meets(kinds, call, shows=shows):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.pending.remove(fault)
            return fault
        return None
