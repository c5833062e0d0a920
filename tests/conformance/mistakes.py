"""Networks with one mistake each: their mistakes, and what stands around each of them."""

from mistakes_reading import READING
from mistakes_sending import SENDING

HEAD = """
import asyncio
import pytest
import smmcore
from attrs import evolve
from datetime import datetime
from memory_network import *
from memory_network import Pinwall, QuietSandbox
from smmcore.models import Act
from smmcore.testing import PlatformSuite

class Broken(Pinwall):
"""
TAIL = """
class TestBroken(PlatformSuite):
    big_upload = 24_000_000

    @pytest.fixture
    def platform(self):
        return Broken()
"""

MISTAKES = {**SENDING, **READING}
"""By what the network does: the code, the test that names it, and what that says."""
