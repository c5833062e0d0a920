"""Posts that wait on Facebook: looking at them, moving them, publishing them now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from smmcore.errors import InvalidInput
from smmcore.io import IO
from smmcore.models import Account
from smmcore.platform import Page
from smmcore_facebook.client import client
from smmcore_facebook.limits import PAGE_OF_POSTS
from smmcore_facebook.names import post_name
from smmcore_meta.times import moment, stamp


@frozen(kw_only=True)
class WaitingPost:
    """A post that Facebook publishes by itself at that time."""

    id: str
    text: str
    at: datetime | None


class Waiting:
    async def scheduled(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[WaitingPost]:
        """The posts that wait for their time on Facebook; drafts are not told of."""
        page = client(io, account)
        found = await page.graph.page(
            page.edge("scheduled_posts"),
            {},
            fields="id,message,scheduled_publish_time",
            limit=PAGE_OF_POSTS,
            cursor=cursor,
        )
        return Page([_waiting(item) for item in found.items], found.next)

    async def reschedule(self, io: IO, account: Account, id: str, at: datetime) -> None:
        """Move a post that waits on Facebook to another time."""
        if at.utcoffset() is None:
            raise InvalidInput(f"at: {at.isoformat()} has no UTC offset; give it one, such as +01:00")
        page = client(io, account)
        await page.graph.post(post_name(id), {"scheduled_publish_time": stamp(at)}, safe=True)

    async def publish_now(self, io: IO, account: Account, id: str) -> None:
        """Publish a draft, or a post that waits for its time."""
        await client(io, account).graph.post(post_name(id), {"is_published": True}, safe=True)


def _waiting(item: Mapping[str, Any]) -> WaitingPost:
    at = moment(item.get("scheduled_publish_time"))
    return WaitingPost(id=str(item["id"]), text=str(item.get("message") or ""), at=at)
