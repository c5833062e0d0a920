"""What happened to a post, and when."""

from datetime import datetime

from attrs import frozen
from sqlalchemy import Connection, func, insert, select

from smmcore.journal.entry import Entry, State
from smmcore.journal.schema import history, steps


@frozen(kw_only=True)
class Change:
    """A post came into a state."""

    at: datetime
    state: State
    attempt: int
    owner: str | None
    note: str


@frozen(kw_only=True)
class StepTimes:
    """A step and when it was begun and done."""

    name: str
    done: bool
    begun_at: datetime
    done_at: datetime | None


@frozen(kw_only=True)
class Story:
    """Everything that the journal knows of one post."""

    entry: Entry
    changes: tuple[Change, ...]
    steps: tuple[StepTimes, ...]


def write(
    connection: Connection,
    post: int,
    state: State,
    now: datetime,
    *,
    attempt: int,
    owner: str | None = None,
    note: str = "",
) -> None:
    values = {"post_id": post, "at": now, "state": state, "attempt": attempt, "owner": owner}
    values["note"] = _storable(note)
    connection.execute(insert(history).values(**values))


def latest(connection: Connection) -> int:
    """The number of the last change of any post; later ones have greater numbers."""
    return connection.execute(select(func.max(history.c.id))).scalar() or 0


def _storable(text: str) -> str:
    """What networks and file systems say may hold what databases take in no text: NUL, and half characters."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "")


def story(connection: Connection, entry: Entry) -> Story:
    changes = select(history).where(history.c.post_id == entry.id).order_by(history.c.id)
    begun = select(steps).where(steps.c.post_id == entry.id).order_by(steps.c.number)
    return Story(
        entry=entry,
        changes=tuple(
            Change(at=row.at, state=State(row.state), attempt=row.attempt, owner=row.owner, note=row.note)
            for row in connection.execute(changes)
        ),
        steps=tuple(
            StepTimes(name=row.name, done=row.done, begun_at=row.begun_at, done_at=row.done_at)
            for row in connection.execute(begun)
        ),
    )
