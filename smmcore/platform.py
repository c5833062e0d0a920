"""What a network is, and one small protocol for each thing that it may be able to do.

A network is a class that satisfies `Platform` and has the methods of whichever capabilities it has, all of them or
some: what it says yes to in `abilities`, it has the method for. All methods that wait take an `IO` and await nothing
else.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, runtime_checkable

from attrs import field, frozen

from smmcore.io.interface import IO
from smmcore.io.request import Request
from smmcore.limits import Limits, Problem
from smmcore.models import Account, Action, Comment, Event, Metric, Options, Post, Published, Source, Text
from smmcore.models.campaign import as_strings
from smmcore.steps import Steps

T = TypeVar("T")


@frozen
class Ability:
    """Whether an account can do something; where it cannot, why, and what would help."""

    can: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.can


YES = Ability(True)


def no(reason: str) -> Ability:
    """A no with its reason, as a sentence for the account's owner."""
    return Ability(False, reason)


ABILITIES: tuple[str, ...] = (
    *("text", "link", "photo", "video", "animation", "audio", "voice", "document", "album", "poll"),
    *("story", "reel", "first_comment", "disclosure", "edit", "delete", "pin"),
    *(
        "comments",
        "reply",
        "reply_privately",
        "hide",
        "unhide",
        "delete_comment",
        "restore_comment",
        "react",
        "report",
    ),
    *("restrict", "unrestrict", "ban", "unban", "mute", "unmute", "close_comments", "open_comments"),
    *("account_metrics", "post_metrics", "page_metrics", "mentions", "receive", "webhook"),
    *("set_title", "set_description", "set_picture", "set_cover", "check"),
)
"""The words that networks share; a network may declare further ones of its own."""

Abilities: TypeAlias = Mapping[str, Ability]


_METHODS: Mapping[str, str] = {
    **dict.fromkeys(ABILITIES[: ABILITIES.index("edit")], "publish"),
    **dict.fromkeys(ABILITIES[ABILITIES.index("hide") : ABILITIES.index("account_metrics")], "act"),
}


def method_of(word: str) -> str:
    """The method that does what an ability's word says; most are called alike."""
    return _METHODS.get(word, word)


def has_method(platform: "Platform", word: str) -> bool:
    """Whether the network has the method that the word needs: it may have some of a capability only."""
    return callable(getattr(platform, method_of(word), None))


@runtime_checkable
class Platform(Protocol):
    """One network. `name` is also the entry point's name, and what accounts name in `platform`."""

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str:
        """How people write it."""
        ...

    @property
    def settings(self) -> type:
        """An attrs class of what an account may configure."""
        ...

    @property
    def secrets(self) -> Sequence[str]:
        """Names of the secrets that an account needs."""
        ...

    @property
    def options(self) -> type[Options]:
        """The class of the posts' options for this network."""
        ...

    def abilities(self, account: Account) -> Abilities:
        """What the account can do by what is known without asking; each no with its reason."""
        ...

    def limits(self, account: Account) -> Limits: ...


@runtime_checkable
class ManyTokens(Protocol):
    """Works with any of several secrets besides `secrets`; what each of them brings, `abilities` says."""

    @property
    def tokens(self) -> Sequence[str]:
        """Names of secrets of which an account needs at least one, the most useful first."""
        ...


@runtime_checkable
class KeepsSessions(Protocol):
    """Keeps tokens in `IO.vault` that outlive changes of whatever they do not descend from."""

    @property
    def opened_by(self) -> Sequence[str]:
        """Names of the settings and secrets that lead to those tokens; with others, the account begins anew.

        Networks without this begin anew with each change of a setting or a secret.
        """
        ...


@runtime_checkable
class Checker(Protocol):
    """Knows rules about posts that limits and abilities cannot express."""

    def problems(self, account: Account, post: Post) -> Iterable[Problem]: ...


