"""Scheduling a post as one INSERT that an embedder does on its own connection, inside its own transaction.

The post and whatever belongs to it in the embedder's tables are there together, or not at all.
"""

import json
from datetime import UTC, datetime
from typing import Any, Protocol

from attrs import frozen
from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from smmcore.journal.entry import State
from smmcore.journal.schema import posts
from smmcore.models import Post
from smmcore.models.converting import dump


class Cursor(Protocol):
    """What executes SQL: a cursor of sqlite3, psycopg or Django, or a connection of sqlite3 or psycopg."""

    def execute(self, sql: str, parameters: Any = ..., /) -> Any: ...


@frozen(kw_only=True)
class Scheduling:
    """One post for one account, ready to be written; a key that is there already stays as it is."""

    account: str
    platform: str
    key: str
    post: Post
    digest: str
    due_at: datetime
    zone: str | None
    now: datetime

    def statement(self, dialect: str = "postgresql") -> Insert:
        """The INSERT for a connection or session of SQLAlchemy, blocking or async; `dialect` as its engine names it."""
        insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
        return insert(posts).values(self._values()).on_conflict_do_nothing()

    def write(self, cursor: Cursor, *, mark: str = "%s") -> None:
        """Execute the INSERT; `mark` is how the driver marks parameters: `?` for sqlite3, `%s` for the others."""
        values = {name: _plain(value) for name, value in self._values().items()}
        marks = ", ".join([mark] * len(values))
        sql = f"INSERT INTO {posts.name} ({', '.join(values)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608 - names of our own columns
        cursor.execute(sql, list(values.values()))

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


def _plain(value: Any) -> Any:
    """As the databases' drivers take it; the same text that SQLAlchemy writes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return json.dumps(value) if isinstance(value, dict | list) else value
