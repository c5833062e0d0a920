"""The plugin keeps the contract on Bluesky's own server code."""

import pytest

from smmcore.testing import PlatformSuite
from smmcore_bluesky.platform import Bluesky


class TestBluesky(PlatformSuite):
    many_comments = 40
    """The network gives a whole thread in one answer, so there is no page to exceed. Its notifications have pages, and
    `test_real_reading` has more of them than one page."""

    @pytest.fixture
    def platform(self):
        return Bluesky()

    @pytest.fixture
    def network(self, bluesky):
        return bluesky

    @pytest.fixture
    def sessions(self, shared_sessions):
        return shared_sessions
