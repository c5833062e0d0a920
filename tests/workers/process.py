"""A worker in a process of its own, to be killed. Arguments: the accounts as JSON, the journal, the lease in seconds."""

import asyncio
import json
import sys
from datetime import timedelta

from smmcore import SMM, Account

SOON = timedelta(seconds=1)


def main(accounts: str, journal: str, lease: str) -> None:
    known = [Account(**account) for account in json.loads(accounts)]
    with SMM(known, journal=journal, lease=timedelta(seconds=float(lease)), patience=5) as smm:
        if journal.startswith("postgresql"):
            from smmcore.worker.distributed import DistributedWorker

            asyncio.run(DistributedWorker(smm, grace=SOON, look_again=SOON).run())
        else:
            from smmcore.worker import Worker

            with Worker(smm, every=timedelta(seconds=0.1), grace=SOON, look_again=SOON) as worker:
                worker.wait()


main(*sys.argv[1:])
