"""Copies of a journal, and what may be thrown away."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen
from sqlalchemy import and_, delete, func, select

from smmcore.errors import InvalidInput
from smmcore.journal.database import Database
from smmcore.journal.entry import State
from smmcore.journal.schema import leases, posts

OVER = (State.PUBLISHED, State.FAILED, State.CANCELLED)
"""States in which nothing more is going to happen by itself."""
_AT_ONCE = 500


@frozen(eq=False)
class Archive:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def back_up(self, target: Path) -> None:
        """Write a copy that holds together, while others go on writing. Raises `InvalidInput` if that cannot be."""
        if self._database.url.get_backend_name() != "sqlite":
            raise InvalidInput("journal: a PostgreSQL is backed up by its own means, such as pg_dump")
        if target.exists():
            raise InvalidInput(f"{target} is there already; name another file")
        if not target.absolute().parent.is_dir():
            raise InvalidInput(f"there is no folder {target.absolute().parent}")
        target.touch(mode=0o600)
        self._database.copy(target)

    def prunable(self, before: datetime) -> int:
        """How many posts `prune` would remove."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).where(_old(before))).scalar_one()

    def prune(self, before: datetime) -> int:
        """Remove posts that were over before that time, with their keys: the same key is a new post afterwards."""
        removed = 0
        for some in self._batches(before):
            with self._database.writing() as connection:
                removed += connection.execute(delete(posts).where(posts.c.id.in_(some))).rowcount
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(leases.c.until < before))
        return removed

    def _batches(self, before: datetime) -> Iterator[list[int]]:
        """In pieces, so that others who write need not wait long."""
        while True:
            query = select(posts.c.id).where(_old(before)).limit(_AT_ONCE)
            with self._database.reading() as connection:
                some = list(connection.execute(query).scalars())
            if not some:
                return
            yield some


def _old(before: datetime) -> Any:
    return and_(posts.c.state.in_(OVER), posts.c.updated_at < before)
