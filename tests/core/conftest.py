import asyncio
import inspect

import pytest
from hypothesis import HealthCheck, settings

from smmcore import SMM, AsyncSMM
from smmcore.io.blocking import BlockingIO, run
from smmcore.io.nonblocking import NonblockingIO

from . import network
from .web import Web

# Examples enough to find what breaks, few enough to be run often.
settings.register_profile("core", max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("core")


@pytest.fixture(scope="session")
def server():
    with network.serving() as server:
        yield server


@pytest.fixture
def wall(server):
    return server.wall()


@pytest.fixture
def clock():
    return network.FakeClock()


class Caller:
    """Calls an `AsyncSMM` as if it were an `SMM`."""

    def __init__(self, runner, smm):
        self._runner, self._smm = runner, smm

    def __getattr__(self, name):
        value = getattr(self._smm, name)
        if not callable(value):
            return value

        def call(*args, **more):
            result = value(*args, **more)
            return self._runner.run(_awaited(result)) if inspect.isawaitable(result) else result

        return call


async def _awaited(result):
    return await result


@pytest.fixture(params=["blocking", "async"])
def mode(request):
    return request.param


@pytest.fixture
def opened(mode, clock):
    """Makes an `SMM`, blocking or async, that is called the same way and closed at the end."""
    made = []
    with asyncio.Runner() as runner:

        def open_(*accounts, plugins=None, **more):
            more = {"clock": clock, "installed": False, **more}
            kind = SMM if mode == "blocking" else AsyncSMM
            smm = kind(accounts, plugins=[network.WallPlatform()] if plugins is None else plugins, **more)
            made.append(smm)
            return smm if mode == "blocking" else Caller(runner, smm)

        yield open_
        for smm in made:
            if mode == "blocking":
                smm.close()
            else:
                runner.run(smm.aclose())


@pytest.fixture
def web():
    web = Web()
    yield web
    web.close()


@pytest.fixture
def run_io(mode, clock):
    """Runs `work(io)` with a blocking or an async IO, on a clock of the tests."""

    def run_(work, **more):
        more = {"clock": clock, **more}
        if mode == "blocking":
            io = BlockingIO(**more)
            try:
                return run(work(io))
            finally:
                io.close()

        async def main():
            io = NonblockingIO(**more)
            try:
                return await work(io)
            finally:
                await io.aclose()

        return asyncio.run(main())

    return run_
