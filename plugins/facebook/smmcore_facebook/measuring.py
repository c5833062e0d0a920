"""Figures of the Page and its posts, in few requests. What Facebook does not tell is left out."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import Forbidden, PlatformError, RateLimited, Unauthorized
from smmcore.io import IO
from smmcore.models import Account, Metric, MetricName, Subject, SubjectKind
from smmcore_facebook.client import API, Client, client
from smmcore_facebook.limits import IDS_A_CALL
from smmcore_facebook.metrics import ACCOUNT, EDGES, PERIOD, POST
from smmcore_facebook.names import is_post
from smmcore_meta.insights import Figure, Insights, Row, figures, source_of

log = logging.getLogger("smmcore.facebook")


class Measuring:
    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        """Followers now, and the last day of which Facebook knows the views and the reach."""
        page = client(io, account)
        about = Makes(account.name, io.now(), page.settings.version)
        told = await page.graph.get(page.page, fields="followers_count", result=dict)
        subject = Subject(account.name)
        found = [
            *about.counters(subject, {"followers_count": (MetricName.FOLLOWERS, told.get("followers_count"))})
        ]
        return [*found, *about.insights(subject, ACCOUNT, _latest(await _of_page(page)))]

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        """Counters and insights of posts: 50 a call, 50 calls a request. Raises `Forbidden` if it may read nothing."""
        page = client(io, account)
        about = Makes(account.name, io.now(), page.settings.version)
        answers = await _of_posts(page, [id for id in dict.fromkeys(ids) if is_post(id)])
        return [
            metric
            for id, answer in answers.items()
            if isinstance(answer, Mapping)
            for metric in about.of_post(Subject(account.name, SubjectKind.POST, id), answer)
        ]


@frozen
class Makes:
    """Makes metrics of what one account was told at one moment."""

    account: str
    now: datetime
    version: str

    def counters(self, subject: Subject, values: Mapping[str, tuple[MetricName, Any]]) -> Iterator[Metric]:
        for field, (name, value) in values.items():
            if isinstance(value, int) and not isinstance(value, bool):
                yield self._metric(subject, name, value, field)

    def of_post(self, subject: Subject, answer: Mapping[str, Any]) -> Iterator[Metric]:
        values = {
            "reactions": (MetricName.REACTIONS, _total(answer.get("reactions"))),
            "comments": (MetricName.COMMENTS, _total(answer.get("comments"))),
            "shares": (MetricName.SHARES, (answer.get("shares") or {}).get("count")),
        }
        yield from self.counters(subject, values)
        insights = (answer.get("insights") or {}).get("data") or []
        yield from self.insights(subject, POST, figures(insights))

    def insights(self, subject: Subject, rows: Iterable[Row], told: Iterable[Figure]) -> Iterator[Metric]:
        names = {row.name: row.metric for row in rows}
        for figure in told:
            if (name := names.get(figure.name)) is not None:
                yield self._metric(
                    subject,
                    name,
                    int(figure.value),
                    figure.name,
                    detail=figure.detail,
                    start=figure.start,
                    end=figure.end,
                )

    def _metric(
        self,
        subject: Subject,
        name: MetricName,
        value: int,
        asked: str,
        *,
        detail: str = "",
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> Metric:
        return Metric(
            subject=subject,
            name=name,
            value=value,
            detail=detail,
            start=start,
            end=end or self.now,
            read_at=self.now,
            source=source_of(API, asked, self.version),
        )


def _total(edge: Any) -> Any:
    return ((edge or {}).get("summary") or {}).get("total_count")


def _latest(told: Sequence[Figure]) -> list[Figure]:
    """Of each figure, its last period; Facebook gives the earliest first."""
    return list({(figure.name, figure.detail): figure for figure in sorted(told, key=_end)}.values())


def _end(figure: Figure) -> float:
    return figure.end.timestamp() if figure.end else 0


async def _of_page(page: Client) -> Sequence[Figure]:
    """The Page's insights; without them, the other figures are there all the same."""
    try:
        found: Sequence[Figure] = await Insights(page.graph).read(
            page.edge("insights"), ACCOUNT, {"period": PERIOD}
        )
    except (RateLimited, Unauthorized):
        raise
    except PlatformError as error:
        log.warning("%s: no insights of the Page: %s", page.account.name, error)
        return []
    return found


async def _of_posts(page: Client, ids: list[str]) -> Mapping[str, Any]:
    """Counters with insights; of posts whose insights are refused, the counters."""
    first, rest = ids[:IDS_A_CALL], ids[IDS_A_CALL:]
    answers = await _with_insights(page, first)
    # What is refused of all the first ones is refused of the others, too.
    ask = _counters if all(isinstance(answer, Forbidden) for answer in answers.values()) else _with_insights
    answers |= await ask(page, rest)
    refused = [id for id, answer in answers.items() if isinstance(answer, Forbidden)]
    if not refused:
        return answers
    reason = answers[refused[0]]
    log.warning("%s: no insights of %d posts: %s", page.account.name, len(refused), reason)
    answers |= await _counters(page, refused)
    if all(isinstance(answer, Forbidden) for answer in answers.values()):
        raise reason
    return answers


async def _with_insights(page: Client, ids: list[str]) -> dict[str, Any]:
    return await Insights(page.graph).about_many(ids, POST, fields=EDGES) if ids else {}


async def _counters(page: Client, ids: list[str]) -> dict[str, Any]:
    return await page.graph.many(ids, fields=EDGES) if ids else {}
