"""One way of calling `SMM` and `AsyncSMM`, so that each test is written once and runs both ways."""

import asyncio
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from smmcore.io.interface import Uploader
from smmcore.models import Account, Action, Comment, Event, Metric, Outcome, Post, Published, Result, TextLike
from smmcore.models.account import Secret
from smmcore.platform import Checkup, Platform
from smmcore.reconciling import GRACE
from smmcore.sandbox import SandboxClock
from smmcore.sessions import MemorySessions, Sessions
from smmcore.smm import SMM, AsyncSMM
from smmcore.testing.fake import Fake
from smmcore.testing.watching import Watch, WatchedAsyncIO, WatchedIO

Mode = Literal["blocking", "async"]
MODES: tuple[Mode, ...] = ("blocking", "async")
_WRITES = {"publish", "work", "resolve", "edit", "delete", "pin", "reply", "reply_privately", "moderate"}
_READS = {
    *("reconcile", "comments", "receive", "mentions"),
    *("account_metrics", "post_metrics", "page_metrics", "checkup"),
    *("reply", "reply_privately", "moderate"),  # they look at what somebody has just written
}


class Clock(SandboxClock):
    """The fake's time; knows how long was waited."""

    def __init__(self, fake: Fake | None) -> None:
        super().__init__(fake.advance if fake else _nobody)
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.slept.append(seconds)


def _nobody(seconds: float) -> None:
    pass


class WatchedSessions:
    """Keeps sessions elsewhere and remembers every secret in them."""

    def __init__(self, kept: Sessions) -> None:
        self._kept = kept
        self.given: set[Secret] = set()

    def load(self, owner: str) -> Mapping[str, Secret]:
        found = self._kept.load(owner)
        self.given.update(found.values())
        return found

    def save(self, owner: str, values: Mapping[str, Secret]) -> None:
        self.given.update(values.values())
        self._kept.save(owner, values)


class Driver:
    """Calls the public API for one account. Each method blocks, whichever way it runs inside."""

    def __init__(
        self,
        mode: Mode,
        platform: Platform,
        account: Account,
        *,
        fake: Fake | None = None,
        journal: Path | None = None,
        sessions: Sessions | None = None,
        patience: float = 60,
        uploader: Uploader | None = None,
    ) -> None:
        self.mode = mode
        self.account = account
        self.watch = Watch()
        self.clock = Clock(fake)
        self.sessions = WatchedSessions(sessions or MemorySessions())
        self._fake = fake
        self._runner = asyncio.Runner() if mode == "async" else None
        self.smm = self._made(
            [account], plugins=[platform], journal=journal, patience=patience, uploader=uploader
        )

    def _made(self, accounts: Sequence[Account], *, patience: float, **more: Any) -> SMM | AsyncSMM:
        common: dict[str, Any] = {"clock": self.clock, "patience": patience}
        more |= {"sessions": self.sessions, "installed": False}
        if self._runner is None:
            smm = SMM(accounts, **common, **more)
            smm.io = WatchedIO(self.watch, **common)
            return smm
        other = AsyncSMM(accounts, **common, **more)
        other.io = WatchedAsyncIO(self.watch, **common)
        return other

    @property
    def secrets(self) -> list[Secret]:
        """The account's, and those that the network gave it while it ran."""
        return [*self.account.secrets.values(), *self.sessions.given]

    def publish(self, post: Post, *, key: str | None = None, at: datetime | None = None) -> Result:
        outcome: Outcome = self._call("publish", post, self.account.name, key=key, at=at)
        return outcome.results[0]

    def work(self) -> Outcome:
        outcome: Outcome = self._call("work")
        return outcome

    def reconcile(self, *, grace: timedelta = GRACE) -> Outcome:
        outcome: Outcome = self._call("reconcile", self.account.name, grace=grace)
        return outcome

    def resolve(self, key: str, *, id: str | None, grace: timedelta = GRACE) -> Result:
        """Say what a person has seen."""
        result: Result = self._call("resolve", self.account.name, key, id=id, grace=grace)
        return result

    def edit(self, id: str, post: Post) -> Published:
        published: Published = self._call("edit", self.account.name, id, post)
        return published

    def delete(self, id: str) -> None:
        self._call("delete", self.account.name, id)

    def pin(self, id: str, *, pinned: bool = True) -> None:
        self._call("pin", self.account.name, id, pinned=pinned)

    def checkup(self) -> Checkup:
        checkup: Checkup = self._call("checkup", self.account.name)
        return checkup

    def receive(self) -> Sequence[Event]:
        events: Sequence[Event] = self._call("receive", self.account.name)
        return events

    def webhook(self, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        events: Sequence[Event] = self._call("webhook", self.account.name, headers, body)
        return events

    def comments(
        self, post: str | None = None, *, meanwhile: Callable[[], object] | None = None
    ) -> list[Comment]:
        """All comments, page by page until the last; `meanwhile` is called once, after the first page."""
        return list(self._call("comments", self.account.name, post, meanwhile=meanwhile))

    def reply(self, comment: str, text: TextLike) -> Comment:
        answer: Comment = self._call("reply", self.account.name, comment, text)
        return answer

    def reply_privately(self, comment: str, text: TextLike) -> str:
        message: str = self._call("reply_privately", self.account.name, comment, text)
        return message

    def moderate(self, action: Action) -> None:
        self._call("moderate", self.account.name, action)

    def account_metrics(self) -> list[Metric]:
        return list(self._call("account_metrics", self.account.name))

    def post_metrics(self, ids: Sequence[str] | None = None) -> list[Metric]:
        return list(self._call("post_metrics", self.account.name, ids))

    def page_metrics(self, pages: Sequence[str]) -> list[Metric]:
        return list(self._call("page_metrics", self.account.name, pages))

    def mentions(self) -> list[Comment]:
        """All mentions, page by page until the last."""
        return list(self._call("mentions", self.account.name))

    def pass_time(self, seconds: float) -> None:
        """Let time pass here and in the fake; a real network's time stays the machine's."""
        self.clock.sleep(seconds)

    def close(self) -> None:
        if isinstance(self.smm, SMM):
            self.smm.close()
        if self._runner is not None and isinstance(self.smm, AsyncSMM):
            self._runner.run(self.smm.aclose())
            self._runner.close()

    def _call(self, name: str, *args: Any, meanwhile: Callable[[], object] | None = None, **more: Any) -> Any:
        if self._fake and name in _READS:
            self._fake.settle()
        try:
            value = getattr(self.smm, name)(*args, **more)
            return self._runner.run(_awaited(value, meanwhile)) if self._runner else _all(value, meanwhile)
        finally:
            if self._fake and name in _WRITES:
                self._fake.stir()


def _all(value: Any, meanwhile: Callable[[], object] | None) -> Any:
    """The value; of an iterator, all its items."""
    if not isinstance(value, Iterator):
        return value
    items: list[Any] = []
    for item in value:
        if meanwhile and not items:
            meanwhile()
        items.append(item)
    return items


async def _awaited(value: Any, meanwhile: Callable[[], object] | None) -> Any:
    """The same for what `AsyncSMM` gives."""
    if inspect.isawaitable(value):
        return await value
    items: list[Any] = []
    async for item in value:
        if meanwhile and not items:
            meanwhile()
        items.append(item)
    return items
