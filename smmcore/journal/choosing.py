"""Which posts a question is about: conditions for SELECT and UPDATE, and rows as entries."""

import logging
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, or_, select, true

from smmcore.journal.entry import Entry, State
from smmcore.journal.leases import written_ahead
from smmcore.journal.schema import history, posts, steps
from smmcore.models import Post, Published
from smmcore.models.converting import load

log = logging.getLogger("smmcore.journal")

HOLDS_UP = timedelta(hours=1)
"""How long after its time a post that has to wait holds up those behind it: then order is worth less than they are."""
LAST = (datetime.max.replace(tzinfo=UTC), 0)
"""Behind every place in a queue."""
IN_DOUBT = exists().where(steps.c.post_id == posts.c.id, steps.c.done.is_(False))
BEGUN = exists().where(steps.c.post_id == posts.c.id)


def is_post(account: str, key: str) -> Any:
    return and_(posts.c.account == account, posts.c.key == key)


def among(accounts: Collection[str] = (), states: Collection[State] = ()) -> Any:
    conditions: list[ColumnElement[bool]] = [true()]
    if accounts:
        conditions.append(posts.c.account.in_(list(accounts)))
    if states:
        conditions.append(posts.c.state.in_(list(states)))
    return and_(*conditions)


def same_attempt(entry: Entry) -> Any:
    """Nobody has claimed the post since; for statements about its steps."""
    return exists().where(posts.c.id == entry.id, posts.c.attempt == entry.attempt)


def claimable(now: datetime, lease: timedelta, *, silent_at: datetime | None = None) -> Any:
    """Posts that may be sent: those whose time has come, and those whose owner fell silent between two steps."""
    due = and_(posts.c.state == State.SCHEDULED, posts.c.due_at <= now, _may_be_tried(now))
    return or_(due, silent(silent_at or now, lease))


def silent(now: datetime, lease: timedelta) -> Any:
    """Posts whose owner fell silent while nothing was in doubt."""
    return and_(posts.c.state == State.SENDING, over(now, lease), ~IN_DOUBT)


def over(now: datetime, lease: timedelta) -> Any:
    """The lease has ended, or was written before the clock was set back."""
    ahead = written_ahead(posts.c.lease_until, posts.c.updated_at, now, lease)
    return or_(posts.c.lease_until < now, ahead)


def beside(entry: Entry, mark: int) -> Any:
    """Other posts on its account that a network may show and nobody has noted yet, or only after that mark."""
    others = and_(posts.c.account == entry.account, posts.c.id != entry.id)
    found = and_(posts.c.state == State.UNCONFIRMED, BEGUN, ~IN_DOUBT)
    noted = select(history.c.post_id).where(history.c.id > mark, history.c.state == State.PUBLISHED)
    return and_(others, or_(posts.c.state == State.SENDING, found, posts.c.id.in_(noted)))


def to_ask(now: datetime, grace: timedelta) -> Any:
    """Nobody knows about them; their networks have had their time, or it is time to ask them again."""
    long_ago = and_(
        posts.c.updated_at <= now - grace, or_(posts.c.sent_at.is_(None), posts.c.sent_at <= now - grace)
    )
    again = and_(posts.c.try_at.is_not(None), posts.c.try_at <= now)
    return and_(posts.c.state == State.UNCONFIRMED, or_(again, and_(posts.c.try_at.is_(None), long_ago)))


def waiting(connection: Connection, now: datetime) -> dict[str, tuple[datetime, int]]:
    """Of each account, the place in its queue of the first post that is due and has to wait."""
    waits = and_(posts.c.state == State.SCHEDULED, posts.c.due_at <= now, ~_may_be_tried(now))
    query = (
        select(posts.c.account, posts.c.due_at, posts.c.id)
        .where(waits, posts.c.due_at > now - HOLDS_UP)
        .order_by(posts.c.due_at.desc(), posts.c.id.desc())
    )
    return {row.account: (row.due_at, row.id) for row in connection.execute(query)}


def _may_be_tried(now: datetime) -> Any:
    return or_(posts.c.try_at.is_(None), posts.c.try_at <= now)


def as_entry(row: Row[Any]) -> Entry:
    """Raises `InvalidInput` where a newer version wrote what this one does not know."""
    values, where = dict(row._mapping), f"{row.account}: {row.key}"  # noqa: SLF001 - SQLAlchemy's public name for it
    values["post"] = load(Post, values["post"], where=where)
    result = values.pop("result")
    values["published"] = load(Published, result, where=where) if result else None
    return Entry(**values)


def readable(rows: Iterable[Row[Any]]) -> list[Entry]:
    """Those that this version can read."""
    return sorted_out(rows)[0]


def sorted_out(rows: Iterable[Row[Any]]) -> tuple[list[Entry], list[tuple[Row[Any], str]]]:
    """Those that this version can read, and the others with the reason, which is told."""
    entries: list[Entry] = []
    unreadable: list[tuple[Row[Any], str]] = []
    for row in rows:
        try:
            entries.append(as_entry(row))
        except ValueError as error:
            log.warning("the journal has a post that this version of smmcore cannot read: %s", error)
            unreadable.append((row, str(error)))
    return entries, unreadable
