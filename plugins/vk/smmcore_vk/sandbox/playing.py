"""What the control API can do: each action is a value, read from JSON, with what it does."""

import secrets
from typing import Any

from attrs import evolve, field, frozen

from smmcore.errors import InvalidInput

from .core import Core
from .errors import JSON, ApiError
from .events import Server
from .faults import KINDS, Captcha, Fault
from .postponing import settle
from .seed import COMMUNITY_TOKEN, RIGHTS, SCOPES, SERVICE_TOKEN, USER_TOKEN, home
from .shapes import post_json
from .texts import kept
from .world import Comment, Community, Poll, Post, Token
from .writing import add_comment, add_post, tell_reply

_TOKENS = {"community": COMMUNITY_TOKEN, "service": SERVICE_TOKEN, "user": USER_TOKEN}


def community_of(core: Core, handle: int | str | None) -> Community:
    """The community that is named, or the sandbox's own."""
    if handle is None:
        return home(core.world)
    found = core.world.by_handle(handle)
    if found is None:
        raise InvalidInput(f"there is no community {handle} in the sandbox")
    return found


def post_of(community: Community, number: int) -> Post:
    post = community.posts.get(number)
    if post is None or post.deleted:
        raise InvalidInput(f"there is no post {number}")
    return post


def comment_of(community: Community, number: int) -> Comment:
    comment = community.comments.get(number)
    if comment is None or comment.deleted:
        raise InvalidInput(f"there is no comment {number}")
    return comment


@frozen(kw_only=True)
class Time:
    """Lets time pass."""

    advance: float

    def act(self, core: Core) -> JSON:
        if self.advance < 0:
            raise InvalidInput("time only goes forward: advance must not be negative")
        core.clock.advance(self.advance)
        settle(core)
        for channel in core.channels.values():
            channel.wake()
        return {"now": core.clock.now()}


@frozen(kw_only=True)
class Planned:
    """Plants a failure; see `Fault`."""

    kind: str
    method: str = "*"
    times: int = 1
    skip: int = 0
    when: str = "before"
    seconds: float = 1.0
    code: int = 10
    detail: str = ""
    extra: dict[str, Any] = field(factory=dict)

    def act(self, core: Core) -> JSON:
        if self.kind not in KINDS:
            raise InvalidInput(f"there is no fault {self.kind}; known are {', '.join(sorted(KINDS))}")
        if self.when not in {"before", "after"}:
            raise InvalidInput("when must be before or after")
        fault = Fault(
            self.kind, self.method, self.times, self.skip, self.when, self.seconds, self.code, self.detail
        )
        fault.extra = self.extra
        core.faults.pending.append(fault)
        return fault.json()


@frozen(kw_only=True)
class AskForPerson:
    """Lets VK doubt that a token is a person's; `form` is old (letters in a picture) or new (a page)."""

    token: str = "user"  # noqa: S105 - a kind
    form: str = "new"
    solved: bool = False

    def act(self, core: Core) -> JSON:
        value = _TOKENS.get(self.token, self.token)
        if self.solved:
            core.faults.captchas.pop(value, None)
            return {"ok": True}
        captcha = Captcha(self.form, str(secrets.randbelow(10**12) + 1))
        core.faults.captchas[value] = captcha
        return {**captcha.asks(), "solution": captcha.solution}


@frozen(kw_only=True)
class Writing:
    """Somebody comments: a person, or another community."""

    post: int
    text: str
    person: str | None = None
    community: str | None = None
    reply_to: int | None = None
    at: str | None = None
    """The community on whose wall it is."""

    def act(self, core: Core) -> JSON:
        wall = community_of(core, self.at)
        above = comment_of(wall, self.reply_to) if self.reply_to is not None else None
        if self.community is not None:
            author = -core.world.community_named(self.community).id
        else:
            author = core.world.person_named(self.person or "Somebody").id
        try:
            made = add_comment(core, wall, post_of(wall, self.post), author, self.text, reply_to=above)
        except ApiError as error:
            raise InvalidInput(f"the comment is refused: {error}") from None
        return {"comment_id": made.id, "author": author}


@frozen(kw_only=True)
class Rewriting:
    """The author changes a comment."""

    comment: int
    text: str

    def act(self, core: Core) -> JSON:
        wall = home(core.world)
        comment = comment_of(wall, self.comment)
        comment.text, comment.edited = kept(self.text), core.clock.stamp()
        tell_reply(core, wall, comment, "wall_reply_edit")
        return {"ok": True}


@frozen(kw_only=True)
class Liking:
    """So many more people like, share and see a post, or like a comment."""

    post: int | None = None
    comment: int | None = None
    count: int = 0
    reposts: int = 0
    views: int = 0
    at: str | None = None

    def act(self, core: Core) -> JSON:
        wall = community_of(core, self.at)
        if self.comment is not None:
            comment_of(wall, self.comment).likes += self.count
            return {"ok": True}
        post = post_of(wall, self.post or 0)
        post.likes += self.count
        post.reposts += self.reposts
        post.views += self.count + self.reposts + self.views
        return {"ok": True}


