"""The journal: every write is one transaction, every change of hands one statement."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from attrs import frozen
from sqlalchemy import (
    Connection,
    Row,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from smmcore.errors import AnswerLost, JournalError
from smmcore.journal import choosing, history
from smmcore.journal.archive import Archive
from smmcore.journal.database import Database, inserted
from smmcore.journal.entry import Entry, State
from smmcore.journal.health import Health, Monitor
from smmcore.journal.history import Story
from smmcore.journal.keeping import Keeping
from smmcore.journal.leases import LEASE, Leases
from smmcore.journal.rates import SharedRates
from smmcore.journal.schema import posts, steps
from smmcore.models import Post, Published
from smmcore.models.converting import dump
from smmcore.steps import Step

__all__ = ["LEASE", "Journal", "JournalLog"]

UNREADABLE = timedelta(minutes=10)
"""When a post is looked at again that this version cannot read."""
_AT_ONCE = 200


class Journal:
    """Posts by account and key. All methods block and are safe to call from several threads and processes.

    Without an address it lives in memory: exactly once then holds as long as the process does.
    Raises `JournalError` when the database cannot be read or written.
    """

    def __init__(self, url: str | Path | None = None, *, lease: timedelta = LEASE) -> None:
        self.lease = lease
        """How long an owner may be silent."""
        self._database = Database(url)
        self.archive = Archive(self._database)
        self.kept = Keeping(self._database)
        self.leases = Leases(self._database)
        self.monitor = Monitor(self._database)
        self.rates = SharedRates(self._database)

    @property
    def name(self) -> str:
        return self._database.name

    @property
    def lasts(self) -> bool:
        """Whether it outlives this process, and others can use it."""
        return self._database.lasts

    @property
    def url(self) -> str:
        """The database's address with its password, for those who connect by themselves; never to be shown."""
        return self._database.url.render_as_string(hide_password=False)

    @property
    def conninfo(self) -> str:
        """The same for PostgreSQL's own drivers; never to be shown."""
        return self._database.conninfo

    def prepare(self) -> None:
        """Make the tables, or bring them up to date, where that has not been done yet."""
        self._database.prepare()

    def close(self) -> None:
        self._database.close()

    # Posts

    def add(
        self,
        *,
        account: str,
        platform: str,
        key: str,
        post: Post,
        digest: str,
        due_at: datetime,
        now: datetime,
        zone: str | None = None,
    ) -> tuple[Entry, bool]:
        """The entry of this key, and whether it is new.

        One that nobody is sending and that was not published takes over what is new; but not if it was begun:
        parts of it are on the network, and another text must not be taken for theirs. Its digest tells.
        """
        values = {"post": dump(post), "digest": digest, "due_at": due_at, "zone": zone, "updated_at": now}
        with self._database.writing() as connection:
            entry_id = _identity(connection, account, key)
            if entry_id is None:
                first = {
                    "account": account,
                    "platform": platform,
                    "key": key,
                    "attempt": 0,
                    "created_at": now,
                }
                if inserted(connection, insert(posts).values(**values, **first, state=State.SCHEDULED)):
                    entry = _only(connection, account, key)
                    _noted(connection, entry, entry.state, now)
                    return entry, True
            unsent = or_(
                posts.c.state.in_([State.SCHEDULED, State.FAILED, State.CANCELLED]),
                choosing.silent(now, self.lease),
            )
            fits = or_(posts.c.digest == digest, ~choosing.BEGUN)
            again = update(posts).where(choosing.is_post(account, key), unsent, fits)
            waiting = {"state": State.SCHEDULED, "try_at": None, "error": None}
            changed = connection.execute(again.values(**values, **waiting)).rowcount
            entry = _only(connection, account, key)
            if changed:
                _noted(connection, entry, entry.state, now, note="planned anew")
            return entry, False

    def get(self, account: str, key: str) -> Entry | None:
        with self._database.reading() as connection:
            row = connection.execute(select(posts).where(choosing.is_post(account, key))).first()
        return choosing.as_entry(row) if row else None

    def entries(
        self,
        *,
        account: str | None = None,
        accounts: Collection[str] = (),
        states: Collection[State] = (),
        latest: int | None = None,
    ) -> list[Entry]:
        """Posts, the earliest due first; with `latest`, only so many of those that are due last.

        Those that this version cannot read are left out, with a warning.
        """
        query = select(posts).where(choosing.among(accounts or ([account] if account else ()), states))
        if latest is not None:
            query = query.order_by(posts.c.due_at.desc(), posts.c.id.desc()).limit(latest)
        else:
            query = query.order_by(posts.c.due_at, posts.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        found = choosing.readable(rows)
        return found[::-1] if latest is not None else found

    def counts(self) -> dict[State, int]:
        """How many posts are in each state."""
        query = select(posts.c.state, func.count()).group_by(posts.c.state)
        with self._database.reading() as connection:
            return {State(state): count for state, count in connection.execute(query)}

    def health(self, now: datetime) -> Health:
        """What needs somebody."""
        return self.monitor.health(now)

    def due(self, now: datetime, limit: int = 100, *, accounts: Collection[str] | None = None) -> list[Entry]:
        """Posts whose time has come, and those whose owner fell silent before anything was in doubt.

        Those behind one that has to wait are not due: they keep their places.
        """
        query = select(posts).where(choosing.claimable(now, self.lease)).order_by(posts.c.due_at, posts.c.id)
        if accounts is not None:
            query = query.where(posts.c.account.in_(accounts))
        with self._database.reading() as connection:
            rows = connection.execute(query.limit(limit)).all()
            waiting = choosing.waiting(connection, now)
        first = [row for row in rows if (row.due_at, row.id) < waiting.get(row.account, choosing.LAST)]
        entries, unreadable = choosing.sorted_out(first)
        for row, reason in unreadable:
            self._put_off(row, now, reason)
        return entries

    def accounts_due(self, now: datetime, accounts: Collection[str]) -> list[str]:
        """The accounts that have posts whose time has come, those that wait longest first."""
        first = func.min(posts.c.due_at)
        query = (
            select(posts.c.account, first.label("first"), func.min(posts.c.id).label("id"))
            .where(choosing.claimable(now, self.lease), posts.c.account.in_(accounts))
            .group_by(posts.c.account)
            .order_by(first)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            waiting = choosing.waiting(connection, now) if rows else {}
        return [row.account for row in rows if (row.first, row.id) < waiting.get(row.account, choosing.LAST)]

    def in_doubt(self, now: datetime, grace: timedelta, account: str) -> list[Entry]:
        """An account's posts of which nobody knows, and whose network is to be asked now."""
        doubtful = and_(choosing.to_ask(now, grace), posts.c.account == account)
        query = select(posts).where(doubtful).order_by(posts.c.due_at, posts.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return choosing.readable(rows)

    def accounts_in_doubt(self, now: datetime, grace: timedelta, accounts: Collection[str]) -> list[str]:
        """The accounts that have posts of which nobody knows, and whose networks are to be asked now."""
        query = (
            select(posts.c.account)
            .distinct()
            .where(choosing.to_ask(now, grace), posts.c.account.in_(accounts))
        )
        with self._database.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def alive(
        self, owner: str, now: datetime, *, at_work: Collection[int] = (), turns: Collection[str] = ()
    ) -> None:
        """The owner still lives: the posts that it is sending and its turns it keeps for another lease.

        Posts that it has and is not sending any more, because their end could not be written down, run out.
        """
        mine = and_(posts.c.owner == owner, posts.c.state == State.SENDING, posts.c.id.in_(at_work))
        with self._database.writing() as connection:
            # In one order, so that nobody waits in a circle.
            ids = connection.execute(select(posts.c.id).where(mine).order_by(posts.c.id).with_for_update())
            kept = update(posts).where(posts.c.id.in_(ids.scalars().all()))
            connection.execute(kept.values(lease_until=now + self.lease))
            self.leases.prolong(connection, turns, now, self.lease)

    def claim(self, entry: Entry, owner: str, now: datetime) -> Entry | None:
        """Take a post in order to send it; None if somebody else has it, or it is not to be sent (any more)."""
        values = {"state": State.SENDING, "attempt": entry.attempt + 1, "owner": owner, "error": None}
        # `entry` was due to its reader, whose clock may have been ahead; whoever moved it since has the last word.
        still = choosing.claimable(max(now, entry.due_at, entry.try_at or now), self.lease, silent_at=now)
        mine = and_(posts.c.id == entry.id, posts.c.attempt == entry.attempt, still)
        with self._database.writing() as connection:
            taken = connection.execute(
                update(posts).where(mine).values(**values, lease_until=now + self.lease, updated_at=now)
            )
            if taken.rowcount != 1:
                return None
            claimed = _only(connection, entry.account, entry.key)
            _noted(connection, claimed, claimed.state, now, by=owner)
            return claimed

    def expire(
        self,
        now: datetime,
        *,
        accounts: Collection[str] | None = None,
        at_work: Collection[int] = (),
        by: str | None = None,
    ) -> list[Entry]:
        """Posts whose owner fell silent in the middle of a step become unconfirmed; returns those.

        Not those that the caller, `by`, is sending itself, whatever their leases say: it lives, and clocks jump.
        """
        silent = and_(
            posts.c.state == State.SENDING,
            choosing.over(now, self.lease),
            choosing.IN_DOUBT,
            posts.c.id.not_in(at_work),
        )
        if accounts is not None:
            silent = and_(silent, posts.c.account.in_(accounts))
        query = select(posts.c.id).where(silent).order_by(posts.c.id)
        with self._database.reading() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return []
        error = {"type": "NotConfirmed", "message": "it was interrupted while it was being sent"}
        with self._database.writing() as connection:
            # Locked, where the database lets others write meanwhile: each is found by one caller only.
            found = connection.execute(query.with_for_update(skip_locked=True)).scalars().all()
            # Their networks get their time from here on: whoever fell silent may have come to life again.
            values = {"state": State.UNCONFIRMED, "error": error, "updated_at": now, "try_at": None}
            connection.execute(update(posts).where(posts.c.id.in_(found)).values(**values))
            rows = connection.execute(select(posts).where(posts.c.id.in_(found))).all()
            for row in rows:
                _noted(connection, row, State.UNCONFIRMED, now, by=by, note=error["message"])
        return choosing.readable(rows)

    def publish(
        self, entry: Entry, published: Published, now: datetime, *, by: str | None = None
    ) -> Published | None:
        """Write down that the network confirmed the post. Whoever owns it now, this is the truth.

        Returns what was confirmed before, if that is another post: then there are two.
        """
        values = {"state": State.PUBLISHED, "result": dump(published), "error": None, "updated_at": now}
        with self._database.writing() as connection:
            mine = and_(posts.c.id == entry.id, posts.c.state != State.PUBLISHED)
            if connection.execute(update(posts).where(mine).values(**values)).rowcount == 1:
                _noted(connection, entry, State.PUBLISHED, now, by=by, note=f"as {published.id}")
                return None
            before = _only(connection, entry.account, entry.key).published
            if before is None or before.id == published.id:
                return None
            _noted(connection, entry, State.PUBLISHED, now, by=by, note=f"a second time, as {published.id}")
            return before

    def settle(
        self,
        entry: Entry,
        state: State,
        now: datetime,
        *,
        error: Mapping[str, Any] | None = None,
        try_at: datetime | None = None,
        forget: Collection[str] = (),
        by: str | None = None,
    ) -> bool:
        """Move a post to another state if it is still as `entry` says; False if it has moved on.

        The steps to `forget` are those that are known not to have happened.
        """
        values = {
            "state": state,
            "updated_at": now,
            "error": dict(error) if error else None,
            "try_at": try_at,
        }
        # Who was thought to be dead in the middle of a step, and is not, still knows best how it ended.
        doubted = [State.UNCONFIRMED] if entry.state is State.SENDING else []
        still = and_(posts.c.state.in_([entry.state, *doubted]), posts.c.due_at == entry.due_at)
        same = and_(posts.c.id == entry.id, posts.c.attempt == entry.attempt, still)
        with self._database.writing() as connection:
            moved = connection.execute(update(posts).where(same).values(**values)).rowcount == 1
            if moved:
                gone = and_(steps.c.post_id == entry.id, steps.c.name.in_(forget))
                connection.execute(delete(steps).where(gone))
                _noted(connection, entry, state, now, by=by, note=str((error or {}).get("message", "")))
        return moved

    def ask_again(self, entry: Entry, try_at: datetime, error: Mapping[str, Any]) -> None:
        """Nobody knows about the post yet: why, and when its network is to be asked the next time."""
        same = and_(
            posts.c.id == entry.id, posts.c.attempt == entry.attempt, posts.c.state == State.UNCONFIRMED
        )
        with self._database.writing() as connection:
            connection.execute(update(posts).where(same).values(try_at=try_at, error=dict(error)))

    def _put_off(self, row: Row[Any], now: datetime, reason: str) -> None:
        error = {"type": "InvalidInput", "message": f"this version of smmcore cannot read it: {reason}"}
        same = and_(posts.c.id == row.id, posts.c.attempt == row.attempt, posts.c.state == row.state)
        with self._database.writing() as connection:
            waiting = {"state": State.SCHEDULED, "try_at": now + UNREADABLE, "error": error}
            connection.execute(update(posts).where(same).values(**waiting))

    def story(self, account: str, key: str) -> Story | None:
        """Everything that is known of one post; None if there is none of that key."""
        with self._database.reading() as connection:
            row = connection.execute(select(posts).where(choosing.is_post(account, key))).first()
            return history.story(connection, choosing.as_entry(row)) if row else None

    def stories(self) -> Iterator[Story]:
        """Everything that is known of all posts, in pieces: journals may be large."""
        last = 0
        while True:
            query = select(posts).where(posts.c.id > last).order_by(posts.c.id).limit(_AT_ONCE)
            with self._database.reading() as connection:
                rows = connection.execute(query).all()
                found = [history.story(connection, entry) for entry in choosing.readable(rows)]
            yield from found
            if not rows:
                return
            last = rows[-1].id

    # Steps

    def steps(self, entry: Entry) -> dict[str, Step]:
        with self._database.reading() as connection:
            return _steps(connection, entry)

    def taken_up(self, entry: Entry) -> "tuple[JournalLog, dict[str, Step]]":
        """The steps of a post so far, and where further ones are written down."""
        with self._database.reading() as connection:
            return JournalLog(self, entry, history.latest(connection)), _steps(connection, entry)

    def begin_steps(self, entry: Entry, names: Sequence[str], now: datetime) -> None:
        """Write down what is about to be sent, or what is to follow a post that was found.

        Raises `JournalError` if the post is somebody else's by now: then nothing may be sent.
        """
        mine = and_(posts.c.id == entry.id, posts.c.attempt == entry.attempt, posts.c.owner == entry.owner)
        # Who looks for a lost post has not claimed it: when it was sent, and by whom, stays as it is.
        found = entry.state is State.UNCONFIRMED
        state, values = (
            (State.UNCONFIRMED, {"attempt": entry.attempt})
            if found
            else (State.SENDING, {"sent_at": now, "lease_until": now + self.lease})
        )
        with self._database.writing() as connection:
            still = connection.execute(update(posts).where(mine, posts.c.state == state).values(**values))
            if still.rowcount != 1:
                raise JournalError(
                    f"{entry.account}: {entry.key} was taken over by another worker; nothing was sent"
                )
            count = connection.execute(select(func.count()).where(steps.c.post_id == entry.id)).scalar_one()
            rows = [
                {"post_id": entry.id, "name": name, "number": count + place, "done": False, "begun_at": now}
                for place, name in enumerate(names)
            ]
            connection.execute(insert(steps), rows)

    def finish_steps(self, entry: Entry, values: Mapping[str, Any], now: datetime) -> None:
        """Only of the attempt that `entry` is at: what another worker has sent since stays in doubt."""
        with self._database.writing() as connection:
            _finish(connection, entry, values, now)

    def confirm_steps(self, entry: Entry, values: Mapping[str, Any], now: datetime, *, mark: int) -> None:
        """As `finish_steps`, of what was found since that mark in the history.

        Raises `AnswerLost` if it could be another post with the same words: one that is on its way, or that was
        found or noted meanwhile.
        """
        # In one order, and until the end: of two that find the same at once, the second one sees the first.
        beside = select(posts).where(choosing.beside(entry, mark)).order_by(posts.c.id)
        with self._database.writing() as connection:
            lost = choosing.among([entry.account], [State.UNCONFIRMED])
            lock = select(posts.c.id).where(lost).order_by(posts.c.id).with_for_update(key_share=True)
            connection.execute(lock).all()
            others = choosing.readable(connection.execute(beside))
            if alike := [other.key for other in others if other.post.plain_text == entry.post.plain_text]:
                raise AnswerLost(
                    f"{alike[0]}, which has the same words, was sent or looked for just then; "
                    "one could be taken for the other"
                )
            _finish(connection, entry, values, now)

    def renew(self, entry: Entry, now: datetime) -> None:
        """Keep a post for another lease. Raises `JournalError` if it is somebody else's by now."""
        mine = and_(posts.c.id == entry.id, posts.c.attempt == entry.attempt, posts.c.owner == entry.owner)
        # One that is looked for has no lease, and nobody else sends it.
        if entry.state is State.UNCONFIRMED:
            return
        with self._database.writing() as connection:
            still = update(posts).where(mine, posts.c.state == State.SENDING)
            if connection.execute(still.values(lease_until=now + self.lease)).rowcount != 1:
                raise JournalError(f"{entry.account}: {entry.key} was taken over by another worker")

    def forget_steps(self, entry: Entry, names: Sequence[str]) -> None:
        """Only of the attempt that `entry` is at: what another worker has sent since stays in doubt."""
        mine = and_(steps.c.post_id == entry.id, steps.c.name.in_(names), choosing.same_attempt(entry))
        with self._database.writing() as connection:
            connection.execute(delete(steps).where(mine))


@frozen(eq=False)
class JournalLog:
    """The steps of one entry: see `smmcore.steps.StepLog`."""

    journal: Journal
    entry: Entry
    mark: int
    """The last change of any post when this one was taken up."""

    @property
    def lease(self) -> timedelta:
        return self.journal.lease

    def begin(self, names: Sequence[str], now: datetime) -> None:
        self.journal.begin_steps(self.entry, names, now)

    def done(self, values: Mapping[str, Any], now: datetime) -> None:
        self.journal.finish_steps(self.entry, values, now)

    def forget(self, names: Sequence[str]) -> None:
        self.journal.forget_steps(self.entry, names)

    def renew(self, now: datetime) -> None:
        self.journal.renew(self.entry, now)

    def confirm(self, values: Mapping[str, Any], now: datetime) -> None:
        self.journal.confirm_steps(self.entry, values, now, mark=self.mark)


def _steps(connection: Connection, entry: Entry) -> dict[str, Step]:
    query = select(steps).where(steps.c.post_id == entry.id).order_by(steps.c.number)
    return {row.name: Step(row.name, row.done, row.value) for row in connection.execute(query)}


def _finish(connection: Connection, entry: Entry, values: Mapping[str, Any], now: datetime) -> None:
    for name, value in values.items():
        mine = and_(steps.c.post_id == entry.id, steps.c.name == name, choosing.same_attempt(entry))
        connection.execute(update(steps).where(mine).values(done=True, value=value, done_at=now))


def _noted(
    connection: Connection,
    entry: Entry | Row[Any],
    state: State,
    now: datetime,
    *,
    by: str | None = None,
    note: str = "",
) -> None:
    history.write(connection, entry.id, state, now, attempt=entry.attempt, owner=by, note=note)


def _identity(connection: Connection, account: str, key: str) -> int | None:
    return connection.execute(select(posts.c.id).where(choosing.is_post(account, key))).scalar()


def _only(connection: Connection, account: str, key: str) -> Entry:
    return choosing.as_entry(connection.execute(select(posts).where(choosing.is_post(account, key))).one())
