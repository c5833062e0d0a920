"""A Bluesky network as a block: it runs while the block does."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from smmcore.errors import InvalidInput, SMMError

log = logging.getLogger("smmcore.bluesky.network")

ENDING = 15
"""Seconds that the supervisor has to end everything; then the system ends it."""


class Network:
    """A Bluesky network on loopback, apart from all others, empty at its start and gone after its end.

    The block raises `InvalidInput` that says what is missing on this machine, and `SMMError` if the network does not
    start. However this process ends, even killed, the network ends with it.
    """

    pds: str
    """The address of the personal data server, where accounts are made and written to."""
    appview: str
    """The address of the AppView, which knows all posts, counts and notifications."""
    ozone: str
    """The address of the moderation service, which takes reports."""
    plc: str
    """The address of the directory of identities."""
    admin: str
    """The header `Authorization` of the administrator of all four."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.gettempdir()) / f"smmcore-bluesky-{uuid.uuid4().hex[:12]}"
        self._supervisor: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        if os.name != "posix":
            raise InvalidInput("the Bluesky network runs on Linux and macOS only")
        try:
            self._supervisor = _supervisor(self._folder)
            for name, address in self._heard("ready").items():
                setattr(self, name, address)
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def wait(self) -> None:
        """Wait until the network ends by itself, which it should not: raises `SMMError` with the reason."""
        self._heard("ended")

    def _heard(self, kind: str) -> Any:
        """What the supervisor says of that kind; notes are logged on the way."""
        assert self._supervisor  # noqa: S101 - inside the block only
        assert self._supervisor.stdout  # noqa: S101 - it was asked for as a pipe
        for line in self._supervisor.stdout:
            facts = json.loads(line)
            if "note" in facts:
                log.info("%s", facts["note"])
            if "error" in facts:
                raise (InvalidInput if facts["mistake"] else SMMError)(facts["error"])
            if kind in facts:
                return facts[kind]
        raise SMMError("the process that watches the Bluesky network is gone")

    def _end(self) -> None:
        supervisor, self._supervisor = self._supervisor, None
        if not supervisor:
            return
        with supervisor:  # closes the pipes, which tells it to end
            if supervisor.stdin:
                supervisor.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                supervisor.wait(ENDING)
            if supervisor.returncode != 0:
                self._sweep(supervisor.pid)

    def _sweep(self, group: int) -> None:
        """Clean up after a supervisor that was killed: what it started is in its process group."""
        with suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)
        shutil.rmtree(self._folder, ignore_errors=True)


def _supervisor(folder: Path) -> subprocess.Popen[str]:
    # In a session of its own: Ctrl-C is for this process, which then closes the supervisor's input.
    path = os.pathsep.join(place or "." for place in sys.path)
    return subprocess.Popen(  # noqa: S603 - this interpreter, our own module
        [sys.executable, "-P", "-m", "smmcore_bluesky.network.supervisor", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": path},
        text=True,
    )
