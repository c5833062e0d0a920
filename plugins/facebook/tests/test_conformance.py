"""The contract, kept with a Page's token; what differs with a user's, `test_users_token.py` has."""

import pytest

from smmcore.io.blocking import run
from smmcore.testing import PlatformSuite
from smmcore_facebook.platform import Facebook
from smmcore_facebook.sandbox import Audience


class TestPageToken(PlatformSuite):
    @pytest.fixture
    def platform(self):
        return Facebook()

    def sandbox(self, platform):
        return Audience(tokens=("token",))

    def mention(self, fake, account, post, person):
        """People name the page in posts of their own."""
        return run(fake.sandbox.mention(fake._io, fake.url, person=person, text="Good bread!"))
