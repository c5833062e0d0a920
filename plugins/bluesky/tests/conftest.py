"""One real network for all tests of a run, started when the first of them needs it."""

import os
from contextlib import ExitStack

import pytest

from smmcore.errors import InvalidInput
from smmcore.sessions import MemorySessions
from smmcore.testing import Driver, Fake, Maker
from smmcore_bluesky.platform import Bluesky
from smmcore_bluesky.sandbox import BlueskySandbox

from .real import Eyes


@pytest.fixture(scope="session")
def bluesky():
    """The network; without Node or PostgreSQL its tests are skipped, but not in CI, where they must be run."""
    with ExitStack() as ends:
        try:
            fake = ends.enter_context(Fake.running(BlueskySandbox()))
        except InvalidInput as error:
            end = pytest.fail if os.environ.get("CI") else pytest.skip
            end(f"the Bluesky network cannot run here: {error}")
        yield fake


@pytest.fixture
def fake(bluesky):
    """The network as if it were new."""
    bluesky.reset()
    yield bluesky
    bluesky.stir()


@pytest.fixture
def account(fake):
    return fake.account


@pytest.fixture(scope="session")
def shared_sessions():
    """Signing in takes a third of a second on a PDS, whatever the machine: it is done once."""
    return MemorySessions()


@pytest.fixture
def drivers(fake, account, shared_sessions):
    """Makes programs that use the account."""
    with ExitStack() as ends:

        def make(other=None, **more):
            more.setdefault("sessions", shared_sessions)
            driver = Driver("blocking", Bluesky(), other or account, fake=fake, **more)
            ends.callback(driver.close)
            return driver

        yield make


@pytest.fixture
def smm(drivers):
    return drivers()


@pytest.fixture
def maker(account, tmp_path):
    return Maker(tmp_path, Bluesky().limits(account))


@pytest.fixture
def eyes(fake):
    return Eyes(fake)
