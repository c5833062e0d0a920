"""Publishing what is due and doing what comes round, for as long as it runs. Needs the extra `worker`.

`Worker` runs in this process, on any journal. `DistributedWorker` runs in any number of processes on a journal in
PostgreSQL. Both do the same tasks in the same way: see `smmcore.tasks`.
"""

from smmcore.worker.embedded import Worker

__all__ = ["Worker"]
