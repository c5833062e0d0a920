"""Await only `io`: then the same code runs with and without an event loop."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from smmcore.errors import PluginError, SMMError
from smmcore.models import Account, Failed, Result
from smmcore.platform import Platform
from smmcore.testing.asking import broken, contract
from smmcore.testing.base import Fixtures
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker

_MEND = "await only what `io` offers: `io.send`, `io.sleep`, `io.gather`, `io.in_thread`"


class AwaitingTests(Fixtures):
    """Blocking callers need no event loop, and get none."""

    @pytest.fixture
    def blocking(self, platform: Platform, account: Account, fake: Fake) -> Iterator[Driver]:
        """The public API for blocking callers."""
        driver = Driver("blocking", platform, account, fake=fake)
        yield driver
        driver.close()

    @pytest.mark.parametrize("kind", KINDS)
    def test_publishing_awaits_nothing_but_io(
        self, blocking: Driver, platform: Platform, account: Account, maker: Maker, kind: str
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        result = _tried(lambda: blocking.publish(post), "publish")
        error = result.error if isinstance(result, Failed) else None
        contract(
            not isinstance(error, PluginError),
            asks="`publish` awaits nothing but `io`, and raises only errors of `smmcore.errors`",
            found=error,
            mend=_MEND,
            at="awaiting",
        )

    @pytest.mark.parametrize("name", ["checkup", "comments", "receive", "account_metrics", "post_metrics"])
    def test_reading_awaits_nothing_but_io(
        self, blocking: Driver, platform: Platform, account: Account, name: str
    ) -> None:
        word = "check" if name == "checkup" else name
        self.able(platform, account, word)
        _tried(getattr(blocking, name), name)

    def test_blocking_callers_get_no_loop_and_no_thread(
        self,
        blocking: Driver,
        platform: Platform,
        account: Account,
        maker: Maker,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        post = self.sample(platform, account, maker, "text")
        started = _watched(monkeypatch)
        _tried(lambda: blocking.publish(post), "publish")
        contract(
            not started,
            asks="a blocking call starts no event loop, and threads only in `io.gather`",
            found=", ".join(started),
            mend="use `io.in_thread` for what blocks and `io.gather` for several things at once",
            at="awaiting",
        )


def _tried(call: Callable[[], Any], name: str) -> Result | Any:
    try:
        return call()
    except PluginError as error:
        broken(asks=f"`{name}` awaits nothing but `io`", found=error, mend=_MEND, at="awaiting")
    except SMMError:
        return None
    except RuntimeError as error:
        if "event loop" not in str(error):
            raise
        broken(asks=f"`{name}` awaits nothing but `io`", found=error, mend=_MEND, at="awaiting")


def _watched(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this thread starts; the fake's own threads are its own affair."""
    me, started = threading.current_thread(), []
    start, new_loop = threading.Thread.start, asyncio.new_event_loop

    def watched_start(thread: threading.Thread) -> None:
        if threading.current_thread() is me and not thread.name.startswith("smmcore"):
            started.append(f"the thread {thread.name}")
        start(thread)

    def watched_loop() -> asyncio.AbstractEventLoop:
        if threading.current_thread() is me:
            started.append("an event loop")
        return new_loop()

    monkeypatch.setattr(threading.Thread, "start", watched_start)
    monkeypatch.setattr(asyncio, "new_event_loop", watched_loop)
    return started
