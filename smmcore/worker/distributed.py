"""Workers on many machines, by way of Procrastinate on the journal's PostgreSQL. Needs the extra `postgres`.

Procrastinate wakes workers up and hands tasks out. What is to be done stands in the journal: its queue may be emptied
at any time, and the next look fills it again.
"""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from threading import Event, Thread
from typing import Any, TypeVar

import anyio

from smmcore.errors import InvalidInput, JournalError
from smmcore.reconciling import GRACE, LOOK_AGAIN
from smmcore.smm import SMM
from smmcore.tasks import Task, TaskKind, Tasks
from smmcore.worker.doing import Doing
from smmcore.worker.embedded import AT_ONCE, EVERY
from smmcore.worker.trouble import Trouble

try:
    import psycopg
    from procrastinate import App, PsycopgConnector, exceptions
    from procrastinate.jobs import Status
except ImportError:
    raise InvalidInput("workers on many machines need their extra: pip install 'smmcore[postgres]'") from None

T = TypeVar("T")
log = logging.getLogger("smmcore.worker")

DO = "smmcore.do"
PATIENCE = 5
"""Seconds that Procrastinate waits for a connection before PostgreSQL counts as away."""
LONGEST_PAUSE = 30
"""Seconds, at most, until PostgreSQL is tried again."""
SILENT = 3600
"""Seconds without a word after which Procrastinate counts a worker as dead. Nothing waits for that: leases decide."""
_AWAY = (JournalError, exceptions.ConnectorException, psycopg.Error)


