"""Whether there is a journal, copies of it, and what may be thrown away."""

from datetime import datetime
from pathlib import Path
from typing import Any

from attrs import frozen
from sqlalchemy import and_, delete, func, select

from smmcore.errors import InvalidInput
from smmcore.journal.database import Database
from smmcore.journal.entry import State
from smmcore.journal.moving import move
from smmcore.journal.schema import leases, posts

OVER = (State.PUBLISHED, State.FAILED, State.CANCELLED)
"""States in which nothing more is going to happen by itself."""
_AT_ONCE = 500


@frozen(eq=False)
class Archive:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def is_there(self) -> bool:
        """Whether there is a journal at all. Asking makes none."""
        return self._database.is_there()

    def is_prepared(self) -> bool:
        """Whether its tables are there and up to date, so that nothing has to be done before it is used."""
        return self._database.is_prepared()

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

    def copy_to(self, target: str | Path, now: datetime) -> tuple[int, str]:
        """Copy everything into the empty journal at that path or URL: see `smmcore.journal.moving.move`."""
        return move(self._database, target, now)

    def prunable(self, before: datetime) -> int:
        """How many posts `prune` would remove."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).where(_old(before))).scalar_one()

    def prune(self, before: datetime) -> int:
        """Remove posts that were over before that time, with their keys: the same key is a new post afterwards."""
        removed = 0
        # In pieces, so that others who write need not wait long.
        while some := self._prune_some(before):
            removed += some
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(leases.c.until < before))
        return removed

    def _prune_some(self, before: datetime) -> int:
        """Chosen and removed in one transaction: one that is planned anew in between must stay."""
        query = select(posts.c.id).where(_old(before)).order_by(posts.c.id).limit(_AT_ONCE).with_for_update()
        with self._database.writing() as connection:
            some = list(connection.execute(query).scalars())
            connection.execute(delete(posts).where(posts.c.id.in_(some)))
        return len(some)


def _old(before: datetime) -> Any:
    return and_(posts.c.state.in_(OVER), posts.c.updated_at < before)
