"""`smm worker`."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.errors import INTERRUPTED
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    import asyncio

    from smmcore.smm import SMM

log = logging.getLogger("smmcore.worker")

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
@click.option("--quiet", is_flag=True, help="Say only what needs somebody.")
@as_json
@pass_state
def worker(state: State, at_once: int, every: float, embedded: bool, quiet: bool) -> None:
    """Publish what is due and do what comes round, until Ctrl-C or a signal to terminate.

    What is being sent is finished first; a second signal ends it at once, and the journal knows what was not done.
    Any number of workers may share a journal; on several machines it has to be in PostgreSQL. What becomes of posts
    is told on stderr; with --json, on stdout as well, one JSON document per line.
    """
    from smmcore.cli.logs import dated

    with _signals() as told, dated(state, quiet=quiet), state.opened(lease=LEASE) as smm:
        look = timedelta(seconds=every)
        if smm.journal.url.startswith("postgresql") and not embedded:
            _distributed(smm, at_once, look, told)
        else:
            _embedded(smm, at_once, look, told)
        log.info("Stopped.")


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals that came. The first one is for whoever looks; the second one ends the process at once."""
    told: list[int] = []

    def hear(number: int, _: Any) -> None:
        told.append(number)
        if len(told) > 1:
            # Threads that send cannot be stopped, and nothing else is to be tidied up: see the journal.
            os.write(2, b"Ended at once; the journal knows what was not done.\n")
            os._exit(INTERRUPTED)

    before = {number: signal.signal(number, hear) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _begin(smm: "SMM", how: str = "") -> None:
    from smmcore.cli.accounts import problems
    from smmcore.cli.output import counted

    for account in smm.accounts.values():
        for problem in problems(account, smm.plugins):
            log.warning("account %s: %s", account.name, problem)
    accounts = counted(len(smm.accounts), "account")
    log.info("Working on %s%s, journal %s; Ctrl-C ends it.", accounts, how, smm.journal.name)


def _finish() -> None:
    log.info("Finishing what is being sent; a second Ctrl-C ends it at once.")


def _embedded(smm: "SMM", at_once: int, every: timedelta, told: list[int]) -> None:
    from smmcore.worker.embedded import Worker

    running = Worker(smm, at_once=at_once, every=every)
    _begin(smm)
    running.start()
    while not told:
        running.wait(0.2)
    _finish()
    while not running.stop(within=timedelta(seconds=0.5)):
        pass


def _distributed(smm: "SMM", at_once: int, every: timedelta, told: list[int]) -> None:
    import asyncio

    from smmcore.worker.distributed import DistributedWorker

    running = DistributedWorker(smm, at_once=at_once, every=every)
    _begin(smm, " with others")

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(_unsaid)
        task = asyncio.create_task(running.run())
        while not told and not task.done():
            await asyncio.wait([task], timeout=0.2)
        if told:
            _finish()
            task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    # On Windows, psycopg needs another loop than the usual one.
    loop = asyncio.SelectorEventLoop if sys.platform == "win32" else None
    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(work())


def _unsaid(loop: "asyncio.AbstractEventLoop", context: dict[str, Any]) -> None:
    """What was not said yet: an outage of PostgreSQL the worker tells once, whatever else notices it."""
    from procrastinate.exceptions import ConnectorException

    if not isinstance(context.get("exception"), ConnectorException):
        loop.default_exception_handler(context)
