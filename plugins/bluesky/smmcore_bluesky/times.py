"""Times as records have them."""

from datetime import UTC, datetime
from typing import Any


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: Any) -> datetime | None:
    """In UTC, which is meant where there is no offset; None where it is no time."""
    try:
        at = datetime.fromisoformat(text)
        return at.replace(tzinfo=UTC) if at.utcoffset() is None else at.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):  # an offset may lead out of the years that there are
        return None
