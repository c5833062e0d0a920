"""How long a worker looks, with 100,000 posts ahead and 100,000 behind: one tick, and `smm status` beside it.

    python benchmarks/tick.py [--posts 100000]

On SQLite and on PostgreSQL; the floor is the same tick on an empty journal in the same run. Set SMM_TEST_PG to use a
PostgreSQL of your own; its database must be empty.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kills import postgres
from sqlalchemy import create_engine, insert

from smmcore import SMM, Account, Post
from smmcore.io.blocking import run
from smmcore.journal.journal import Journal
from smmcore.journal.schema import posts
from smmcore.models.converting import dump

NAMES = [f"page{number}" for number in range(10)]
NOW = datetime.now(UTC)


def fill(journal: Journal, count: int) -> None:
    """So many posts that wait for their time, and so many that are out."""
    body = dump(Post("Fresh bread every morning, and buns on Saturdays."))
    common = {
        "platform": "telegram",
        "post": body,
        "digest": "0" * 64,
        "attempt": 0,
        "created_at": NOW,
        "updated_at": NOW,
    }
    journal.prepare()
    for state, step in (("scheduled", timedelta(minutes=1)), ("published", -timedelta(minutes=1))):
        rows = [
            {
                **common,
                "account": NAMES[number % len(NAMES)],
                "key": f"{state}-{number}",
                "state": state,
                "due_at": NOW + timedelta(hours=1) + step * number
                if state == "scheduled"
                else NOW + step * (number + 1),
            }
            for number in range(count)
        ]
        # So many calls of `publish` would take hours.
        with create_engine(journal.url).begin() as connection:
            for start in range(0, count, 5000):
                connection.execute(insert(posts), rows[start : start + 5000])


def median(work: Callable[[], object], times: int = 50) -> float:
    """Milliseconds."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def row(name: str, url: str | Path, count: int) -> None:
    with SMM([Account(each, "telegram", f"@{each}") for each in NAMES], journal=url, installed=False) as smm:
        if count:
            fill(smm.journal, count)
        smm.work()
        tick = median(lambda: run(smm.engine.tasks.due(smm.io)))
        health = median(lambda: smm.journal.health(NOW), times=5)
        latest = median(lambda: smm.journal.entries(latest=100), times=5)
        print(f"{name:<34}{tick:8.2f}{health:14.2f}{latest:16.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=100_000)
    count = parser.parse_args().posts
    print(f"{'milliseconds, median':<34}{'a tick':>8}{'its health':>14}{'the latest 100':>16}")
    with tempfile.TemporaryDirectory() as folder:
        row("SQLite, empty", Path(folder) / "empty.db", 0)
        row(f"SQLite, {count} ahead, {count} behind", Path(folder) / "full.db", count)
    with postgres() as url:
        row("PostgreSQL, empty", url, 0)
        row(f"PostgreSQL, {count} ahead, {count} behind", url, count)


if __name__ == "__main__":
    main()
