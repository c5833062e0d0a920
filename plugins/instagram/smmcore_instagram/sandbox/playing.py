"""What the control API can do: each action is a value, read from JSON, with what it does."""

from typing import Any, TypeAlias

from attrs import evolve, field, fields, frozen

from smmcore.errors import InvalidInput
from smmcore_meta.sandbox import JSON, Core, GraphError

from .comments import tell, write
from .processing import failure
from .publishing import show
from .rules import Rules
from .world import Comment, Container, InstagramWorld, Media, Professional

InstagramCore: TypeAlias = Core[InstagramWorld]


def media_of(core: InstagramCore, id: str) -> Media:
    media = core.world.media.get(id)
    if media is None or not media.is_there(core.clock.now()):
        raise InvalidInput(f"there is no post {id}")
    return media


def comment_of(core: InstagramCore, id: str) -> Comment:
    comment = core.world.comments.get(id)
    if comment is None or comment.deleted:
        raise InvalidInput(f"there is no comment {id}")
    return comment


def professional_of(core: InstagramCore, username: str | None) -> Professional:
    """The account that is named, or the sandbox's own."""
    found = core.world.own if username is None else core.world.professional_named(username)
    if found is None:
        raise InvalidInput(f"there is no professional account {username} in the sandbox")
    return found


@frozen(kw_only=True)
class Writing:
    """Somebody comments: a person, or with `as_page` another professional account."""

    post: str
    text: str
    person: str = "Somebody"
    reply_to: str | None = None
    as_page: bool = False

    def act(self, core: InstagramCore) -> JSON:
        world = core.world
        above = comment_of(core, self.reply_to) if self.reply_to is not None else None
        author = _page_named(world, self.person) if self.as_page else world.person_named(self.person).id
        media = media_of(core, self.post)
        try:
            made = write(world, media, author, self.text, core.clock.now(), above=above)
        except GraphError as error:
            raise InvalidInput(f"the comment is refused: {error}") from None
        tell(core, media, made)
        _named(core, made.id, made.text, {"media_id": media.id, "comment_id": made.id})
        return {"id": made.id, "author": author}


def _page_named(world: InstagramWorld, name: str) -> str:
    for each in world.professionals.values():
        if each.name == name:
            return each.id
    known = world.person_named(name)
    return world.add_professional(Professional(world.new_id("17841"), known.username, name)).id


def _named(core: InstagramCore, id: str, text: str, told: JSON) -> None:
    """Remember, and tell, that a text names the account."""
    own = core.world.own
    if f"@{own.username}" in text.lower():
        core.world.mentioned.append((id, own.id))
        core.tell(own.id, "mentions", told)


@frozen(kw_only=True)
class Liking:
    """So many more people like a post. Instagram has nothing but likes, whatever the emoji."""

    post: str
    count: int
    emoji: str = ""

    def act(self, core: InstagramCore) -> JSON:
        media = media_of(core, self.post)
        media.likes += self.count
        for name in ("reach", "views"):
            media.figures[name] = media.figures.get(name, 0) + self.count
        return {"likes": media.likes}


@frozen(kw_only=True)
class Measuring:
    """Sets figures of a post by the names of Instagram's metrics; `likes_hidden` hides them from others."""

    post: str
    figures: dict[str, int] = field(factory=dict)
    likes_hidden: bool | None = None

    def act(self, core: InstagramCore) -> JSON:
        media = media_of(core, self.post)
        media.figures |= self.figures
        if self.likes_hidden is not None:
            media.likes_hidden = self.likes_hidden
        return {"ok": True}


@frozen(kw_only=True)
class Posting:
    """An account posts by hand; `count` posts at once where many are needed."""

    text: str = "A post"
    count: int = 1
    by: str | None = None
    """The username of a professional account; None means the sandbox's own."""
    person: str | None = None
    """Or somebody's name, who gets a professional account."""
    product: str = "FEED"
    likes: int = 0
    views: int = 0
    age: float = 0.0
    """Seconds ago."""
    tags: bool = False
    """The picture shows the sandbox's own account."""

    def act(self, core: InstagramCore) -> JSON:
        world, user = core.world, professional_of(core, self.by)
        if self.person is not None:
            user = world.professionals[_page_named(world, self.person)]
        made = [
            Media("", user.id, core.clock.now() - self.age, self.product, self.text)
            for _ in range(self.count)
        ]
        for media in made:
            media.id, media.likes = world.new_id("180"), self.likes
            media.figures = {"views": self.views, "reach": self.views}
            world.media[media.id] = media
            if self.tags:
                world.tagged.append((media.id, world.home))
            if user.id != world.home:
                _named(core, media.id, media.caption, {"media_id": media.id})
        return {"ids": [media.id for media in made]}


@frozen(kw_only=True)
class Processing:
    """What becomes of containers: the next `count` fail with a subcode, or those that there are end at once."""

    fail: int | None = None
    count: int = 1
    expire: bool = False
    finish: bool = False
    publish: str | None = None
    """A container that is shown although nobody asked for it here: as a call does that was given up."""

    def act(self, core: InstagramCore) -> JSON:
        world, now = core.world, core.clock.now()
        if self.fail is not None:
            world.planned += [failure(self.fail)] * self.count
        for container in world.containers.values():
            if self.expire and not container.published:
                container.made_at = now - 2 * 86_400.0
            if self.finish and container.ready_at is not None:
                container.ready_at = min(container.ready_at, now)
        if self.publish is not None:
            return {"id": show(world, self._container(world, self.publish), now).id}
        return {"ok": True}

    def _container(self, world: InstagramWorld, id: str) -> Container:
        if id not in world.containers:
            raise InvalidInput(f"there is no container {id}")
        return world.containers[id]


@frozen(kw_only=True)
class NewProfessional:
    """A further professional account, such as a competitor."""

    username: str
    name: str = ""
    followers: int = 0

    def act(self, core: InstagramCore) -> JSON:
        world = core.world
        made = Professional(world.new_id("17841"), self.username, self.name or self.username)
        made.followers = self.followers
        return {"id": world.add_professional(made).id}


@frozen(kw_only=True)
class Gaining:
    """The account has so many followers from now on."""

    followers: int

    def act(self, core: InstagramCore) -> JSON:
        own = core.world.own
        own.followed += max(0, self.followers - own.followers)
        own.unfollowed += max(0, own.followers - self.followers)
        own.followers = self.followers
        return {"ok": True}


@frozen(kw_only=True)
class Conversing:
    """Somebody writes to the account in private."""

    person: str

    def act(self, core: InstagramCore) -> JSON:
        person = core.world.person_named(self.person)
        core.world.own.conversations.add(person.id)
        return {"id": person.id}


@frozen(kw_only=True)
class Ruling:
    """Sets what is not known of Instagram for sure; see `Rules`."""

    values: dict[str, Any]

    def act(self, core: InstagramCore) -> JSON:
        known = {each.name for each in fields(Rules)}
        if strange := set(self.values) - known:
            raise InvalidInput(f"there is no rule {min(strange)}; known are {', '.join(sorted(known))}")
        core.world.rules = evolve(core.world.rules, **self.values)
        return {"ok": True}


ACTIONS: dict[str, type] = {
    "comments": Writing,
    "reactions": Liking,
    "figures": Measuring,
    "posts": Posting,
    "containers": Processing,
    "professionals": NewProfessional,
    "followers": Gaining,
    "conversations": Conversing,
    "rules": Ruling,
}
