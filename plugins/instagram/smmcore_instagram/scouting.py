"""Other accounts' public figures, where others name or tag the account, and hashtags."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import InvalidInput, SMMError
from smmcore.io import IO
from smmcore.models import Account, AuthorKind, Comment, Metric, Subject, SubjectKind
from smmcore.models.converting import load
from smmcore.platform import Page
from smmcore_instagram.client import Client
from smmcore_instagram.hearing import MENTIONS
from smmcore_instagram.limits import PAGE
from smmcore_instagram.measuring import PROFILE, counted
from smmcore_instagram.names import user_name
from smmcore_instagram.profile import Own, own
from smmcore_instagram.reading import in_order, recent
from smmcore_instagram.rendering import mentions as mentioned
from smmcore_instagram.views import mention
from smmcore_meta.graph import Get
from smmcore_meta.shapes import mappings
from smmcore_meta.times import moment

_TAGGED = "id,caption,timestamp,username,permalink"
_HASHTAGS = "hashtags"
_FOUND = "id,caption,media_type,permalink,timestamp,like_count,comments_count"
log = logging.getLogger("smmcore.instagram")


@frozen(kw_only=True)
class Tagged:
    """A public post under a hashtag; Instagram does not tell whose it is."""

    id: str
    text: str = ""
    url: str | None = None
    at: datetime | None = None
    likes: int | None = None
    comments: int | None = None
    shape: str = ""
    """`IMAGE`, `VIDEO` or `CAROUSEL_ALBUM`."""


class Scouting:
    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        """Figures of other professional accounts, by user name or address; of those that are not there, nothing."""
        client = Client(io, account)
        names = {page: name for page in pages if (name := user_name(page))}
        shown = await _discovered(client, [*dict.fromkeys(names.values())])
        return [
            metric
            for page, name in names.items()
            for metric in counted(
                client, Subject(account.name, SubjectKind.PAGE, page), shown.get(name, {}), PROFILE
            )
        ]

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        """Posts of others that tag the account, comments under its own that name it, and what webhooks told of."""
        client = Client(io, account)
        after, _, before = (cursor or "").rpartition(" ")
        me = await own(client)
        page = await client.graph.page(f"{client.id}/tags", fields=_TAGGED, limit=PAGE, cursor=after or None)
        tagged = [found for item in page.items if (found := mention(item, me))]
        until = min((found.at.timestamp() for found in tagged), default=0.0) if page.next else 0.0
        named = [*await _heard(client), *await _below(client, me)]
        span = (until, float(before or "inf"))
        both = [*tagged, *(found for found in named if span[0] <= found.at.timestamp() < span[1])]
        items = in_order(both)[::-1]
        return Page(items, f"{page.next} {until}" if page.next else None)

    async def hashtag(
        self, io: IO, account: Account, word: str, *, top: bool = False, cursor: str | None = None
    ) -> Page[Tagged]:
        """Public posts with a hashtag: those of the last day, or with `top` the most popular ones.

        Meta allows an account 30 hashtags in seven days.
        """
        name = word.strip().removeprefix("#").lower()
        if not name:
            raise InvalidInput("word: must not be empty")
        client = Client(io, account)
        user = {"user_id": client.id}
        number = await io.store.get(_HASHTAGS, name)
        if number is None:
            found = await client.graph.get("ig_hashtag_search", {**user, "q": name})
            first = next(iter(mappings(found.get("data"))), {})
            if not first.get("id"):
                return Page(())  # nobody has used it
            number = str(first["id"])
            await io.store.put(_HASHTAGS, name, number)
        edge = f"{number}/{'top_media' if top else 'recent_media'}"
        page = await client.graph.page(edge, user, fields=_FOUND, limit=PAGE, cursor=cursor, lone_cursor=True)
        return Page([_tagged(item) for item in page.items if item.get("id")], page.next)


async def _discovered(client: Client, names: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    """What everybody may see of accounts; 50 in a request."""
    about = ",".join(PROFILE)
    calls = [
        Get(client.id, fields=f"business_discovery.username({name}){{username,{about}}}") for name in names
    ]
    found = {}
    for name, answer in zip(names, await client.graph.batch(calls), strict=True):
        if isinstance(answer, SMMError):
            log.warning("%s: no figures of %s: %s", client.account.name, name, answer)
        else:
            found[name] = answer.get("business_discovery") or {}
    return found


async def _heard(client: Client) -> list[Comment]:
    kept = await client.io.store.all(MENTIONS)
    return [load(Comment, item["shown"]) for item in kept.values()]


async def _below(client: Client, me: Own) -> list[Comment]:
    """Comments of others under the account's recent posts that name it."""
    name = f"@{me.username}".lower()
    return [
        comment
        for comment in await recent(client)
        if comment.author.kind is not AuthorKind.OWNER
        and name in (word.lower().rstrip(".") for word in mentioned(comment.text))
    ]


def _tagged(item: Mapping[str, Any]) -> Tagged:
    return Tagged(
        id=str(item["id"]),
        text=str(item.get("caption") or ""),
        url=item.get("permalink"),
        at=moment(item.get("timestamp")),
        likes=item.get("like_count"),
        comments=item.get("comments_count"),
        shape=str(item.get("media_type") or ""),
    )
