import pytest

from smmcore.testing import PlatformSuite
from smmcore_telegram.platform import Telegram


class TestTelegram(PlatformSuite):
    @pytest.fixture
    def platform(self):
        return Telegram()
