"""The networks' rates, shared by all who use one journal: a row for each window, and one for each wait.

Windows are kept exactly, because networks count windows: GCRA, which keeps one number for each rate, lets a burst and
a whole window's calls into one window. Without a burst, it would spread a daily quota over the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from attrs import frozen
from sqlalchemy import Connection, bindparam, extract, func, insert, select, update

from smmcore.io.limits import Ledger, Seconds, window_key
from smmcore.io.request import Rate
from smmcore.journal.database import Database, inserted
from smmcore.journal.schema import rates as table


@frozen(eq=False)
class SharedRates:
    """Keeps the ledger in the journal. Raises `JournalError` when that cannot be read or written."""

    quick: ClassVar[bool] = False
    _database: Database

    def take(self, rates: Sequence[Rate], clock: Seconds, cost: int = 1) -> float:
        """See `Ledger.take`. On PostgreSQL, its clock counts instead of this machine's."""
        if not rates:
            return 0.0
        windows = [window_key(rate) for rate in rates if rate.calls is not None]
        with self._held([*windows, *(rate.key for rate in rates)], clock) as (ledger, now):
            return ledger.take(rates, now, cost)

    def block(self, keys: Iterable[str], clock: Seconds, seconds: float) -> None:
        """See `Ledger.block`."""
        wanted = list(keys) if seconds > 0 else []
        if not wanted:
            return
        with self._held(wanted, clock) as (ledger, now):
            ledger.block(wanted, now, seconds)

    @contextmanager
    def _held(self, keys: Sequence[str], clock: Seconds) -> Iterator[tuple[Ledger, float]]:
        """What is known of these keys, and the time; nobody else has them meanwhile. What is changed is written."""
        with self._database.writing() as connection:
            ledger = _read(connection, keys)
            before = {key: _row(ledger, key) for key in keys}
            yield ledger, _time(connection, clock)
            changed = [row for key, old in before.items() if (row := _row(ledger, key)) != old]
            if changed:
                connection.execute(update(table).where(table.c.key == bindparam("of")), changed)


def _read(connection: Connection, keys: Sequence[str]) -> Ledger:
    """The rows of these keys, made where they are missing, and locked where others may write meanwhile."""
    ledger = Ledger()
    there = set(connection.execute(select(table.c.key).where(table.c.key.in_(keys))).scalars())
    # In one order: nobody waits in a circle.
    for key in sorted(set(keys) - there):
        inserted(connection, insert(table).values(key=key, calls=[]))
    query = select(table).where(table.c.key.in_(keys)).order_by(table.c.key).with_for_update()
    for row in connection.execute(query):
        ledger.calls[row.key] = tuple((at, count) for at, count in row.calls)
        if row.since is not None:
            ledger.blocked[row.key] = (row.since, row.seconds)
    return ledger


def _time(connection: Connection, clock: Seconds) -> float:
    """Several machines' clocks differ; the database that they share has one. SQLite's users share a machine."""
    if connection.dialect.name != "postgresql":
        return clock()
    # Read only now, when the rows are locked: a transaction's own time is that of its beginning.
    return float(connection.execute(select(extract("epoch", func.clock_timestamp()))).scalar_one())


def _row(ledger: Ledger, key: str) -> dict[str, Any]:
    since, seconds = ledger.blocked.get(key, (None, None))
    return {"of": key, "calls": ledger.calls.get(key, ()), "since": since, "seconds": seconds}
