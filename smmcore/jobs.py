"""Work that comes round again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import field, frozen

from smmcore.models.validating import not_blank

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.engine import Engine


@frozen
class Job:
    """A function that is called once per period; it is given the `Engine`, and an `IO` with a store of its own."""

    name: str = field(validator=not_blank)
    every: timedelta = field(kw_only=True)
    run: Callable[["Engine", "AnyIO"], Awaitable[None]] = field(kw_only=True)
