"""Moving a journal to another database, such as from SQLite to PostgreSQL when one machine is not enough."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Table, func, insert, select, text

from smmcore.errors import InvalidInput
from smmcore.journal.database import Database
from smmcore.journal.entry import State
from smmcore.journal.schema import metadata, posts

_AT_ONCE = 500


def move(source: Database, target: str | Path, now: datetime) -> tuple[int, str]:
    """Copy everything into an empty journal, or nothing; how many posts there are, and the target's name.

    Raises `InvalidInput` if posts are being sent, or if the target lasts no longer than this call or has posts.
    """
    there = Database(target)
    try:
        if not there.lasts:
            raise InvalidInput("name a file or a database's URL to copy the journal to")
        with source.reading(steady=True) as old:
            _require_peace(old, now)
            with there.writing() as new:
                _require_empty(new, there.name)
                for table in metadata.sorted_tables:
                    _copy(table, old, new)
                    _count_on(table, new)
            return old.execute(select(func.count()).select_from(posts)).scalar_one(), there.name
    finally:
        there.close()


def _require_peace(connection: Connection, now: datetime) -> None:
    """What is sent now would be written down in the old journal only, and sent again from the new one."""
    at_work = (posts.c.state == State.SENDING) & (posts.c.lease_until >= now)
    count, until = connection.execute(
        select(func.count(), func.max(posts.c.lease_until)).where(at_work)
    ).one()
    if count:
        raise InvalidInput(
            f"posts are being sent ({count}); stop the workers, and if none runs, try after {until:%H:%M:%S} UTC"
        )


def _require_empty(connection: Connection, name: str) -> None:
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise InvalidInput(f"{name} is in use: {table.name} is not empty; name an empty database")


def _copy(table: Table, old: Connection, new: Connection) -> None:
    rows = old.execute(select(table).execution_options(yield_per=_AT_ONCE))
    for some in rows.mappings().partitions():
        new.execute(insert(table), [dict(row) for row in some])


def _count_on(table: Table, connection: Connection) -> None:
    """PostgreSQL numbers rows by a sequence, which does not know of rows that brought their numbers."""
    number: Column[int] | None = table.autoincrement_column
    if number is None or connection.dialect.name != "postgresql":
        return
    following = connection.execute(select(func.coalesce(func.max(number), 0) + 1)).scalar_one()
    connection.execute(
        text("SELECT setval(pg_get_serial_sequence(:table, :column), :following, false)"),
        {"table": table.name, "column": number.name, "following": following},
    )