@runtime_checkable
class FetchesMedia(Protocol):
    """A `Publisher` whose network takes some media by a public address only, from which it fetches them itself.

    `IO.public` gives such an address. The core checks beforehand that there is a way to give one.
    """

    def fetched(self, account: Account, post: Post) -> Sequence[Source]:
        """The sources of the post that the network will fetch."""
        ...


@frozen
class Found:
    """The network shows the post."""

    published: Published


@frozen
class Absent:
    """It is proven that the post is not there."""

    proof: str


@frozen
class Unclear:
    """Nobody can tell; a person has to look."""

    reason: str


Finding: TypeAlias = Found | Absent | Unclear


@runtime_checkable
class Publisher(Protocol):
    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        """Publish the post. Everything that must not happen twice is sent through `steps`.

        Called again for the same post after a crash: steps that are done give their results at once.
        """
        ...

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        """Look whether a post whose answer was lost is there."""
        ...


@runtime_checkable
class Rehearser(Protocol):
    """Lets a dry run show all requests of a post, and not only those before the first answer."""

    def rehearse(self, request: Request[Any]) -> Any:
        """What the request's answer might parse to, made up; asks nobody."""
        ...


@runtime_checkable
class Editor(Protocol):
    """Changes posts. All of it is harmless when repeated."""

    async def edit(self, io: IO, account: Account, id: str, post: Post) -> Published: ...

    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post; one that is already gone is a success."""
        ...

    async def pin(self, io: IO, account: Account, id: str, *, pinned: bool) -> None: ...


@frozen
class Page(Generic[T]):
    """Some items, and where the next are."""

    items: Sequence[T]
    next: str | None = None


@runtime_checkable
class Moderator(Protocol):
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments, oldest first: those under one post, or all that are known."""
        ...

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        """Answer a comment in the account's name, once.

        Where the network cannot tell a repetition, a lost answer is `AnswerLost`.
        """
        ...

    async def act(self, io: IO, account: Account, action: Action) -> None: ...


@runtime_checkable
class PrivateReplier(Protocol):
    """Answers a comment where only its author reads it."""

    async def reply_privately(self, io: IO, account: Account, comment: str, text: Text) -> str:
        """Write to the author of a comment, once; gives the message's identifier, empty where there is none.

        Where the network cannot tell a repetition, a lost answer is `AnswerLost`.
        """
        ...


@runtime_checkable
class StatsReader(Protocol):
    """Reads figures. What the network does not tell is left out, never zero."""

    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]: ...

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]: ...


@runtime_checkable
class Scout(Protocol):
    """Looks beyond the account's own page, at what everybody may see."""

    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        """Public figures of other pages, by their handles; of a page that is not there, nothing."""
        ...

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        """Where others name the account, newest first; `Comment.post` is None outside the account's own posts."""
        ...


@runtime_checkable
class Listener(Protocol):
    """Hears what happens on the account."""

    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        """Fetch what has happened since the last call, waiting up to `wait` seconds for something to happen."""
        ...

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        """Take one call of the network's webhook. Raises `Unauthorized` if it is not the network's."""
        ...


@runtime_checkable
class Answering(Protocol):
    """A `Listener` whose network wants certain words for an answer to a call of its webhook."""

    def webhook_answer(self, account: Account, query: Mapping[str, str], body: bytes) -> str:
        """The words. Raises `Unauthorized` if a call that sets the webhook up is not the network's."""
        ...


@runtime_checkable
class KnowsByHearing(Protocol):
    """A `Listener` that can read only what it has heard: the core lets it hear before it reads."""

    knows_by_hearing: Literal[True]


@runtime_checkable
class Designer(Protocol):
    """Changes how the page presents itself."""

    async def set_title(self, io: IO, account: Account, title: str) -> None: ...

    async def set_description(self, io: IO, account: Account, description: str) -> None: ...

    async def set_picture(self, io: IO, account: Account, picture: Any) -> None:
        """Set the page's picture from a `File`."""
        ...

    async def set_cover(self, io: IO, account: Account, cover: Any) -> None:
        """Set the wide picture at the top of the page from a `File`."""
        ...


