"""Publishing exactly once: intent first, then the network, then the truth.

The journal's word is what counts. A result is only ever `Published` after the network confirmed it, `Failed` when
nothing is in doubt, and `Unconfirmed` in all other cases.
"""

import hashlib
import json
import logging
import os
import socket
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from smmcore.context import Context
from smmcore.errors import (
    InvalidInput,
    InvalidPost,
    JournalError,
    NotConfirmed,
    NotSent,
    PersonNeeded,
    PluginError,
    RateLimited,
    SMMError,
    TransportError,
)
from smmcore.events import finished
from smmcore.journal.entry import Entry, State
from smmcore.journal.scheduling import Scheduling
from smmcore.limits import Problem
from smmcore.models import (
    Account,
    Doubt,
    Failed,
    Missed,
    Outcome,
    Post,
    Published,
    Result,
    Scheduled,
    Unconfirmed,
)
from smmcore.models.converting import dump
from smmcore.models.post import LONGEST_KEY, at_home
from smmcore.platform import Absent, Finding, Found, Publisher, Unclear
from smmcore.steps import Steps

if TYPE_CHECKING:
    from smmcore.context import AnyIO

T = TypeVar("T")
log = logging.getLogger("smmcore.publishing")

GRACE = timedelta(seconds=60)
"""How long a network may take to show a post whose answer was lost."""
TRY_AGAIN = timedelta(minutes=1)
"""When a scheduled post whose network could not be reached is tried again."""
FOR_A_PERSON = timedelta(minutes=10)
"""When a scheduled post is tried again that waits for a person to confirm something."""


def digest(post: Post) -> str:
    """The same for posts with the same content."""
    return hashlib.sha256(json.dumps(dump(post), sort_keys=True).encode()).hexdigest()


def _check(post: Post, key: str, at: datetime | None, zone: str | None) -> None:
    """Raises `InvalidInput` for what is wrong with the call, whatever the account."""
    if not isinstance(post, Post):
        raise InvalidInput(f"post: must be a Post, not {type(post).__name__}")
    if not key.strip():
        raise InvalidInput("key: must not be empty; without one, leave it out")
    if len(key) > LONGEST_KEY:
        raise InvalidInput(f"key: is longer than {LONGEST_KEY} characters")
    if at is not None and at.utcoffset() is None:
        raise InvalidInput(f"at: {at.isoformat()} has no UTC offset; give it one, such as +01:00")
    if zone is not None:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise InvalidInput(f"zone: {zone!r} is not an IANA zone such as Europe/Warsaw") from None


@frozen
class _Turn:
    """Everything about one post on one account while it is being sent."""

    account: Account
    post: Post
    entry: Entry
    steps: Steps
    planned: bool = False
    """Nobody waits for the result: what can be tried again is tried again."""


