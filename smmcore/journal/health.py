"""What of a journal needs somebody, in few queries however large it is; and which workers say that they live."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from attrs import frozen
from sqlalchemy import Connection, and_, delete, func, insert, select, update

from smmcore.journal.database import Database, inserted
from smmcore.journal.entry import State
from smmcore.journal.schema import kept, posts

LATE = timedelta(minutes=5)
"""How long after its time a post counts as late: workers look every second, timers every minute."""
LATELY = timedelta(days=1)
"""For how long people are told of posts that failed."""
FORGOTTEN = timedelta(days=7)
"""For how long a worker that says nothing more is remembered."""
OPEN = (State.SCHEDULED, State.SENDING, State.UNCONFIRMED)
"""States of posts that are not over."""
_SIGNS = ("~smmcore", "worker")
"""Where signs of life are kept: names of accounts do not begin with this sign."""


class Need(StrEnum):
    """Why a post may need somebody."""

    DUE = "due"
    """Its time has come, and nobody has it yet; the late ones included."""
    LATE = "late"
    """It has been due for longer than `LATE`."""
    DELAYED = "delayed"
    """It is due and was tried; it is tried again, and the journal says why."""
    STUCK = "stuck"
    """Whoever had it fell silent."""
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed_lately"
    """It failed within `LATELY`."""


@frozen(kw_only=True)
class Health:
    """Numbers of posts, since when the oldest one waits, and whether anybody works."""

    counts: dict[str, dict[State, int]]
    """By account and state."""
    needs: dict[Need, int]
    oldest_due: datetime | None
    workers: int
    """Those that have said within their leases that they live."""
    last_sign: datetime | None
    """When a worker said so for the last time."""

    @property
    def total(self) -> dict[State, int]:
        """All accounts together."""
        return {
            state: sum(states.get(state, 0) for states in self.counts.values())
            for state in State
            if any(states.get(state) for states in self.counts.values())
        }


@frozen(kw_only=True)
class Case:
    """A post that may need somebody: all but its content, which this version need not be able to read."""

    account: str
    key: str
    due_at: datetime
    try_at: datetime | None
    attempt: int
    """How often it was tried."""
    owner: str | None
    lease_until: datetime | None
    updated_at: datetime
    error: str
    """The name of what went wrong, such as `Rejected`; empty if nothing has yet."""
    reason: str
    """The same in a sentence."""


@frozen(eq=False)
class Monitor:
    """All methods block. Raises `JournalError` when the database cannot be read or written."""

    _database: Database

    def health(self, now: datetime, accounts: Collection[str] | None = None) -> Health:
        """Numbers of a whole journal; with `accounts`, the needs and the oldest are of those only."""
        with self._database.reading() as connection:
            counts = _counts(connection)
            needs = {
                need: connection.execute(select(func.count()).where(_of(need, now, accounts))).scalar_one()
                for need in Need
            }
            due = select(func.min(posts.c.due_at)).where(_of(Need.DUE, now, accounts))
            oldest = connection.execute(due).scalar()
            workers, last = _signs(connection, now)
        return Health(counts=counts, needs=needs, oldest_due=oldest, workers=workers, last_sign=last)

    def first(
        self, need: Need, now: datetime, limit: int, accounts: Collection[str] | None = None
    ) -> list[Case]:
        """The first of those posts, the longest due first; of those that failed, the latest."""
        columns = [posts.c[name] for name in _COLUMNS]
        order = posts.c.updated_at.desc() if need is Need.FAILED else posts.c.due_at
        query = select(*columns).where(_of(need, now, accounts)).order_by(order, posts.c.id).limit(limit)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [_case(dict(row)) for row in rows]

    def strays(self, known: Collection[str]) -> dict[str, int]:
        """How many posts wait on accounts that are not among the known ones, by account."""
        found = {}
        with self._database.reading() as connection:
            for account in _accounts(connection):
                if account in known:
                    continue
                open_ = and_(posts.c.account == account, posts.c.state.in_(OPEN))
                if count := connection.execute(select(func.count()).where(open_)).scalar_one():
                    found[account] = count
        return found

    def sign(self, worker: str, now: datetime, lease: timedelta) -> None:
        """A worker says that it lives; it is believed for as long as its lease."""
        account, kind = _SIGNS
        place = and_(kept.c.account == account, kept.c.kind == kind)
        values = {"value": {"lease": lease.total_seconds()}, "kept_at": now}
        row = {"account": account, "kind": kind, "key": worker, **values}
        with self._database.writing() as connection:
            mine = update(kept).where(place, kept.c.key == worker)
            if connection.execute(mine.values(**values)).rowcount == 1:
                return
            # Only who begins tidies up. In one order, and past those whom others have: nobody waits in a circle.
            old = select(kept.c.key).where(place, kept.c.kept_at < now - FORGOTTEN).order_by(kept.c.key)
            gone = connection.execute(old.with_for_update(skip_locked=True)).scalars().all()
            connection.execute(delete(kept).where(place, kept.c.key.in_(gone)))
            inserted(connection, insert(kept).values(**row))


_COLUMNS = ("account", "key", "due_at", "try_at", "attempt", "owner", "lease_until", "updated_at", "error")


def _of(need: Need, now: datetime, accounts: Collection[str] | None) -> Any:
    """Which posts: the state first and then times, as the index has them."""
    waits = posts.c.state == State.SCHEDULED
    condition = {
        Need.DUE: and_(waits, posts.c.due_at <= now),
        Need.LATE: and_(waits, posts.c.due_at < now - LATE),
        Need.DELAYED: and_(waits, posts.c.due_at <= now, posts.c.try_at.is_not(None)),
        Need.STUCK: and_(posts.c.state == State.SENDING, posts.c.lease_until < now),
        Need.UNCONFIRMED: posts.c.state == State.UNCONFIRMED,
        Need.FAILED: and_(posts.c.state == State.FAILED, posts.c.updated_at >= now - LATELY),
    }[need]
    return condition if accounts is None else and_(condition, posts.c.account.in_(accounts))


def _case(row: dict[str, Any]) -> Case:
    wrong = row.pop("error") or {}
    return Case(**row, error=str(wrong.get("type", "")), reason=str(wrong.get("message", "")))


def _counts(connection: Connection) -> dict[str, dict[State, int]]:
    # The state first: in the other order, SQLite follows the index of keys, which takes it twice as long.
    query = select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.state, posts.c.account)
    counts: dict[str, dict[State, int]] = {}
    for account, state, count in connection.execute(query):
        counts.setdefault(account, {})[State(state)] = count
    return counts


def _accounts(connection: Connection) -> list[str]:
    """All that have posts. One step in the index for each of them, where DISTINCT would read all posts."""
    names: list[str] = []
    following = select(func.min(posts.c.account))
    name = connection.execute(following).scalar()
    while name is not None:
        names.append(name)
        name = connection.execute(following.where(posts.c.account > name)).scalar()
    return names


def _signs(connection: Connection, now: datetime) -> tuple[int, datetime | None]:
    """How many workers live, and when the last of all gave a sign."""
    account, kind = _SIGNS
    query = select(kept.c.value, kept.c.kept_at).where(kept.c.account == account, kept.c.kind == kind)
    rows = connection.execute(query).all()
    # Signs from ahead were given before the clock was set back: they prove nothing for as long as that.
    alive = [row for row in rows if abs(now - row.kept_at) <= timedelta(seconds=row.value["lease"])]
    return len(alive), max((row.kept_at for row in rows), default=None)
