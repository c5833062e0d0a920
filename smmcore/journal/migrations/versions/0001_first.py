"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "smm_posts",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", sa.String(200), nullable=False),
        sa.Column("platform", sa.String(100), nullable=False),
        sa.Column("key", sa.String(300), nullable=False),
        sa.Column("post", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("zone", sa.String(100)),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200)),
        sa.Column("lease_until", sa.DateTime),
        sa.Column("sent_at", sa.DateTime),
        sa.Column("result", sa.JSON),
        sa.Column("error", sa.JSON),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.UniqueConstraint("account", "key", name="smm_posts_account_key"),
    )
    op.create_index("smm_posts_state_due", "smm_posts", ["state", "due_at"])
    op.create_table(
        "smm_steps",
        sa.Column("post_id", BIG, sa.ForeignKey("smm_posts.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.Column("value", sa.JSON),
        sa.Column("begun_at", sa.DateTime, nullable=False),
        sa.Column("done_at", sa.DateTime),
    )
    op.create_table(
        "smm_kept",
        sa.Column("account", sa.String(200), primary_key=True),
        sa.Column("kind", sa.String(100), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("value", sa.JSON),
        sa.Column("kept_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    for table in ("smm_kept", "smm_steps", "smm_posts"):
        op.drop_table(table)
