"""Finding a post whose answer was lost: its container says whether it is shown, its account's posts say as what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from smmcore.models import Kind, Post, Video
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.limits import MEDIA_PAGE
from smmcore_instagram.rendering import caption, normalized
from smmcore_meta.times import moment

POSTS = "posts"
"""What was published from here: its key and time by its number."""
_EARLIER = timedelta(minutes=2)
"""How far Instagram's clock may be from ours."""
_FIELDS = "id,caption,media_type,timestamp"


@frozen(eq=False)
class Search:
    """One post among what the account shows."""

    client: Client
    post: Post
    steps: Steps

    async def found(self) -> list[str]:
        """The numbers of posts that are like it, since it was sent, and are no other post of ours; oldest first.

        Of several with the same words the first one is meant, but stories have no words: any of them may be it.
        """
        fit = [item for item in await self._recent() if self._is_like(item)]
        fit.sort(key=lambda item: (str(item["timestamp"]), len(item["id"]), item["id"]))
        ids = [id for item in fit if not await self._anothers(id := str(item["id"]))]
        return ids if self.post.kind is Kind.STORY else ids[:1]

    @property
    def since(self) -> datetime:
        return (self.steps.sent_at or self.client.io.now() - timedelta(days=1)) - _EARLIER

    async def _recent(self) -> list[Mapping[str, Any]]:
        """Newest first."""
        edge = "stories" if self.post.kind is Kind.STORY else "media"
        items = await self.client.graph.items(
            f"{self.client.id}/{edge}", fields=_FIELDS, limit=MEDIA_PAGE, enough=self._is_older
        )
        return [item for item in items if not self._is_older(item)]

    def _is_older(self, item: Mapping[str, Any]) -> bool:
        at = moment(item.get("timestamp"))
        return at is None or at < self.since

    def _is_like(self, item: Mapping[str, Any]) -> bool:
        if item.get("media_type") != self._shape():
            return False
        if self.post.kind is Kind.STORY:
            return True  # stories have no text
        text = caption(self.post, self.client.settings)
        return normalized(text) == normalized(str(item.get("caption") or ""))

    def _shape(self) -> str:
        if len(self.post.media) > 1:
            return "CAROUSEL_ALBUM"
        return "VIDEO" if any(isinstance(media, Video) for media in self.post.media) else "IMAGE"

    async def _anothers(self, id: str) -> bool:
        """Whether it is known as another post of ours; this one may be known from an earlier search."""
        kept = await self.client.io.store.get(POSTS, id)
        return kept is not None and kept.get("key") != self.steps.key
