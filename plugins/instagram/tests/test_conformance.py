"""The contract, kept with each login. Users' tokens: test_users_token.py."""

import httpx
import pytest
from attrs import evolve

from smmcore.models import Kind, Post
from smmcore.testing import PlatformSuite
from smmcore_instagram.platform import Instagram
from smmcore_instagram.sandbox.audience import Audience
from smmcore_instagram.sandbox.seed import COMPETITOR, USERNAME
from smmcore_instagram.settings import InstagramOptions, UserTag


class InstagramSuite(PlatformSuite):
    login = "facebook"
    unknown_page = "nobody_is_called_so"

    @pytest.fixture
    def platform(self):
        return Instagram()

    def sandbox(self, platform):
        return Audience(login=self.login)

    @pytest.fixture
    def posts(self, maker):
        photo, film = maker.media("photo"), maker.media("video")
        tag = UserTag(username=COMPETITOR, x=0.5, y=0.5)
        options = InstagramOptions(user_tags=[tag], collaborators=[COMPETITOR], location_id="110")
        return {
            "both in a carousel": Post("Both", media=[film, photo]),
            "a story of a film": Post(media=film, kind=Kind.STORY),
            "a film with a cover": Post("A film", media=evolve(film, cover=photo.source)),
            "a photo with people": Post("Together", media=evolve(photo, alt="Two loaves"), options=[options]),
        }

    @pytest.fixture
    def pages(self):
        return [COMPETITOR]

    def mention(self, fake, account, post, person):
        """Somebody's photo shows the account: Instagram lists these; of words, only webhooks tell."""
        action = {"person": person, "text": f"Lunch by @{USERNAME}", "tags": True}
        return httpx.post(f"{fake.url}/_sandbox/posts", json=action, trust_env=False).json()["ids"][0]


class TestFacebookLogin(InstagramSuite):
    """With the linked Page's token."""


class TestInstagramLogin(InstagramSuite):
    login = "instagram"
