"""Finding a post whose answer was lost: by the film or the photos in it, or by its words among the Page's posts.

Only what Facebook says is a proof that the post is not there; what it leaves out is none.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from attrs import frozen

from smmcore.errors import NotThere
from smmcore.models import File, Kind, Photo, Post, Video
from smmcore.platform import Absent, Unclear
from smmcore.steps import Steps
from smmcore_facebook import films
from smmcore_facebook.client import Client
from smmcore_facebook.comparing import FIELDS, attached, in_time, is_it, is_near
from smmcore_facebook.films import Film, film, film_of
from smmcore_facebook.known import anothers
from smmcore_facebook.limits import PAGE_OF_POSTS
from smmcore_facebook.names import whole
from smmcore_facebook.rendering import message
from smmcore_facebook.sending_films import FILM
from smmcore_facebook.settings import FacebookOptions
from smmcore_facebook.showing import Shown
from smmcore_meta.texts import normalized
from smmcore_meta.times import moment

_EARLIER = timedelta(minutes=2)
"""How far Facebook's clock may be from ours."""
_UPLOAD = timedelta(days=2)
"""How much earlier an upload may have been opened than its film was published."""
_STORY_LIVES = timedelta(hours=23)
"""For how long a story is listed for sure; it ends after 24 hours."""
_STORY = "post_id,media_id,media_type,creation_time"
_STORIES = {"status": ["PUBLISHED", "ARCHIVED"]}
_LATER = "ask again in some minutes"
Item = Mapping[str, Any]
Result = Shown | Absent | Unclear


