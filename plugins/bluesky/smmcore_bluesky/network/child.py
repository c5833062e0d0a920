"""The programs that make up a network, and what they say."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from smmcore.errors import SMMError

ENDING = 5
"""Seconds that programs have to end by themselves when they are told to."""

LONGEST_LINE = 2**20


class Child:
    """A running program, and the last line that it printed."""

    def __init__(self, process: asyncio.subprocess.Process, name: str) -> None:
        self.name = name
        self.last = "it said nothing"
        self._process = process

    async def said(self, mark: str) -> str:
        """Wait for a line with the mark; gives what follows it. Raises `Ended` if the program ends before."""
        async for line in self._lines():
            _, found, rest = line.partition(mark)
            if found:
                return rest
        raise await self.ended()

    async def ended(self) -> "Ended":
        """Wait for its end, reading on, so that it never waits for a reader."""
        async for _ in self._lines():
            pass
        return Ended(self, await self._process.wait())

    async def succeed(self) -> None:
        """Wait for its end. Raises `Ended` if it failed."""
        ended = await self.ended()
        if ended.code:
            raise ended

    async def stop(self) -> None:
        """End it, and wait until it is gone; one that does not go is killed."""
        with suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(ENDING):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()

    async def _lines(self) -> AsyncIterator[str]:
        output = self._process.stdout
        while output and not output.at_eof():
            with suppress(ValueError):  # a line of more than `LONGEST_LINE`, which nobody would read
                line = (await output.readline()).decode(errors="replace").rstrip()
                self.last = line or self.last
                yield line


class Ended(SMMError):
    """A program ended; `code` is its exit code, or minus the signal."""

    def __init__(self, child: Child, code: int) -> None:
        self.child = child
        self.code = code
        super().__init__(f"{child.name} ended with code {code}: {child.last}")


class Family:
    """All programs that one supervisor started. They are in its process group."""

    def __init__(self) -> None:
        self._children: list[Child] = []

    async def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str] | None = None,
        stdin: bool = False,
        **options: Any,
    ) -> Child:
        """Start a program. With `stdin`, its standard input ends when the supervisor does."""
        name = Path(command[0]).name
        try:
            process = await asyncio.create_subprocess_exec(
                *map(str, command),
                stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                limit=LONGEST_LINE,
                **options,
            )
        except OSError as error:
            raise SMMError(f"{name} cannot be run: {error}") from None
        self._children.append(Child(process, name))
        return self._children[-1]

    async def end(self) -> None:
        """End all of them at once; gives back when they are gone."""
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the supervisor is in the group itself
        os.killpg(0, signal.SIGTERM)
        await asyncio.gather(*(child.stop() for child in self._children))
