"""Finding a post whose answer was lost: by the film or the photos in it, or by its words among the Page's posts."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from attrs import frozen

from smmcore.errors import NotThere
from smmcore.models import File, Kind, Photo, Post, Video
from smmcore.platform import Absent, Unclear
from smmcore.steps import Steps
from smmcore_facebook.client import Client
from smmcore_facebook.films import film
from smmcore_facebook.known import anothers
from smmcore_facebook.limits import PAGE_OF_POSTS
from smmcore_facebook.names import whole
from smmcore_facebook.rendering import message, normalized
from smmcore_facebook.sending_films import FILM
from smmcore_facebook.settings import FacebookOptions
from smmcore_facebook.showing import Shown
from smmcore_meta.times import moment

_EARLIER = timedelta(minutes=2)
"""How far Facebook's clock may be from ours."""
_FETCHING = timedelta(hours=1)
"""How long Facebook may take to fetch a film from its address and to process it."""
_ALIKE = 0.6
"""From this ratio on, one text may be what Facebook made of the other."""
_COMPARED = 1000
"""Characters of a text by which it is compared."""
_POST = (
    "id,message,created_time,scheduled_publish_time,"
    "attachments{media_type,target,unshimmed_url,url,subattachments}"
)
_STORY = "post_id,media_id,media_type,creation_time"


@frozen(eq=False)
class Search:
    """One post in doubt."""

    client: Client
    post: Post
    steps: Steps

    async def result(self) -> Shown | Absent | Unclear:
        """What the call that shows the post would have answered, if Facebook shows the post."""
        media = self.post.media[0] if self.post.media else None
        if self.post.kind is Kind.STORY:
            return await self._among_stories()
        if known := self.steps.value(FILM):
            return await self._by_film(str(known["film"]))
        fetches = isinstance(media, Video) and not isinstance(media.source, File)
        if self._since is None:
            return Unclear("nobody knows when it was sent; look at the Page")
        found = await self._among_posts(self._since)
        if isinstance(found, Absent) and fetches and self.client.io.now() < self._since + _FETCHING:
            return Unclear("Facebook may still be fetching the film; ask again in an hour")
        return found

    @property
    def _since(self) -> datetime | None:
        return self.steps.sent_at - _EARLIER if self.steps.sent_at else None

    async def _by_film(self, id: str) -> Shown | Absent | Unclear:
        try:
            found = await film(self.client, id)
        except NotThere:
            return Absent("Facebook does not know the film any more")
        if found.problem:
            return Absent(f"Facebook cannot use the film: {found.problem}")
        if found.finished:
            return {"post": found.post, "film": id}
        if found.untouched and found.state != "processing":
            return Absent("Facebook has the film, and waits to be told to publish it")
        return Unclear("Facebook is still at the film; ask again in some minutes")

    async def _among_stories(self) -> Shown | Absent | Unclear:
        """A story is known by the photo or the film in it."""
        own = self.steps.value(FILM) or {"film": None}
        photo = self.steps.value("photo 1") or {"id": None}
        media, known = own["film"] or photo["id"], await anothers(self.client, self.steps.key)
        stories = await self.client.graph.items(self.client.edge("stories"), {}, fields=_STORY)
        unknown = [story for story in stories if self._may_be(story, known)]
        for story in unknown:
            if str(story.get("media_id")) == str(media):
                return {"post": whole(self.client.page, str(story["post_id"])), "film": own["film"]}
        if own["film"]:
            return await self._by_film(str(own["film"]))
        if unknown:
            return Unclear(f"{len(unknown)} unknown stories are of that time; look which one it is")
        return Absent("the Page has no unknown story of that time")

    def _may_be(self, story: Mapping[str, Any], known: Any) -> bool:
        at = moment(story.get("creation_time"))
        early = at is not None and self._since is not None and at < self._since
        return (
            "post_id" in story and not early and whole(self.client.page, str(story["post_id"])) not in known
        )

    async def _among_posts(self, since: datetime) -> Shown | Absent | Unclear:
        options = self.post.options_for(FacebookOptions)
        if options.draft:
            return Unclear("Facebook's API lists no drafts; look among the drafts in Meta's own tools")
        known = await anothers(self.client, self.steps.key)
        items = await self._posts("published_posts", since)
        if options.scheduled_for:
            items += await self._posts("scheduled_posts", None)
        unknown = [item for item in items if item["id"] not in known]
        if found := [item["id"] for item in unknown if self._is_it(item)]:
            return {"post": min(found), "film": None}
        if near := sum(self._is_near(item) for item in unknown):
            return Unclear(f"{near} unknown post(s) since then are much like it; look at the Page")
        return Absent(f"the Page shows nothing like it since {since:%Y-%m-%d %H:%M} UTC")

    async def _posts(self, edge: str, since: datetime | None) -> list[Mapping[str, Any]]:
        """Newest first, back to that moment. What waits for its time has no such order, and is little."""

        def older(item: Mapping[str, Any]) -> bool:
            at = moment(item.get("created_time"))
            return since is not None and at is not None and at < since

        return await self.client.graph.items(
            self.client.edge(edge), {}, fields=_POST, limit=PAGE_OF_POSTS, enough=older
        )

    def _is_it(self, item: Mapping[str, Any]) -> bool:
        shown = set(_attached(item))
        if photos := self._photos():
            return photos <= shown  # uploaded for this post alone
        text = message(self.post, self.client.settings)
        if normalized(text) != normalized(str(item.get("message") or "")):
            return False
        return bool(text) or self.post.link in shown

    def _is_near(self, item: Mapping[str, Any]) -> bool:
        text = message(self.post, self.client.settings)
        shown = str(item.get("message") or "")
        if not text and not shown:
            return bool(self.post.media) == any(True for _ in _attached(item))
        return SequenceMatcher(None, text[:_COMPARED], shown[:_COMPARED], autojunk=False).ratio() >= _ALIKE

    def _photos(self) -> set[str]:
        count = sum(isinstance(item, Photo) for item in self.post.media)
        values = [self.steps.value(f"photo {place}") for place in range(1, count + 1)]
        return {str(value["id"]) for value in values if value}


def _attached(item: Mapping[str, Any]) -> Iterator[str]:
    """Identifiers and addresses of all that hangs on a post."""
    for attachment in (item.get("attachments") or {}).get("data") or ():
        yield from _attached({"attachments": attachment.get("subattachments")})
        target = attachment.get("target") or {}
        yield from (str(value) for value in (target.get("id"), attachment.get("unshimmed_url")) if value)
