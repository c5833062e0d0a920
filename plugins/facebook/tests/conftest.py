"""The fake Facebook, served once for all tests, fresh for each."""

from contextlib import ExitStack

import pytest

from smmcore.testing import Driver, Fake, Maker
from smmcore_facebook.platform import Facebook
from smmcore_facebook.sandbox import Audience

from .world import World


@pytest.fixture(scope="session")
def served():
    with Fake.running(Audience()) as fake:
        world = World(fake)
        yield world
        world.close()


@pytest.fixture
def world(served):
    served.fake.reset()
    return served


@pytest.fixture
def facebook():
    return Facebook()


@pytest.fixture
def account(world):
    return world.fake.account


@pytest.fixture
def maker(facebook, account, tmp_path):
    return Maker(tmp_path, facebook.limits(account))


@pytest.fixture(params=["blocking", "async"])
def mode(request):
    return request.param


@pytest.fixture
def drivers(world, facebook, account):
    """Makes drivers of `SMM` (or of `AsyncSMM`, with mode="async") whose sleeping lets time pass in the fake."""
    with ExitStack() as ends:

        def make(other=None, mode="blocking", **more):
            driver = Driver(mode, facebook, other or account, fake=world.fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def either(drivers, mode):
    """`SMM` in one run of the test, `AsyncSMM` in the other."""
    return drivers(mode=mode)
