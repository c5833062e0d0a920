"""What it costs to ask whether a network's rates allow a call, and whether they are kept.

    python benchmarks/rates.py [--calls 100]

One process asks, then four at once; medians. The floor is a bare commit in the same database and the same run: GCRA of
one rate, which is one UPDATE of one number. Then four processes call as fast as they are allowed to, and the calls in
the busiest window are counted. SMM_TEST_PG takes a PostgreSQL of your own.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeVar

from kills import postgres
from sqlalchemy import Connection, insert, text

from smmcore import Rate
from smmcore.io.limits import SLOTS, window_key
from smmcore.journal.journal import Journal
from smmcore.journal.schema import rates as table

T = TypeVar("T")
PROCESSES = 4
ONE = [Rate("chat", 1000, 1)]
THREE = [Rate("host", 3000, 300), Rate("account", 5000, 3600), Rate("account", 35_000, 86_400)]
"""Bluesky's, and nine tenths of each are used."""
NARROW = Rate("narrow", 20, 5)
"""Its margin is a tenth of a second: so late may a process wake up between being allowed and calling."""
UPDATE = text(
    "UPDATE gcra SET tat = CASE WHEN tat > :now THEN tat ELSE :now END + :each"
    " WHERE name = :name AND tat <= :now + :burst"
)


def now() -> float:
    return time.time()


def gcra(journal: Journal, rates: Sequence[Rate]) -> None:
    with journal._database.writing() as connection:  # noqa: SLF001 - with the same connection and commit as ours
        for rate in rates:
            update(connection, rate)


def update(connection: Connection, rate: Rate) -> None:
    each = rate.seconds / (rate.calls or 1)
    given = {"now": now(), "each": each, "burst": rate.seconds, "name": window_key(rate)}
    connection.execute(UPDATE, given)


def one_by_gcra(journal: Journal) -> None:
    gcra(journal, ONE)


def three_by_gcra(journal: Journal) -> None:
    gcra(journal, THREE)


def one_window(journal: Journal) -> None:
    journal.rates.take(ONE, now)


def three_windows(journal: Journal) -> None:
    journal.rates.take(THREE, now)


ASKING: dict[str, Callable[[Journal], None]] = {
    "GCRA, one rate": one_by_gcra,
    "GCRA, three rates": three_by_gcra,
    "smmcore, one rate": one_window,
    "smmcore, three rates, windows nearly full": three_windows,
}


def fill(url: str) -> None:
    """Each window of the three holds nine tenths of its calls, evenly; GCRA has a row for each rate."""
    journal = Journal(url)
    journal.prepare()
    begun = time.time()
    with journal._database.writing() as connection:  # noqa: SLF001 - a day of calls cannot be waited for
        connection.execute(text("CREATE TABLE gcra (name VARCHAR(99) PRIMARY KEY, tat FLOAT NOT NULL)"))
        for rate in (*ONE, *THREE):
            connection.execute(text("INSERT INTO gcra VALUES (:name, 0)"), {"name": window_key(rate)})
        for rate in THREE:
            each = int((rate.calls or 0) * 0.9 / SLOTS)
            calls = [(begun - rate.seconds * (1 - place / SLOTS), each) for place in range(SLOTS)]
            connection.execute(insert(table).values(key=window_key(rate), calls=calls))
    journal.close()


def asked(url: str, calls: int) -> dict[str, list[float]]:
    """How long each way of asking took, by turns: so all see the same load of the machine."""
    journal = Journal(url)
    journal.counts()
    _all_here()
    took: dict[str, list[float]] = {what: [] for what in ASKING}
    for _ in range(calls):
        for what, ask in ASKING.items():
            begun = time.perf_counter()
            ask(journal)
            took[what].append(time.perf_counter() - begun)
    journal.close()
    return took


def called(url: str, calls: int) -> list[float]:
    """When this process called, as fast as it was allowed to."""
    journal = Journal(url)
    journal.counts()
    _all_here()
    times = []
    for _ in range(calls):
        while wait := journal.rates.take([NARROW], now):
            time.sleep(wait)
        times.append(time.time())
    journal.close()
    return times


_barrier: list[Barrier] = []


def _meet_at(barrier: Barrier) -> None:
    _barrier.append(barrier)


def _all_here() -> None:
    _barrier[0].wait()


def at_once(processes: int, work: Callable[[str, int], T], url: str, calls: int) -> list[T]:
    context = get_context("spawn")
    barrier = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, initializer=_meet_at, initargs=[barrier]) as pool:
        running = [pool.submit(work, url, calls) for _ in range(processes)]
        return [each.result() for each in running]


def cost(url: str, processes: int, calls: int) -> None:
    took = at_once(processes, asked, url, calls)
    middle = {what: statistics.median(chain(*(each[what] for each in took))) for what in ASKING}
    floor = next(iter(middle.values()))
    for what, seconds in middle.items():
        print(f"{processes:>9} | {what:<41} | {seconds * 1000:7.2f} | {seconds / floor:5.1f}", flush=True)


def busiest(url: str) -> None:
    """The most calls in any window of time, by the callers' own clocks."""
    times = sorted(chain(*at_once(PROCESSES, called, url, 25)))
    worst = max(sum(begin <= at < begin + NARROW.seconds for at in times) for begin in times)
    allowed = f"{NARROW.calls} in {NARROW.seconds:g} s allowed"
    print(f"{PROCESSES} processes, {len(times)} calls, {allowed}: at most {worst}\n", flush=True)


def database(name: str, url: str, calls: int) -> None:
    print(f"{name}\nprocesses | {'one transaction':<41} | ms each | ratio")
    fill(url)
    for processes in (1, PROCESSES):
        cost(url, processes, calls)
    busiest(url)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=100, help="of each process")
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        database("SQLite", str(Path(folder) / "journal.db"), calls)
    with postgres() as url:
        database("PostgreSQL", url, calls)


if __name__ == "__main__":
    main()
