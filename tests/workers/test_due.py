"""Many posts are due at once: each is sent once, and no faster than its network allows. `benchmarks/due.py` does it at length."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from paced import PacedSettings
from rushing import rush, worst

PACES = PacedSettings(calls=4, calls_in_all=9, seconds=4)


@pytest.mark.parametrize(("engine", "workers"), [("sqlite", 1), ("postgres", 3)])
def test_posts_that_are_due_together_keep_the_pace_of_their_network(engine, workers, request, tmp_path):
    journal = (
        request.getfixturevalue("postgres_url") if engine == "postgres" else str(tmp_path / "journal.db")
    )
    result = rush(journal, PACES, posts=24, accounts=4, workers=workers)
    assert result.once == result.posts
    assert result.worst <= PACES.calls
    assert result.worst_in_all <= PACES.calls_in_all


def test_the_worst_window_is_found():
    assert worst([0, 0.1, 5, 5.1, 5.2, 9], 1) == 3
    assert worst([0, 0.85, 1.7], 1) == 1
