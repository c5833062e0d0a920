"""One post on one account: claimed, sent, and its end written down."""

import os
import socket
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from smmcore import observing
from smmcore.clocks import ClockWatch
from smmcore.context import Context
from smmcore.errors import (
    InvalidPost,
    JournalError,
    NotConfirmed,
    NotSent,
    PersonNeeded,
    PluginError,
    RateLimited,
    SMMError,
    TransportError,
    Unauthorized,
    Unsupported,
)
from smmcore.events import finished
from smmcore.journal.entry import Entry, State
from smmcore.models import Account, Failed, Missed, Post, Published, Result, Scheduled, Unconfirmed
from smmcore.models.converting import dump
from smmcore.platform import Publisher
from smmcore.steps import Steps
from smmcore.turns import Turns

if TYPE_CHECKING:
    from smmcore.context import AnyIO

T = TypeVar("T")

TRY_AGAIN = timedelta(minutes=1)
"""When a scheduled post whose network could not be reached is tried again; later and later if that goes on."""
SELDOM = timedelta(minutes=15)
"""No later than this."""
FOR_A_PERSON = timedelta(minutes=10)
"""When a scheduled post is tried again that waits for a person: to confirm something, or to give a working token."""


@frozen
class Turn:
    """Everything about one post on one account while it is being sent."""

    account: Account
    post: Post
    entry: Entry
    steps: Steps
    planned: bool = False
    """Nobody waits for the result: what can be tried again is tried again."""


