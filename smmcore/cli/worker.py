"""`smm worker`."""

import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.state import State, pass_state

if TYPE_CHECKING:
    from smmcore.smm import SMM

LEASE = timedelta(minutes=1)
"""A worker tells that it lives, so others need not wait long for one that does not."""


@click.command()
@click.option(
    "--at-once", type=click.IntRange(1), default=8, show_default=True, help="Accounts and jobs at once."
)
@click.option(
    "--every", type=click.FloatRange(0.1), default=1.0, show_default=True, help="Seconds between looks."
)
@click.option("--embedded", is_flag=True, help="Use threads even where the journal is in PostgreSQL.")
@pass_state
def worker(state: State, at_once: int, every: float, embedded: bool) -> None:
    """Publish what is due and do what comes round, until Ctrl-C or a signal to terminate.

    What is under way is finished first; a second signal ends it at once, and the journal knows what was not done.
    Any number of workers may share a journal; on several machines it has to be in PostgreSQL.
    """
    with state.opened(lease=LEASE) as smm:
        if smm.journal.url.startswith("postgresql") and not embedded:
            _distributed(smm, at_once)
        else:
            _embedded(smm, at_once, timedelta(seconds=every))


def _embedded(smm: "SMM", at_once: int, every: timedelta) -> None:
    from smmcore.cli.output import note
    from smmcore.worker.embedded import Worker

    running = Worker(smm, at_once=at_once, every=every)
    told: list[int] = []

    def stop(number: int, _: Any) -> None:
        told.append(number)
        if len(told) > 1:
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    running.start()
    note(f"Working on {len(smm.accounts)} accounts, journal {smm.journal.name}; Ctrl-C ends it.")
    while not told:
        running.wait(0.2)
    note("Finishing what is under way…")
    while not running.stop(within=timedelta(seconds=0.5)):
        pass


def _distributed(smm: "SMM", at_once: int) -> None:
    import asyncio

    from smmcore.cli.output import note
    from smmcore.worker.distributed import DistributedWorker

    async def work() -> None:
        task = asyncio.create_task(DistributedWorker(smm, at_once=at_once).run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            note("Stopped.")

    note(f"Working on {len(smm.accounts)} accounts with others on {smm.journal.name}; Ctrl-C ends it.")
    asyncio.run(work())
