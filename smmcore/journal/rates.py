"""The networks' rates, shared by all who use one journal: a row for each window, and one for each wait."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil
from typing import Any, ClassVar

from attrs import frozen
from sqlalchemy import Connection, insert, select, update

from smmcore.io.limits import Ledger, window_key
from smmcore.io.request import Rate
from smmcore.journal.database import Database, inserted
from smmcore.journal.schema import rates as table

SLOTS = 500
"""Pieces of a window. Calls of one piece count as made at the last of them: never too fast, and rows stay small."""


@frozen(eq=False)
class SharedRates:
    """Keeps the ledger in the journal. Raises `JournalError` when that cannot be read or written."""

    quick: ClassVar[bool] = False
    _database: Database

    def take(self, rates: Sequence[Rate], now: float, cost: int = 1) -> float:
        """See `Ledger.take`."""
        if not rates:
            return 0.0
        windows = {window_key(rate): rate.seconds for rate in rates if rate.calls is not None}
        with self._database.writing() as connection:
            ledger = _read(connection, [*windows, *(rate.key for rate in rates)])
            told = dict(ledger.blocked)
            wait = ledger.take(rates, now, cost)
            # A clock that was set back moves the beginning of waits.
            for key, (since, seconds) in ledger.blocked.items():
                if told[key] != (since, seconds):
                    _write(connection, key, since=since, seconds=seconds)
            if wait <= 0:
                for key, seconds in windows.items():
                    _write(connection, key, calls=list(_packed(ledger.calls[key], seconds / SLOTS)))
        return wait

    def block(self, keys: Iterable[str], now: float, seconds: float) -> None:
        """See `Ledger.block`."""
        wanted = list(keys)
        with self._database.writing() as connection:
            ledger = _read(connection, wanted)
            ledger.block(wanted, now, seconds)
            for key in wanted:
                since, span = ledger.blocked[key]
                _write(connection, key, since=since, seconds=span)


def _read(connection: Connection, keys: Sequence[str]) -> Ledger:
    """The rows of these keys, made where they are missing, and locked where others may write meanwhile."""
    ledger = Ledger()
    there = set(connection.execute(select(table.c.key).where(table.c.key.in_(keys))).scalars())
    # In one order: nobody waits in a circle.
    for key in sorted(set(keys) - there):
        inserted(connection, insert(table).values(key=key, calls=[]))
    query = select(table).where(table.c.key.in_(keys)).order_by(table.c.key).with_for_update()
    for row in connection.execute(query):
        ledger.calls[row.key] = deque(at for at, count in row.calls for _ in range(count))
        if row.since is not None:
            ledger.blocked[row.key] = (row.since, row.seconds)
    return ledger


def _write(connection: Connection, key: str, **values: Any) -> None:
    connection.execute(update(table).where(table.c.key == key).values(**values))


def _packed(calls: Iterable[float], slot: float) -> Iterator[tuple[float, int]]:
    for _, some in groupby(calls, key=lambda at: ceil(at / slot)):
        times = list(some)
        yield max(times), len(times)
