"""Publishing exactly once: intent first, then the network, then the truth.

The journal's word is what counts. A result is only ever `Published` after the network confirmed it, `Failed` when
nothing is in doubt, and `Unconfirmed` in all other cases.
"""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from attrs import evolve

from smmcore import observing
from smmcore.context import Context
from smmcore.errors import InvalidInput, InvalidPost, SMMError
from smmcore.journal.entry import Entry, State
from smmcore.journal.scheduling import Scheduling
from smmcore.limits import Problem
from smmcore.models import Account, Failed, Outcome, Post, Result, Scheduled, Unconfirmed
from smmcore.models.converting import dump
from smmcore.models.post import LONGEST_KEY, at_home
from smmcore.platform import Publisher
from smmcore.sending import Sending, ours

if TYPE_CHECKING:
    from smmcore.context import AnyIO


log = logging.getLogger("smmcore.publishing")


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


def _known(at: datetime) -> str:
    return f"that is known after {at.astimezone(UTC):%H:%M:%S} UTC"


class Publishing:
    def __init__(self, context: Context, sending: Sending) -> None:
        self._context = context
        self._sending = sending

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
        if wrong := self._context.problems(account, prepared):
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
        expired = await self._sending.expire(io)
        names = await io.in_thread(self._context.journal.accounts_due, io.now(), list(self._context.accounts))
        lists = await io.gather(*[self._queue_told(io, name) for name in names])
        return Outcome([*expired, *(result for results in lists for result in results)])

    async def _queue_told(self, io: "AnyIO", account: str) -> list[Result]:
        """As `publish_queue`; what goes wrong with one account's queue disturbs no other."""
        try:
            return await self.publish_queue(io, account)
        except SMMError as error:
            log.warning("posts of %s have to wait: %s", account, error)
            return []

    async def publish_queue(
        self, io: "AnyIO", account: str, until: Callable[[], bool] = lambda: False
    ) -> list[Result]:
        """Publish what one account has due, in its order, `until` says stop; nothing if somebody else is at it.

        Stops while its turn still lasts, too: what is left is due the next time.
        """
        journal = self._context.journal
        ends = io.now() + journal.lease / 2
        async with self._sending.turns.turn(io, f"posts of {account}") as ours:
            if not ours:
                return []
            entries = await io.in_thread(journal.due, io.now(), accounts=[account])
            return await self._sending.one_by_one(io, entries, lambda: until() or io.now() > ends)

    async def _publish_to(
        self, io: "AnyIO", post: Post, account: Account, key: str, at: datetime | None, zone: str | None
    ) -> Result:
        try:
            self._context.capable(account, Publisher, "publish")
            prepared = at_home(self._context.events.prepared(account, post))
            wrong = self._context.problems(account, prepared)
            mark = digest(prepared)
            if wrong and await self._is_planned(io, account, key):
                # What is planned under this key is better than what cannot be taken.
                return Failed(account=account.name, error=InvalidPost(wrong, account.name), key=key)
            entry = await self._written(io, account, prepared, mark, key, at, zone)
            if done := self._already(account, entry, mark, io.now()):
                return done
            if wrong:
                turn = await self._sending.turn(io, account, entry)
                return await self._sending.failed(io, turn, InvalidPost(wrong, account.name))
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake becomes a result
            return Failed(account=account.name, error=ours(account, error), key=key)
        if at is not None and at > io.now():
            facts = {"account": account.name, "platform": account.platform, "key": key}
            observing.event("scheduled", **facts, at=at.isoformat())
            return Scheduled(account=account.name, key=key, at=at)
        return await self._sending.send(io, entry)

    async def _is_planned(self, io: "AnyIO", account: Account, key: str) -> bool:
        entry = await io.in_thread(self._context.journal.get, account.name, key)
        return entry is not None and entry.state is State.SCHEDULED

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
        await self._sending.expire(io)
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
                account=account.name,
                key=entry.key,
                reason=f"it is being sent by {entry.owner}; if that is gone, {_known(entry.lease_until)}",
            )
        if entry.digest != mark:
            reason = "parts of it are on the network with its earlier text; use that text, or another key"
            return Failed(account=account.name, key=entry.key, error=InvalidInput(f"{entry.key}: {reason}"))
        return None