@frozen(eq=False)
class Search:
    """One post in doubt."""

    client: Client
    post: Post
    steps: Steps

    async def result(self) -> Result:
        """What the call that shows the post would have answered, if Facebook shows the post."""
        since = self._since
        if since is None:
            return Unclear("nobody knows when it was sent; look at the Page")
        own = self.steps.value(FILM)
        if own and (found := await self._by_film(str(own["film"]))):
            return found
        if self.post.kind is Kind.STORY:
            return await self._among_stories(since)
        found = await self._among_posts(since)
        if not isinstance(found, Absent):
            return found
        if own:
            # Facebook says with the same error that a film is gone and that nobody may see it.
            return await self._listed_film(str(own["film"]), since)
        return await self._fetched_film(since) if self._is_fetched else found

    async def story(self, photo: str) -> str | None:
        """The identifier of the story that shows the photo, if Facebook lists it."""
        for story in await self._stories():
            if str(story.get("media_id")) == photo and story.get("post_id"):
                return whole(self.client.page, str(story["post_id"]))
        return None

    @property
    def _since(self) -> datetime | None:
        return self.steps.sent_at - _EARLIER if self.steps.sent_at else None

    @property
    def _is_fetched(self) -> bool:
        """Whether Facebook fetches the film by itself: then it has no upload."""
        media = self.post.media[0] if self.post.media else None
        return isinstance(media, Video) and not isinstance(media.source, File)

    # By the film

    async def _by_film(self, id: str) -> Result | None:
        """None where Facebook does not show the film."""
        try:
            return _told_by(await film(self.client, id))
        except NotThere:
            return None

    async def _listed_film(self, id: str, since: datetime) -> Result:
        for edge in ("videos", "video_reels"):
            for item in await self._items(edge, films.LISTED, since - _UPLOAD):
                if str(item.get("id")) == id:
                    return _told_by(film_of(self.client.page, item))
        return Absent("Facebook does not know the film any more, and the Page shows nothing like it")

    async def _fetched_film(self, since: datetime) -> Result:
        """A film of which no number is known: by its words among the Page's films of that time."""
        words = normalized(message(self.post, self.client.settings))
        items = await self._items("videos", films.LISTED, since)
        unknown = await self._unknown(items)
        alike = [item for item in unknown if normalized(str(item.get("description") or "")) == words]
        ours = [item for item in alike if words and in_time(item, self.post, self.client.io.now())]
        if alike and (len(alike) > 1 or not ours):
            return Unclear(f"{len(alike)} unknown film(s) since then may be it; look at the Page")
        if alike:
            return _told_by(film_of(self.client.page, alike[0]))
        if self.client.io.now() < since + timedelta(hours=self.client.settings.fetching_hours):
            return Unclear("Facebook may still be fetching the film; ask again later")
        return Absent("the Page has no film like it")

    # Among stories

    async def _among_stories(self, since: datetime) -> Result:
        """A story is known by the photo or the film in it."""
        own = self.steps.value(FILM) or {"film": None}
        photo = self.steps.value("photo 1") or {"id": None}
        media = own["film"] or photo["id"]
        if media and (post := await self.story(str(media))):
            return {"post": post, "film": own["film"]}
        unknown = await self._unknown([each for each in await self._stories() if not _is_old(each, since)])
        if unknown:
            return Unclear(f"{len(unknown)} unknown stories are of that time; look which one it is")
        if self.client.io.now() > since + _STORY_LIVES:
            return Unclear(
                "stories of that time are over, and may not be listed any more; look at the archive"
            )
        return Absent("the Page has no unknown story of that time")

    async def _stories(self) -> Sequence[Item]:
        return await self.client.graph.items(self.client.edge("stories"), _STORIES, fields=_STORY)

    # Among posts

    async def _among_posts(self, since: datetime) -> Result:
        options = self.post.options_for(FacebookOptions)
        if options.draft:
            return Unclear("Facebook's API lists no drafts; look among the drafts in Meta's own tools")
        items = await self._items("published_posts", FIELDS, since)
        if options.scheduled_for:
            # These have no order by when they were made, and are few.
            waiting = await self.client.graph.items(
                self.client.edge("scheduled_posts"), {}, fields=FIELDS, limit=PAGE_OF_POSTS
            )
            items = [*items, *(item for item in waiting if not _is_old(item, since))]
        unknown = await self._unknown(items)
        found = {str(item["id"]) for item in unknown if self._is_it(item)}
        if len(found) == 1:
            return {"post": found.pop(), "film": None}
        near = len(found) or sum(is_near(item, self.post, self.client.settings) for item in unknown)
        if near:
            return Unclear(f"{near} unknown post(s) since then are much like it; look at the Page")
        return Absent(f"the Page shows nothing like it since {since:%Y-%m-%d %H:%M} UTC")

    def _is_it(self, item: Item) -> bool:
        ours = is_it(item, self.post, self.client.settings, self._photos())
        return ours and in_time(item, self.post, self.client.io.now())

    def _photos(self) -> set[str]:
        count = sum(isinstance(item, Photo) for item in self.post.media)
        values = [self.steps.value(f"photo {place}") for place in range(1, count + 1)]
        return {str(value["id"]) for value in values if value}

    async def _items(self, edge: str, fields: str, since: datetime) -> Sequence[Item]:
        """Newest first, back to that moment."""
        return await self.client.graph.items(
            self.client.edge(edge),
            {},
            fields=fields,
            limit=PAGE_OF_POSTS,
            enough=lambda item: _is_old(item, since),
        )

    async def _unknown(self, items: Sequence[Item]) -> list[Item]:
        """Without the other posts of ours."""
        known = await anothers(self.client, self.steps.key)
        return [item for item in items if not self._is_known(item, known)]

    def _is_known(self, item: Item, known: Collection[str]) -> bool:
        own = [str(item[name]) for name in ("id", "media_id") if item.get(name)]
        post = [whole(self.client.page, str(item["post_id"]))] if item.get("post_id") else []
        return any(id in known for id in (*own, *post, *attached(item)))


def _told_by(found: Film) -> Result:
    """What a film says about its post."""
    if found.failed:
        return Absent(f"Facebook cannot use the film: {found.problem}")
    if found.finished:
        return {"post": found.post, "film": found.id}
    if found.untouched and found.state != "processing":
        return Absent("Facebook has the film, and waits to be told to publish it")
    return Unclear(f"Facebook is still at the film, or does not tell how far it is; {_LATER}")


def _is_old(item: Item, since: datetime) -> bool:
    at = moment(item.get("created_time") or item.get("creation_time"))
    return at is not None and at < since
