"""How fast posts are started that are all due at once, where their network counts calls.

    python benchmarks/due.py [--posts 1000]

Ten accounts of a network that takes 20 calls a second from each of them and 30 from all. The floor is the time that
this pace asks for; the ratio says how near to it the last post was started. Windows are a fifth shorter than a second:
calls arrive later than they left. It ends with status 1 if a window was exceeded, or if a post is not there once. Set
SMM_TEST_PG to use a PostgreSQL of your own; its database must be empty.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "workers"))

from kills import postgres
from paced import PacedSettings
from rushing import Rush, rush

ACCOUNTS = 10
PACES = PacedSettings()


def shown(journal: str, workers: int, result: Rush) -> bool:
    """Print one row; whether all went well."""
    print(
        f"{journal:<12}{workers:>8}{result.posts:>8}{result.once:>8}"
        f"{f'{result.worst} of {PACES.calls}':>16}{f'{result.worst_in_all} of {PACES.calls_in_all}':>16}"
        f"{result.span / result.floor:>8.2f}",
        flush=True,
    )
    kept = result.worst <= PACES.calls and result.worst_in_all <= PACES.calls_in_all
    return kept and result.once == result.posts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=1000)
    posts = parser.parse_args().posts
    print(
        f"{'journal':<12}{'workers':>8}{'posts':>8}{'once':>8}{'worst, each':>16}{'worst, all':>16}{'ratio':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        journal = str(Path(folder) / "journal.db")
        well = shown("SQLite", 1, rush(journal, PACES, posts=posts, accounts=ACCOUNTS, workers=1))
    with postgres() as url:
        well &= shown("PostgreSQL", 4, rush(url, PACES, posts=posts, accounts=ACCOUNTS, workers=4))
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
