"""What was written since the last look: only posts are read whose number of comments has changed."""

import logging
from typing import Any

from smmcore.errors import SMMError
from smmcore.models import Comment
from smmcore_instagram.client import Client
from smmcore_instagram.reading import below, discussed, in_order

_KIND, _KEY = "hearing", "counts"
_ANEW = 3600
"""Seconds after which a post is read all the same: one comment may have gone when another one came."""

log = logging.getLogger("smmcore.instagram")


class News:
    """One look at the posts of the last days."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._seen: dict[str, dict[str, Any]] = {}

    async def comments(self) -> list[Comment]:
        """All comments under the posts that have changed, old ones too."""
        store, now = self._client.io.store, self._client.io.now().timestamp()
        kept = await store.get(_KIND, _KEY) or {}
        counts = await discussed(self._client)
        old = {
            post: kept[post]
            for post, count in counts.items()
            if count is not None and post in kept and kept[post]["count"] == count
        }
        old = {post: seen for post, seen in old.items() if seen["at"] > now - _ANEW}
        found = await below(self._client, [post for post in counts if post not in old])
        # A post that could not be read is read next time.
        self._seen = {**old, **{post: {"count": counts[post], "at": now} for post in found}}
        return in_order([comment for comments in found.values() for comment in comments])

    async def taken(self) -> None:
        """What was read is told: do not read it again."""
        try:
            await self._client.io.store.put(_KIND, _KEY, self._seen)
        except SMMError as error:
            log.warning("%s: the same comments will be read again: %s", self._client.account.name, error)
