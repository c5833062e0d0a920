"""What of a journal needs somebody, in few queries however large it is."""

from datetime import datetime, timedelta

from attrs import frozen
from sqlalchemy import and_, func, select

from smmcore.journal.database import Database
from smmcore.journal.entry import State
from smmcore.journal.schema import posts

LATE = timedelta(minutes=5)
"""How long after its time a post counts as late: workers look every second, timers every minute."""


@frozen(kw_only=True)
class Health:
    """Numbers of posts, and since when the oldest one waits."""

    counts: dict[str, dict[State, int]]
    """By account and state."""
    due: int
    """Their time has come, and nobody has them yet; the late ones included."""
    late: int
    stuck: int
    """Whoever had them fell silent."""
    unconfirmed: int
    oldest_due: datetime | None

    @property
    def total(self) -> dict[State, int]:
        """All accounts together."""
        return {
            state: sum(states.get(state, 0) for states in self.counts.values())
            for state in State
            if any(states.get(state) for states in self.counts.values())
        }


def examine(database: Database, now: datetime) -> Health:
    due = and_(posts.c.state == State.SCHEDULED, posts.c.due_at <= now)
    late = and_(posts.c.state == State.SCHEDULED, posts.c.due_at < now - LATE)
    stuck = and_(posts.c.state == State.SENDING, posts.c.lease_until < now)
    by_account = select(posts.c.account, posts.c.state, func.count()).group_by(posts.c.account, posts.c.state)
    counts: dict[str, dict[State, int]] = {}
    with database.reading() as connection:
        for account, state, count in connection.execute(by_account):
            counts.setdefault(account, {})[State(state)] = count
        several = [
            connection.execute(select(func.count()).where(condition)).scalar_one()
            for condition in (due, late, stuck)
        ]
        oldest = connection.execute(select(func.min(posts.c.due_at)).where(due)).scalar()
    return Health(
        counts=counts,
        due=several[0],
        late=several[1],
        stuck=several[2],
        unconfirmed=sum(states.get(State.UNCONFIRMED, 0) for states in counts.values()),
        oldest_due=oldest,
    )
