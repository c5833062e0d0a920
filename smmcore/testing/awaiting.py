"""Await only `io`: then the same code runs with and without an event loop."""

import asyncio
import socket
import subprocess
import threading
import time
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
from smmcore.uploading import FolderUploader

_READS = ("checkup", "comments", "receive", "account_metrics", "post_metrics", "page_metrics", "mentions")
_MEND = "await only what `io` offers: `io.send`, `io.sleep`, `io.gather`, `io.public`, `io.in_thread`"


class AwaitingTests(Fixtures):
    """Blocking callers need no event loop, and get none; those on a loop are never held up."""

    @pytest.fixture
    def on_a_loop(
        self, platform: Platform, account: Account, fake: Fake, uploader: FolderUploader | None
    ) -> Iterator[Driver]:
        """The public API for callers on an event loop."""
        driver = Driver("async", platform, account, fake=fake, uploader=uploader)
        yield driver
        driver.close()

    @pytest.fixture
    def blocking(
        self, platform: Platform, account: Account, fake: Fake, uploader: FolderUploader | None
    ) -> Iterator[Driver]:
        """The public API for blocking callers."""
        driver = Driver("blocking", platform, account, fake=fake, uploader=uploader)
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

    @pytest.mark.parametrize("name", _READS)
    def test_reading_awaits_nothing_but_io(
        self, blocking: Driver, platform: Platform, account: Account, name: str
    ) -> None:
        self.able(platform, account, "check" if name == "checkup" else name)
        _tried(lambda: _read(blocking, name), name)

    def test_blocking_callers_get_no_loop_and_no_thread(
        self,
        blocking: Driver,
        platform: Platform,
        account: Account,
        maker: Maker,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        post = self.plain(platform, account, maker)
        started = _watched(monkeypatch)
        _tried(lambda: blocking.publish(post), "publish")
        contract(
            not started,
            asks="a blocking call starts no event loop, and threads only in `io.gather`",
            found=", ".join(started),
            mend="use `io.in_thread` for what blocks and `io.gather` for several things at once",
            at="awaiting",
        )

    @pytest.mark.parametrize("kind", KINDS)
    def test_callers_on_a_loop_are_not_held_up_by_publishing(
        self,
        on_a_loop: Driver,
        platform: Platform,
        account: Account,
        maker: Maker,
        monkeypatch: pytest.MonkeyPatch,
        kind: str,
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        held = _held_up(monkeypatch)
        _tried(lambda: on_a_loop.publish(post), "publish")
        _not_held_up("publish", held)

    @pytest.mark.parametrize("name", _READS)
    def test_callers_on_a_loop_are_not_held_up_by_reading(
        self,
        on_a_loop: Driver,
        platform: Platform,
        account: Account,
        monkeypatch: pytest.MonkeyPatch,
        name: str,
    ) -> None:
        self.able(platform, account, "check" if name == "checkup" else name)
        held = _held_up(monkeypatch)
        _tried(lambda: _read(on_a_loop, name), name)
        _not_held_up(name, held)


def _not_held_up(name: str, held: list[str]) -> None:
    contract(
        not held,
        asks=f"`{name}` never blocks the thread of an event loop",
        found=", ".join(held),
        mend="send by `io.send`, wait by `io.sleep`, and do what blocks in `io.in_thread`",
        at="awaiting",
    )


def _read(driver: Driver, name: str) -> Any:
    if name == "page_metrics":
        return driver.page_metrics([driver.account.id])
    return getattr(driver, name)()


def _held_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What blocks this thread from now on: not by the clock, which is another's on a busy machine, but by name."""
    me, held = threading.get_ident(), list[str]()
    connect = socket.socket.connect

    def noting(what: str, function: Callable[..., Any], *, when: Callable[..., bool]) -> Callable[..., Any]:
        def noted(*args: Any, **more: Any) -> Any:
            if threading.get_ident() == me and when(*args):
                held.append(what)
            return function(*args, **more)

        return noted

    def blocks(sock: socket.socket, *_: Any) -> bool:
        return sock.gettimeout() != 0  # those of event loops never wait

    monkeypatch.setattr(time, "sleep", noting("time.sleep", time.sleep, when=lambda *_: True))
    monkeypatch.setattr(socket.socket, "connect", noting("a connection outside of io", connect, when=blocks))
    run = subprocess.Popen.wait
    monkeypatch.setattr(subprocess.Popen, "wait", noting("waiting for a program", run, when=lambda *_: True))
    return held


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
