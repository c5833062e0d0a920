"""Figures of the community and its posts, in as few calls as VK allows. What it does not tell is left out."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import PlatformError, SMMError
from smmcore.io import IO
from smmcore.models import Account, Metric, MetricName, Subject, SubjectKind
from smmcore_vk.calls import VERSION, Call
from smmcore_vk.client import Client
from smmcore_vk.limits import POSTS_A_CALL, REACH_A_CALL
from smmcore_vk.names import NAME, story_number
from smmcore_vk.tokens import Kind
from smmcore_vk.views import moment

_COUNTERS = {
    "views": MetricName.VIEWS,
    "likes": MetricName.REACTIONS,
    "reposts": MetricName.SHARES,
    "comments": MetricName.COMMENTS,
}
_REACH = {
    "reach_total": (MetricName.REACH, ""),
    "reach_subscribers": (MetricName.REACH, "subscribers"),
    "reach_viral": (MetricName.REACH, "viral"),
    "reach_ads": (MetricName.REACH, "ads"),
    "links": (MetricName.CLICKS, ""),
}
_STORY = {
    "views": MetricName.VIEWS,
    "replies": MetricName.COMMENTS,
    "shares": MetricName.SHARES,
    "likes": MetricName.REACTIONS,
    "open_link": MetricName.CLICKS,
}
_PERIOD = {
    ("visitors", "views"): MetricName.VIEWS,
    ("reach", "reach"): MetricName.REACH,
    ("activity", "likes"): MetricName.REACTIONS,
    ("activity", "copies"): MetricName.SHARES,
    ("activity", "comments"): MetricName.COMMENTS,
}
_SHORT_LINK = re.compile(r"\bvk\.cc/(\w+)")
log = logging.getLogger("smmcore.vk")


class Measuring:
    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        """Members now, and by user token what happened today."""
        client = Client(io, account)
        params = {"group_id": await client.community(), "fields": "members_count"}
        group = await client.call("groups.getById", params, result=_first_group)
        about = Figures(account.name, io.now(), "groups.getById")
        found = [*about.of(Subject(account.name), {MetricName.FOLLOWERS: group.get("members_count")})]
        return found + await _today(client)

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        """Counters of posts, 100 a call; by user token their reach, 30 a call and 25 calls a request."""
        client = Client(io, account)
        stories = [id for id in ids if story_number(id) is not None]
        posts = list(dict.fromkeys(id for id in ids if id.isdecimal()))
        shown = await _shown(client, posts)
        there = [id for id in posts if id in shown]
        about = Figures(account.name, io.now(), "wall.getById")
        found = [metric for id in there for metric in about.of(_subject(account, id), _counters(shown[id]))]
        found += await _reach(client, there)
        found += await _clicks(client, {id: shown[id] for id in there})
        for id in stories:
            found += await _story(client, id)
        return found


@frozen
class Figures:
    """Makes metrics of what one method told."""

    account: str
    now: datetime
    method: str

    def of(
        self,
        subject: Subject,
        values: Mapping[MetricName, Any],
        *,
        detail: str = "",
        start: datetime | None = None,
    ) -> Iterator[Metric]:
        for name, value in values.items():
            if isinstance(value, int) and not isinstance(value, bool):
                yield Metric(
                    subject=subject,
                    name=name,
                    value=value,
                    detail=detail,
                    start=start,
                    end=self.now,
                    read_at=self.now,
                    source=f"{NAME}:{self.method}@{VERSION}",
                )


def _subject(account: Account, id: str) -> Subject:
    return Subject(account.name, SubjectKind.POST, id)


def parts(items: Sequence[str], size: int) -> list[list[str]]:
    return [list(items[start : start + size]) for start in range(0, len(items), size)]


async def _shown(client: Client, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    owner = -(await client.community())
    calls = [
        client.call("wall.getById", {"posts": [f"{owner}_{id}" for id in part]}, result=_items)
        for part in parts(ids, POSTS_A_CALL)
    ]
    pages = await client.io.gather(*calls)
    return {str(item["id"]): item for items in pages for item in items if not item.get("is_deleted")}


def _items(response: Any) -> list[dict[str, Any]]:
    items = response["items"] if isinstance(response, dict) else response
    return [item for item in items if isinstance(item, dict) and "id" in item]


def _counters(item: Mapping[str, Any]) -> dict[MetricName, Any]:
    return {name: (item.get(field) or {}).get("count") for field, name in _COUNTERS.items()}


async def _reach(client: Client, ids: Sequence[str]) -> list[Metric]:
    """How many people saw the posts; only administrators with the right `stats` are told."""
    if not ids or not client.may("stats.getPostReach"):
        return []
    owner = -(await client.community())
    method = "stats.getPostReach"
    calls = [
        Call(method=method, params={"owner_id": owner, "post_ids": part}) for part in parts(ids, REACH_A_CALL)
    ]
    try:
        answers = await (
            client.all_of(calls, Kind.USER)
            if len(calls) > 1
            else client.io.gather(client.call(method, calls[0].params))
        )
    except PlatformError as error:
        log.warning("%s: no reach: %s", client.account.name, error)
        return []
    about = Figures(client.account.name, client.io.now(), method)
    return [metric for answer in answers for item in answer or () for metric in _reached(about, client, item)]


def _reached(about: Figures, client: Client, item: Mapping[str, Any]) -> Iterable[Metric]:
    subject = _subject(client.account, str(item["post_id"]))
    for field, (name, detail) in _REACH.items():
        yield from about.of(subject, {name: item.get(field)}, detail=detail)


async def _clicks(client: Client, shown: Mapping[str, Mapping[str, Any]]) -> list[Metric]:
    """Clicks on the short links (vk.cc) in the posts."""
    links = {id: key for id, item in shown.items() if (key := _short_link(item))}
    if not links:
        return []
    keys = list(dict.fromkeys(links.values()))
    method = "utils.getLinkStats"
    calls = [Call(method=method, params={"key": key, "interval": "forever"}) for key in keys]
    try:
        answers = await _by_any(client, calls)
    except SMMError as error:
        log.warning("%s: no clicks: %s", client.account.name, error)
        return []
    told = {key: _views(answer) for key, answer in zip(keys, answers, strict=True)}
    about = Figures(client.account.name, client.io.now(), method)
    return [
        metric
        for id, key in links.items()
        for metric in about.of(
            _subject(client.account, id), {MetricName.CLICKS: told[key]}, detail=f"vk.cc/{key}"
        )
    ]


async def _by_any(client: Client, calls: Sequence[Call]) -> list[Any]:
    """Service tokens may not put several calls into one."""
    for kind in (Kind.COMMUNITY, Kind.USER):
        if kind in client.kinds and len(calls) > 1:
            return await client.all_of(calls, kind)
    return await client.io.gather(*[client.call(call.method, call.params) for call in calls])


def _short_link(item: Mapping[str, Any]) -> str | None:
    match = _SHORT_LINK.search(str(item.get("text") or ""))
    return match[1] if match else None


def _views(answer: Any) -> int | None:
    if not isinstance(answer, dict):
        return None
    views = [item["views"] for item in answer.get("stats") or () if isinstance(item.get("views"), int)]
    return sum(views) if views else None


async def _story(client: Client, id: str) -> list[Metric]:
    params = {"owner_id": -(await client.community()), "story_id": story_number(id)}
    try:
        told = await client.call("stories.getStats", params, result=dict)
    except PlatformError as error:
        log.info("%s: no figures of %s: %s", client.account.name, id, error)
        return []
    about = Figures(client.account.name, client.io.now(), "stories.getStats")
    values = {name: _told(told.get(field)) for field, name in _STORY.items()}
    return [*about.of(_subject(client.account, id), values)]


def _told(stat: Any) -> Any:
    """A story's figure, unless VK hides it."""
    return stat.get("count") if isinstance(stat, dict) and stat.get("state") == "on" else None


async def _today(client: Client) -> list[Metric]:
    if not client.may("stats.get"):
        return []
    params = {
        "group_id": await client.community(),
        "interval": "day",
        "intervals_count": 1,
        "extended": False,
    }
    try:
        periods = await client.call("stats.get", params, result=list)
    except PlatformError as error:
        log.warning("%s: no statistics: %s", client.account.name, error)
        return []
    about = Figures(client.account.name, client.io.now(), "stats.get")
    found: list[Metric] = []
    for period in periods[:1]:
        values = {name: (period.get(part) or {}).get(field) for (part, field), name in _PERIOD.items()}
        start = moment(float(period["period_from"]))
        found += about.of(Subject(client.account.name), values, start=start)
    return found


def _first_group(response: Mapping[str, Any]) -> dict[str, Any]:
    return dict(response["groups"][0])
