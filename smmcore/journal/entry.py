"""One post on one account, as the journal knows it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from smmcore.models import Post, Published


class State(StrEnum):
    """Where a post stands.

    ```
    scheduled ──> sending ──> published
        ^  │         ├──────> failed        (refused; trying again is allowed)
        │  │         └──────> unconfirmed   (nobody knows; found -> published, proven absent -> scheduled)
        │  └──> cancelled         │
        └─────────────────────────┘
    ```
    """

    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


@frozen(kw_only=True)
class Entry:
    id: int
    account: str
    platform: str
    key: str
    post: Post = field(repr=False)
    digest: str
    """Tells whether two posts of one key are the same."""
    state: State = field(converter=State)
    due_at: datetime
    """As its author planned it."""
    try_at: datetime | None
    """Not before this: after a try that failed, and for the next question about one of which nobody knows."""
    zone: str | None
    attempt: int
    """Counts claims; together with `owner` it says whose turn it is."""
    owner: str | None
    lease_until: datetime | None
    """Until when a silent owner is trusted to be alive."""
    sent_at: datetime | None
    """When the last request that must not be doubled left."""
    published: Published | None
    error: dict[str, Any] | None
    created_at: datetime
    updated_at: datetime
