"""Figures by `insights`, whose metrics come and go: one that Meta does not know any more costs only itself."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from attrs import frozen

from smmcore.errors import NotThere, SMMError
from smmcore.models import MetricName
from smmcore_meta.api import Api
from smmcore_meta.errors import DeadMetric, MetricNotHere
from smmcore_meta.graph import Get, Graph, Path
from smmcore_meta.shapes import mappings
from smmcore_meta.times import moment

_KIND = "dead metrics"
_DAYS = {"day": 1, "week": 7, "days_28": 28}
log = logging.getLogger("smmcore.meta")


@frozen
class Row:
    """One metric as data."""

    name: str
    metric: MetricName | None
    """What it is in the shared vocabulary; None where that has no word for it."""
    level: str
    """What it is asked of: an account, a post, a reel."""
    status: str = "ok"
    """`ok`: documented and seen in use. `listed`: documented only. `conflict`: sources disagree."""
    source: str = ""
    """Where it is documented."""
    unit: str = "1"


@frozen
class Figure:
    """One value as Meta gives it."""

    name: str
    period: str
    value: int | Decimal
    detail: str = ""
    """What it was narrowed to, such as a kind of reaction."""
    start: datetime | None = None
    end: datetime | None = None
    """None where it holds for now."""


def source_of(api: Api, metric: str, version: str) -> str:
    """What `Metric.source` says: `facebook:post_media_view@v26.0`."""
    return f"{api.platform}:{metric}@{version}"


def figures(data: Any) -> list[Figure]:
    """The values in an answer, in each of its three shapes. What Meta leaves empty is unknown, and left out."""
    rows = data.get("data") if isinstance(data, Mapping) else data
    return [figure for row in mappings(rows) for figure in _of_row(row)]


def _of_row(row: Mapping[str, Any]) -> Iterator[Figure]:
    name, period = str(row.get("name", "")), str(row.get("period") or "lifetime")
    total = row.get("total_value")
    if isinstance(total, Mapping):
        yield from _of_total(name, period, total)
        if _number(total.get("value")) is not None:
            return  # `values` would say the same once more
    for entry in mappings(row.get("values")):
        yield from _of_entry(name, period, entry)


def _of_total(name: str, period: str, total: Mapping[str, Any]) -> Iterator[Figure]:
    value = _number(total.get("value"))
    if value is not None:
        yield Figure(name, period, value)
    for breakdown in mappings(total.get("breakdowns")):
        for result in mappings(breakdown.get("results")):
            value = _number(result.get("value"))
            if value is not None:
                yield Figure(name, period, value, ",".join(map(str, result.get("dimension_values") or ())))


def _of_entry(name: str, period: str, entry: Mapping[str, Any]) -> Iterator[Figure]:
    """A number, numbers by their kinds, or a number that stands beside what it was narrowed to."""
    end = moment(entry.get("end_time"))
    start = end - timedelta(days=_DAYS[period]) if end and period in _DAYS else None
    narrowed = ",".join(f"{key}={entry[key]}" for key in sorted(entry.keys() - {"value", "end_time"}))
    value = entry.get("value")
    values = value if isinstance(value, Mapping) else {"": value}
    for kind, item in values.items():
        number = _number(item)
        if number is not None:
            detail = ",".join(part for part in (str(kind), narrowed) if part)
            yield Figure(name, period, number, detail, start, end)


def _number(value: Any) -> int | Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return Decimal(str(value))
    return value if isinstance(value, int) else None


class Insights:
    """Reads metrics, and remembers for some time which ones Meta does not know."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    async def live(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that are worth asking for."""
        verdicts = await self._graph.io.store.all(_KIND)
        now = self._graph.io.now().timestamp()
        return [row for row in rows if verdicts.get(_key(row), {}).get("until", 0) <= now]

    async def read(
        self, path: Path, rows: Sequence[Row], params: Mapping[str, Any] | None = None
    ) -> list[Figure]:
        """The figures of one object; `path` is its edge, such as `123/insights`. All rows are of one level."""
        rows = await self.live(rows)
        if not rows:
            return []
        try:
            return figures(await self._graph.get(path, {**(params or {}), "metric": _names(rows)}))
        except DeadMetric:
            answers = await self._one_by_one(path, rows, params or {})
        return [figure for answer in answers if isinstance(answer, Mapping) for figure in figures(answer)]

    async def about_many(
        self, ids: Sequence[str], rows: Sequence[Row], *, fields: Sequence[str] = ()
    ) -> dict[str, Any]:
        """As `Graph.many`, with `insights` among the fields. All ids and rows are of one level."""
        rows = await self.live(rows)
        try:
            return await self._graph.many(ids, fields=[*fields, *_expanded(rows)])
        except DeadMetric:
            await self._probe(ids, rows)
        return await self._what_each_takes(ids, await self.live(rows), fields)

    async def _probe(self, ids: Sequence[str], rows: Sequence[Row]) -> None:
        """Find out which metrics are dead by the first object that is there."""
        for id in ids:
            answers = await self._one_by_one((id, "insights"), rows, {})
            if not all(isinstance(answer, NotThere) for answer in answers):
                return

    async def _what_each_takes(
        self, ids: Sequence[str], rows: Sequence[Row], fields: Sequence[str]
    ) -> dict[str, Any]:
        """Insights where there are some, else the fields alone."""
        found = await self._graph.many(ids, fields=[*fields, *_expanded(rows)], apart=True)
        bare = [id for id, answer in found.items() if isinstance(answer, DeadMetric)]
        if bare:
            log.warning(
                "%s: no insights of %s: %s", self._graph.account.name, ", ".join(bare), found[bare[0]]
            )
            found |= await self._graph.many(bare, fields=fields)
        return found

    async def _one_by_one(self, path: Path, rows: Sequence[Row], params: Mapping[str, Any]) -> list[Any]:
        """What each metric gives by itself, in one request; those that Meta does not know are remembered."""
        calls = [Get(path, {**params, "metric": row.name}) for row in rows]
        answers = await self._graph.batch(calls)
        for row, answer in zip(rows, answers, strict=True):
            if isinstance(answer, DeadMetric) and not isinstance(answer, MetricNotHere):
                await self._bury(row, answer)
            elif isinstance(answer, SMMError) and not isinstance(answer, NotThere):
                log.warning("%s: no %s of %s: %s", self._graph.account.name, row.name, row.level, answer)
        return answers

    async def _bury(self, row: Row, error: DeadMetric) -> None:
        graph, days = self._graph, self._graph.settings.metric_days
        until = graph.io.now() + timedelta(days=days)
        verdict = {"since": graph.io.now().timestamp(), "until": until.timestamp(), "said": str(error)}
        await graph.io.store.put(_KIND, _key(row), verdict)
        day = until.astimezone(UTC).date()
        log.warning(
            "%s: the metric %s of %s is left out until %s: %s",
            graph.account.name,
            row.name,
            row.level,
            day,
            error,
        )


def _key(row: Row) -> str:
    return f"{row.level}:{row.name}"


def _names(rows: Sequence[Row]) -> str:
    return ",".join(dict.fromkeys(row.name for row in rows))


def _expanded(rows: Sequence[Row]) -> list[str]:
    return [f"insights.metric({_names(rows)})"] if rows else []
