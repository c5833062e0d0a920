"""The process that starts a network's programs, watches them, and leaves nothing behind.

It lives while its standard input is open: however its starter dies, the system closes that. It speaks to its
starter in lines of JSON: `{"note": ...}` any time, `{"ready": addresses}` once, and `{"error": ..., "mistake": ...}`
where it gives up.
"""

import asyncio
import json
import shutil
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from smmcore.errors import InvalidInput, Mistake, SMMError
from smmcore_bluesky.network import node, postgres
from smmcore_bluesky.network.child import Child, Ended, Family

SERVER = Path(__file__).with_name("network.mjs")

PORT_TAKEN = 75
"""How the server ends when somebody else took one of its ports between choosing and listening."""

NO_EXTENSION = (
    "the Bluesky network needs PostgreSQL's extension pg_trgm, which this PostgreSQL lacks: install its contrib"
    " package, or name another's folder of programs in PG_BIN"
)

ATTEMPTS = 3

PATIENCE = 180
"""Seconds that starting may take, without installing."""


async def supervise(folder: Path) -> None:
    """Run a network in the folder until standard input ends, a signal comes or one of its programs dies."""
    family = Family()
    work = asyncio.create_task(_run(family, folder))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, work.cancel)
    listening = asyncio.create_task(_input_ended())
    listening.add_done_callback(lambda _: work.cancel())
    try:
        with suppress(asyncio.CancelledError):
            await work
    finally:
        await family.end()
        shutil.rmtree(folder, ignore_errors=True)


async def _run(family: Family, folder: Path) -> None:
    try:
        programs = postgres.found()  # before anything is installed in vain
        modules = await node.modules(family, lambda text: _tell(note=text))
        async with asyncio.timeout(PATIENCE):
            database, address = await postgres.started(family, programs, folder)
            server, addresses = await _served(family, modules, address, folder)
        _tell(ready=addresses)
        raise await _first_end(database, server)
    except TimeoutError:
        _tell(error=f"the Bluesky network did not start within {PATIENCE} s", mistake=False)
    except SMMError as error:
        _tell(error=str(error), mistake=isinstance(error, Mistake))


async def _served(family: Family, modules: Path, address: str, folder: Path) -> tuple[Child, Any]:
    command: list[str | Path] = ["node", SERVER, modules, address, folder]
    for left in reversed(range(ATTEMPTS)):
        server = await family.start(command, env={"TMPDIR": str(folder)}, stdin=True)
        try:
            return server, json.loads(await server.said("READY "))
        except Ended as ended:
            if "pg_trgm" in ended.child.last:
                raise InvalidInput(NO_EXTENSION) from None
            if ended.code != PORT_TAKEN or not left:
                raise
    raise AssertionError("unreachable")


async def _first_end(*children: Child) -> Ended:
    watches = [asyncio.create_task(child.ended()) for child in children]
    done, _ = await asyncio.wait(watches, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


async def _input_ended() -> None:
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    await reader.read()


def _tell(**facts: Any) -> None:
    with suppress(BrokenPipeError):  # nobody listens any more
        print(json.dumps(facts), flush=True)  # noqa: T201 - to the starter


if __name__ == "__main__":
    asyncio.run(supervise(Path(sys.argv[1])))
