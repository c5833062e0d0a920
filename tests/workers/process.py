"""A worker in a process of its own, to be killed, frozen or starved.

Arguments: the accounts as JSON, the journal, the lease in seconds; and, if it is to freeze, `before` or `after` with
what the journal is about to write or has written, such as `after:begin_steps`.
"""

import asyncio
import json
import os
import signal
import sys
from datetime import timedelta
from functools import wraps

from paced import Paced

from smmcore import SMM, Account

SOON = timedelta(seconds=1)


def main(accounts: str, journal: str, lease: str, freeze: str = "") -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell lets it be ignored
    known = [Account(**account) for account in json.loads(accounts)]
    with SMM(
        known, plugins=[Paced()], journal=journal, lease=timedelta(seconds=float(lease)), patience=5
    ) as smm:
        if freeze:
            freeze_at(smm.journal, *freeze.split(":"))
        if journal.startswith("postgresql"):
            from smmcore.worker.distributed import DistributedWorker

            asyncio.run(DistributedWorker(smm, grace=SOON, look_again=SOON).run())
        else:
            from smmcore.worker import Worker

            with Worker(smm, every=timedelta(seconds=0.1), grace=SOON, look_again=SOON) as worker:
                worker.wait()


def freeze_at(journal: object, when: str, name: str) -> None:
    """Let this process stop as a whole, once, at one of the journal's writes."""
    real, left = getattr(journal, name), [when]

    @wraps(real)
    def freezing(*given: object, **more: object) -> object:
        if left == ["before"]:
            left.clear()
            os.kill(os.getpid(), signal.SIGSTOP)
        result = real(*given, **more)
        if left == ["after"]:
            left.clear()
            os.kill(os.getpid(), signal.SIGSTOP)
        return result

    setattr(journal, name, freezing)


main(*sys.argv[1:])
