"""What the control API can do besides what all of Meta's fakes can: the page's readers, and what is not known."""

from collections import Counter
from typing import Any

from attrs import fields, frozen

from smmcore.errors import InvalidInput
from smmcore_meta.sandbox import JSON

from .commenting import write
from .rules import Rules
from .seed import home
from .world import Comment, Page, Post, World
from .writing import comment_change, post_change

_EMOJI = {"❤": "LOVE", "❤️": "LOVE", "😍": "LOVE", "😂": "HAHA", "😮": "WOW", "😢": "SAD", "😡": "ANGRY"}


def _post(world: World, id: str) -> Post:
    if id not in world.posts:
        raise InvalidInput(f"there is no post {id} on the page")
    return world.posts[id]


def _comment(world: World, id: str) -> Comment:
    if id not in world.comments:
        raise InvalidInput(f"there is no comment {id}")
    return world.comments[id]


@frozen(kw_only=True)
class Writing:
    """Somebody comments: a person, or another page."""

    post: str
    person: str
    text: str
    reply_to: str | None = None
    as_page: bool = False
    age: float = 0
    """Seconds ago."""

    def act(self, core: Any) -> JSON:
        world: World = core.world
        post = _post(world, self.post)
        if not post.shown:
            raise InvalidInput(f"post {self.post} is not shown to readers")
        author = (world.page_named if self.as_page else world.person_named)(self.person).id
        if author in world.pages[post.owner].blocked:
            raise InvalidInput(f"{self.person} is blocked by the page")
        above = _comment(world, self.reply_to) if self.reply_to else None
        made = write(_Act(core), post, author, self.text, above)
        made.created -= self.age
        world.pages[post.owner].did(core.clock.now(), "engagement")
        return {"id": made.id, "author": author}


@frozen
class _Act:
    """What `write` needs of a call."""

    core: Any


@frozen(kw_only=True)
class Rewriting:
    """The author changes a comment, or takes it away."""

    comment: str
    text: str = ""
    delete: bool = False

    def act(self, core: Any) -> JSON:
        comment = _comment(core.world, self.comment)
        verb = "remove" if self.delete else "edited"
        comment.message = self.text or comment.message
        page = comment.post.partition("_")[0]
        core.tell(page, "feed", comment_change(core.world, comment, verb, core.clock.stamp()))
        if self.delete:
            core.world.drop_comment(comment)
        return {"ok": True}


@frozen(kw_only=True)
class Reacting:
    """So many more people react to a post, share, see or click it; with their emoji as Facebook has it."""

    post: str
    emoji: str = "👍"
    count: int = 0
    shares: int = 0
    views: int = 0
    clicks: int = 0

    def act(self, core: Any) -> JSON:
        post = _post(core.world, self.post)
        post.reactions += Counter({_EMOJI.get(self.emoji, "LIKE"): self.count})
        post.shares += self.shares
        post.clicks += self.clicks
        seen = self.count + self.shares + self.views
        post.views += seen
        page: Page = core.world.pages[post.owner]
        page.did(core.clock.now(), "view", seen)
        page.did(core.clock.now(), "engagement", self.count + self.shares + self.clicks)
        return {"views": post.views}


@frozen(kw_only=True)
class Posting:
    """The page posts by hand, `count` times; or somebody writes on it."""

    text: str = "A post"
    count: int = 1
    person: str | None = None
    reactions: int = 0
    views: int = 0
    shares: int = 0
    age: float = 0
    """Seconds ago."""
    page: str | None = None

    def act(self, core: Any) -> JSON:
        world: World = core.world
        page = world.page_of(self.page) if self.page else home(world)
        if page is None:
            raise InvalidInput(f"there is no page {self.page}")
        author = world.person_named(self.person).id if self.person else page.id
        made = [self._one(core, page, author, number) for number in range(self.count)]
        return {"ids": [post.id for post in made]}

    def _one(self, core: Any, page: Page, author: str, number: int) -> Post:
        text = f"{self.text} {number}" if self.count > 1 else self.text
        post = Post(
            *(core.world.new_id(), page.id, author, core.clock.now() - self.age),
            message=text,
            by_app=False,
            reactions=Counter(LIKE=self.reactions),
            views=self.views,
            shares=self.shares,
        )
        core.world.add_post(post)
        core.tell(page.id, "feed", post_change(core.world, post, "add", core.clock.stamp()))
        return post


@frozen(kw_only=True)
class Mentioning:
    """Somebody names the page in a post of their own."""

    person: str
    text: str
    as_page: bool = False

    def act(self, core: Any) -> JSON:
        world: World = core.world
        page = home(world)
        author = (world.page_named if self.as_page else world.person_named)(self.person).id
        post = world.add_post(Post(world.new_id(), author, author, core.clock.now(), message=self.text))
        world.mentioned.setdefault(page.id, []).append(post.id)
        change = {"message": self.text, "post_id": post.id, "item": "post", "verb": "add"}
        core.tell(page.id, "mention", {**change, "created_time": core.clock.stamp()})
        return {"id": post.id}


@frozen(kw_only=True)
class Following:
    """So many more people follow the page, or fewer."""

    count: int

    def act(self, core: Any) -> JSON:
        page = home(core.world)
        page.followers += self.count
        page.did(core.clock.now(), "follow" if self.count > 0 else "unfollow", abs(self.count))
        return {"followers": page.followers}


@frozen(kw_only=True)
class NewPage:
    """A further page: a competitor, or one more that the sandbox's administrator keeps."""

    name: str
    username: str = ""
    followers: int = 0
    tasks: list[str] | None = None

    def act(self, core: Any) -> JSON:
        made = core.world.add_page(self.name, self.username, followers=self.followers)
        for user in core.world.users.values() if self.tasks is not None else ():
            user.roles[made.id] = frozenset(self.tasks or ())
        return {"id": made.id}


@frozen(kw_only=True)
class Changing:
    """Sets what is not known of Facebook for sure; see `Rules`. What is not named stays."""

    duplicates: str | None = None
    public_access: bool | None = None
    list_seconds: float | None = None
    video_seconds: float | None = None
    problem: str | None = None
    problem_form: str | None = None
    note: str | None = None
    bytes_told: bool | None = None
    story_named: bool | None = None
    chunk: int | None = None
    taken: int | None = None
    session_hours: float | None = None
    bare_ids: bool | None = None
    photo_bytes: int | None = None
    feed_days: float | None = None
    video_days: float | None = None
    reel_days: float | None = None
    reels_a_day: int | None = None
    reply_days: float | None = None

    def act(self, core: Any) -> JSON:
        rules: Rules = core.world.rules
        for each in fields(type(self)):
            value = getattr(self, each.name)
            if value is not None:
                setattr(rules, each.name, value)
        return {"ok": True}


ACTIONS: dict[str, type] = {
    "comments": Writing,
    "comments/change": Rewriting,
    "reactions": Reacting,
    "posts": Posting,
    "mentions": Mentioning,
    "followers": Following,
    "pages": NewPage,
    "rules": Changing,
}
