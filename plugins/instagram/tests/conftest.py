"""The fake Instagram, served once for all tests, fresh for each."""

from contextlib import ExitStack

import pytest

from smmcore.sandbox import public_folder
from smmcore.testing import Driver, Fake, Maker
from smmcore_instagram.platform import Instagram
from smmcore_instagram.sandbox.audience import LOGINS, Audience

from .world import World


@pytest.fixture(scope="session")
def served():
    with Fake.running(Audience()) as fake, public_folder() as uploader:
        world = World(fake, uploader)
        yield world
        world.close()


@pytest.fixture
def world(served):
    served.begin_anew()
    return served


@pytest.fixture
def instagram():
    return Instagram()


@pytest.fixture(params=LOGINS)
def login(request):
    return request.param


@pytest.fixture
def account(world):
    """Signed in with Facebook; `by_login` has both."""
    return world.fake.account


@pytest.fixture
def by_login(world, login):
    return Audience(login=login).account(world.url)


@pytest.fixture
def maker(instagram, account, world, tmp_path):
    return Maker(tmp_path, instagram.limits(account), plainest="photo", uploader=world.uploader)


@pytest.fixture(params=["blocking", "async"])
def mode(request):
    return request.param


@pytest.fixture
def drivers(world, instagram, account):
    """Makes drivers of `SMM` (or of `AsyncSMM`, with mode="async") whose sleeping lets time pass in the fake."""
    with ExitStack() as ends:

        def make(other=None, mode="blocking", fake=world.fake, **more):
            more = {"uploader": world.uploader, **more}
            driver = Driver(mode, instagram, other or account, fake=fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def either(drivers, mode):
    """`SMM` in one run of the test, `AsyncSMM` in the other."""
    return drivers(mode=mode)
