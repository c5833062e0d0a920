"""A process that dies at a chosen moment: between two writes of its journal, or around one of its requests."""

from functools import partial

from attrs import define

from smmcore.journal.journal import LEASE, Journal
from smmcore.models import Published
from smmcore.testing.watching import Watch

WRITES = (
    "add",
    "claim",
    "begin_steps",
    "finish_steps",
    "publish",
    "settle",
    "forget_steps",
    "expire",
)
KEEPS = ("put", "add", "drop")
"""Writes of what the network's code keeps."""
SILENT = LEASE.total_seconds() + 1
"""Seconds after which a worker that died is noticed."""


class Died(BaseException):
    """The process is gone: from here on nothing reaches the journal or the network."""


@define(eq=False)
class Death:
    """Comes at the n-th thing of a kind (`write` or `request`): before it, or after it was done."""

    on: str
    left: int
    after: bool
    came: bool = False

    def alive(self):
        if self.came:
            raise Died

    def meets(self, kind):
        """Whether this thing is the one."""
        self.alive()
        self.left -= kind == self.on
        self.came = self.left <= 0
        return self.came


class DyingJournal(Journal):
    def __init__(self, path, death):
        super().__init__(path)
        self.death = death
        self.kept = DyingKept(self.kept, self)

    def last(self, write, *args, **more):
        if not self.death.meets("write"):
            return write(*args, **more)
        if self.death.after:
            write(*args, **more)
        raise Died


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


class DyingWatch(Watch):
    def __init__(self, death):
        super().__init__()
        self.death = death

    async def around(self, io, request, exchange):
        if not self.death.meets("request"):
            answer = await super().around(io, request, exchange)
            self.death.alive()  # a call at the same time may have been the last
            return answer
        if self.death.after:
            await super().around(io, request, exchange)
        raise Died


def dies(drivers, path, post, death, **more):
    """Publish, and die on the way; whether that happened."""
    journal = DyingJournal(path, death)
    driver = drivers(journal=journal, **more)
    driver.smm.io._watch = DyingWatch(death)
    try:
        driver.publish(post, key="k")
    except BaseException:  # asyncio may wrap it
        if not death.came:
            raise
    finally:
        journal.close()
    return death.came


def restarted(drivers, path, post, *, after=SILENT, rounds=2, **more):
    """What becomes of the post in the hands of a worker that starts some seconds after the crash."""
    driver = drivers(journal=path, **more)
    driver.pass_time(after)
    for _ in range(rounds):
        driver.work()
        driver.reconcile()
        driver.pass_time(300)
    result = driver.publish(post, key="k")
    assert isinstance(result, Published), result
    return result
