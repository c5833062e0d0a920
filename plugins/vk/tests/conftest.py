"""The fake VK, served once for all tests, fresh for each."""

from contextlib import ExitStack

import pytest

from smmcore.testing import Driver, Fake, Maker
from smmcore_vk.platform import VK
from smmcore_vk.sandbox.audience import Audience

from .world import World


@pytest.fixture(scope="session")
def served():
    with Fake.running(Audience()) as fake:
        world = World(fake)
        yield world
        world.close()


@pytest.fixture
def world(served):
    served.begin_anew()
    return served


@pytest.fixture
def vk():
    return VK()


@pytest.fixture
def account(world):
    return world.fake.account


@pytest.fixture
def maker(vk, account, tmp_path):
    return Maker(tmp_path, vk.limits(account))


@pytest.fixture(params=["blocking", "async"])
def mode(request):
    return request.param


@pytest.fixture
def drivers(world, vk, account):
    """Makes drivers of `SMM` (or of `AsyncSMM`, with mode="async") whose sleeping lets time pass in the fake."""
    with ExitStack() as ends:

        def make(other=None, mode="blocking", fake=world.fake, **more):
            driver = Driver(mode, vk, other or account, fake=fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def either(drivers, mode):
    """`SMM` in one run of the test, `AsyncSMM` in the other."""
    return drivers(mode=mode)
