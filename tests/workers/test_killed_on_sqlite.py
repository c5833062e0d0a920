"""One worker is killed at random moments while it sends; afterwards every post is there, once. `benchmarks/kills.py` does it at length."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import NETWORKS, ordeal


@pytest.fixture(autouse=True)
def installed():
    for name in NETWORKS:
        pytest.importorskip(f"smmcore_{name}")


def test_every_post_is_there_once(tmp_path):
    result = ordeal(str(tmp_path / "journal.db"), posts=12, kills=3, seed=11, names=NETWORKS)
    assert (result.lost, result.twice, result.open) == (0, 0, 0), result.reasons
    assert result.kills == 3
    assert result.sending > 0
