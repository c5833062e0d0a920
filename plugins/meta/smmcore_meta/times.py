"""Times as Meta writes them."""

from datetime import UTC, datetime
from typing import Any


def moment(value: Any) -> datetime | None:
    """A time of Meta's, `2026-03-02T08:00:00+0000` or seconds since 1970; None where it is neither."""
    # The time of a post that waits is a number with a fraction.
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    try:
        if text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        time = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return time if time.utcoffset() is not None else None


def stamp(time: datetime) -> int:
    """Seconds since 1970."""
    return int(time.timestamp())


def span(seconds: float) -> str:
    """A time to wait as people read it."""
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} minutes"
