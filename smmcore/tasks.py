"""What is to be done now, in pieces that one worker each can do: the same under every engine of workers."""

import logging
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from smmcore import observing
from smmcore.errors import JournalError, SMMError
from smmcore.events import finished
from smmcore.jobs import Job
from smmcore.models import Outcome, Published, Result, Scheduled, Unconfirmed
from smmcore.reconciling import GRACE, LOOK_AGAIN

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.engine import Engine

log = logging.getLogger("smmcore.worker")

SLICE = timedelta(seconds=10)
"""How long one account's queue keeps others waiting, if all hands are full; no post is broken off."""
TRY_AGAIN = timedelta(minutes=1)
"""When a job that failed is tried again; twice as long after each further time."""
SELDOM = timedelta(hours=1)
"""No later than this."""


class TaskKind(StrEnum):
    POSTS = "posts"
    """Publish what one account has due, in its order."""
    DOUBTS = "doubts"
    """Ask about one account's posts of which nobody knows."""
    JOB = "job"


@frozen
class Task:
    """`name` is an account's or a job's."""

    kind: TaskKind
    name: str

    def __str__(self) -> str:
        return f"{self.kind} of {self.name}" if self.kind is not TaskKind.JOB else f"job {self.name}"


class Tasks:
    """Finds tasks and does them. Whoever else finds the same task does nothing: leases decide."""

    def __init__(
        self, engine: "Engine", *, grace: timedelta = GRACE, look_again: timedelta = LOOK_AGAIN
    ) -> None:
        """See `smmcore.worker.Worker`."""
        self._engine = engine
        self._grace = grace
        self._look_again = look_again
        self._resting = False
        self._begun: dict[Task, datetime] = {}
        self._journal = engine.context.journal
        self._sending = engine.sending

    async def due(self, io: "AnyIO") -> list[Task]:
        """What is to be done now, what was done longest ago first. Reads the journal and asks no network."""
        for unconfirmed in await self._sending.expire(io):
            log.warning("%s", told(unconfirmed))
        names, now = list(self._engine.context.accounts), io.now()
        posts = await io.in_thread(self._journal.accounts_due, now, names)
        doubts = await io.in_thread(self._journal.accounts_in_doubt, now, self._grace, names)
        jobs = [job.name for job in self._engine.jobs() if await self._is_due(io, job)]
        found = [
            *(Task(TaskKind.POSTS, name) for name in posts),
            *(Task(TaskKind.DOUBTS, name) for name in doubts),
            *(Task(TaskKind.JOB, name) for name in jobs),
        ]
        held = await io.in_thread(self._journal.leases.held, now, self._journal.lease) if found else ()
        # Whoever always has something to do must not keep the others from beginning.
        never = datetime.min.replace(tzinfo=UTC)
        found.sort(key=lambda task: self._begun.get(task, never))
        return [task for task in found if str(task) not in held]

    async def do(self, io: "AnyIO", task: Task) -> Outcome:
        """Do one task, unless another worker is at it. What became of posts is in the outcome, and logged.

        Raises `UnknownAccount` for an account that is not known here.
        """
        self._begun[task] = io.now()
        outcome = await self._done(io, task)
        for result in outcome:
            log.log(logging.INFO if isinstance(result, Published) else logging.WARNING, "%s", told(result))
        return outcome

    async def _done(self, io: "AnyIO", task: Task) -> Outcome:
        if task.kind is TaskKind.JOB:
            for job in self._engine.jobs():
                if job.name == task.name:
                    await self.run(io, job)
            return Outcome(())
        account = self._engine.context.account(task.name).name
        if task.kind is TaskKind.DOUBTS:
            asked = await self._engine.reconciling.ask(io, account, self._grace, self._look_again)
            # Those of which nobody knows still were told when that began.
            return Outcome([result for result in asked if not isinstance(result, Unconfirmed)])
        ends = io.now() + SLICE
        work = self._engine.publishing.publish_queue(io, account, lambda: self._resting or io.now() > ends)
        return Outcome(await work)

    def rest(self) -> None:
        """Whoever is at a queue stops after the post that is being sent; the others keep their places."""
        self._resting = True

    def go_on(self) -> None:
        self._resting = False

    async def stay_alive(self, io: "AnyIO") -> None:
        """Say that whoever does tasks here still lives: what it has, it keeps for another lease."""
        sending = self._sending
        await io.in_thread(
            self._journal.alive, sending.owner, io.now(), at_work=sending.at_work, turns=sending.turns.mine
        )
        await io.in_thread(self._journal.monitor.sign, sending.owner, io.now(), self._journal.lease)

    async def run(self, io: "AnyIO", job: Job) -> None:
        """Run a job if it is due and nobody else runs it; an error is logged, and the job tried again later."""
        try:
            async with self._sending.turns.turn(io, str(Task(TaskKind.JOB, job.name))) as ours:
                if ours and await self._is_due(io, job):
                    await self._run(io, job)
        except JournalError as error:
            log.warning("job %s has to wait: %s", job.name, error)

    async def _run(self, io: "AnyIO", job: Job) -> None:
        scoped = self._engine.context.io_of(io, f"job:{job.name}")
        now = io.now().timestamp()
        try:
            await finished(scoped, job.run(self._engine, scoped))
        except Exception as error:  # noqa: BLE001 - a job that breaks must not break the others
            log.warning("job %s failed: %s: %s", job.name, type(error).__name__, error)
            observing.event("job_failed", job=job.name, error=type(error).__name__)
            failures = (await scoped.store.get("job", "failed") or {}).get("times", 0) + 1
            await scoped.store.put("job", "failed", {"times": failures, "at": io.now().timestamp()})
        else:
            observing.event("job_ran", job=job.name)
            await scoped.store.put("job", "last", now)
            await scoped.store.remove("job", "failed")

    async def _is_due(self, io: "AnyIO", job: Job) -> bool:
        store = self._engine.context.io_of(io, f"job:{job.name}").store
        last, now = await store.get("job", "last"), io.now()
        # A last time that lies ahead was written before the clock was set back.
        if last is None and job.cron:
            # It begins with the next time that cron names, not with the first time that somebody looks.
            await store.put("job", "last", now.timestamp())
            return False
        if failed := await store.get("job", "failed"):
            since = now - datetime.fromtimestamp(failed["at"], UTC)
            wait = min(TRY_AGAIN * 2 ** min(failed["times"] - 1, 10), SELDOM)
            if timedelta(0) <= since < wait:
                return False
        if last is None or last > now.timestamp():
            return True
        try:
            return job.due_at(datetime.fromtimestamp(last, UTC)) <= now
        except SMMError as error:
            log.warning("%s", error)
            return False


def told(result: Result) -> str:
    """One line about what became of a post."""
    where = f"{result.account}: {result.key}"
    if isinstance(result, Published):
        there = result.url or result.id
        return f"{where} is published: {there}" + "".join(f" ({warning})" for warning in result.warnings)
    if isinstance(result, Scheduled):
        return f"{where} waits until {result.at:%Y-%m-%d %H:%M:%S} UTC: {result.reason}"
    if isinstance(result, Unconfirmed):
        return f"{where} is unconfirmed: {result.reason}"
    return f"{where} failed: {result.error}"
