"""What is to be done now, in pieces that one worker each can do: the same under every engine of workers."""

import logging
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import frozen

from smmcore.errors import SMMError
from smmcore.events import finished
from smmcore.jobs import Job
from smmcore.models import Outcome
from smmcore.reconciling import GRACE

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.engine import Engine

log = logging.getLogger("smmcore.worker")

LOOK_AGAIN = timedelta(minutes=5)
"""How long until a network is asked again about posts of which nobody knows."""


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
        """`grace` is how long networks get to show a post whose answer was lost, before they are asked."""
        self._engine = engine
        self._grace = grace
        self._look_again = look_again
        self._resting = False
        self._journal = engine.context.journal
        self._sending = engine.sending
        self._owner = engine.sending.owner

    async def due(self, io: "AnyIO") -> list[Task]:
        """What is to be done now. Reads the journal and asks nobody."""
        self._sending.trusts(io)  # so that a jump is seen when it happens
        names, now = list(self._engine.context.accounts), io.now()
        posts = await io.in_thread(self._journal.accounts_due, now, names)
        doubts = await io.in_thread(self._journal.accounts_in_doubt, now, self._grace, names)
        jobs = [job.name for job in self._engine.jobs() if await self._is_due(io, job)]
        found = [
            *(Task(TaskKind.POSTS, name) for name in posts),
            *(Task(TaskKind.DOUBTS, name) for name in doubts),
            *(Task(TaskKind.JOB, name) for name in jobs),
        ]
        held = await io.in_thread(self._journal.leases.held, now) if found else ()
        return [task for task in found if str(task) not in held]

    async def do(self, io: "AnyIO", task: Task) -> Outcome:
        """Do one task, unless another worker is at it. What went wrong is in the outcome, or logged."""
        if task.kind is TaskKind.POSTS:
            queue = self._engine.publishing.publish_queue(io, task.name, until=lambda: self._resting)
            return Outcome(await queue)
        if task.kind is TaskKind.DOUBTS:
            return await self._ask(io, task)
        for job in self._engine.jobs():
            if job.name == task.name:
                await self.run(io, job)
        return Outcome(())

    def rest(self) -> None:
        """Whoever is at a queue stops after the post that is being sent; the others keep their places."""
        self._resting = True

    def go_on(self) -> None:
        self._resting = False

    async def stay_alive(self, io: "AnyIO") -> None:
        """Say that whoever does tasks here still lives: what it has, it keeps for another lease."""
        await io.in_thread(self._journal.alive, self._owner, io.now(), self._sending.at_work)

    async def run(self, io: "AnyIO", job: Job) -> None:
        """Run a job if it is due and nobody else runs it; an error is logged."""
        turn = str(Task(TaskKind.JOB, job.name))
        take, give_back = self._journal.leases.take, self._journal.leases.give_back
        if not await io.in_thread(take, turn, self._owner, io.now(), self._journal.lease):
            return
        try:
            if await self._is_due(io, job):
                scoped = self._engine.context.io_of(io, f"job:{job.name}")
                now = io.now().timestamp()
                await finished(scoped, job.run(self._engine, scoped))
                await scoped.store.put("job", "last", now)
        except Exception as error:  # noqa: BLE001 - a job that breaks is tried again the next time
            log.warning("job %s failed: %s: %s", job.name, type(error).__name__, error)
        finally:
            with io.shielded():
                await io.in_thread(give_back, turn, self._owner)

    async def _ask(self, io: "AnyIO", task: Task) -> Outcome:
        # The turn is not given back: it ends when it is time to ask again.
        turn, owner = str(task), f"{self._owner}:{io.now().timestamp()}"
        if not await io.in_thread(self._journal.leases.take, turn, owner, io.now(), self._look_again):
            return Outcome(())
        account = self._engine.context.account(task.name)
        return await self._engine.reconciling.reconcile(io, [account], self._grace)

    async def _is_due(self, io: "AnyIO", job: Job) -> bool:
        store = self._engine.context.io_of(io, f"job:{job.name}").store
        last, now = await store.get("job", "last"), io.now()
        # A last time that lies ahead was written before the clock was set back.
        if last is None and job.cron:
            # It begins with the next time that cron names, not with the first time that somebody looks.
            await store.put("job", "last", now.timestamp())
            return False
        if last is None or last > now.timestamp():
            return True
        try:
            return job.due_at(datetime.fromtimestamp(last, UTC)) <= now
        except SMMError as error:
            log.warning("%s", error)
            return False
