"""Skyline keeps the contract, on Bluesky's own server code."""

import pytest
from attrs import evolve
from smmcore_skyline import Skyline

from smmcore.sessions import MemorySessions
from smmcore.testing import PlatformSuite
from smmcore_bluesky.sandbox import BlueskySandbox

SESSIONS = MemorySessions()


class TestSkyline(PlatformSuite):
    @pytest.fixture
    def platform(self):
        return Skyline()

    def sandbox(self, platform):
        return BlueskySandbox()

    @pytest.fixture
    def account(self, fake):
        return evolve(fake.account, platform="skyline")

    @pytest.fixture
    def sessions(self):
        return SESSIONS  # signing in is slow, and limited to 30 times in 5 minutes