class DistributedWorker:
    """One of any number of workers on one journal in PostgreSQL.

    Workers that know the same accounts and jobs share one queue; those that know others have a queue of their own.
    """

    def __init__(
        self,
        smm: SMM,
        *,
        at_once: int = AT_ONCE,
        every: timedelta = EVERY,
        grace: timedelta = GRACE,
        look_again: timedelta = LOOK_AGAIN,
    ) -> None:
        """See `Worker`. Raises `InvalidInput` if the journal is not in PostgreSQL."""
        if not smm.journal.url.startswith("postgresql"):
            raise InvalidInput("journal: workers on many machines need it in PostgreSQL")
        self._smm = smm
        self._tasks = Tasks(smm.engine, grace=grace, look_again=look_again)
        self._at_once = at_once
        self._every = every.total_seconds()
        self._queue = _queue(smm)
        connector = PsycopgConnector(conninfo=smm.journal.conninfo, min_size=1, max_size=4, timeout=PATIENCE)
        self._app = App(connector=connector)
        self._handed_out = self._app.task(name=DO, queue=self._queue)(self._do)
        self._failures = 0
        self._trouble = Trouble()
        self._doing = Doing(smm, self._tasks, self._trouble)

    async def run(self) -> None:
        """Work until the task is cancelled; the posts that are being sent then are finished first.

        While PostgreSQL is away, that is said once, and it waits.
        """
        self._tasks.go_on()
        self._stopping = asyncio.Event()
        work = asyncio.create_task(self._work())
        try:
            await asyncio.shield(work)
        finally:
            self._tasks.rest()
            self._stopping.set()
            await _ended(work)

    async def _work(self) -> None:
        # Threads of its own: what the program does in the loop's threads keeps none of this waiting, and uploads
        # keep neither looks nor signs of life waiting.
        self._senders = ThreadPoolExecutor(self._at_once, thread_name_prefix="smmcore-worker")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="smmcore-look")
        async with _repeated(self._doing.tell_alive, self._smm.journal.lease.total_seconds() / 4):
            try:
                while not self._stopping.is_set():
                    await self._connected()
                    await self._pause()
            finally:
                # Whoever waited may close the journal: no thread uses it any more.
                for threads in (self._looker, self._senders):
                    await asyncio.to_thread(threads.shutdown)

    # With PostgreSQL, and without

    async def _connected(self) -> None:
        """Do what is due until it is to stop, or PostgreSQL is away."""
        try:
            await self._looked(self._doing.due)  # the journal says best what is wrong
            try:
                await self._app.open_async()
                await self._prepare()
                await self._share()
            finally:
                await self._app.close_async()
        except _AWAY as error:
            self._trouble.met("connecting", _reason(error))

    async def _share(self) -> None:
        worker = self._app.run_worker_async(
            queues=[self._queue],
            concurrency=self._at_once,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=1,
            stalled_worker_timeout=SILENT,
            # What is being sent is waited for in `_work`; Procrastinate need not know.
            shutdown_graceful_timeout=0,
        )
        parts = [asyncio.create_task(part) for part in (worker, self._look(), self._stopping.wait())]
        try:
            ended, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for part in parts:
                part.cancel()
            await asyncio.gather(*parts, return_exceptions=True)
        for part in ended:
            part.result()

    async def _pause(self) -> None:
        if self._stopping.is_set():
            return
        self._failures += 1
        seconds = min(2**self._failures, LONGEST_PAUSE)
        log.debug("trying again in %d s", seconds)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    # Procrastinate's tables

    async def _prepare(self) -> None:
        """Make them where there are none, and remove what dead workers left in them."""
        if not await self._has_tables():
            await self._make_tables()
        jobs = self._app.job_manager
        # Only tasks of this name: the database may have those of other programs.
        for job in await jobs.get_stalled_jobs(task_name=DO, seconds_since_heartbeat=SILENT):
            with suppress(exceptions.ConnectorException):  # another worker was faster
                await jobs.finish_job_by_id_async(job_id=job.id or 0, status=Status.FAILED, delete_job=True)

    async def _has_tables(self) -> bool:
        query = "SELECT to_regclass('procrastinate_jobs') AS name"
        return (await self._app.connector.execute_query_one_async(query))["name"] is not None

    async def _make_tables(self) -> None:
        try:
            await self._app.schema_manager.apply_schema_async()
        except exceptions.ConnectorException as error:
            if await self._has_tables():
                return  # of two that begin at once, the second finds them made
            raise JournalError(
                f"the workers' tables cannot be made in {self._smm.journal.name}: {error.__cause__}; give its user "
                "the right to (GRANT CREATE ON SCHEMA), or let another one run: procrastinate schema --read | psql"
            ) from None

    # What is due

    async def _look(self) -> None:
        while True:
            try:
                await self._hand_out(await self._looked(self._doing.due))
                self._failures = 0
                for tried in ("connecting", "reading"):
                    self._trouble.over(tried)
            except JournalError as error:
                self._trouble.met("reading", _reason(error))
            await asyncio.sleep(self._every)

    async def _looked(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._looker, function)

    async def _hand_out(self, tasks: Sequence[Task]) -> None:
        if not tasks:
            return
        waiting = await self._app.job_manager.list_jobs_async(queue=self._queue, status=Status.TODO.value)
        locks = {job.queueing_lock for job in waiting}
        for task in tasks:
            lock = f"{self._queue}:{task.kind}:{task.name}"
            if lock not in locks:
                with suppress(exceptions.AlreadyEnqueued):  # another worker was faster
                    await self._handed_out.configure(queueing_lock=lock).defer_async(
                        kind=task.kind.value, name=task.name
                    )

    async def _do(self, kind: str, name: str) -> None:
        task = Task(TaskKind(kind), name)
        await asyncio.get_running_loop().run_in_executor(self._senders, self._doing.do, task)


async def _ended(work: "asyncio.Task[None]") -> None:
    """Wait for it, however often that is cancelled: a thread that sends a post cannot be stopped."""
    with anyio.CancelScope(shield=True):
        while not work.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([work])


@asynccontextmanager
async def _repeated(call: Callable[[], None], seconds: float) -> AsyncIterator[None]:
    """Call it at once and again and again, from a thread that does nothing else."""
    over = Event()

    def repeat() -> None:
        call()
        while not over.wait(seconds):
            call()

    thread = Thread(target=repeat, name="smmcore-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        await asyncio.to_thread(thread.join)


def _reason(error: BaseException) -> str:
    """Procrastinate's own words say less than what they were caused by."""
    return " ".join((str(error.__cause__ or "") or str(error)).split())


def _queue(smm: SMM) -> str:
    """The same for all workers that can do the same tasks."""
    known: list[Any] = [*sorted(smm.accounts), "", *sorted(job.name for job in smm.engine.jobs())]
    return f"smmcore.{hashlib.sha256(repr(known).encode()).hexdigest()[:16]}"
