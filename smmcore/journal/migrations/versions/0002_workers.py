"""What several workers share: leases, rates, the history of each post, and when to try again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.add_column("smm_posts", sa.Column("try_at", sa.DateTime))
    op.create_index("smm_posts_due", "smm_posts", ["due_at", "id"])
    op.create_table(
        "smm_history",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("post_id", BIG, sa.ForeignKey("smm_posts.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200)),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_index("smm_history_post", "smm_history", ["post_id"])
    op.create_table(
        "smm_leases",
        sa.Column("name", sa.String(300), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("taken_at", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
    )
    op.create_table(
        "smm_rates",
        sa.Column("key", sa.String(300), primary_key=True),
        sa.Column("calls", sa.JSON, nullable=False),
        sa.Column("since", sa.Float),
        sa.Column("seconds", sa.Float),
    )


def downgrade() -> None:
    for table in ("smm_rates", "smm_leases", "smm_history"):
        op.drop_table(table)
    op.drop_index("smm_posts_due", "smm_posts")
    op.drop_column("smm_posts", "try_at")
