"""What there is in the sandbox: people, communities, their walls, and the tokens that open them."""

import secrets
from typing import Any

from attrs import Factory, define

from .errors import JSON


@define(eq=False)
class Person:
    id: int
    first_name: str
    last_name: str = ""


@define(eq=False)
class Token:
    """An access key of one of three kinds: U of a person, G of a community, S of an application."""

    value: str
    kind: str
    person: int = 0
    community: int = 0
    scopes: frozenset[str] = frozenset()
    expires_at: float | None = None
    vk_id: bool = False
    """From VK ID, whose tokens live for an hour."""
    basic: bool = False
    """Of a VK ID profile that may not do everything: error 1051."""


@define(eq=False)
class Refresh:
    """A refresh token of VK ID with the device that it was given to."""

    value: str
    client_id: str
    device_id: str
    person: int
    used_at: float | None = None


@define(eq=False)
class Thing:
    """A photo, a video, a document: what may be attached, as VK describes it."""

    type: str
    owner_id: int
    id: int
    json: JSON
    access_key: str = ""
    made_by: int = 0
    file: str | None = None
    """The name under which the sandbox serves its bytes."""
    ready_at: float = 0

    @property
    def name(self) -> str:
        return f"{self.type}{self.owner_id}_{self.id}"


@define(eq=False)
class Answer:
    id: int
    text: str
    votes: int = 0


@define(eq=False)
class Poll:
    id: int
    owner_id: int
    author_id: int
    question: str
    answers: list[Answer]
    created: int
    anonymous: bool = False
    multiple: bool = False
    end_date: int = 0
    disable_unvote: bool = False


@define(eq=False)
class Post:
    id: int
    owner_id: int
    from_id: int
    created_by: int
    date: int
    text: str
    attachments: list[Thing | Poll | str] = Factory(list)
    type: str = "post"
    signed: bool = False
    ads: bool = False
    closed: bool = False
    muted: bool = False
    mode: str = ""
    """carousel or grid; empty where nobody said."""
    copyright: str = ""
    likes: int = 0
    reposts: int = 0
    views: int = 0
    edited: int = 0
    deleted: bool = False
    postponed_id: int = 0
    link_title: str = ""
    source: str = "api"


@define(eq=False)
class Comment:
    id: int
    post_id: int
    owner_id: int
    from_id: int
    date: int
    text: str
    attachments: list[Thing | Poll | str] = Factory(list)
    parent: int = 0
    """The comment at the top of its thread; 0 at the top level."""
    reply_to: int = 0
    reply_to_user: int = 0
    likes: int = 0
    edited: int = 0
    deleted: bool = False
    reports: list[int] = Factory(list)


@define(eq=False)
class Ban:
    owner_id: int
    admin_id: int
    date: int
    end_date: int = 0
    reason: int = 0
    comment: str = ""
    visible: bool = False


@define(eq=False)
class Story:
    id: int
    owner_id: int
    date: int
    thing: Thing
    link: JSON | None = None
    views: int = 0
    deleted: bool = False


@define(eq=False)
class Community:
    id: int
    title: str
    screen_name: str
    description: str = ""
    status: str = ""
    members: int = 0
    admins: set[int] = Factory(set)
    posts: dict[int, Post] = Factory(dict)
    comments: dict[int, Comment] = Factory(dict)
    stories: dict[int, Story] = Factory(dict)
    banned: dict[int, Ban] = Factory(dict)
    pinned: int = 0
    cover: str | None = None
    picture: str | None = None
    last_id: int = 0
    guids: dict[tuple[str, str], tuple[float, Any]] = Factory(dict)

    def next_id(self) -> int:
        """Posts and comments of a wall are numbered together."""
        self.last_id += 1
        return self.last_id


@define(eq=False)
class World:
    people: dict[int, Person] = Factory(dict)
    communities: dict[int, Community] = Factory(dict)
    tokens: dict[str, Token] = Factory(dict)
    refreshes: dict[str, Refresh] = Factory(dict)
    things: dict[str, Thing] = Factory(dict)
    polls: dict[int, Poll] = Factory(dict)
    links: dict[str, JSON] = Factory(dict)
    last_person: int = 1000
    last_community: int = 100_200_299
    last_thing: int = 457_239_000

    def add_person(self, name: str) -> Person:
        self.last_person += 1
        first, _, last = name.partition(" ")
        person = Person(self.last_person, first, last)
        self.people[person.id] = person
        return person

    def add_community(self, title: str, screen_name: str = "", *, members: int = 0) -> Community:
        self.last_community += 1
        number = self.last_community
        community = Community(number, title, screen_name or f"club{number}", members=members)
        self.communities[number] = community
        return community

    def add_token(self, token: Token) -> Token:
        self.tokens[token.value] = token
        return token

    def next_thing(self) -> int:
        self.last_thing += 1
        return self.last_thing

    def add_thing(self, type: str, owner_id: int, json: JSON, **more: Any) -> Thing:
        number = self.next_thing()
        thing = Thing(type, owner_id, number, json, **more)
        thing.json.update(id=number, owner_id=owner_id)
        self.things[thing.name] = thing
        return thing

    def person_named(self, name: str) -> Person:
        """The person of that name, who is made if nobody is called so."""
        for person in self.people.values():
            if f"{person.first_name} {person.last_name}".strip() == name:
                return person
        return self.add_person(name)

    def community_named(self, title: str) -> Community:
        for community in self.communities.values():
            if community.title == title:
                return community
        return self.add_community(title)

    def by_handle(self, handle: int | str) -> Community | None:
        """A community by its number, `club1`, or screen name."""
        if isinstance(handle, int) or handle.isdigit():
            return self.communities.get(int(handle))
        for prefix in ("club", "public", "event"):
            if handle.startswith(prefix) and handle.removeprefix(prefix).isdigit():
                return self.communities.get(int(handle.removeprefix(prefix)))
        return next((c for c in self.communities.values() if c.screen_name == handle.lower()), None)


def key() -> str:
    """Eighteen letters as VK's access keys have them."""
    return secrets.token_hex(9)