@frozen(kw_only=True)
class Checkup:
    """What a network says about an account when it is asked."""

    account: str
    ok: bool
    title: str = ""
    url: str | None = None
    facts: tuple[str, ...] = field(default=(), converter=as_strings)
    warnings: tuple[str, ...] = field(default=(), converter=as_strings)
    """What will not work, and what to do about it."""
    expires_at: datetime | None = None


@runtime_checkable
class Authenticator(Protocol):
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask the network whether the account works and what it may do."""
        ...


FAULTS: tuple[str, ...] = (
    "limited",
    "error_before",
    "error_after",
    "html_after",
    "garbage_after",
    "hang_before",
    "hang_after",
    "reset_before",
    "reset_after",
    "echo_secret",
)
"""What can go wrong with the next call that publishes. `before` and `after` mean whether the network
acted: `after`, the post is there and only the answer is lost. `limited` takes `retry_after` in seconds; `echo_secret`
is an answer of 500 whose body contains the request's address and headers with the account's secrets."""


@runtime_checkable
class Sandboxed(Protocol):
    """Brings a network on this machine to try things on."""

    def sandbox(self) -> "FakeNetwork | RealNetwork": ...


class Sandbox(Protocol):
    """A network on this machine, and ways to play its audience over HTTP; `url` is where it is served.

    It is a `FakeNetwork` or a `RealNetwork`.
    """

    def account(self, url: str, name: str = "sandbox") -> Account:
        """An account that is ready in a fresh sandbox."""
        ...

    async def comment(
        self,
        io: IO,
        url: str,
        *,
        post: str,
        person: str,
        text: str,
        reply_to: str | None = None,
        as_page: bool = False,
    ) -> str:
        """Somebody comments; gives the identifier as `Comment.id` has it. Raises `SMMError` if that one may not."""
        ...

    async def react(self, io: IO, url: str, *, post: str, emoji: str, count: int) -> None: ...

    async def vote(self, io: IO, url: str, *, post: str, option: int, count: int) -> None: ...

    async def posts(self, io: IO, url: str) -> Sequence[str]:
        """Identifiers of all posts that are on the account's page now: one for each, as `Published.id` has it."""
        ...

    async def text(self, io: IO, url: str, *, post: str) -> str:
        """The text of a post as its readers see it now, without styles."""
        ...

    async def comments(self, io: IO, url: str, *, post: str) -> Sequence[str]:
        """Identifiers of all comments that readers see under a post now, oldest first."""
        ...

    async def reset(self, io: IO, url: str) -> None:
        """Begin anew: no posts, no comments, nobody silenced."""
        ...

    def page(self, url: str) -> str:
        """The address where a browser shows the account's page."""
        ...


@runtime_checkable
class FakeNetwork(Sandbox, Protocol):
    """An imitation of the network's API as an ASGI app, whose time can be moved."""

    @property
    def app(self) -> Any: ...

    async def advance(self, io: IO, url: str, seconds: float) -> None:
        """Let time pass in the fake."""
        ...


@runtime_checkable
class RealNetwork(Sandbox, Protocol):
    """The network's own server code in processes of their own. Its time is the machine's."""

    def running(self) -> AbstractContextManager[str]:
        """A block in which the network runs; gives its address, and leaves nothing behind.

        Raises `InvalidInput` that says what it needs and this machine has not.
        """
        ...

    async def settle(self, io: IO, url: str) -> None:
        """Wait until readers see all that has been written."""
        ...


@runtime_checkable
class Faulty(Protocol):
    """A sandbox that can fail as the network fails, over HTTP; others are disturbed on the way to them."""

    async def fault(self, io: IO, url: str, kind: str, **details: Any) -> None:
        """Let the next call that publishes go wrong in one of the ways of `FAULTS`."""
        ...


@frozen
class NoSettings:
    """For networks that have nothing to configure."""


@frozen
class NoOptions(Options):
    """For networks that have no options of their own."""

    platform = ""
