"""Many posts are due at once on a network that counts its calls: is its pace kept, and how much of it is used?"""

import math
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Lock
from typing import Any

from attrs import field, frozen
from killing import end, launch
from paced import Paced, PacedSettings
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from smmcore import SMM, Account, Post
from smmcore.journal.entry import State
from smmcore.sandbox import serving

SLACK = 0.2
"""The part by which a window is shorter than it is called: on a busy machine, calls arrive well after they left."""
PATIENCE = 60
"""Seconds without any change after which nothing more is waited for."""


@frozen
class Network:
    """Notes when each call arrives."""

    calls: list[tuple[float, str, str]] = field(factory=list)
    """When, from whom, and the text."""
    _lock: Lock = field(factory=Lock)

    @property
    def app(self) -> Any:
        return Starlette(routes=[Route("/{account}", self._post, methods=["POST"])])

    async def _post(self, request: Request) -> JSONResponse:
        now, text = time.monotonic(), (await request.json())["text"]
        with self._lock:
            self.calls.append((now, request.path_params["account"], text))
        return JSONResponse({"id": text})

    def times(self, account: str = "") -> list[float]:
        with self._lock:
            return sorted(when for when, who, _ in self.calls if account in {"", who})

    def texts(self) -> Counter[str]:
        with self._lock:
            return Counter(text for _, _, text in self.calls)


@frozen(kw_only=True)
class Rush:
    paces: PacedSettings
    posts: int
    once: int
    """How many are there exactly once."""
    worst: int
    """Calls of one account in the worst window."""
    worst_in_all: int
    span: float
    """Seconds from the first call to the last."""

    @property
    def floor(self) -> float:
        """Seconds that the pace of all accounts asks for: each window begins with as many calls as it takes."""
        windows = math.ceil(self.posts / self.paces.calls_in_all)
        return (windows - 1) * self.paces.seconds


def rush(journal: str, paces: PacedSettings, *, posts: int, accounts: int, workers: int) -> Rush:
    """Let workers publish posts that are due together."""
    network = Network()
    with ExitStack() as ends:
        url = ends.enter_context(serving(network.app))
        known = [_account(f"page{number}", url, paces) for number in range(accounts)]
        smm = ends.enter_context(SMM(known, journal=journal, plugins=[Paced()], installed=False))
        for number in range(posts):
            at = smm.io.now() + timedelta(seconds=1)
            smm.publish(Post(f"Bread {number}"), known[number % accounts].name, key=f"bread-{number}", at=at)
        ends.enter_context(_working(known, journal, workers))
        _wait(smm, posts)
    times = network.times()
    return Rush(
        paces=paces,
        posts=posts,
        once=sum(count == 1 for count in network.texts().values()),
        worst=max(worst(network.times(account.name), paces.seconds) for account in known),
        worst_in_all=worst(times, paces.seconds),
        span=times[-1] - times[0],
    )


def worst(times: Sequence[float], seconds: float) -> int:
    """The most calls in any window of so many seconds, less the slack."""
    first, most = 0, 0
    for number, when in enumerate(times):
        while times[first] <= when - seconds * (1 - SLACK):
            first += 1
        most = max(most, number - first + 1)
    return most


def _account(name: str, url: str, paces: PacedSettings) -> Account:
    more = {"calls": paces.calls, "calls_in_all": paces.calls_in_all, "seconds": paces.seconds}
    return Account(name, "paced", name, settings={"url": url, **more})


@contextmanager
def _working(accounts: Sequence[Account], journal: str, workers: int) -> Iterator[None]:
    crew = [launch(accounts, journal) for _ in range(workers)]
    try:
        yield
    finally:
        end(crew)


def _wait(smm: SMM, posts: int) -> None:
    before, since = smm.journal.counts(), time.monotonic()
    while before.get(State.PUBLISHED, 0) < posts and time.monotonic() - since < PATIENCE:
        time.sleep(0.1)
        if (now := smm.journal.counts()) != before:
            before, since = now, time.monotonic()
