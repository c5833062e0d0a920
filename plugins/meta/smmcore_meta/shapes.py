"""Answers are read tolerantly: what has another shape than expected is left out."""

from collections.abc import Iterator, Mapping
from typing import Any


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The items of a list that are objects; none where it is no list."""
    return (item for item in (value if isinstance(value, list) else ()) if isinstance(item, Mapping))
