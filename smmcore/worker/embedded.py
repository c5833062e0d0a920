"""A worker in threads of this process: no server, no queue, nothing that is lost with it."""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from datetime import UTC, datetime, timedelta
from threading import Event, Lock
from types import TracebackType
from typing import Self

from smmcore.errors import InvalidInput, SMMError
from smmcore.reconciling import GRACE, LOOK_AGAIN
from smmcore.smm import SMM
from smmcore.tasks import Task, Tasks
from smmcore.worker.doing import Doing
from smmcore.worker.trouble import Trouble

try:
    from apscheduler.schedulers.background import BackgroundScheduler
except ImportError:
    raise InvalidInput("the worker needs its extra: pip install 'smmcore[worker]'") from None

AT_ONCE = 8
EVERY = timedelta(seconds=1)


class Worker:
    """Does what is due until it is stopped; start it where your program starts, stop it where it ends.

    >>> with SMM.from_config() as smm, Worker(smm):
    ...     serve()

    Several workers on one journal share the work; each account's posts are sent by one of them at a time.
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
        """Make one.

        `at_once` is how many accounts and jobs are worked on at once; `every`, how often the journal is read;
        `grace`, how long a network gets to show a post whose answer was lost; `look_again`, how long until it is
        asked again, if it did not know; later and later if that goes on.
        """
        self._smm = smm
        self._tasks = Tasks(smm.engine, grace=grace, look_again=look_again)
        self._at_once = at_once
        self._every = every
        self._lock = Lock()
        self._under_way: dict[Task, Future[None]] = {}
        self._trouble = Trouble()
        self._doing = Doing(smm, self._tasks, self._trouble)
        self._scheduler: BackgroundScheduler | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._stopped = Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin, in threads of its own; returns at once."""
        if self._scheduler is not None:
            raise InvalidInput("this worker runs already")
        self._stopped.clear()
        self._tasks.go_on()
        self._pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="smmcore-worker")
        self._scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(self.tick, "interval", seconds=self._every.total_seconds())
        alive = self._smm.journal.lease.total_seconds() / 4
        at_once = datetime.now(UTC)
        self._scheduler.add_job(self._doing.tell_alive, "interval", seconds=alive, next_run_time=at_once)
        self._scheduler.start()

    def stop(self, *, within: timedelta | None = None) -> bool:
        """Begin nothing more and wait for what is under way; whether all of it ended within that time.

        What did not goes on in the background, or dies with the process and is found in the journal later. Posts
        that stand behind the one being sent keep their places.
        """
        with self._lock:
            pool, self._pool = self._pool, None
            under_way = list(self._under_way.values())
        self._tasks.rest()
        if pool is not None:
            pool.shutdown(wait=False)
        self._end()
        return not wait_for(under_way, within.total_seconds() if within is not None else None).not_done

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has stopped; False if that did not happen in time."""
        if seconds is not None:
            return self._stopped.wait(seconds)
        # Again and again: a signal that comes to another thread is not heard in one wait without an end.
        while not self._stopped.wait(1):
            pass
        return True

    def tick(self) -> None:
        """Begin what is due and not under way here."""
        try:
            tasks = self._doing.due()
        except SMMError as error:
            self._trouble.met("reading", str(error))
            return
        self._trouble.over("reading")
        with self._lock:
            for task in tasks:
                if task not in self._under_way and len(self._under_way) < self._at_once and self._pool:
                    self._under_way[task] = self._pool.submit(self._do, task)

    def _do(self, task: Task) -> None:
        try:
            self._doing.do(task)
        finally:
            with self._lock:
                self._under_way.pop(task, None)
            self._end()

    def _end(self) -> None:
        """Once it is to stop and nothing is under way any more; until then it says that it lives."""
        with self._lock:
            if self._pool is not None or self._under_way or self._scheduler is None:
                return
            scheduler, self._scheduler = self._scheduler, None
        scheduler.shutdown()  # whoever waited may close the journal: nothing here uses it any more
        self._stopped.set()
