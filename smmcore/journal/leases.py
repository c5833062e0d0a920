"""Turns that one worker at a time has, such as sending the posts of one account in their order."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, not_, or_, select, update

from smmcore.journal.database import Database, inserted
from smmcore.journal.schema import leases

LEASE = timedelta(minutes=15)
"""How long an owner may be silent that tells nobody it is alive: longer than the longest upload between two steps."""


@frozen(eq=False)
class Leases:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def take(self, name: str, owner: str, now: datetime, span: timedelta) -> bool:
        """Whether it is the owner's from now on for so long: it was free, or had ended."""
        values = {"owner": owner, "taken_at": now, "until": now + span}
        with self._database.writing() as connection:
            free = and_(leases.c.name == name, _over(now, span))
            taken = connection.execute(update(leases).where(free).values(**values))
            return taken.rowcount == 1 or inserted(connection, insert(leases).values(name=name, **values))

    def held(self, now: datetime, span: timedelta) -> set[str]:
        """The names of those that somebody has; `span` is how long the asker's own last."""
        with self._database.reading() as connection:
            return set(connection.execute(select(leases.c.name).where(not_(_over(now, span)))).scalars())

    def prolong(
        self, connection: Connection, owners: Collection[str], now: datetime, span: timedelta
    ) -> None:
        """Let what these owners have last for another span, as a part of a transaction; what has ended stays so."""
        theirs = and_(leases.c.owner.in_(owners), leases.c.until > now)
        connection.execute(update(leases).where(theirs).values(until=now + span))

    def give_back(self, name: str, owner: str) -> None:
        """End it early; one that has become somebody else's stays."""
        mine = and_(leases.c.name == name, leases.c.owner == owner)
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(mine))


def _over(now: datetime, span: timedelta) -> Any:
    """It has ended, or was written before the clock was set back."""
    return or_(leases.c.until <= now, written_ahead(leases.c.until, leases.c.taken_at, now, span))


def written_ahead(
    until: ColumnElement[Any], written: ColumnElement[Any], now: datetime, span: timedelta
) -> Any:
    """Whether a lease was written before the clock was set back; `span` is how long the asker's own last."""
    # Others may have longer leases: that one ends far ahead is a sign only if it was written ahead, too.
    longest = max(span, LEASE)
    return and_(until > now + 2 * longest, written > now + longest)
