"""What this process has in hand: nobody else has it meanwhile."""

import logging
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from smmcore.errors import JournalError

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.journal.journal import Journal

log = logging.getLogger("smmcore.worker")


class Turns:
    """Turns in the journal; each is taken under a name of its own, so that no two here share one."""

    def __init__(self, journal: "Journal", owner: str) -> None:
        self._journal = journal
        self._owner = owner
        self._mine: set[str] = set()

    @property
    def mine(self) -> frozenset[str]:
        """Under which names this process has turns now."""
        return frozenset(self._mine)

    @asynccontextmanager
    async def turn(self, io: "AnyIO", name: str) -> AsyncIterator[bool]:
        """A block in which nobody else has this turn; gives whether it is ours. Raises `JournalError`."""
        leases, mine = self._journal.leases, f"{self._owner}:{uuid.uuid4().hex[:8]}"
        self._mine.add(mine)
        try:
            yield await io.in_thread(leases.take, name, mine, io.now(), self._journal.lease)
        finally:
            # One that cannot be given back is not prolonged any more, so it ends by itself.
            self._mine.discard(mine)
            with io.shielded():
                try:
                    await io.in_thread(leases.give_back, name, mine)
                except JournalError as error:
                    log.warning("%s waits until its lease ends: %s", name, error)
