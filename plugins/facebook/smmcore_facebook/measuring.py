"""Figures of the Page and its posts, in few requests. What Facebook does not tell is left out."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import Forbidden, NotThere, SMMError
from smmcore.io import IO
from smmcore.models import Account, Metric, MetricName, Subject, SubjectKind
from smmcore_facebook.client import API, Client, client
from smmcore_facebook.limits import IDS_A_CALL
from smmcore_facebook.metrics import ACCOUNT, EDGES, PERIOD, POST
from smmcore_facebook.names import is_number, is_post, whole
from smmcore_meta.graph import CONCERN_ALL
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
        """Counters and insights of posts: 50 a call, 50 calls a request. Raises the refusal where all are refused."""
        page = client(io, account)
        about = Makes(account.name, io.now(), page.settings.version)
        names = await _posts(page, [id for id in dict.fromkeys(ids) if is_post(id)])
        answers = await _of_posts(page, list(dict.fromkeys(names.values())))
        return [
            metric
            for id, name in names.items()
            if isinstance(answer := answers.get(name), Mapping)
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
    except CONCERN_ALL:
        raise
    except SMMError as error:
        log.warning("%s: no insights of the Page: %s", page.account.name, error)
        return []
    return found


async def _posts(page: Client, ids: list[str]) -> Mapping[str, str]:
    """Posts by the identifiers that they are asked for with: a film that has no other number yet has its own."""
    films = [id for id in ids if is_number(id)]
    told = await page.graph.many(films, fields="post_id") if films else {}
    found = {id: id for id in ids if id not in films}
    for id in films:
        answer = told.get(id)
        if isinstance(answer, Mapping) and answer.get("post_id"):
            found[id] = whole(page.page, str(answer["post_id"]))
        else:
            reason = answer if isinstance(answer, SMMError) else "Facebook names no post for it"
            log.warning("%s: no figures of %s: %s", page.account.name, id, reason)
    return found


async def _of_posts(page: Client, ids: list[str]) -> Mapping[str, Any]:
    """Counters with insights; of posts whose insights are refused, the counters."""
    first, rest = ids[:IDS_A_CALL], ids[IDS_A_CALL:]
    answers = await _with_insights(page, first)
    # What is refused of all the first ones is refused of the others, too.
    ask = _counters if all(isinstance(answer, Forbidden) for answer in answers.values()) else _with_insights
    answers |= await ask(page, rest)
    refused = {id: answer for id, answer in answers.items() if _is_refused(answer)}
    if not refused:
        return answers
    _tell(page, "insights", refused)
    answers |= await _counters(page, list(refused))
    _tell(page, "figures", {id: answer for id, answer in answers.items() if _is_refused(answer)})
    if all(_is_refused(answer) for answer in answers.values()):
        raise next(iter(refused.values()))
    return answers


def _is_refused(answer: Any) -> bool:
    """What is gone has no figures, and needs no word."""
    return isinstance(answer, SMMError) and not isinstance(answer, NotThere)


def _tell(page: Client, what: str, refused: Mapping[str, Any]) -> None:
    if refused:
        reason = next(iter(refused.values()))
        log.warning("%s: no %s of %d posts: %s", page.account.name, what, len(refused), reason)


async def _with_insights(page: Client, ids: list[str]) -> dict[str, Any]:
    return await Insights(page.graph).about_many(ids, POST, fields=EDGES) if ids else {}


async def _counters(page: Client, ids: list[str]) -> dict[str, Any]:
    return await page.graph.many(ids, fields=EDGES) if ids else {}
