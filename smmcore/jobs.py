"""Work that comes round again."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from attrs import Attribute, field, frozen

from smmcore.errors import InvalidInput
from smmcore.models.validating import not_blank

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.engine import Engine


def _positive(_: Any, attribute: "Attribute[Any]", value: timedelta | None) -> None:
    if value is not None and value <= timedelta(0):
        raise ValueError(f"{attribute.name}: must be longer than nothing")


@frozen
class Job:
    """A function that is called once per period; it is given the `Engine`, and an `IO` with a store of its own.

    Say either `every`, or `cron` with five fields in the clock of `zone`; `cron` needs the extra `worker`. Periods
    that passed while nothing ran are made up for by one call. An error is logged, and the job tried again.
    """

    name: str = field(validator=not_blank)
    every: timedelta | None = field(default=None, kw_only=True, validator=_positive)
    cron: str | None = field(default=None, kw_only=True)
    zone: str = field(default="UTC", kw_only=True)
    run: Callable[["Engine", "AnyIO"], Awaitable[None]] = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        if (self.every is None) == (self.cron is None):
            raise ValueError("every: say either every or cron")
        if self.cron is not None:
            self.due_at(datetime.now(UTC))

    def due_at(self, last: datetime) -> datetime:
        """When it is due, if it ran at `last`. Raises `InvalidInput` if cron says nothing, or the extra is missing."""
        if self.every is not None:
            return last + self.every
        try:
            from apscheduler.triggers.cron import CronTrigger
        except ImportError:
            raise InvalidInput("job: cron needs its extra: pip install 'smmcore[worker]'") from None
        try:
            trigger = CronTrigger.from_crontab(self.cron, timezone=ZoneInfo(self.zone))
            following = trigger.get_next_fire_time(None, last + timedelta(microseconds=1))
        except (KeyError, ValueError) as error:
            raise InvalidInput(f"job {self.name}: cron: {error}") from None
        if following is None:
            raise InvalidInput(f"job {self.name}: cron: {self.cron!r} never comes")
        due: datetime = following
        return due.astimezone(UTC)
