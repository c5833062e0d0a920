"""Figures of posts, of the account, and of other people's pages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.io import IO
from smmcore.models import Account, Metric, MetricName, Subject, SubjectKind
from smmcore_bluesky.client import Client
from smmcore_bluesky.names import actor

AT_ONCE = 25
"""Posts or pages that one call takes."""
_POST = {
    "likeCount": MetricName.REACTIONS,
    "replyCount": MetricName.COMMENTS,
    "repostCount": MetricName.SHARES,
    "quoteCount": MetricName.QUOTES,
    "bookmarkCount": MetricName.SAVES,
}
_PAGE = {
    "followersCount": MetricName.FOLLOWERS,
    "followsCount": MetricName.FOLLOWING,
    "postsCount": MetricName.POSTS,
}


class Measuring:
    """What the network does not answer is left out."""

    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        client = Client(io, account)
        profile = await client.query("app.bsky.actor.getProfile", {"actor": await client.did()}, dict)
        about = _Figures(account.name, io.now(), "app.bsky.actor.getProfile")
        return [*about.of(Subject(account.name), profile, _PAGE)]

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        client = Client(io, account)
        method = "app.bsky.feed.getPosts"
        calls = [client.query(method, {"uris": part}, _list_of("posts")) for part in _parts(ids)]
        shown = {post["uri"]: post for posts in await io.gather(*calls) for post in posts}
        about = _Figures(account.name, io.now(), method)
        subjects = {id: Subject(account.name, SubjectKind.POST, id) for id in ids if id in shown}
        return [metric for id, subject in subjects.items() for metric in about.of(subject, shown[id], _POST)]

    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        """By handle, DID or a profile's link; of what can be none of these, as of nobody, nothing."""
        client = Client(io, account)
        method = "app.bsky.actor.getProfiles"
        names = {page: name.lower() for page in pages if (name := actor(page))}
        parts = _parts([*dict.fromkeys(names.values())])
        calls = [client.query(method, {"actors": part}, _list_of("profiles")) for part in parts]
        shown: dict[str, Any] = {}
        for profiles in await io.gather(*calls):
            for profile in profiles:
                shown |= {str(profile.get(name)).lower(): profile for name in ("did", "handle")}
        about = _Figures(account.name, io.now(), method)
        return [
            metric
            for page, name in names.items()
            if name in shown
            for metric in about.of(Subject(account.name, SubjectKind.PAGE, page), shown[name], _PAGE)
        ]


@frozen
class _Figures:
    """Reads numbers out of what one method showed."""

    account: str
    now: datetime
    method: str

    def of(
        self, subject: Subject, shown: Mapping[str, Any], names: Mapping[str, MetricName]
    ) -> Iterator[Metric]:
        for field, name in names.items():
            value = shown.get(field)
            if isinstance(value, int):
                yield Metric(
                    subject=subject,
                    name=name,
                    value=value,
                    end=self.now,
                    read_at=self.now,
                    source=f"bluesky:{self.method}@1",
                )


def _parts(items: Sequence[str]) -> list[list[str]]:
    return [list(items[start : start + AT_ONCE]) for start in range(0, len(items), AT_ONCE)]


def _list_of(field: str) -> Any:
    def read(body: dict[str, Any]) -> Iterable[dict[str, Any]]:
        return [item for item in body[field] if isinstance(item, dict)]

    return read
