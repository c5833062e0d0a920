"""The network of docs/write-a-network.md keeps the contract, and is as short as the page says."""

# start of suite
import pytest
from pinboard import Pinboard

from smmcore.testing import PlatformSuite


class TestPinboard(PlatformSuite):
    @pytest.fixture
    def platform(self):
        return Pinboard()
        # end of suite


def test_is_under_120_lines_of_code(examples):
    lines = [line.strip() for line in (examples / "pinboard.py").read_text("utf-8").splitlines()]
    assert len([line for line in lines if line and not line.startswith("#")]) < 120
