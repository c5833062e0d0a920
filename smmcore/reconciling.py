"""Finding out about posts of which nobody knows whether they were published."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from attrs import evolve

from smmcore.context import Context
from smmcore.errors import InvalidInput, JournalError, NotConfirmed
from smmcore.events import finished
from smmcore.journal.entry import Entry, State
from smmcore.models import Account, Doubt, Outcome, Published, Result, Unconfirmed
from smmcore.platform import Absent, Finding, Found, Publisher, Unclear
from smmcore.sending import Sending, Turn, more_rarely, ours, typed

if TYPE_CHECKING:
    from smmcore.context import AnyIO

log = logging.getLogger("smmcore.publishing")

GRACE = timedelta(seconds=60)
"""How long a network may take to show a post whose answer was lost."""
LOOK_AGAIN = timedelta(minutes=5)
"""How long until a network is asked again about a post, at the earliest."""
SELDOM = timedelta(hours=6)
"""How long until then at the latest, unless it is asked for."""


class Reconciling:
    def __init__(self, context: Context, sending: Sending) -> None:
        self._context = context
        self._sending = sending

    async def reconcile(self, io: "AnyIO", accounts: Sequence[Account], grace: timedelta = GRACE) -> Outcome:
        """Ask the networks about every post of which nobody knows whether it was published."""
        await self._sending.expire(io)
        names = {account.name for account in accounts}
        entries = await io.in_thread(self._context.journal.entries, states=[State.UNCONFIRMED])
        return Outcome(
            [await self._reconcile(io, entry, grace) for entry in entries if entry.account in names]
        )

    async def ask(self, io: "AnyIO", account: str, grace: timedelta, look_again: timedelta) -> list[Result]:
        """As `reconcile`, for one account's posts of which it is time to ask.

        `look_again` is when it is asked the next time, at the earliest.
        """
        async with self._sending.turns.turn(io, f"doubts of {account}") as ours:
            if not ours:
                return []
            entries = await io.in_thread(self._context.journal.in_doubt, io.now(), grace, account)
            return [await self._reconcile(io, entry, grace, look_again) for entry in entries]

    async def resolve(
        self, io: "AnyIO", account: Account, key: str, id: str | None, grace: timedelta = GRACE
    ) -> Result:
        """A person has looked: the post is there under this identifier, or (None) it is not there."""
        journal = self._context.journal
        if id is not None and not id.strip():
            raise InvalidInput("id: must not be empty; say that the post is absent by leaving it out")
        entry = await io.in_thread(journal.get, account.name, key)
        turn = await self._sending.turn(io, account, entry) if entry else None
        if turn is None or not _is_open(turn):
            state = entry.state.value if entry else "unknown"
            raise InvalidInput(
                f"key: {key} on {account.name} is {state}, only unconfirmed posts are resolved"
            )
        if id is not None:
            return await self._sending.confirmed(io, turn, Published(account=account.name, id=id, key=key))
        early = _early(turn.entry, io.now(), grace)
        if early and turn.entry.state is State.UNCONFIRMED:
            again = f"the network may still be at it; look again in {ceil(early.total_seconds())} s, and say it then"
            raise InvalidInput(f"key: {key} on {account.name} cannot be said to be absent yet: {again}")
        return await self._sending.absent(io, turn)

    async def _reconcile(
        self, io: "AnyIO", entry: Entry, grace: timedelta, look_again: timedelta = LOOK_AGAIN
    ) -> Result:
        account = self._context.account(entry.account)
        reached: tuple[str, ...] = ()
        try:
            turn = await self._sending.turn(io, account, entry)
            reached = turn.steps.done
            if early := _early(entry, io.now(), grace):
                wait = f"the network may still be at it; ask again in {ceil(early.total_seconds())} s"
                return Unconfirmed(account=account.name, key=entry.key, reason=wait, reached=reached)
            finding = await self._find(turn)
            if isinstance(finding, Found):
                if turn.steps.in_doubt:
                    # A network that confirms nothing has not asked whether it could be another post.
                    await turn.steps.confirm({})
                found = typed(finding.published, Published)
                return await self._sending.confirmed(
                    io, turn, evolve(found, key=entry.key, account=account.name)
                )
            if isinstance(finding, Absent):
                return await self._sending.absent(io, turn)
            if account.rules.doubt is not Doubt.WAIT:
                return await self._by_rule(io, turn, finding.reason)
            reason = finding.reason
        except Exception as error:  # noqa: BLE001 - a boundary: a plugin's mistake proves nothing
            reason = str(ours(account, error))
        await self._ask_again(io, entry, reason, look_again)
        return Unconfirmed(account=account.name, key=entry.key, reason=reason, reached=reached)

    async def _ask_again(self, io: "AnyIO", entry: Entry, reason: str, look_again: timedelta) -> None:
        # The longer a doubt has lasted, the less likely the next answer is another one.
        wait = more_rarely(io.now() - entry.updated_at, first=look_again, most=SELDOM)
        error = {"type": "NotConfirmed", "message": reason}
        try:
            await io.in_thread(self._context.journal.ask_again, entry, io.now() + wait, error)
        except JournalError as failure:
            log.warning("%s: %s: %s", entry.account, entry.key, failure)

    async def _find(self, turn: Turn) -> Finding:
        platform = self._context.capable(turn.account, Publisher, "publish")
        scoped = turn.steps.io
        work = platform.find(scoped, turn.account, turn.post, turn.steps)
        finding = await finished(scoped, work)
        if not isinstance(finding, Found | Absent | Unclear):
            raise TypeError(f"it returned {type(finding).__name__}, which is no finding")
        return finding

    async def _by_rule(self, io: "AnyIO", turn: Turn, reason: str) -> Result:
        """The network cannot tell, and the account's owner has said what then."""
        if turn.account.rules.doubt is Doubt.DUPLICATE:
            log.warning(
                "%s: %s is sent again, as its rules say: %s", turn.account.name, turn.entry.key, reason
            )
            return await self._sending.absent(io, turn)
        # The steps stay in doubt: whoever tries this key again is stopped by them.
        given_up = NotConfirmed(f"given up, as the account's rules say; it may be there: {reason}")
        return await self._sending.failed(io, turn, given_up)


def _is_open(turn: Turn) -> bool:
    """Nobody knows; one that was given up by a rule counts, too, as long as what was sent stays in doubt."""
    given_up = turn.entry.state is State.FAILED and bool(turn.steps.in_doubt)
    return turn.entry.state is State.UNCONFIRMED or given_up


def _early(entry: Entry, now: datetime, grace: timedelta) -> timedelta | None:
    """How long to wait before the network is asked; None if that is over."""
    # An upload may take long after it left: what counts is when its answer was given up.
    wait = max(entry.sent_at or entry.updated_at, entry.updated_at) + grace - now
    return wait if wait > timedelta(0) else None
