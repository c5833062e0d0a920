"""Figures of the account and its posts, in as few calls as Meta allows. What it does not tell is left out."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from smmcore.errors import AnswerLost, Forbidden, NotThere, PlatformError, SMMError
from smmcore.io import IO
from smmcore.models import Account, Kind, Metric, MetricName, Subject, SubjectKind
from smmcore_instagram.client import Client
from smmcore_instagram.finding import POSTS
from smmcore_meta.errors import DeadMetric, NoData
from smmcore_meta.graph import CONCERN_ALL
from smmcore_meta.insights import Figure, Insights, Row, figures, source_of

_USER = "Meta's page on account insights, September 2026"
_MEDIA = "Meta's page on media insights, September 2026"
ACCOUNT = tuple(
    Row(name, metric, "account", source=_USER)
    for name, metric in (
        ("reach", MetricName.REACH),
        ("views", MetricName.VIEWS),
        ("likes", MetricName.REACTIONS),
        ("comments", MetricName.COMMENTS),
        ("shares", MetricName.SHARES),
        ("saves", MetricName.SAVES),
        ("profile_links_taps", MetricName.CLICKS),
    )
)
"""What happened on the account within a day."""
POST = tuple(
    Row(name, metric, "post", source=_MEDIA)
    for name, metric in (
        ("reach", MetricName.REACH),
        ("views", MetricName.VIEWS),
        ("shares", MetricName.SHARES),
        ("saved", MetricName.SAVES),
    )
)
"""Of posts of the feed and of reels alike."""
STORY = tuple(
    Row(name, metric, "story", source=_MEDIA)
    for name, metric in (
        ("reach", MetricName.REACH),
        ("views", MetricName.VIEWS),
        ("shares", MetricName.SHARES),
        ("replies", MetricName.COMMENTS),
        ("link_clicks", MetricName.CLICKS),
    )
)
"""Of stories, while they are shown; Instagram tells nothing of those with few viewers."""
PROFILE = {
    "followers_count": MetricName.FOLLOWERS,
    "follows_count": MetricName.FOLLOWING,
    "media_count": MetricName.POSTS,
}
COUNTERS = {"like_count": MetricName.REACTIONS, "comments_count": MetricName.COMMENTS}
_SHOWN = ("media_product_type", *COUNTERS)
log = logging.getLogger("smmcore.instagram")


class Measuring:
    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        """Followers now, and what happened within the last day."""
        client = Client(io, account)
        subject = Subject(account.name)
        shown = await client.graph.get(client.id, fields=[*PROFILE])
        found = [*counted(client, subject, shown, PROFILE)]
        params = {"period": "day", "metric_type": "total_value"}
        try:
            told = await Insights(client.graph).read(f"{client.id}/insights", ACCOUNT, params)
        except CONCERN_ALL:
            raise
        except SMMError as error:
            log.warning("%s: no insights: %s", account.name, error)
            return found
        return [*found, *_measured(client, subject, told, ACCOUNT)]

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        """Counters and insights of posts, 50 a call; of what is gone, nothing.

        Raises `AnswerLost` if Instagram answered for none of them.
        """
        client = Client(io, account)
        wanted = [id for id in dict.fromkeys(ids) if id.isdecimal()]
        kept = await io.store.all(POSTS)
        stories = [id for id in wanted if (kept.get(id) or {}).get("kind") == Kind.STORY]
        answers = await _of_posts(client, [id for id in wanted if id not in set(stories)])
        answers |= await _about(client, stories, STORY)
        lost = [answer for answer in answers.values() if isinstance(answer, AnswerLost)]
        if lost and len(lost) == len(answers):
            raise lost[0]
        # Some posts have no insights, such as those from before the account was a professional one.
        bare = [id for id, answer in answers.items() if _is_refused(answer)]
        if barred := [answer for answer in answers.values() if isinstance(answer, Forbidden)]:
            log.warning("%s: no insights of %d posts: %s", account.name, len(barred), barred[0])
        answers |= await client.graph.many(bare, fields=_SHOWN) if bare else {}
        return [metric for id in wanted for metric in _of_post(client, id, answers.get(id))]


async def _of_posts(client: Client, ids: Sequence[str]) -> dict[str, Any]:
    """What Instagram tells of posts and reels in one pass; a story among them is told apart by another one."""
    if not ids:
        return {}
    rows = await Insights(client.graph).live(POST)
    insights = [f"insights.metric({','.join(row.name for row in rows)})"] if rows else []
    try:
        return await client.graph.many(ids, fields=[*_SHOWN, *insights])
    except DeadMetric:
        shown = await client.graph.many(ids, fields=_SHOWN)
    stories = [id for id, answer in shown.items() if _is_story(answer)]
    others = [id for id, answer in shown.items() if isinstance(answer, Mapping) and not _is_story(answer)]
    return {**shown, **await _about(client, others, POST), **await _about(client, stories, STORY)}


async def _about(client: Client, ids: Sequence[str], rows: Sequence[Row]) -> dict[str, Any]:
    return await Insights(client.graph).about_many(ids, rows, fields=_SHOWN) if ids else {}


def _is_refused(answer: Any) -> bool:
    gone = isinstance(answer, NotThere) and not isinstance(answer, NoData)
    return isinstance(answer, PlatformError) and not gone


def _is_story(answer: Any) -> bool:
    return isinstance(answer, Mapping) and answer.get("media_product_type") == "STORY"


def _of_post(client: Client, id: str, answer: Any) -> Iterator[Metric]:
    if not isinstance(answer, Mapping):
        if answer is not None:
            level = logging.INFO if isinstance(answer, NotThere) else logging.WARNING
            log.log(level, "%s: no figures of %s: %s", client.account.name, id, answer)
        return
    subject = Subject(client.account.name, SubjectKind.POST, id)
    counters = dict(COUNTERS)
    if _is_story(answer):
        del counters["comments_count"]  # stories have answers, which insights tell, and no comments
    yield from counted(client, subject, answer, counters)
    told = figures((answer.get("insights") or {}).get("data") or [])
    yield from _measured(client, subject, told, STORY if _is_story(answer) else POST)


def counted(
    client: Client, subject: Subject, shown: Mapping[str, Any], names: Mapping[str, MetricName]
) -> Iterator[Metric]:
    """The counters among an object's fields."""
    now = client.io.now()
    for field, name in names.items():
        value = shown.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            yield Metric(
                subject=subject, name=name, value=value, end=now, read_at=now, source=_source(client, field)
            )


def _measured(
    client: Client, subject: Subject, told: Iterable[Figure], rows: Iterable[Row]
) -> Iterator[Metric]:
    now = client.io.now()
    names = {row.name: row.metric for row in rows}
    for figure in told:
        name = names.get(figure.name)
        if name is None or isinstance(figure.value, Decimal):
            continue
        daily = figure.period == "day"
        yield Metric(
            subject=subject,
            name=name,
            value=figure.value,
            detail=figure.detail,
            start=figure.start or (now - timedelta(days=1) if daily else None),
            end=figure.end or now,
            read_at=now,
            source=_source(client, figure.name),
        )


def _source(client: Client, name: str) -> str:
    return source_of(client.graph.api, name, client.settings.version)
