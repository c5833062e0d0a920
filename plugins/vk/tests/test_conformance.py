"""The contract, kept with each set of tokens that people have."""

import pytest

from smmcore.testing import PlatformSuite
from smmcore_vk.platform import VK
from smmcore_vk.sandbox.audience import Audience


class VKSuite(PlatformSuite):
    tokens: tuple[str, ...] = ()

    @pytest.fixture
    def platform(self):
        return VK()

    def sandbox(self, platform):
        return Audience(tokens=self.tokens)

    @pytest.mark.xfail(
        reason="VK names no time: too many calls in a second are forgotten after one", strict=True
    )
    def test_waits_as_long_as_it_is_told(self):
        pytest.fail("VK's error 6 has no field for it")


class TestAllTokens(VKSuite):
    tokens = ("community", "service", "user")


class TestCommunityTokenOnly(VKSuite):
    tokens = ("community",)


class TestUserTokenOnly(VKSuite):
    """A user token from VK ID, which lives for an hour and is renewed."""

    tokens = ("refresh",)