class Publishing:
    def __init__(self, context: Context) -> None:
        self._context = context
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"

    # What callers ask for

    def check(self, post: Post, account: Account) -> list[Problem]:
        """All that is wrong with the post for that account; asks nobody."""
        self._context.capable(account, Publisher, "publish")
        return self._context.problems(account, self._context.events.prepared(account, post))

    def scheduling(
        self, post: Post, account: Account, *, key: str, at: datetime, zone: str | None, now: datetime
    ) -> Scheduling:
        """The post as an INSERT. Raises `InvalidInput`, and `InvalidPost` if the network would not take it."""
        _check(post, key, at, zone)
        self._context.capable(account, Publisher, "publish")
        prepared = at_home(self._context.events.prepared(account, post))
        if wrong := problems(self._context.platform(account), account, prepared):
            raise InvalidPost(wrong, account.name)
        return Scheduling(
            account=account.name,
            platform=account.platform,
            key=key,
            post=prepared,
            digest=digest(prepared),
            due_at=at,
            zone=zone,
            now=now,
        )

    async def publish(
        self,
        io: "AnyIO",
        post: Post,
        accounts: Sequence[Account],
        *,
        key: str | None,
        at: datetime | None,
        zone: str | None = None,
    ) -> Outcome:
        name = uuid.uuid4().hex if key is None else key
        _check(post, name, at, zone)
        work = [self._publish_to(io, post, account, name, at, zone) for account in accounts]
        return Outcome(await io.gather(*work))

    async def publish_due(self, io: "AnyIO") -> Outcome:
        """Publish what the journal holds whose time has come; each account's posts in their order."""
        expired = await self._expire(io)
        names = await io.in_thread(self._context.journal.accounts_due, io.now(), list(self._context.accounts))
        lists = await io.gather(*[self.publish_queue(io, name) for name in names])
        return Outcome([*expired, *(result for results in lists for result in results)])

    async def publish_queue(self, io: "AnyIO", account: str) -> list[Result]:
        """Publish what one account has due, in its order; nothing if another worker is at it."""
        journal = self._context.journal
        turn = f"posts of {account}"
        if not await io.in_thread(journal.leases.take, turn, self.owner, io.now(), journal.lease):
            return []
        try:
            entries = await io.in_thread(journal.due, io.now(), accounts=[account])
            return await self._one_by_one(io, entries)
        finally:
            with io.shielded():
                await io.in_thread(journal.leases.give_back, turn, self.owner)

    async def reconcile(self, io: "AnyIO", accounts: Sequence[Account], grace: timedelta = GRACE) -> Outcome:
        """Ask the networks about every post of which nobody knows whether it was published."""
        await self._expire(io)
        names = {account.name for account in accounts}
        entries = await io.in_thread(self._context.journal.entries, states=[State.UNCONFIRMED])
        return Outcome(
            [await self._reconcile(io, entry, grace) for entry in entries if entry.account in names]
        )

    async def resolve(self, io: "AnyIO", account: Account, key: str, id: str | None) -> Result:
        """A person has looked: the post is there under this identifier, or (None) it is not there."""
        journal = self._context.journal
        entry = await io.in_thread(journal.get, account.name, key)
        if entry is None or entry.state is not State.UNCONFIRMED:
            state = entry.state.value if entry else "unknown"
            raise InvalidInput(
                f"key: {key} on {account.name} is {state}, only unconfirmed posts are resolved"
            )
        turn = await self._turn(io, account, entry)
        if id is None:
            return await self._absent(io, turn)
        return await self._confirmed(io, turn, Published(account=account.name, id=id, key=key))

    # One post on one account

    async def _publish_to(
        self, io: "AnyIO", post: Post, account: Account, key: str, at: datetime | None, zone: str | None
    ) -> Result:
        try:
            self._context.capable(account, Publisher, "publish")
            prepared = at_home(self._context.events.prepared(account, post))
            wrong = self._context.problems(account, prepared)
            mark = digest(prepared)
            entry = await self._written(io, account, prepared, mark, key, at, zone)
            if done := self._already(account, entry, mark, io.now()):
                return done
            if wrong:
                turn = await self._turn(io, account, entry)
                return await self._failed(io, turn, InvalidPost(wrong, account.name))
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake becomes a result
            return Failed(account=account.name, error=_ours(account, error), key=key)
        if at is not None and at > io.now():
            return Scheduled(account=account.name, key=key, at=at)
        return await self._send(io, entry)

    async def _written(
        self,
        io: "AnyIO",
        account: Account,
        post: Post,
        mark: str,
        key: str,
        at: datetime | None,
        zone: str | None,
    ) -> Entry:
        now = io.now()
        await self._expire(io)
        entry, _ = await io.in_thread(
            self._context.journal.add,
            account=account.name,
            platform=account.platform,
            key=key,
            post=post,
            digest=mark,
            due_at=at or now,
            zone=zone,
            now=now,
        )
        return entry

    def _already(self, account: Account, entry: Entry, mark: str, now: datetime) -> Result | None:
        """The result of a post that must not be sent again; None where sending is right.

        `mark` is the digest of what is to be published now.
        """
        if entry.state is State.PUBLISHED and entry.published:
            warnings = entry.published.warnings
            if entry.digest != mark:
                warnings += (f"the key {entry.key} was used for another text; to change the post, edit it",)
            return evolve(entry.published, repeated=True, warnings=warnings)
        if entry.state is State.UNCONFIRMED:
            reason = (entry.error or {}).get("message", "its answer was lost")
            return Unconfirmed(account=account.name, key=entry.key, reason=f"{reason}; reconcile it first")
        if entry.state is State.SENDING and entry.lease_until and entry.lease_until >= now:
            return Unconfirmed(
                account=account.name, key=entry.key, reason=f"it is being sent by {entry.owner}"
            )
        if entry.digest != mark:
            reason = "parts of it are on the network with its earlier text; use that text, or another key"
            return Failed(account=account.name, key=entry.key, error=InvalidInput(f"{entry.key}: {reason}"))
        return None

    async def _send(self, io: "AnyIO", waiting: Entry, *, planned: bool = False) -> Result:
        account = self._context.account(waiting.account)
        try:
            with io.shielded():
                entry = await io.in_thread(self._context.journal.claim, waiting, self.owner, io.now())
                if entry is None:
                    return await self._taken(io, waiting)
                turn = await self._turn(io, account, entry, planned=planned)
        except JournalError as error:
            return Failed(account=account.name, error=error, key=waiting.key)
        scoped = turn.steps.io
        try:
            published = await self._sent(turn)
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake becomes a result
            return await self._not_published(io, turn, _ours(account, error))
        except BaseException:
            with scoped.shielded():
                await self._not_published(io, turn, NotSent("it was interrupted"))
            raise
        with scoped.shielded():
            return await self._confirmed(io, turn, evolve(published, key=entry.key, account=account.name))

    async def _sent(self, turn: _Turn) -> Published:
        scoped, account = turn.steps.io, turn.account
        platform = self._context.capable(account, Publisher, "publish")
        if turn.planned and not turn.steps.done:
            # Since it was checked, its files may have gone.
            wrong = self._context.problems(account, turn.post)
            if wrong:
                raise InvalidPost(wrong, account.name)
        work = platform.publish(scoped, account, turn.post, turn.steps)
        return _typed(await finished(scoped, work), Published)

    async def _taken(self, io: "AnyIO", waiting: Entry) -> Result:
        """What became of a post that another worker was faster to claim, or that was taken back or moved."""
        entry = await io.in_thread(self._context.journal.get, waiting.account, waiting.key)
        if entry and entry.published:
            return evolve(entry.published, repeated=True)
        if entry and entry.state is State.SCHEDULED:
            return Scheduled(account=waiting.account, key=waiting.key, at=entry.due_at)
        if entry and entry.state is State.CANCELLED:
            cancelled = NotSent("it was cancelled before it was sent")
            return Failed(account=waiting.account, key=waiting.key, error=cancelled)
        reason = f"another worker took it; it is {entry.state.value if entry else 'gone'}"
        return Unconfirmed(account=waiting.account, key=waiting.key, reason=reason)

    async def _turn(self, io: "AnyIO", account: Account, entry: Entry, *, planned: bool = False) -> _Turn:
        journal = self._context.journal
        scoped = self._context.io(io, account)
        known = await io.in_thread(journal.steps, entry)
        steps = Steps(io=scoped, key=entry.key, log=journal.log(entry), sent_at=entry.sent_at, steps=known)
        return _Turn(account, entry.post, entry, steps, planned)

    # Endings

    async def _confirmed(self, io: "AnyIO", turn: _Turn, published: Published) -> Published:
        """The network has it. Whatever happens from here on cannot change that."""
        try:
            await io.in_thread(self._context.journal.publish, turn.entry, published, io.now())
        except JournalError as error:
            published = evolve(
                published, warnings=(*published.warnings, f"published, but not recorded: {error}")
            )
        await self._tell(turn, "smm_published", published=published)
        return published

    async def _not_published(self, io: "AnyIO", turn: _Turn, error: SMMError) -> Result:
        if turn.steps.in_doubt:
            return await self._unconfirmed(io, turn, error)
        later = self._later(io, error) if turn.planned else None
        if later is None:
            return await self._failed(io, turn, error)
        await self._settle(io, turn.entry, State.SCHEDULED, error, due_at=later)
        return Scheduled(account=turn.account.name, key=turn.entry.key, at=later)

    def _later(self, io: "AnyIO", error: SMMError) -> datetime | None:
        """When it is tried again; None where that would not help."""
        if isinstance(error, RateLimited):
            return io.now() + timedelta(seconds=error.retry_after or TRY_AGAIN.total_seconds())
        if isinstance(error, TransportError):
            return io.now() + TRY_AGAIN
        if isinstance(error, PersonNeeded):
            return io.now() + FOR_A_PERSON
        return None

    async def _failed(self, io: "AnyIO", turn: _Turn, error: SMMError) -> Failed:
        await self._settle(io, turn.entry, State.FAILED, error)
        failed = Failed(account=turn.account.name, key=turn.entry.key, error=error, reached=turn.steps.done)
        await self._tell(turn, "smm_failed", failed=failed)
        return failed

    async def _unconfirmed(self, io: "AnyIO", turn: _Turn, error: SMMError) -> Unconfirmed:
        await self._settle(io, turn.entry, State.UNCONFIRMED, error)
        return await self._doubted(turn, str(error))

    async def _doubted(self, turn: _Turn, reason: str) -> Unconfirmed:
        unconfirmed = Unconfirmed(
            account=turn.account.name, key=turn.entry.key, reason=reason, reached=turn.steps.done
        )
        await self._tell(turn, "smm_unconfirmed", unconfirmed=unconfirmed)
        return unconfirmed

    async def _expire(self, io: "AnyIO") -> list[Unconfirmed]:
        """Posts whose owner died in the middle of a step; people are told of them."""
        accounts = self._context.accounts
        entries = await io.in_thread(self._context.journal.expire, io.now(), accounts=list(accounts))
        turns = [await self._turn(io, accounts[entry.account], entry) for entry in entries]
        return [await self._doubted(turn, (turn.entry.error or {}).get("message", "")) for turn in turns]

    async def _settle(
        self, io: "AnyIO", entry: Entry, state: State, error: SMMError, due_at: datetime | None = None
    ) -> None:
        # If the journal fails here, the entry stays `sending`; its lease ends and the truth is found then.
        try:
            settle = self._context.journal.settle
            await io.in_thread(settle, entry, state, io.now(), error=dump(error), due_at=due_at)
        except JournalError as failure:
            error.add_note(f"{failure}; the state could not be recorded")

    async def _tell(self, turn: _Turn, hook: str, **facts: object) -> None:
        events = self._context.events
        await events.tell(turn.steps.io, hook, account=turn.account, post=turn.post, **facts)

    # Later

    async def _one_by_one(self, io: "AnyIO", entries: Sequence[Entry]) -> list[Result]:
        results: list[Result] = []
        for entry in entries:
            results.append(await self._send_planned(io, entry))
            if isinstance(results[-1], Scheduled):
                break  # the network wants a pause, so those behind keep their places
        return results

    async def _send_planned(self, io: "AnyIO", entry: Entry) -> Result:
        rules, late = self._context.account(entry.account).rules, io.now() - entry.due_at
        if entry.attempt or late <= timedelta(minutes=rules.missed_after):
            return await self._send(io, entry, planned=True)
        missed = f"its time passed {_spoken(late)} ago while nothing was running"
        if rules.missed is Missed.SKIP:
            turn = await self._turn(io, self._context.account(entry.account), entry)
            return await self._failed(io, turn, NotSent(f"{missed}; skipped, as the account's rules say"))
        result = await self._send(io, entry, planned=True)
        if isinstance(result, Published) and not result.repeated:
            return evolve(result, warnings=(*result.warnings, f"published late: {missed}"))
        return result

    async def _reconcile(self, io: "AnyIO", entry: Entry, grace: timedelta) -> Result:
        account = self._context.account(entry.account)
        reached: tuple[str, ...] = ()
        try:
            turn = await self._turn(io, account, entry)
            reached = turn.steps.done
            if early := _early(entry, io.now(), grace):
                wait = f"the network may still be at it; ask again in {early.total_seconds():.0f} s"
                return Unconfirmed(account=account.name, key=entry.key, reason=wait, reached=reached)
            finding = await self._find(turn)
            if isinstance(finding, Found):
                found = _typed(finding.published, Published)
                return await self._confirmed(io, turn, evolve(found, key=entry.key, account=account.name))
            if isinstance(finding, Absent):
                return await self._absent(io, turn)
            if account.rules.doubt is not Doubt.WAIT:
                return await self._by_rule(io, turn, finding.reason)
            reason = finding.reason
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake proves nothing
            reason = str(_ours(account, error))
        return Unconfirmed(account=account.name, key=entry.key, reason=reason, reached=reached)

    async def _find(self, turn: _Turn) -> Finding:
        platform = self._context.capable(turn.account, Publisher, "publish")
        scoped = turn.steps.io
        work = platform.find(scoped, turn.account, turn.post, turn.steps)
        finding = await finished(scoped, work)
        if not isinstance(finding, Found | Absent | Unclear):
            raise TypeError(f"it returned {type(finding).__name__}, which is no finding")
        return finding

    async def _by_rule(self, io: "AnyIO", turn: _Turn, reason: str) -> Result:
        """The network cannot tell, and the account's owner has said what then."""
        if turn.account.rules.doubt is Doubt.DUPLICATE:
            log.warning(
                "%s: %s is sent again, as its rules say: %s", turn.account.name, turn.entry.key, reason
            )
            return await self._absent(io, turn)
        # The steps stay in doubt: whoever tries this key again is stopped by them.
        given_up = NotConfirmed(f"given up, as the account's rules say; it may be there: {reason}")
        return await self._failed(io, turn, given_up)

    async def _absent(self, io: "AnyIO", turn: _Turn) -> Scheduled:
        await turn.steps.forget(turn.steps.in_doubt)
        error = NotConfirmed("it was proven not to be there, and waits to be sent")
        await self._settle(io, turn.entry, State.SCHEDULED, error, due_at=io.now())
        return Scheduled(account=turn.account.name, key=turn.entry.key, at=io.now())


def _early(entry: Entry, now: datetime, grace: timedelta) -> timedelta | None:
    """How long to wait before the network is asked; None if that is over."""
    # An upload may take long after it left: what counts is when its answer was given up.
    wait = max(entry.sent_at or entry.updated_at, entry.updated_at) + grace - now
    return wait if wait > timedelta(0) else None


def _spoken(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def _ours(account: Account, error: Exception) -> SMMError:
    """The error itself, or the report of a plugin's mistake."""
    if isinstance(error, SMMError):
        return error
    broken = PluginError(f"{account.platform}: {type(error).__name__}: {error}")
    broken.__cause__ = error
    return broken


def _typed(value: Any, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(f"it returned {type(value).__name__}, not {kind.__name__}")
    return value
