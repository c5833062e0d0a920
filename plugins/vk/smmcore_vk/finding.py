"""Finding a post whose answer was lost: on the wall, among what was heard, or by VK's own guard against doubles."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from attrs import frozen

from smmcore.errors import AnswerLost, SMMError
from smmcore.models import Kind as PostKind
from smmcore.models import Post, Published
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Steps
from smmcore_vk.client import Client
from smmcore_vk.composing import post_id, posting_kinds, wall_post, words
from smmcore_vk.hearing import POSTS, PUBLISHED, Hearing
from smmcore_vk.limits import POSTS_A_CALL
from smmcore_vk.names import SITE
from smmcore_vk.rendering import normalized
from smmcore_vk.settings import VKOptions
from smmcore_vk.tokens import Kind

GUARDED = timedelta(minutes=50)
"""VK refuses a second post with the same guid for an hour; the rest is for clocks that differ."""
_EARLIER = timedelta(minutes=2)
"""How far VK's clock may be from ours."""
_STORY_LATER = timedelta(hours=1)
_ALIKE = 0.6
"""From this ratio on, one text may be what VK made of the other."""
_COMPARED = 1000
"""Characters of a text by which it is compared."""


@frozen(eq=False)
class Search:
    """One post in doubt."""

    client: Client
    post: Post
    steps: Steps
    finish: Callable[[str], Awaitable[Published]]
    """Does what follows a post that is there."""

    async def finding(self) -> Finding:
        if known := self.steps.value("post"):
            return Found(await self.finish(str(known)))
        if "post" not in self.steps.in_doubt:
            return Absent("only files were on their way, and no post shows them")
        try:
            if self.post.kind is PostKind.STORY:
                return await self._among_stories()
            if self.client.may("wall.get"):
                return await self._on_the_wall()
            return await self._unread()
        except SMMError as error:
            return Unclear(f"VK does not tell whether the post is there: {error}")

    async def _on_the_wall(self) -> Finding:
        since = self._since
        unknown: dict[int, Mapping[str, Any]] = {}
        for filter in self._filters():
            items = self._items(filter, since)
            unknown |= {int(item["id"]): item async for item in items if await self._may_be_it(item)}
        if found := [id for id, item in unknown.items() if self._is_it(item)]:
            return await self._found(str(min(found)))
        if self.steps.sent_at is None:
            return Unclear("nobody knows when it was sent; look at the wall")
        if near := sum(self._is_near(item) for item in unknown.values()):
            return Unclear(
                f"there are {near} unknown post(s) since then, none with exactly these words; look at the wall"
            )
        return Absent(f"the community's wall shows nothing like it since {since:%Y-%m-%d %H:%M} UTC")

    def _filters(self) -> tuple[str, ...]:
        """Where it may be: what only administrators see is shown to user tokens only."""
        if not self.client.may("wall.edit"):
            return ("owner",)
        return ("owner", "postponed", "suggests")

    async def _items(self, filter: str, since: datetime) -> AsyncIterator[Mapping[str, Any]]:
        params = {"domain": f"club{await self.client.community()}", "filter": filter, "count": POSTS_A_CALL}
        kinds = () if filter == "owner" else (Kind.USER,)
        offset = 0
        while True:
            page, count = await self.client.call(
                "wall.get", {**params, "offset": offset}, result=_page_of, kinds=kinds
            )
            for item in page:
                yield item
            # Pinned posts come first, whatever their date; what waits has its date in the future.
            dates = [item["date"] for item in page if not item.get("is_pinned")]
            if dates and min(dates) < since.timestamp():
                return
            # VK leaves out what is hidden, so that a short page, or an empty one, need not be the last.
            offset += len(page) or POSTS_A_CALL
            if offset >= count if count is not None else not page:
                return

    async def _unread(self) -> Finding:
        """By community token nobody can read the wall; but it hears, and VK refuses doubles for a while."""
        await Hearing(self.client).take_in()
        heard = await self.client.io.store.all(POSTS)
        items = [{**item, "id": id} for id, item in heard.items()]
        found = [int(item["id"]) for item in items if await self._may_be_it(item) and self._is_it(item)]
        if found:
            return await self._found(str(min(found)))
        sent_at = self.steps.sent_at
        if sent_at is None or self.client.io.now() - sent_at > GUARDED:
            where = f"{SITE}/club{await self.client.community()}"
            hint = "with secrets.service it can be looked for"
            return Unclear(f"a community token cannot read the wall: look at {where}; {hint}")
        return await self._sent_again()

    async def _sent_again(self) -> Finding:
        """The same post with the same guid: VK answers with the first one, or takes it now."""
        params = await wall_post(self.client, self.post, self.steps, self.steps.key)
        try:
            id = await self.client.call(
                "wall.post", params, safe=False, result=post_id, kinds=posting_kinds(self.post)
            )
        except AnswerLost as error:
            return Unclear(f"the same guid was sent again, and its answer was lost, too: {error}")
        return await self._found(str(id))

    async def _among_stories(self) -> Finding:
        params = {"owner_id": -(await self.client.community())}
        feed = await self.client.call("stories.get", params, result=_items_of)
        stories = [story for item in feed for story in item.get("stories") or [item] if "id" in story]
        begin, end = self._since, self._since + _STORY_LATER
        fit = [
            story["id"]
            for story in stories
            if begin.timestamp() <= story.get("date", 0) <= end.timestamp()
            and not await self._anothers(f"story_{story['id']}")
        ]
        if len(fit) > 1:
            return Unclear(f"{len(fit)} stories are of that time; look which one it is")
        if fit:
            return await self._found(f"story_{fit[0]}")
        return Absent(f"the community has no unknown story since {begin:%Y-%m-%d %H:%M} UTC")

    @property
    def _since(self) -> datetime:
        return (self.steps.sent_at or self.client.io.now() - timedelta(days=1)) - _EARLIER

    async def _found(self, id: str) -> Finding:
        await self.steps.confirm({"post": id})
        return Found(await self.finish(id))

    async def _anothers(self, id: str) -> bool:
        """Whether it is known as another post of ours; this one may be known from an earlier search."""
        kept = await self.client.io.store.get(PUBLISHED, id)
        return kept is not None and kept.get("key") != self.steps.key

    async def _may_be_it(self, item: Mapping[str, Any]) -> bool:
        """Whether a post is of that time, and not another one of ours."""
        if item["date"] < self._since.timestamp() and item["date"] != self._at:
            return False
        return not await self._anothers(str(item["id"]))

    @property
    def _at(self) -> float | None:
        at = self.post.options_for(VKOptions).publish_at
        return at.timestamp() if at else None

    def _is_it(self, item: Mapping[str, Any]) -> bool:
        """Whether a post of that time is this one."""
        shown = set(_shown(item.get("attachments") or ()))
        if own := self._uploaded():
            return own <= shown  # made for this post alone
        text = words(self.post, self.client.settings)
        if normalized(text) != normalized(str(item.get("text") or "")):
            return False
        return bool(text) or not self.post.link or self.post.link.replace(",", "%2C") in shown

    def _is_near(self, item: Mapping[str, Any]) -> bool:
        """Whether a post may be what VK made of this one: it alters texts, and adds previews of links."""
        apart, date = _EARLIER.total_seconds(), item["date"]
        waits = date > self.client.io.now().timestamp() + apart
        if waits and (self._at is None or abs(date - self._at) > apart):
            return False  # it is for a time that is not this one's
        if len(item.get("attachments") or ()) == self._attachments():
            return True
        text = words(self.post, self.client.settings)
        return _alike(normalized(text), normalized(str(item.get("text") or "")))

    def _attachments(self) -> int:
        more = len(self.post.options_for(VKOptions).attachments)
        return len(self.post.media) + bool(self.post.poll) + bool(self.post.link) + more

    def _uploaded(self) -> set[str]:
        values = [str(self.steps.value(name)) for name in self.steps.done]
        return {"_".join(value.split("_")[:2]) for value in values}


def _items_of(response: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [item for item in response["items"] if isinstance(item, dict)]


def _page_of(response: Mapping[str, Any]) -> tuple[list[dict[str, Any]], int | None]:
    """The items, and how many there are in all, where VK says so."""
    count = response.get("count")
    return _items_of(response), count if isinstance(count, int) else None


def _alike(one: str, other: str) -> bool:
    first, second = (" ".join(text.split())[:_COMPARED] for text in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= _ALIKE


def _shown(attachments: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    """What a post shows, as attachments are named; of a link, its address."""
    for attachment in attachments:
        kind = str(attachment.get("type"))
        thing = attachment.get(kind) or {}
        if kind == "link":
            yield str(thing.get("url"))
        elif "owner_id" in thing:
            yield f"{kind}{thing['owner_id']}_{thing.get('id')}"
