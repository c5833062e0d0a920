"""Workers on many machines, by way of Procrastinate on the journal's PostgreSQL. Needs the extra `postgres`.

Procrastinate wakes workers up and hands tasks out. What is to be done stands in the journal: its queue may be emptied
at any time, and the next tick fills it again.
"""

import asyncio
import contextlib
import logging
from datetime import timedelta

from smmcore.errors import InvalidInput, SMMError
from smmcore.io.blocking import run
from smmcore.reconciling import GRACE, LOOK_AGAIN
from smmcore.smm import SMM
from smmcore.tasks import Task, TaskKind, Tasks
from smmcore.worker.embedded import AT_ONCE

try:
    from procrastinate import App, PsycopgConnector, exceptions
    from procrastinate.jobs import Status
except ImportError:
    raise InvalidInput("workers on many machines need their extra: pip install 'smmcore[postgres]'") from None

log = logging.getLogger("smmcore.worker")

QUEUE = "smmcore"
SILENT = 30
"""Seconds without a sign of life after which a worker counts as dead."""


class DistributedWorker:
    """One of any number of workers on one journal in PostgreSQL."""

    def __init__(
        self,
        smm: SMM,
        *,
        at_once: int = AT_ONCE,
        grace: timedelta = GRACE,
        look_again: timedelta = LOOK_AGAIN,
    ) -> None:
        """See `Worker`."""
        if not smm.journal.url.startswith("postgresql"):
            raise InvalidInput("journal: workers on many machines need it in PostgreSQL")
        self._smm = smm
        self._tasks = Tasks(smm.engine, grace=grace, look_again=look_again)
        self._at_once = at_once
        self._app = App(connector=PsycopgConnector(conninfo=_conninfo(smm), min_size=1, max_size=4))
        self._register()

    async def run(self) -> None:
        """Work until the task is cancelled; what is under way then is finished first."""
        async with self._app.open_async():
            await self._prepare()
            alive = asyncio.create_task(self._stay_alive())
            try:
                await self._app.run_worker_async(
                    queues=[QUEUE],
                    concurrency=self._at_once,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    fetch_job_polling_interval=1,
                )
            finally:
                alive.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await alive

    async def _prepare(self) -> None:
        """Make Procrastinate's tables where there are none."""
        await asyncio.to_thread(self._smm.journal.counts)
        connector = self._app.connector
        there = await connector.execute_query_one_async("SELECT to_regclass('procrastinate_jobs') AS name")
        if there["name"] is None:
            # Two that begin at once: the second finds them made.
            with contextlib.suppress(exceptions.ConnectorException):
                await self._app.schema_manager.apply_schema_async()

    async def _stay_alive(self) -> None:
        every = self._smm.journal.lease.total_seconds() / 4
        while True:
            await asyncio.sleep(every)
            try:
                await asyncio.to_thread(run, self._tasks.stay_alive(self._smm.io))
            except SMMError as error:
                log.warning("%s", error)

    def _register(self) -> None:
        app, smm, tasks = self._app, self._smm, self._tasks

        @app.task(name="smmcore.do", queue=QUEUE)
        def do(kind: str, name: str) -> None:
            task = Task(TaskKind(kind), name)
            for result in run(tasks.do(smm.io, task)):
                log.info("%s: %s", task, result)

        @app.periodic(cron="* * * * * */1")
        @app.task(name="smmcore.tick", queue=QUEUE, queueing_lock="smmcore.tick", priority=100)
        async def tick(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate hands it over
            for task in await asyncio.to_thread(run, tasks.due(smm.io)):
                with contextlib.suppress(exceptions.AlreadyEnqueued):
                    lock = f"smmcore:{task.kind}:{task.name}"
                    await do.configure(queueing_lock=lock).defer_async(kind=task.kind.value, name=task.name)

        @app.periodic(cron="*/1 * * * *")
        @app.task(name="smmcore.clean", queue=QUEUE, queueing_lock="smmcore.clean")
        async def clean(timestamp: int) -> None:  # noqa: ARG001 - the same
            """Remove what dead workers had: the journal knows what of it is still to be done."""
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT):
                await app.job_manager.finish_job_by_id_async(
                    job_id=job.id or 0, status=Status.FAILED, delete_job=True
                )


def _conninfo(smm: SMM) -> str:
    return smm.journal.url.replace("postgresql+psycopg://", "postgresql://", 1)
