"""Times as records have them."""

from datetime import UTC, datetime
from typing import Any


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: Any) -> datetime | None:
    """None where it is no time. Without an offset, UTC is meant."""
    try:
        at = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return at if at.utcoffset() is not None else at.replace(tzinfo=UTC)
