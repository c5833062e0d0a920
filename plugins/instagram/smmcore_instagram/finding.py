"""Finding a post whose answer was lost: its container says whether it is shown, its account's posts say as what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from smmcore.models import Kind, Post, Video
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.containers import made_in
from smmcore_instagram.limits import MEDIA_PAGE
from smmcore_instagram.rendering import caption
from smmcore_meta.texts import normalized
from smmcore_meta.times import moment

POSTS = "posts"
"""What was published from here: its key and time by its number."""
_EARLIER = timedelta(minutes=2)
"""How far Instagram's clock may be from ours."""
_LATER = timedelta(minutes=10)
"""How long after it was sent a post may come to be; a later one is somebody else's."""
_FIELDS = "id,caption,media_type,timestamp"


@frozen(eq=False)
class Search:
    """One post among what the account shows."""

    client: Client
    post: Post
    steps: Steps
    sent_at: datetime | None = None
    """When it was sent at the latest, where that is known better than by its steps."""

    async def found(self) -> list[str]:
        """The numbers of posts that are like it, of its time, and are no other post of ours; oldest first.

        Of several with the same words the first one is meant; of those without words any may be it.
        """
        fit = [item for item in await self._recent() if self._is_like(item)]
        fit.sort(key=lambda item: (str(item["timestamp"]), len(item["id"]), item["id"]))
        ids = [id for item in fit if not await self._anothers(id := str(item["id"]))]
        return ids[:1] if self.words else ids

    @property
    def words(self) -> str:
        """By which it is told from others; stories have none."""
        if self.post.kind is Kind.STORY:
            return ""
        return normalized(caption(self.post, self.client.settings))

    @property
    def since(self) -> datetime:
        """From when its container was made: when it was sent, may have been noted late."""
        made = made_in(self.steps)
        return (made.at if made else self._sent or self.client.io.now() - timedelta(days=1)) - _EARLIER

    @property
    def until(self) -> datetime:
        return (self._sent or self.client.io.now()) + _LATER

    @property
    def _sent(self) -> datetime | None:
        return self.sent_at or self.steps.sent_at

    async def _recent(self) -> list[Mapping[str, Any]]:
        """Newest first."""
        edge = "stories" if self.post.kind is Kind.STORY else "media"
        items = await self.client.graph.items(
            f"{self.client.id}/{edge}", fields=_FIELDS, limit=MEDIA_PAGE, enough=self._is_older
        )
        return [item for item in items if not self._is_older(item) and not self._is_later(item)]

    def _is_older(self, item: Mapping[str, Any]) -> bool:
        at = moment(item.get("timestamp"))
        return at is not None and at < self.since

    def _is_later(self, item: Mapping[str, Any]) -> bool:
        at = moment(item.get("timestamp"))
        return at is None or at > self.until

    def _is_like(self, item: Mapping[str, Any]) -> bool:
        if item.get("media_type") != self._shape():
            return False
        return self.post.kind is Kind.STORY or self.words == normalized(str(item.get("caption") or ""))

    def _shape(self) -> str:
        if len(self.post.media) > 1:
            return "CAROUSEL_ALBUM"
        return "VIDEO" if any(isinstance(media, Video) for media in self.post.media) else "IMAGE"

    async def _anothers(self, id: str) -> bool:
        """Whether it is known as another post of ours; this one may be known from an earlier search."""
        kept = await self.client.io.store.get(POSTS, id)
        return kept is not None and kept.get("key") != self.steps.key
