"""What both workers do with tasks: what goes wrong is said, and ends nobody's thread."""

import logging

from smmcore.errors import JournalError, SMMError
from smmcore.io.blocking import run
from smmcore.smm import SMM
from smmcore.tasks import Task, Tasks
from smmcore.worker.trouble import Trouble

log = logging.getLogger("smmcore.worker")


class Doing:
    """Tasks of one `SMM`, done in whichever thread calls."""

    def __init__(self, smm: SMM, tasks: Tasks, trouble: Trouble) -> None:
        self._smm = smm
        self._tasks = tasks
        self._trouble = trouble

    def due(self) -> list[Task]:
        """Raises `JournalError`."""
        return run(self._tasks.due(self._smm.io))

    def do(self, task: Task) -> None:
        try:
            run(self._tasks.do(self._smm.io, task))
            self._trouble.over("writing")
        except JournalError as error:
            self._trouble.met("writing", str(error))
        except Exception as error:  # noqa: BLE001 - whatever breaks one task, the others go on
            log.warning("%s failed: %s: %s", task, type(error).__name__, error)

    def tell_alive(self) -> None:
        """Say in the journal that this process lives."""
        try:
            run(self._tasks.stay_alive(self._smm.io))
            self._trouble.over("writing")
        except SMMError as error:
            self._trouble.met("writing", str(error))
        except Exception as error:  # noqa: BLE001 - the next sign of life may succeed
            log.warning("no sign of life: %s: %s", type(error).__name__, error)
