"""What answers are made of. What has another shape than expected is left out, or the answer counts as lost."""

from collections.abc import Iterator, Mapping
from typing import Any

from smmcore.errors import AnswerLost


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The items of a list that are objects; none where it is no list."""
    return (item for item in (value if isinstance(value, list) else ()) if isinstance(item, Mapping))


def objects(value: Any) -> tuple[Mapping[str, Any], ...]:
    """All items of a list. Raises `AnswerLost` where it is no list of objects: what it lacks may be there."""
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise AnswerLost("the answer is no list of objects")
    return tuple(value)