class Sending:
    """All that changes the state of a post; `owner` is who does it here."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.turns = Turns(context.journal, self.owner)
        self._at_work: set[int] = set()
        self._watch = ClockWatch(context.journal.lease)

    @property
    def at_work(self) -> frozenset[int]:
        """The journal's numbers of the posts that are being sent here, now."""
        return frozenset(self._at_work)

    def trusts(self, io: "AnyIO") -> bool:
        """Whether the clock can be believed about what others are at; looks for jumps."""
        return self._watch.trusts(io.clock)

    async def send(self, io: "AnyIO", waiting: Entry, *, planned: bool = False, warning: str = "") -> Result:
        """Claim a post and send it, unless somebody else was faster; `warning` goes with its success."""
        facts = {"account": waiting.account, "platform": waiting.platform, "key": waiting.key}
        with observing.span("smmcore.publish", **facts) as span:
            result = await self._claimed(io, waiting, planned=planned, warning=warning)
            span.tell(state=type(result).__name__.lower())
            if not isinstance(result, Published):
                span.failed()
        return result

    async def _claimed(self, io: "AnyIO", waiting: Entry, *, planned: bool, warning: str) -> Result:
        account = self._context.account(waiting.account)
        try:
            with io.shielded():
                entry = await io.in_thread(self._context.journal.claim, waiting, self.owner, io.now())
                if entry is None:
                    return await self._taken(io, waiting)
                turn = await self.turn(io, account, entry, planned=planned)
        except JournalError as error:
            if planned:
                raise
            reason = f"{error}; it stands in the journal, and whoever looks for what is due sends it"
            return Unconfirmed(account=account.name, key=waiting.key, reason=reason)
        # Until its end is written down, this process vouches for it.
        self._at_work.add(entry.id)
        try:
            return await self._ended(io, turn, warning)
        finally:
            self._at_work.discard(entry.id)

    async def _ended(self, io: "AnyIO", turn: Turn, warning: str) -> Result:
        scoped = turn.steps.io
        try:
            published = await self._sent(turn)
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake becomes a result
            return await self._not_published(io, turn, ours(turn.account, error))
        except BaseException:
            with scoped.shielded():
                await self._not_published(io, turn, NotSent("it was interrupted"))
            raise
        with scoped.shielded():
            warnings = (*published.warnings, warning) if warning else published.warnings
            named = evolve(published, key=turn.entry.key, account=turn.account.name, warnings=warnings)
            return await self.confirmed(io, turn, named)

    async def send_planned(self, io: "AnyIO", entry: Entry) -> Result:
        rules, late = self._context.account(entry.account).rules, io.now() - entry.due_at
        tried = entry.state is State.SENDING or entry.error is not None
        if tried or late <= timedelta(minutes=rules.missed_after):
            return await self.send(io, entry, planned=True)
        missed = f"its time passed {_spoken(late)} ago while nothing was running"
        if rules.missed is Missed.SKIP:
            turn = await self.turn(io, self._context.account(entry.account), entry)
            return await self.failed(io, turn, NotSent(f"{missed}; skipped, as the account's rules say"))
        return await self.send(io, entry, planned=True, warning=f"published late: {missed}")

    async def one_by_one(
        self, io: "AnyIO", entries: Sequence[Entry], until: Callable[[], bool]
    ) -> list[Result]:
        results: list[Result] = []
        for entry in entries:
            if until():
                break
            results.append(await self.send_planned(io, entry))
            if isinstance(results[-1], Scheduled):
                break  # it has to wait, so those behind keep their places
        return results

    async def _sent(self, turn: Turn) -> Published:
        scoped, account = turn.steps.io, turn.account
        platform = self._context.capable(account, Publisher, "publish")
        if turn.planned and not turn.steps.done:
            # Since it was checked, its files may have gone.
            wrong = self._context.problems(account, turn.post)
            if wrong:
                raise InvalidPost(wrong, account.name)
        work = platform.publish(scoped, account, turn.post, turn.steps)
        return typed(await finished(scoped, work), Published)

    async def _taken(self, io: "AnyIO", waiting: Entry) -> Result:
        """What became of a post that another worker was faster to claim, or that was taken back or moved."""
        try:
            entry = await io.in_thread(self._context.journal.get, waiting.account, waiting.key)
        except JournalError as error:
            return Unconfirmed(account=waiting.account, key=waiting.key, reason=str(error))
        if entry and entry.published:
            return evolve(entry.published, repeated=True)
        if entry and entry.state is State.SCHEDULED:
            return Scheduled(account=waiting.account, key=waiting.key, at=entry.due_at)
        if entry and entry.state is State.CANCELLED:
            cancelled = NotSent("it was cancelled before it was sent")
            return Failed(account=waiting.account, key=waiting.key, error=cancelled)
        reason = f"another worker took it; it is {entry.state.value if entry else 'gone'}"
        return Unconfirmed(account=waiting.account, key=waiting.key, reason=reason)

    async def turn(self, io: "AnyIO", account: Account, entry: Entry, *, planned: bool = False) -> Turn:
        journal = self._context.journal
        scoped = self._context.io(io, account)
        log, known = await io.in_thread(journal.taken_up, entry)
        steps = Steps(io=scoped, key=entry.key, log=log, sent_at=entry.sent_at, steps=known)
        return Turn(account, entry.post, entry, steps, planned)

    # Endings

    async def confirmed(self, io: "AnyIO", turn: Turn, published: Published) -> Published:
        """The network has it. Whatever happens from here on cannot change that."""
        try:
            write = self._context.journal.publish
            before = await io.in_thread(write, turn.entry, published, io.now(), by=self.owner)
        except JournalError as error:
            published = _warned(published, f"published, but not recorded: {error}")
        else:
            if before is not None:
                twice = f"it is there twice, as {before.id} and as {published.id}; delete one of them"
                published = _warned(published, twice)
        await self._tell(turn, "smm_published", published=published)
        return published

    async def _not_published(self, io: "AnyIO", turn: Turn, error: SMMError) -> Result:
        try:
            return await self._settled(io, turn, error)
        except JournalError as unwritten:
            # It stays `sending`, and when its lease has ended, somebody goes on with it.
            return await self._doubted(turn, f"{error}; and that could not be recorded: {unwritten}")

    async def _settled(self, io: "AnyIO", turn: Turn, error: SMMError) -> Result:
        if turn.steps.in_doubt:
            return await self._unconfirmed(io, turn, error)
        later = self._later(io, turn, error) if turn.planned else None
        if later is None:
            return await self.failed(io, turn, error)
        if not await self._settle(io, turn.entry, State.SCHEDULED, error, try_at=later):
            return await self._taken(io, turn.entry)
        self._note(turn, "delayed", error=type(error).__name__)
        return Scheduled(account=turn.account.name, key=turn.entry.key, at=later, reason=str(error))

    def _later(self, io: "AnyIO", turn: Turn, error: SMMError) -> datetime | None:
        """When it is tried again; None where that would not help."""
        if isinstance(error, RateLimited) and error.retry_after:
            return io.now() + timedelta(seconds=error.retry_after)
        if isinstance(error, RateLimited | TransportError | JournalError):
            return io.now() + more_rarely(io.now() - turn.entry.due_at, first=TRY_AGAIN, most=SELDOM)
        # Where a secret is not there that should be, what the account cannot do says nothing of the post.
        unable = bool(turn.account.missing) and isinstance(error, Unsupported | InvalidPost)
        if unable or isinstance(error, PersonNeeded | Unauthorized):
            return io.now() + FOR_A_PERSON
        return None

    async def failed(self, io: "AnyIO", turn: Turn, error: SMMError) -> Result:
        """Raises `JournalError`."""
        if not await self._settle(io, turn.entry, State.FAILED, error):
            return await self._taken(io, turn.entry)
        failed = Failed(account=turn.account.name, key=turn.entry.key, error=error, reached=turn.steps.done)
        await self._tell(turn, "smm_failed", error, failed=failed)
        return failed

    async def _unconfirmed(self, io: "AnyIO", turn: Turn, error: SMMError) -> Result:
        if not await self._settle(io, turn.entry, State.UNCONFIRMED, error):
            return await self._taken(io, turn.entry)
        return await self._doubted(turn, str(error))

    async def absent(self, io: "AnyIO", turn: Turn) -> Result:
        """What was in doubt has not happened: it may be sent again. Raises `JournalError`."""
        error = NotConfirmed("it was proven not to be there, and waits to be sent")
        forget = turn.steps.in_doubt
        if not await self._settle(io, turn.entry, State.SCHEDULED, error, forget=forget):
            return await self._taken(io, turn.entry)
        self._note(turn, "absent")
        return Scheduled(account=turn.account.name, key=turn.entry.key, at=io.now(), reason=str(error))

    async def _doubted(self, turn: Turn, reason: str) -> Unconfirmed:
        unconfirmed = Unconfirmed(
            account=turn.account.name, key=turn.entry.key, reason=reason, reached=turn.steps.done
        )
        await self._tell(turn, "smm_unconfirmed", unconfirmed=unconfirmed)
        return unconfirmed

    async def expire(self, io: "AnyIO") -> list[Unconfirmed]:
        """Posts whose owner died in the middle of a step; people are told of them."""
        if not self.trusts(io):
            return []
        accounts, expire = self._context.accounts, self._context.journal.expire
        entries = await io.in_thread(
            expire, io.now(), accounts=list(accounts), at_work=self.at_work, by=self.owner
        )
        turns = [await self.turn(io, accounts[entry.account], entry) for entry in entries]
        return [await self._doubted(turn, (turn.entry.error or {}).get("message", "")) for turn in turns]

    async def _settle(
        self,
        io: "AnyIO",
        entry: Entry,
        state: State,
        error: SMMError,
        *,
        try_at: datetime | None = None,
        forget: Sequence[str] = (),
    ) -> bool:
        """False if the post has become somebody else's.

        Raises `JournalError`: then the post stays as it is, its lease ends, and the truth is found later.
        """
        facts = {"error": dump(error), "try_at": try_at, "forget": forget, "by": self.owner}
        return await io.in_thread(self._context.journal.settle, entry, state, io.now(), **facts)

    async def _tell(self, turn: Turn, hook: str, error: SMMError | None = None, **facts: object) -> None:
        self._note(turn, hook.removeprefix("smm_"), error=type(error).__name__ if error else None)
        events = self._context.events
        await events.tell(turn.steps.io, hook, account=turn.account, post=turn.post, **facts)

    def _note(self, turn: Turn, event: str, **facts: object) -> None:
        account, key = turn.account, turn.entry.key
        observing.event(event, account=account.name, platform=account.platform, key=key, **facts)


def more_rarely(passed: timedelta, *, first: timedelta, most: timedelta) -> timedelta:
    """How long to wait until the next try: a quarter of the time for which it has been so."""
    return max(first, min(passed / 4, most))


def _warned(published: Published, warning: str) -> Published:
    return evolve(published, warnings=(*published.warnings, warning))


def _spoken(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def ours(account: Account, error: Exception) -> SMMError:
    """The error itself, or the report of a plugin's mistake."""
    if isinstance(error, SMMError):
        return error
    broken = PluginError(f"{account.platform}: {type(error).__name__}: {error}")
    broken.__cause__ = error
    return broken


def typed(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"it returned {type(value).__name__}, not {kind.__name__}")
    return value
