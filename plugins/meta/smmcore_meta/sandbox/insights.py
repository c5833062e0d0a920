"""Figures in the three shapes in which Graph gives them: values by day, one total, and rows by breakdown."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from attrs import frozen

from .call import Call
from .errors import JSON, GraphError, dead_metric, invalid
from .kinds import Listing
from .paging import address
from .times import iso
from .world import DAY

PARAMETERS = "metric!:list period:str since:time until:time breakdown:str metric_type:str timeframe:str"
_MOST_DAYS = 90
_MIDNIGHT = timedelta(hours=8)
"""A day of figures ends at midnight in California; summer time is left out."""


@frozen
class Metric:
    """A figure by name, with the periods and breakdowns that it is given for; the first period is the usual one."""

    periods: tuple[str, ...] = ("lifetime",)
    breakdowns: tuple[str, ...] = ()
    totals: bool = False
    """Given as `total_value` where `metric_type` asks for it, or where there are breakdowns."""
    title: str = ""


@frozen
class Ask:
    """What a figure is wanted for; start and end are unix seconds, and 0 for a lifetime."""

    metric: str
    period: str
    start: float = 0.0
    end: float = 0.0
    breakdown: str = ""


Value: TypeAlias = Callable[[Ask], Any]
"""Gives a number, a mapping (of a breakdown: from its values, joined by commas), or None where nothing is known."""


def answer_insights(call: Call[Any], id: str, known: Mapping[str, Metric], value: Value) -> Listing:
    """The rows of the metrics that were asked for. Raises what a dead metric is answered with."""
    names = call.args.list("metric")
    if not names:
        raise GraphError(3001, "(#3001) No metric was specified to be fetched.", 1504028)
    gone = call.core.metrics.retired
    if any(name not in known or name in gone for name in names):
        raise dead_metric()
    if "since" in call.args and _end(call) - call.args.get("since") > _MOST_DAYS * DAY:
        raise invalid(f"There cannot be more than {_MOST_DAYS} days between since and until")
    rows = [_row(call, id, name, known[name], value) for name in names if name not in call.core.metrics.empty]
    found = [row for row in rows if row is not None]
    return Listing(found, paging=_earlier_and_later(call, id) if found else None)


def _earlier_and_later(call: Call[Any], id: str) -> JSON | None:
    """The same length of time before and after: there is always a `next`, so it is no end to look for."""
    if call.args.text("period", "lifetime") == "lifetime":
        return None
    end = _end(call)
    length = end - call.args.get("since", end - 2 * DAY)
    times = {"previous": (end - 2 * length, end - length), "next": (end, end + length)}
    path = f"{id}/insights"
    return {name: address(call, path, since=int(a), until=int(b)) for name, (a, b) in times.items()}


def _row(call: Call[Any], id: str, name: str, metric: Metric, value: Value) -> JSON | None:
    period = call.args.text("period", metric.periods[0])
    if period not in metric.periods:
        raise invalid(f"Incompatible metric ({name}) and period ({period})")
    breakdown = call.args.text("breakdown")
    if any(each not in metric.breakdowns for each in breakdown.split(",") if each):
        raise invalid(f"Incompatible metric ({name}) and breakdown ({breakdown})")
    title = metric.title or name.replace("_", " ").capitalize()
    row: JSON = {"name": name, "period": period, "title": title, "description": f"SANDBOX {title}."}
    found = _figures(call, Ask(name, period, breakdown=breakdown), metric, value)
    return {**row, **found, "id": f"{id}/insights/{name}/{period}"} if found is not None else None


def _figures(call: Call[Any], ask: Ask, metric: Metric, value: Value) -> JSON | None:
    if metric.totals and (ask.breakdown or call.args.text("metric_type") == "total_value"):
        return _total(call, ask, value)
    if ask.period == "lifetime":
        given = value(ask)
        return {"values": [{"value": given}]} if given is not None else None
    rows = [row for day in _days(call) for row in _of_day(ask, day, value)]
    return {"values": rows} if rows else None


def _total(call: Call[Any], ask: Ask, value: Value) -> JSON | None:
    start = call.args.get("since", _end(call) - DAY)
    given = value(Ask(ask.metric, ask.period, start, _end(call), ask.breakdown))
    if given is None:
        return None
    if not ask.breakdown:
        return {"total_value": {"value": given}}
    # Of a lifetime the plain form is given too.
    beside = {"values": [{"value": sum(given.values())}]} if ask.period == "lifetime" else {}
    keys = ask.breakdown.split(",")
    results = [{"dimension_values": name.split(","), "value": count} for name, count in given.items()]
    parts = {"dimension_keys": keys, "results": results}
    return {**beside, "total_value": {"value": sum(given.values()), "breakdowns": [parts]}}


def _of_day(ask: Ask, end: float, value: Value) -> Sequence[JSON]:
    """One row, or one for each part of a breakdown, which stands flat beside the value."""
    length = {"week": 7, "days_28": 28}.get(ask.period, 1) * DAY
    given = value(Ask(ask.metric, ask.period, end - length, end, ask.breakdown))
    if given is None:
        return []
    if not ask.breakdown:
        return [{"value": given, "end_time": iso(end)}]
    return [{"value": count, "end_time": iso(end), ask.breakdown: name} for name, count in given.items()]


def _days(call: Call[Any]) -> list[float]:
    """When the days end that are asked for; the last two where nobody said."""
    end = _end(call)
    start = call.args.get("since", end - 2 * DAY)
    day = datetime.fromtimestamp(start, UTC).replace(hour=0, minute=0, second=0, microsecond=0) + _MIDNIGHT
    found = []
    while day.timestamp() <= end:
        if day.timestamp() > start:
            found.append(day.timestamp())
        day += timedelta(days=1)
    return found


def _end(call: Call[Any]) -> float:
    return float(call.args.get("until", call.now()))
