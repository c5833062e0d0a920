"""Failures planted by a test, each used up by the calls that it meets."""

from fnmatch import fnmatchcase

from attrs import Factory, define

from .envelope import JSON

# Around a call: taken by the next matching call.
CALL_KINDS = {
    "429", "500", "502", "json500", "hang", "reset", "slow", "garbage", "wrong_shape", "echo_token",
}  # fmt: skip
# Inside the sandbox: taken where the thing happens.
INNER_KINDS = {"partial_album", "duplicate_update", "lost_copy"}


@define(eq=False)
class Fault:
    kind: str
    method: str | None = None
    times: int = 1
    skip: int = 0
    when: str = "before"
    retry_after: int = 8
    seconds: float = 3600.0
    status: int | None = None
    item: int = 2

    def meets(self, kinds: set[str], method: str | None) -> bool:
        return self.kind in kinds and (self.method is None or fnmatchcase(method or "", self.method))

    def json(self) -> JSON:
        names = ("kind", "method", "times", "skip", "when", "retry_after", "seconds", "status", "item")
        return {name: getattr(self, name) for name in names}


@define
class Faults:
    pending: list[Fault] = Factory(list)

    def take(self, kinds: set[str], method: str | None = None) -> Fault | None:
        """Use up the first fault that this event meets; one that is still skipping lets it pass."""
        for fault in self.pending:
            if not fault.meets(kinds, method):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.pending.remove(fault)
            return fault
        return None
