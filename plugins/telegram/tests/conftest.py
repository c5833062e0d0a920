from contextlib import ExitStack

import pytest
from hypothesis import HealthCheck, settings

from smmcore.testing import Driver, Fake, Maker
from smmcore_telegram.audience import Audience
from smmcore_telegram.platform import Telegram

from .helping import World

settings.register_profile(
    "telegram", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("telegram")


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
def telegram():
    return Telegram()


@pytest.fixture
def account(world):
    return world.fake.account


@pytest.fixture
def maker(telegram, account, tmp_path):
    return Maker(tmp_path, telegram.limits(account))


@pytest.fixture(params=["blocking", "async"])
def mode(request):
    return request.param


@pytest.fixture
def drivers(world, telegram, account):
    """Makes drivers of `SMM` (or of `AsyncSMM`, with mode="async") whose sleeping lets time pass in the fake."""
    with ExitStack() as ends:

        def make(other=None, mode="blocking", fake=world.fake, **more):
            driver = Driver(mode, telegram, other or account, fake=fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def smm(drivers):
    return drivers()


@pytest.fixture
def either(drivers, mode):
    """`SMM` in one run of the test, `AsyncSMM` in the other."""
    return drivers(mode=mode)
