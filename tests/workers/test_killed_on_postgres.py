"""Three workers are killed at random moments while they send and come back under new names; every post is there, once. `benchmarks/kills.py` does it at length."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import NETWORKS, ordeal


@pytest.fixture(autouse=True)
def installed():
    for name in NETWORKS:
        pytest.importorskip(f"smmcore_{name}")


def test_every_post_is_there_once(postgres_url):
    result = ordeal(postgres_url, posts=12, kills=4, workers=3, seed=12, names=NETWORKS)
    assert (result.lost, result.twice, result.open) == (0, 0, 0), result.reasons
    assert result.kills == 4
    assert result.sending > 0
