"""Times as Graph writes them."""

from datetime import UTC, datetime


def iso(seconds: float) -> str:
    """UTC as `+0000`, without a colon."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")
