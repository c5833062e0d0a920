"""What happens on the account: each comment is told once, whether a webhook told it first or it was read."""

import logging
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from attrs import frozen

from smmcore.errors import NotThere, Rejected, SMMError
from smmcore.models import AuthorKind, Comment, Event, EventKind
from smmcore.models.converting import dump
from smmcore_instagram.client import Client
from smmcore_instagram.news import News
from smmcore_instagram.profile import Own, own
from smmcore_instagram.views import comment as as_comment
from smmcore_instagram.views import mention as as_mention
from smmcore_meta.webhooks import Change

MENTIONS = "mentions"
"""Mentions that webhooks told of, by the number of the comment or post: there is no list of them."""
_HEARD = "heard"
_PLACE, _SINCE = "hearing", "since"
_OVERLAP = timedelta(minutes=1)
"""How far clocks may differ; what was told before is known."""
_COMMENT = "id,text,timestamp,username,media{id,permalink}"
_MEDIA = "id,caption,timestamp,username,permalink"
log = logging.getLogger("smmcore.instagram")


@frozen(eq=False)
class Hearing:
    """One account's ear."""

    client: Client

    async def begin(self) -> None:
        """Hear what happens from now on, where nobody has listened before."""
        if await self._since() is None:
            now = self.client.io.now().timestamp()
            await self.client.io.store.put(_PLACE, _SINCE, now)

    async def take_in(self) -> list[Event]:
        """Comments of others that were written since it began and that nobody was told of."""
        since = await self._since()
        if since is None:
            await self.begin()
            return []
        begun = datetime.fromtimestamp(since, UTC) - _OVERLAP
        news = News(self.client)
        found = await news.comments()
        others = [comment for comment in found if comment.author.kind is not AuthorKind.OWNER]
        events = await self._told([comment for comment in others if comment.at >= begun])
        await news.taken()
        return events

    async def told(self, changes: Iterable[Change]) -> list[Event]:
        """What webhooks told; changes of other accounts of the same app are left alone."""
        me = await own(self.client)
        events: list[Event] = []
        failures: list[SMMError] = []
        for change in changes:
            if change.id not in me.ids:
                continue
            try:
                events += await self._understood(change, me)
            except SMMError as error:
                log.warning("%s: a change could not be taken in: %s", self.client.account.name, error)
                failures.append(error)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                log.warning("instagram: a change was not understood (%s)", type(error).__name__)
        if failures and not events:
            raise failures[0]  # Meta calls again, and nothing was told yet
        return events

    async def _understood(self, change: Change, me: Own) -> list[Event]:
        at = change.time or self.client.io.now()
        if change.field in {"comments", "live_comments"} and not me.wrote(change.value):
            post = str((change.value.get("media") or {}).get("id") or "") or None
            said = as_comment(change.value, me, post=post, at=at)
            return await self._told([said] if said else [])
        if change.field == "mentions":
            return await self._mentioned(change.value, me, at)
        return []

    async def _told(self, comments: Iterable[Comment]) -> list[Event]:
        store = self.client.io.store
        heard = await store.all(_HEARD)
        new = {comment.id: comment for comment in comments if comment.id not in heard}
        events = [
            Event(kind=EventKind.COMMENTED, post=comment.post, comment=comment, at=comment.at)
            for comment in new.values()
        ]
        # What is older than the posts that are read cannot come again.
        oldest = self.client.io.now() - timedelta(days=self.client.settings.comment_days + 1)
        for id in [id for id, at in heard.items() if at < oldest.timestamp()]:
            await store.remove(_HEARD, id)
        await self._mark({id: comment.at for id, comment in new.items()})
        return events

    async def _mark(self, heard: Mapping[str, datetime]) -> None:
        """Last of all: telling twice is better than never."""
        try:
            for id, at in heard.items():
                await self.client.io.store.put(_HEARD, id, at.timestamp())
        except SMMError as error:
            log.warning("%s: some comments may be told twice: %s", self.client.account.name, error)

    async def _mentioned(self, value: Mapping[str, Any], me: Own, at: datetime) -> list[Event]:
        media, comment = str(value["media_id"]), value.get("comment_id")
        if not self.client.by_facebook:
            return await self._placed(media, comment, at, "Instagram's own login cannot read it")
        try:
            shown = await self._shown(media, str(comment) if comment else None)
        except SMMError as error:
            return await self._placed(media, comment, at, f"it could not be read: {error}")
        said = as_mention(shown, me) if shown and not me.wrote(shown) else None
        if said is None or await self.client.io.store.get(MENTIONS, said.id) is not None:
            return []
        kept = {"media": media, "comment": str(comment) if comment else None, "shown": dump(said)}
        await self.client.io.store.put(MENTIONS, said.id, kept)
        return [Event(kind=EventKind.COMMENTED, comment=said, at=said.at)]

    async def _placed(self, media: str, comment: Any, at: datetime, why: str) -> list[Event]:
        """Where a mention stands that cannot be read."""
        key = f"mention {comment or media}"
        if await self.client.io.store.get(_HEARD, key) is not None:
            return []
        await self._mark({key: at})
        where = f"post {media}, comment {comment}" if comment else f"post {media}"
        return [Event(kind=EventKind.COMMENTED, at=at, note=f"named in {where}; {why}")]

    async def _shown(self, media: str, comment: str | None) -> Mapping[str, Any]:
        """What was written there; empty where it is gone or may not be seen."""
        if comment:
            name, fields = "mentioned_comment", f"mentioned_comment.comment_id({comment}){{{_COMMENT}}}"
        else:
            name, fields = "mentioned_media", f"mentioned_media.media_id({media}){{{_MEDIA}}}"
        try:
            told = await self.client.graph.get(self.client.id, fields=fields)
        except (NotThere, Rejected) as error:
            log.warning("%s: a mention cannot be read: %s", self.client.account.name, error)
            return {}
        shown: Mapping[str, Any] = told.get(name) or {}
        return shown

    async def _since(self) -> float | None:
        since: float | None = await self.client.io.store.get(_PLACE, _SINCE)
        return since
