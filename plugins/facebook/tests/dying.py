"""A process that dies at a chosen moment: from then on nothing that it does reaches the journal or the network."""

from functools import partial

from smmcore.journal.journal import Journal

WRITES = (
    *("add", "claim", "begin_steps", "finish_steps", "forget_steps"),
    *("publish", "settle", "expire"),
)
KEEPS = ("put", "add", "drop")
"""Writes of what the network's code keeps."""


class DiedError(BaseException):
    """No plugin and no core may catch it: the process is gone."""


class Life:
    """Ends before or after the n-th event of its kind: a `write` to the journal, or a `request`."""

    def __init__(self, kind, number, *, after):
        self.kind, self.left, self.after, self.over = kind, number, after, False

    def ends_now(self, kind):
        """Whether this event is the last. Raises `DiedError` for all that comes later."""
        if self.over:
            raise DiedError
        self.left -= kind == self.kind
        self.over = self.left == 0
        return self.over


class DyingJournal(Journal):
    def __init__(self, path, life):
        super().__init__(path)
        self.life = life
        self.kept = DyingKept(self.kept, self)

    def last(self, write, *args, **more):
        ends = self.life.ends_now("write")
        result = write(*args, **more) if not ends or self.life.after else None
        if ends:
            raise DiedError
        return result


class DyingKept:
    def __init__(self, kept, journal):
        self._kept, self._journal = kept, journal

    def __getattr__(self, name):
        method = getattr(self._kept, name)
        return partial(self._journal.last, method) if name in KEEPS else method


def _dying(name):
    def method(self, *args, **more):
        return self.last(getattr(Journal, name).__get__(self), *args, **more)

    return method


for _name in WRITES:
    setattr(DyingJournal, _name, _dying(_name))


class Exchanges:
    """What `Watch.disturb` takes for a fault: every request passes by here."""

    def __init__(self, life):
        self.life = life

    async def around(self, io, request, exchange):
        ends = self.life.ends_now("request")
        answer = await exchange(request) if not ends or self.life.after else None
        if ends:
            raise DiedError
        return answer
