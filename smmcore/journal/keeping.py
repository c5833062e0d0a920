"""What networks' code keeps from call to call: JSON values by account, kind and key."""

from datetime import datetime
from typing import Any

from attrs import frozen
from sqlalchemy import and_, delete, insert, select, update

from smmcore.journal.database import Database, inserted
from smmcore.journal.schema import kept


@frozen(eq=False)
class Keeping:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def put(self, account: str, kind: str, key: str, value: Any, now: datetime) -> None:
        row = {"account": account, "kind": kind, "key": key, "value": value, "kept_at": now}
        change = update(kept).where(_place(account, kind, key)).values(value=value)
        with self._database.writing() as connection:
            known = connection.execute(change).rowcount == 1
            if not known and not inserted(connection, insert(kept).values(**row)):
                connection.execute(change)

    def add(self, account: str, kind: str, key: str, value: Any, now: datetime) -> bool:
        """Keep it unless there is one already; whether it is kept now. Of several at once, one is told so."""
        row = {"account": account, "kind": kind, "key": key, "value": value, "kept_at": now}
        with self._database.writing() as connection:
            there = connection.execute(select(kept.c.key).where(_place(account, kind, key))).first()
            return there is None and inserted(connection, insert(kept).values(**row))

    def all(self, account: str, kind: str, key: str | None = None) -> dict[str, Any]:
        """By key, oldest first."""
        query = select(kept.c.key, kept.c.value).where(kept.c.account == account, kept.c.kind == kind)
        if key is not None:
            query = query.where(kept.c.key == key)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(kept.c.kept_at, kept.c.key))
            return {row.key: row.value for row in rows}

    def drop(self, account: str, kind: str, key: str) -> bool:
        """Whether it was there."""
        with self._database.writing() as connection:
            return connection.execute(delete(kept).where(_place(account, kind, key))).rowcount == 1


def _place(account: str, kind: str, key: str) -> Any:
    return and_(kept.c.account == account, kept.c.kind == kind, kept.c.key == key)
