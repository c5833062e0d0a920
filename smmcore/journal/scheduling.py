"""Scheduling a post as one INSERT that an embedder does on its own connection, inside its own transaction.

The post and whatever belongs to it in the embedder's tables are there together, or not at all.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from attrs import frozen
from sqlalchemy import Insert, Text, and_, exists, literal, literal_column, null, or_
from sqlalchemy.dialects import postgresql, sqlite

from smmcore.errors import InvalidInput
from smmcore.journal.entry import State
from smmcore.journal.schema import posts, steps
from smmcore.models import Post
from smmcore.models.converting import dump

_TAKES_OVER = (State.SCHEDULED, State.FAILED, State.CANCELLED)
"""States in which a post is certainly not published, and nobody is sending it."""
_GIVEN = ("post", "digest", "due_at", "zone", "state", "updated_at")
"""What a post of the same key takes over."""
_STYLES = {"?": "qmark", "%s": "format"}
"""How SQLAlchemy calls the drivers' marks."""


class Cursor(Protocol):
    """What executes SQL: a cursor of sqlite3, psycopg or Django, or a connection of sqlite3 or psycopg."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...


@frozen(kw_only=True)
class Scheduling:
    """One post for one account, ready to be written.

    A key that is there already takes over what is new, if its post waits, has failed or was cancelled. It stays as
    it is if its post is published, is being sent or is unconfirmed, or if parts of another text are on the network.
    """

    account: str
    platform: str
    key: str
    post: Post
    digest: str
    due_at: datetime
    zone: str | None
    now: datetime

    def statement(self, dialect: str = "postgresql") -> Insert:
        """The INSERT for a connection or session of SQLAlchemy, blocking or async; `dialect` as its engine names it.

        The result's `rowcount` is 1 if the post now waits as given, and 0 if the key's post stays as it is.
        Raises `InvalidInput` for a dialect that the journal does not know.
        """
        name = dialect.partition("+")[0]
        if name not in {"sqlite", "postgresql"}:
            raise InvalidInput(f"dialect: {dialect} is neither sqlite nor postgresql")
        return _statement(self._values(), name)

    def sql(self, *, mark: str = "%s") -> tuple[str, list[Any]]:
        """The same INSERT as text, and its parameters, for drivers that are called in another way, such as awaited.

        `mark` is how the driver marks parameters: `?` for sqlite3, `%s` for psycopg and Django. Its `rowcount`
        means what it means for `statement`. Raises `InvalidInput` for another mark.
        """
        if mark not in _STYLES:
            raise InvalidInput(f"mark: must be ? or %s, not {mark!r}")
        values = {name: literal(_plain(value), Text()) for name, value in self._values().items()}
        # Both databases understand the text; what differs is how drivers take parameters.
        compiled = _statement(values, "sqlite").compile(dialect=sqlite.dialect(paramstyle=_STYLES[mark]))
        return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]

    def write(self, cursor: Cursor, *, mark: str = "%s") -> bool:
        """Execute the INSERT; whether the post now waits as given. If not, the key's post stays as it is.

        `mark` is how the driver marks parameters: `?` for sqlite3, `%s` for psycopg and Django.
        """
        done = cursor.execute(*self.sql(mark=mark))
        # A connection has no count; the cursor that it gives has. What a cursor's own `execute` gives may be nothing.
        counted: Any = cursor if hasattr(cursor, "rowcount") else done
        return bool(counted.rowcount == 1)

    def _values(self) -> dict[str, Any]:
        return {
            "account": self.account,
            "platform": self.platform,
            "key": self.key,
            "post": dump(self.post),
            "digest": self.digest,
            "state": State.SCHEDULED.value,
            "due_at": self.due_at,
            "zone": self.zone,
            "attempt": 0,
            "created_at": self.now,
            "updated_at": self.now,
        }


def _statement(values: Mapping[str, Any], dialect: str) -> Insert:
    """As `Journal.add` does it."""
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(posts).values(values)
    # By name: SQLAlchemy would let a column bring its table along, and then ask whether any post was begun.
    begun = exists().where(steps.c.post_id == literal_column(f"{posts.name}.id"))
    writing = insert.on_conflict_do_update(
        index_elements=[posts.c.account, posts.c.key],
        set_={name: insert.excluded[name] for name in _GIVEN} | {"error": null(), "try_at": null()},
        where=and_(
            or_(*[posts.c.state == state.value for state in _TAKES_OVER]),
            or_(posts.c.digest == insert.excluded.digest, ~begun),
        ),
    )
    # SQLAlchemy counts the rows of an INSERT only when it is asked to, and would ask for the new identifier.
    return writing.inline().execution_options(preserve_rowcount=True)


def _plain(value: Any) -> Any:
    """As the databases' drivers take it; the same text that SQLAlchemy writes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return json.dumps(value) if isinstance(value, dict | list) else value
