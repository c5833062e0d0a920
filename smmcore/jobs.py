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


_MOMENT = timedelta(microseconds=1)
_NAMES: tuple[str, ...] = ("minute", "hour", "day", "month", "day_of_week")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _fields(cron: str) -> dict[str, str]:
    """The five fields as APScheduler names them. Its numbers of days begin with Monday: names mean the same."""
    words = cron.split()
    if len(words) != len(_NAMES):
        raise ValueError(f"needs five fields, such as 0 9 * * 1, not {cron!r}")
    fields = dict(zip(_NAMES, words, strict=True))
    fields["day_of_week"] = ",".join(_days(part) for part in fields["day_of_week"].split(","))
    return fields


def _days(part: str) -> str:
    days, _, step = part.partition("/")
    if days == "*":
        days = "0-6"
    first, _, last = days.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        return part  # names, or a mistake that APScheduler explains
    numbers = range(int(first), int(last or first) + 1, int(step or 1))
    return ",".join(_DAYS[number] for number in numbers)


@frozen
class Job:
    """A function that is called once per period; it is given the `Engine`, and an `IO` with a store of its own.

    Say either `every`, or `cron` with five fields in the clock of `zone`; `cron` needs the extra `worker`. Days of the
    week are 0 to 7 from Sunday to Sunday, or names; where a day of the month is given, too, both have to fit. A time
    that comes twice when clocks are put back counts once, unless cron names every hour. Periods that passed while
    nothing ran are made up for by one call. An error is logged, and the job tried again, after longer and longer.
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
            fields = _fields(self.cron or "")
            trigger = CronTrigger(**fields, timezone=ZoneInfo(self.zone))
            following = trigger.get_next_fire_time(None, last + _MOMENT)
            while following is not None and following.fold and not fields["hour"].startswith("*"):
                following = trigger.get_next_fire_time(None, following.astimezone(UTC) + _MOMENT)
        except (IndexError, KeyError, ValueError) as error:
            raise InvalidInput(f"job {self.name}: cron: {error}") from None
        if following is None:
            raise InvalidInput(f"job {self.name}: cron: {self.cron!r} never comes")
        due: datetime = following
        return due.astimezone(UTC)
