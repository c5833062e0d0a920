"""The suite holds networks without faults of their own, idempotent ones and real servers to the same contract."""

import pytest
from attrs import evolve
from memory_network import Pinwall, QuietSandbox, RealWall

from smmcore import InvalidInput, Post, no
from smmcore.sessions import MemorySessions
from smmcore.testing import Fake
from smmcore.testing.editing import EditingTests
from smmcore.testing.faults import FaultTests
from smmcore.testing.listening import ListeningTests
from smmcore.testing.measuring import MeasuringTests
from smmcore.testing.moderation import ModerationTests
from smmcore.testing.publishing import PublishingTests
from smmcore.testing.scouting import ScoutingTests
from smmcore.testing.secrecy import SecretTests


class Small(Pinwall):
    """It takes few kinds of posts, which makes its tests few as well."""

    def abilities(self, account):
        able = {"text", "photo", "first_comment", "comments", "reply"}
        return {
            word: ability if word in able else no("this wall is small")
            for word, ability in super().abilities(account).items()
        }


class TestWithoutFaultsOfItsOwn(FaultTests, SecretTests, PublishingTests):
    @pytest.fixture
    def platform(self):
        return Small()

    def sandbox(self, platform):
        return QuietSandbox()

    def test_a_fault_meets_the_request_that_publishes(self, smm, disturb):
        disturb(smm, "photo", "reset_before")
        smm.publish(Post("A loaf"))
        assert [request.label for request in smm.watch.sent] == ["POST /session", "post"]
        assert not smm.watch.waiting


class Idempotent(Small):
    """Its network knows keys, so all its requests may be repeated, and none goes through steps."""

    def new_post(self, *args):
        return evolve(super().new_post(*args), safe=True)

    async def publish(self, io, account, post, steps):
        files = [await self.upload(io, account, media) for media in post.media]
        made = await self.send(io, account, self.new_post(account, post, files, steps.key))
        warnings = await self.first_comment(io, account, post, made, steps)
        return self.done(account, made, warnings)


class TestIdempotent(FaultTests, PublishingTests):
    @pytest.fixture
    def platform(self):
        return Idempotent()

    def sandbox(self, platform):
        return QuietSandbox(dedupes=True)


@pytest.fixture(scope="module")
def real_wall():
    """One network for several classes."""
    with Fake.running(RealWall()) as fake:
        yield fake


@pytest.fixture(scope="module")
def signed_in():
    """Signing in once is enough for all."""
    return MemorySessions()


class TestRealNetwork(
    FaultTests, EditingTests, ModerationTests, ListeningTests, MeasuringTests, ScoutingTests
):
    many_comments = 60
    """More than the 50 of a page of Pinwall."""

    @pytest.fixture
    def platform(self):
        return Pinwall()

    @pytest.fixture
    def network(self, real_wall):
        return real_wall

    @pytest.fixture
    def sessions(self, signed_in):
        return signed_in

    def test_settles_only_after_something_was_written(self, fake):
        fake.posts()
        settled = fake.sandbox.settled
        fake.posts()
        assert fake.sandbox.settled == settled


class Absent(RealWall):
    def running(self):
        raise InvalidInput("the wall needs bricks; run: apt-get install bricks")


class TestWhereItCannotRun(PublishingTests):
    """All is skipped, with what this machine lacks."""

    @pytest.fixture
    def platform(self):
        return Pinwall()

    def sandbox(self, platform):
        return Absent()
