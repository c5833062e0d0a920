"""A correct network passes the whole suite."""

import pytest
from memory_network import Pinwall

from smmcore.testing import PlatformSuite


class TestPinwall(PlatformSuite):
    big_upload = 32_000_000

    @pytest.fixture
    def platform(self):
        return Pinwall()
