"""Workers are killed at random moments; afterwards every post is there, once. `benchmarks/kills.py` does it at length."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import ordeal

NETWORKS = ("telegram", "vk", "facebook", "instagram")


@pytest.fixture(autouse=True)
def installed():
    for name in NETWORKS:
        pytest.importorskip(f"smmcore_{name}")


def assert_all_once(result):
    assert (result.lost, result.twice, result.open) == (0, 0, 0), result.reasons
    assert result.kills > 0


def test_one_worker_on_sqlite(tmp_path):
    assert_all_once(ordeal(str(tmp_path / "journal.db"), posts=24, kills=6, seed=11, names=NETWORKS))


def test_three_workers_on_postgresql_that_come_back_under_new_names(postgres):
    assert_all_once(ordeal(postgres, posts=24, kills=8, workers=3, seed=12, names=NETWORKS))
