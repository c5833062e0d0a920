"""The contract, kept with each kind of token that people have."""

import pytest

from smmcore.io.blocking import run
from smmcore.sessions import MemorySessions
from smmcore.testing import PlatformSuite
from smmcore_facebook.platform import Facebook
from smmcore_facebook.sandbox import Audience


class FacebookSuite(PlatformSuite):
    tokens: tuple[str, ...] = ()

    @pytest.fixture
    def platform(self):
        return Facebook()

    def sandbox(self, platform):
        return Audience(tokens=self.tokens)

    def mention(self, fake, account, post, person):
        """People name the page in posts of their own."""
        return run(fake.sandbox.mention(fake._io, fake.url, person=person, text="Good bread!"))


class TestPageToken(FacebookSuite):
    tokens = ("token",)


class TestUserToken(FacebookSuite):
    """The Page's token is taken from the user's."""

    tokens = ("user_token",)

    @pytest.fixture
    def sessions(self):
        """One for all drivers of a test: each exchange gives another token, with another end."""
        return MemorySessions()