@frozen(kw_only=True)
class Voting:
    """So many people vote for an answer of a post's poll; answers are counted from 0."""

    post: int
    option: int
    count: int = 1

    def act(self, core: Core) -> JSON:
        wall = home(core.world)
        poll = next((p for p in post_of(wall, self.post).attachments if isinstance(p, Poll)), None)
        if poll is None or not 0 <= self.option < len(poll.answers):
            raise InvalidInput(f"post {self.post} has no poll with an answer {self.option}")
        answer = poll.answers[self.option]
        answer.votes += self.count
        voter = core.world.person_named("A voter").id
        event = {"owner_id": poll.owner_id, "poll_id": poll.id, "option_id": answer.id, "user_id": voter}
        core.tell(wall, "poll_vote_new", event)
        return {"votes": answer.votes}


@frozen(kw_only=True)
class Posting:
    """The community posts, by hand; `count` posts at once where many are needed. Or somebody suggests one."""

    text: str = "A post"
    count: int = 1
    person: str | None = None
    suggested: bool = False
    likes: int = 0
    views: int = 0
    age: int = 0
    """Seconds ago."""
    at: str | None = None

    def act(self, core: Core) -> JSON:
        wall = community_of(core, self.at)
        author = core.world.person_named(self.person).id if self.person is not None else -wall.id
        new = Post(
            *(0, -wall.id, author, max(author, 0), core.clock.stamp() - self.age, self.text),
            type="suggest" if self.suggested else "post",
            likes=self.likes,
            views=self.views,
            source="vk",
        )
        posts = [add_post(core, wall, evolve(new, attachments=[])) for _ in range(self.count)]
        return {"ids": [post.id for post in posts], "first": post_json(core, wall, posts[0])}


@frozen(kw_only=True)
class NewToken:
    """Hands out a further token of a kind, with fewer rights or a shorter life."""

    kind: str = "user"
    value: str | None = None
    scopes: list[str] | None = None
    lives: float | None = None
    """Seconds."""
    basic: bool = False
    person: str | None = None
    community: str | None = None

    def act(self, core: Core) -> JSON:
        letter = {"user": "U", "community": "G", "service": "S"}.get(self.kind)
        if letter is None:
            raise InvalidInput("kind must be user, community or service")
        everything = SCOPES if letter == "U" else frozenset(RIGHTS)
        who = core.world.person_named(self.person or "Olga Orlova").id
        token = Token(
            self.value or f"vk1.a.SANDBOX-{secrets.token_hex(12)}",
            letter,
            person=0 if letter == "S" else who,
            community=community_of(core, self.community).id if letter == "G" else 0,
            scopes=everything if self.scopes is None else frozenset(self.scopes),
            expires_at=core.clock.now() + self.lives if self.lives is not None else None,
            vk_id=self.basic,
            basic=self.basic,
        )
        return {"token": core.world.add_token(token).value}


@frozen(kw_only=True)
class Revoking:
    """Makes a token invalid, or a refresh token."""

    token: str

    def act(self, core: Core) -> JSON:
        value = _TOKENS.get(self.token, self.token)
        known = core.world.tokens.pop(value, None) or core.world.refreshes.pop(value, None)
        if known is None:
            raise InvalidInput("there is no such token")
        return {"ok": True}


@frozen(kw_only=True)
class NewCommunity:
    """A further community: a competitor, or one more that the sandbox's administrator keeps."""

    title: str
    screen_name: str = ""
    members: int = 0
    kept: bool = False

    def act(self, core: Core) -> JSON:
        made = core.world.add_community(self.title, self.screen_name, members=self.members)
        made.admins |= home(core.world).admins if self.kept else set()
        return {"id": made.id, "screen_name": made.screen_name}


@frozen(kw_only=True)
class LongPollKey:
    """Gives Long Poll a new key; who uses the old one is told `failed: 2`. `forget` drops old events: `failed: 1`."""

    forget: bool = False

    def act(self, core: Core) -> JSON:
        channel = core.channel(home(core.world).id)
        if self.forget:
            channel.log.clear()
        else:
            channel.key = secrets.token_hex(20)
        return {"ok": True}


@frozen(kw_only=True)
class Changing:
    """Sets what is not known of VK for sure; see `Settings` of the sandbox."""

    community_posts: bool | None = None
    duplicate_guid: str | None = None
    refresh_grace: float | None = None
    posts_per_day: int | None = None
    limits_on: bool | None = None

    def act(self, core: Core) -> JSON:
        settings, rates = core.settings, core.rates
        if self.community_posts is not None:
            settings.community_posts = self.community_posts
        if self.duplicate_guid is not None:
            settings.duplicate_guid = self.duplicate_guid
        if self.refresh_grace is not None:
            settings.refresh_grace = self.refresh_grace
        if self.posts_per_day is not None:
            rates.posts_per_day = self.posts_per_day
        if self.limits_on is not None:
            rates.on = self.limits_on
        return {"ok": True}


@frozen(kw_only=True)
class Clicking:
    """So many people follow a short link."""

    key: str
    count: int

    def act(self, core: Core) -> JSON:
        link = core.world.links.get(self.key)
        if link is None:
            raise InvalidInput(f"there is no short link {self.key}")
        link["views"] += self.count
        return {"views": link["views"]}


def server_json(server: Server) -> JSON:
    return {"id": server.id, "url": server.url, "status": server.status, "waiting": len(server.waiting)}


ACTIONS: dict[str, type] = {
    "time": Time,
    "faults": Planned,
    "captcha": AskForPerson,
    "comments": Writing,
    "comments/edit": Rewriting,
    "likes": Liking,
    "votes": Voting,
    "posts": Posting,
    "tokens": NewToken,
    "tokens/revoke": Revoking,
    "communities": NewCommunity,
    "longpoll/key": LongPollKey,
    "settings": Changing,
    "clicks": Clicking,
}
