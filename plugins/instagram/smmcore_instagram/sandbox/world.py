"""What the fake Instagram holds: professional accounts, their media and containers, comments, and people."""

import re
import unicodedata

from attrs import Factory, define

from smmcore_meta.sandbox import DAY, JSON, Stored, World

from .rules import Rules

_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_NUMERALS = len(_CODES)


@define(eq=False)
class Person:
    """Somebody with a private account. `id` is what the network tells of commenters."""

    id: str
    username: str
    name: str = ""


@define(eq=False)
class Professional:
    """A business or creator account."""

    id: str
    username: str
    name: str = ""
    page: str = ""
    """The Facebook Page that it is linked with; an account without one has only the Instagram login."""
    app_scoped: str = ""
    """What graph.instagram.com tells as `id` of the account itself."""
    biography: str = ""
    website: str = ""
    followers: int = 0
    followed: int = 0
    """How many people followed lately, and below, how many stopped."""
    unfollowed: int = 0
    follows: int = 0
    picture: Stored | None = None
    account_type: str = "BUSINESS"
    blocked: set[str] = Factory(set)
    """Identifiers of people who cannot comment any more."""
    conversations: set[str] = Factory(set)
    """People with whom there is a conversation."""
    hashtags: dict[str, float] = Factory(dict)
    """Hashtags that were searched for, and when last."""
    published_at: list[float] = Factory(list)


@define(eq=False)
class Page:
    """The Facebook Page that a professional account is linked with."""

    id: str
    name: str
    instagram: str = ""


@define(eq=False)
class Upload:
    """A file that Instagram fetched or was sent."""

    file: Stored | None
    video: bool = False
    alt: str = ""
    tags: list[JSON] = Factory(list)


@define(eq=False)
class Container:
    """What is to be published: a media builder, as the specification calls it."""

    id: str
    user: str
    kind: str
    """IMAGE, VIDEO, REELS, STORIES or CAROUSEL."""
    made_at: float
    ready_at: float | None
    """When its processing ends; None while its file has not arrived."""
    caption: str = ""
    upload: Upload | None = None
    item: bool = False
    """Part of a carousel: it cannot be published by itself."""
    children: list[str] = Factory(list)
    details: JSON = Factory(dict)
    """Location, collaborators and the rest, as they were given."""
    error: tuple[int, str] | None = None
    """The subcode and sentence that processing ends with."""
    published: list[str] = Factory(list)
    """Identifiers of the media that it became; more than one only where the rules let it."""

    @property
    def is_video(self) -> bool:
        return self.upload is not None and self.upload.video

    def status(self, now: float) -> str:
        if self.published:
            return "PUBLISHED"
        if now >= self.made_at + DAY:
            return "EXPIRED"
        if self.ready_at is None or now < self.ready_at:
            return "IN_PROGRESS"
        return "ERROR" if self.error else "FINISHED"


@define(eq=False)
class Media:
    """A post, reel or story; or one item of a carousel, which has a `parent`."""

    id: str
    user: str
    at: float
    product: str = "FEED"
    """FEED, REELS or STORY."""
    caption: str = ""
    uploads: list[Upload] = Factory(list)
    children: list[str] = Factory(list)
    parent: str = ""
    details: JSON = Factory(dict)
    likes: int = 0
    likes_hidden: bool = False
    figures: dict[str, int] = Factory(dict)
    """Figures that the audience made, besides likes and comments."""
    comments: list[str] = Factory(list)
    """Identifiers of its comments, oldest first."""
    comments_open: bool = True
    deleted: bool = False
    container: str = ""

    @property
    def media_type(self) -> str:
        if self.children:
            return "CAROUSEL_ALBUM"
        return "VIDEO" if self.uploads and self.uploads[0].video else "IMAGE"

    @property
    def shortcode(self) -> str:
        number, code = int(self.id), ""
        while number:
            number, rest = divmod(number, _NUMERALS)
            code = _CODES[rest] + code
        return code

    def is_there(self, now: float) -> bool:
        """Whether readers see it now."""
        return not (self.deleted or self.parent or self.is_over(now))

    def is_over(self, now: float) -> bool:
        """Whether it is a story whose day has passed."""
        return self.product == "STORY" and now >= self.at + DAY


@define(eq=False)
class Comment:
    id: str
    media: str
    author: str
    """The identifier of a person or of a professional account."""
    text: str
    at: float
    parent: str = ""
    hidden: bool = False
    deleted: bool = False
    likes: int = 0
    replied_privately: bool = False


@define(eq=False)
class Message:
    """What the account wrote to somebody."""

    id: str
    to: str
    text: str
    comment: str = ""


@define(eq=False)
class InstagramWorld(World):
    rules: Rules = Factory(Rules)
    home: str = ""
    """The sandbox's own account."""
    professionals: dict[str, Professional] = Factory(dict)
    pages: dict[str, Page] = Factory(dict)
    people: dict[str, Person] = Factory(dict)
    media: dict[str, Media] = Factory(dict)
    containers: dict[str, Container] = Factory(dict)
    comments: dict[str, Comment] = Factory(dict)
    hashtags: dict[str, str] = Factory(dict)
    """Names of hashtags by identifier."""
    tagged: list[tuple[str, str]] = Factory(list)
    """Media that shows an account, and the account."""
    mentioned: list[tuple[str, str]] = Factory(list)
    """Media or comments that name an account, and the account."""
    messages: list[Message] = Factory(list)
    planned: list[tuple[int, str]] = Factory(list)
    """Errors with which the next containers' processing ends."""

    @property
    def own(self) -> Professional:
        return self.professionals[self.home]

    def person_named(self, name: str) -> Person:
        """The person of that name, who is made if nobody is called so."""
        for person in self.people.values():
            if person.name == name:
                return person
        person = Person(self.new_id("55"), "", name)
        person.username = _username(name) or f"user_{person.id[-6:]}"
        self.people[person.id] = person
        return person

    def add_professional(self, professional: Professional) -> Professional:
        self.professionals[professional.id] = professional
        return professional

    def professional_named(self, username: str) -> Professional | None:
        return next((p for p in self.professionals.values() if p.username == username.lower()), None)

    def username(self, author: str) -> str:
        known = self.professionals.get(author) or self.people[author]
        return known.username

    def media_of(self, user: str, now: float) -> list[Media]:
        """What stands on an account's profile, newest first; stories stand elsewhere."""
        return [media for media in self._listed(user, now) if media.product != "STORY"]

    def stories_of(self, user: str, now: float) -> list[Media]:
        return [media for media in self._listed(user, now) if media.product == "STORY"]

    def _listed(self, user: str, now: float) -> list[Media]:
        seen = now - self.rules.list_seconds
        own = [m for m in self.media.values() if m.user == user and m.is_there(now) and m.at <= seen]
        return sorted(own, key=lambda media: media.at, reverse=True)

    def comments_of(self, media: Media, parent: str = "") -> list[Comment]:
        """Comments that were not deleted, oldest first: those at the top, or the replies to one."""
        every = (self.comments[id] for id in media.comments)
        return [c for c in every if c.parent == parent and not c.deleted]


def _username(name: str) -> str:
    """Small latin letters, digits, points and underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9._]+", "_", plain).strip("_.")
