"""Turns that one worker at a time has, such as sending the posts of one account in their order."""

from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from smmcore.journal.database import Database, inserted
from smmcore.journal.schema import leases


@frozen(eq=False)
class Leases:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def take(self, name: str, owner: str, now: datetime, span: timedelta) -> bool:
        """Whether it is the owner's from now on for so long: it was free, had ended, or was the owner's before."""
        # One that lasts longer than leases of this name do was written before the clock was set back.
        free = or_(leases.c.owner == owner, leases.c.until <= now, leases.c.until > now + 2 * span)
        values = {"owner": owner, "until": now + span}
        with self._database.writing() as connection:
            taken = connection.execute(update(leases).where(leases.c.name == name, free).values(**values))
            return taken.rowcount == 1 or inserted(connection, insert(leases).values(name=name, **values))

    def held(self, now: datetime) -> set[str]:
        """The names of those that somebody has."""
        with self._database.reading() as connection:
            return set(connection.execute(select(leases.c.name).where(leases.c.until > now)).scalars())

    def prolong(self, connection: Connection, owner: str, until: datetime) -> None:
        """Let all that the owner has last until then, as a part of a transaction."""
        connection.execute(update(leases).where(leases.c.owner == owner).values(until=until))

    def give_back(self, name: str, owner: str) -> None:
        """End it early; one that has become somebody else's stays."""
        mine = and_(leases.c.name == name, leases.c.owner == owner)
        with self._database.writing() as connection:
            connection.execute(delete(leases).where(mine))
