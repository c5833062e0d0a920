"""The journal's tables. The same on SQLite and PostgreSQL, and prefixed to live in an embedder's own database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from smmcore.models.post import LONGEST_KEY

HEAD = "0002"
"""The newest migration."""
VERSION_TABLE = "smm_alembic_version"


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones, so none is stored anywhere."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


BigId = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in columns that are called INTEGER."""

metadata = MetaData()

posts = Table(
    "smm_posts",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("account", String(200), nullable=False),
    Column("platform", String(100), nullable=False),
    Column("key", String(LONGEST_KEY), nullable=False),
    Column("post", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("try_at", Instant),
    Column("zone", String(100)),
    Column("attempt", Integer, nullable=False, default=0),
    Column("owner", String(200)),
    Column("lease_until", Instant),
    Column("sent_at", Instant),
    Column("result", JSON),
    Column("error", JSON),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("account", "key", name="smm_posts_account_key"),
    Index("smm_posts_state_due", "state", "due_at"),
    Index("smm_posts_due", "due_at", "id"),
)

steps = Table(
    "smm_steps",
    metadata,
    Column("post_id", BigId, ForeignKey("smm_posts.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("value", JSON),
    Column("begun_at", Instant, nullable=False),
    Column("done_at", Instant),
)

kept = Table(
    "smm_kept",
    metadata,
    Column("account", String(200), primary_key=True),
    Column("kind", String(100), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("value", JSON),
    Column("kept_at", Instant, nullable=False),
)

history = Table(
    "smm_history",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("post_id", BigId, ForeignKey("smm_posts.id", ondelete="CASCADE"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("owner", String(200)),
    Column("note", Text, nullable=False, default=""),
    Index("smm_history_post", "post_id"),
)
"""Every change of a post's state, for people who ask what happened."""

leases = Table(
    "smm_leases",
    metadata,
    Column("name", String(300), primary_key=True),
    Column("owner", String(200), nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)
"""What one worker at a time does, such as the posts of one account in their order."""

rates = Table(
    "smm_rates",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("calls", JSON, nullable=False),
    Column("since", Float),
    Column("seconds", Float),
)
"""When calls were made that count against one rate, and for how long the network wants to be left alone."""
