"""`SMM` and `AsyncSMM`: the way in. Both are thin over the same coroutines of the `Engine`."""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from smmcore.engine import Engine
from smmcore.errors import InvalidInput, JournalError
from smmcore.limits import Problem
from smmcore.models import (
    Account,
    Action,
    Comment,
    Event,
    File,
    Metric,
    Outcome,
    Post,
    Published,
    Result,
    TextLike,
    Verdict,
)
from smmcore.platform import Abilities, Answering, Checkup, Page
from smmcore.plugins import Plugins
from smmcore.reconciling import GRACE
from smmcore.sessions import Sessions, sessions_from

if TYPE_CHECKING:
    from smmcore.io.interface import Clock, Uploader
    from smmcore.io.limits import Rates
    from smmcore.journal.journal import Journal
    from smmcore.journal.scheduling import Scheduling

T = TypeVar("T")


class _Common:
    """What needs no waiting."""

    def __init__(
        self,
        accounts: Iterable[Account] = (),
        *,
        plugins: Iterable[Any] | Plugins = (),
        installed: bool = True,
        journal: "Journal | str | Path | None" = None,
        sessions: "Sessions | str | Path | None" = None,
        clock: "Clock | None" = None,
        patience: float = 60,
        uploader: "Uploader | None" = None,
        lease: timedelta | None = None,
    ) -> None:
        """Make one.

        `plugins` are used beside the installed ones, or alone with `installed=False`; platforms are plugins, too.
        `journal` is a path, a database's URL or a `Journal`, which its owner closes; without one, exactly once
        holds while this object lives. `sessions` keeps what networks give to accounts that sign in: the path of a
        file that only its owner may read, or `Sessions`; without it, they sign in anew with each object. `patience`
        is how many seconds a call may wait in all because a network says so. `uploader` gives files an address
        from which networks can fetch them, where one takes media in no other way. `lease` is how long a process
        may be silent before others take its posts over; workers, which tell that they live, can do with a minute.
        """
        from smmcore.journal.journal import LEASE, Journal

        self.plugins = plugins if isinstance(plugins, Plugins) else Plugins(plugins, installed=installed)
        self.journal = journal if isinstance(journal, Journal) else Journal(journal, lease=lease or LEASE)
        self._own_journal = self.journal is not journal
        self.engine = Engine(accounts, self.plugins, self.journal, sessions_from(sessions), uploader)
        self._open(clock, patience)

    def _open(self, clock: "Clock | None", patience: float) -> None:
        """Make the IO."""
        raise NotImplementedError

    def _now(self) -> datetime:
        raise NotImplementedError

    @property
    def _rates(self) -> "Rates | None":
        """The networks' rates are shared with all who use the journal, if it is one that others can use."""
        return self.journal.rates if self.journal.lasts else None

    def _close_journal(self) -> None:
        if self._own_journal:
            self.journal.close()

    @classmethod
    def from_config(cls, path: str | Path | None = None, **more: Any) -> Self:
        """As `smm.toml` says: the given one, the nearest one above the current folder, or the user's.

        Raises `InvalidInput` that names file and field.
        """
        from smmcore.config import read_config
        from smmcore.events import Events

        config = read_config(path)
        plugins = Plugins(more.pop("plugins", ()), installed=more.pop("installed", True))
        if more.get("journal") is None:
            more["journal"] = config.journal
        more.setdefault("patience", config.patience)
        more.setdefault("sessions", config.sessions)
        events = Events(plugins)
        if "uploader" not in more:
            more["uploader"] = config.uploader(events)
        return cls(config.accounts_with_secrets(events), plugins=plugins, **more)

    @property
    def accounts(self) -> Mapping[str, Account]:
        return self.engine.context.accounts

    def abilities(self, account: str) -> Abilities:
        """What the account can do; each no with its reason."""
        found = self.engine.context.account(account)
        return self.engine.context.platform(found).abilities(found)

    def webhook_answer(self, account: str, query: Mapping[str, str], body: bytes) -> str:
        """What to answer to a call of the network's webhook, with status 200; `query` is the address's.

        Networks also call when the webhook is set up, some by GET: answer that call, too. Raises `Unauthorized`.
        """
        found = self.engine.context.account(account)
        platform = self.engine.context.platform(found)
        return platform.webhook_answer(found, query, body) if isinstance(platform, Answering) else ""

    def scheduling(
        self, post: Post, to: str, *, key: str, at: datetime | None = None, zone: str | None = None
    ) -> "Scheduling":
        """The post as one INSERT that you do on your own connection to the journal's database.

        Whatever else your transaction writes, the post is there with it or not at all; once it is committed, `work`
        or a worker publishes it. A post of that key that waits, has failed or was cancelled takes over what is new;
        any other stays as it is, and `Scheduling.write` tells. Without `at`, it is due at once.

        This writes nothing, and makes no tables: call `prepare` when your program starts. Raises `InvalidInput`, also
        without a journal that lasts, `InvalidPost`, and `JournalError` if the journal has not been prepared.
        """
        account, now = self.engine.context.account(to), self._now()
        self._require_tables()
        return self.engine.publishing.scheduling(post, account, key=key, at=at or now, zone=zone, now=now)

    def _require_tables(self) -> None:
        """They cannot be made now: the caller's transaction may already be writing, and would be waited for."""
        if not self.journal.lasts:
            raise InvalidInput("journal: your own transaction needs one in a file or a database: journal=…")
        if not self.journal.archive.is_prepared():
            words = "has no tables, or those of an older version; call prepare() when your program starts"
            raise JournalError(f"the journal {self.journal.name} {words}")

    def check(self, post: Post, to: str) -> list[Problem]:
        """All that is wrong with the post for that account, before anything is sent; empty means fine."""
        return self.engine.publishing.check(post, self.engine.context.account(to))


def _require_seen(id: str | None) -> None:
    """A form that was sent empty must not make a post published."""
    if id is not None and not id.strip():
        raise InvalidInput("id: must not be blank; give the post's identifier, or None if it is not there")


class SMM(_Common):
    """Publishes, moderates and measures; every call blocks until it is done.

    Needs no event loop, and starts threads only for several things at once. Use it as a context manager, or close
    it. Safe to use from several threads.

    >>> with SMM([Account("bakery", "telegram", "@bakery", secrets={"token": token})]) as smm:
    ...     outcome = smm.publish(Post("Fresh bread!"), to="bakery")
    """

    def _open(self, clock: "Clock | None", patience: float) -> None:
        from smmcore.io.blocking import BlockingIO

        self.io = BlockingIO(clock=clock, patience=patience, rates=self._rates)

    def _now(self) -> datetime:
        return self.io.now()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.io.close()
        self._close_journal()

    def prepare(self) -> None:
        """Make the journal's tables, or bring them up to date. All but `scheduling` does so by itself.

        Raises `JournalError` if that cannot be done.
        """
        self.journal.prepare()

    def publish(
        self,
        post: Post,
        to: str | Sequence[str],
        *,
        key: str | None = None,
        at: datetime | None = None,
        zone: str | None = None,
    ) -> Outcome:
        """Publish to one or many accounts at once; one account's failure leaves the others.

        The same `key` on the same account is the same post, for ever: it is published once. With `at` in the
        future, it waits in the journal for `work`. Raises `UnknownAccount` and `InvalidInput`; everything else is
        in the outcome.
        """
        accounts = self.engine.accounts(to)
        return self._run(self.engine.publishing.publish(self.io, post, accounts, key=key, at=at, zone=zone))

    def work(self) -> Outcome:
        """Do what is due now: posts whose time has come, and the plugins' jobs."""
        return self._run(self.engine.work(self.io))

    def reconcile(self, to: str | Sequence[str] | None = None, *, grace: timedelta = GRACE) -> Outcome:
        """Ask the networks about every unconfirmed post; what is proven absent waits for `work` again."""
        accounts = self.engine.accounts(to)
        return self._run(self.engine.reconciling.reconcile(self.io, accounts, grace))

    def resolve(self, account: str, key: str, *, id: str | None, grace: timedelta = GRACE) -> Result:
        """Say what a person has seen: an unconfirmed post is there as `id`, or, with None, is not there.

        For as long as `grace` after its answer was given up, a post may still appear; until then, nobody is believed
        who says that it is absent. Give at least as much as has passed since that person began to look.

        Raises `InvalidInput` for a blank `id`, a post that is not unconfirmed, and an absence that comes too early.
        """
        _require_seen(id)
        found = self.engine.context.account(account)
        return self._run(self.engine.reconciling.resolve(self.io, found, key, id, grace))

    def edit(self, account: str, id: str, post: Post) -> Published:
        return self._run(self.engine.upkeep.edit(self.io, self.engine.context.account(account), id, post))

    def delete(self, account: str, id: str) -> None:
        """Delete a post; one that is already gone is a success."""
        self._run(self.engine.upkeep.delete(self.io, self.engine.context.account(account), id))

    def pin(self, account: str, id: str, *, pinned: bool = True) -> None:
        self._run(self.engine.upkeep.pin(self.io, self.engine.context.account(account), id, pinned=pinned))

    def design(
        self,
        account: str,
        *,
        title: str | None = None,
        description: str | None = None,
        picture: File | None = None,
        cover: File | None = None,
    ) -> None:
        """Change how the page presents itself; None leaves a part as it is."""
        found = self.engine.context.account(account)
        self._run(
            self.engine.upkeep.design(
                self.io, found, title=title, description=description, picture=picture, cover=cover
            )
        )

    def do(self, account: str, word: str, /, *arguments: Any, **named: Any) -> Any:
        """Do what only this network can, by its own word among the abilities: its page in the docs describes it."""
        found = self.engine.context.account(account)
        return self._run(self.engine.upkeep.do(self.io, found, word, *arguments, **named))

    def checkup(self, account: str) -> Checkup:
        """Ask the network whether the account works and what it may do."""
        return self._run(self.engine.upkeep.checkup(self.io, self.engine.context.account(account)))

    def receive(self, account: str, *, wait: float = 0) -> Sequence[Event]:
        """What has happened since the last call, waiting up to `wait` seconds for something to happen."""
        return self._run(self.engine.community.receive(self.io, self.engine.context.account(account), wait))

    def webhook(self, account: str, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        """Take one call of the network's webhook. Raises `Unauthorized` if it is not the network's."""
        found = self.engine.context.account(account)
        return self._run(self.engine.community.webhook(self.io, found, headers, body))

    def comments(self, account: str, post: str | None = None) -> Iterator[Comment]:
        """Comments, oldest first, fetched page by page: those under one post, or all that are known."""
        found = self.engine.context.account(account)
        yield from self._paged(partial(self.engine.community.page, self.io, found, post))

    def reply(self, account: str, comment: str, text: TextLike) -> Comment:
        """Answer a comment. Raises `AnswerLost` if nobody knows whether it is there; it is not sent again."""
        found = self.engine.context.account(account)
        return self._run(self.engine.community.reply(self.io, found, comment, text))

    def reply_privately(self, account: str, comment: str, text: TextLike) -> str:
        """Answer a comment where only its author reads it; gives the message's identifier, if there is one.

        Raises `AnswerLost` if nobody knows whether it is there; it is not sent again.
        """
        found = self.engine.context.account(account)
        return self._run(self.engine.community.reply_privately(self.io, found, comment, text))

    def moderate(self, account: str, action: Action) -> None:
        self._run(self.engine.community.moderate(self.io, self.engine.context.account(account), action))

    def judge(
        self, account: str, post: str | None = None, *, act: bool = False
    ) -> list[tuple[Comment, Verdict]]:
        """What the judges among the plugins say of the comments; with `act`, it is done as well."""
        found = self.engine.context.account(account)
        return self._run(self.engine.community.judge(self.io, found, post, act=act))

    def account_metrics(self, account: str) -> list[Metric]:
        return self._run(self.engine.measuring.account_metrics(self.io, self.engine.context.account(account)))

    def post_metrics(self, account: str, ids: Sequence[str] | None = None) -> list[Metric]:
        """Figures of these posts, or of all that were published here."""
        found = self.engine.context.account(account)
        return self._run(self.engine.measuring.post_metrics(self.io, found, ids))

    def page_metrics(self, account: str, pages: str | Sequence[str]) -> list[Metric]:
        """Public figures of other pages, such as competitors', by their handles; read with this account."""
        found, names = self.engine.context.account(account), [pages] if isinstance(pages, str) else pages
        return self._run(self.engine.measuring.page_metrics(self.io, found, names))

    def mentions(self, account: str) -> Iterator[Comment]:
        """Where others name the account, newest first, fetched page by page."""
        found = self.engine.context.account(account)
        yield from self._paged(partial(self.engine.community.mentions_page, self.io, found))

    def _paged(
        self, page_at: Callable[[str | None], Coroutine[Any, Any, Page[Comment]]]
    ) -> Iterator[Comment]:
        """The items of all pages; the next page is fetched when its first item is asked for."""
        cursor = None
        while True:
            page = self._run(page_at(cursor))
            yield from page.items
            if (cursor := page.next) is None:
                return

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        from smmcore.io.blocking import run

        return run(work)


class AsyncSMM(_Common):
    """The same as `SMM`, for callers on an event loop. See there for what each method does."""

    def _open(self, clock: "Clock | None", patience: float) -> None:
        from smmcore.io.nonblocking import NonblockingIO

        self.io = NonblockingIO(clock=clock, patience=patience, rates=self._rates)

    def _now(self) -> datetime:
        return self.io.now()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self.io.aclose()
        self._close_journal()

    async def prepare(self) -> None:
        await self.io.in_thread(self.journal.prepare)

    async def publish(
        self,
        post: Post,
        to: str | Sequence[str],
        *,
        key: str | None = None,
        at: datetime | None = None,
        zone: str | None = None,
    ) -> Outcome:
        """As `SMM.publish`. Cancelling it leaves a post that was on its way `unconfirmed`."""
        accounts = self.engine.accounts(to)
        return await self.engine.publishing.publish(self.io, post, accounts, key=key, at=at, zone=zone)

    async def work(self) -> Outcome:
        return await self.engine.work(self.io)

    async def reconcile(self, to: str | Sequence[str] | None = None, *, grace: timedelta = GRACE) -> Outcome:
        return await self.engine.reconciling.reconcile(self.io, self.engine.accounts(to), grace)

    async def resolve(self, account: str, key: str, *, id: str | None, grace: timedelta = GRACE) -> Result:
        _require_seen(id)
        found = self.engine.context.account(account)
        return await self.engine.reconciling.resolve(self.io, found, key, id, grace)

    async def edit(self, account: str, id: str, post: Post) -> Published:
        return await self.engine.upkeep.edit(self.io, self.engine.context.account(account), id, post)

    async def delete(self, account: str, id: str) -> None:
        await self.engine.upkeep.delete(self.io, self.engine.context.account(account), id)

    async def pin(self, account: str, id: str, *, pinned: bool = True) -> None:
        await self.engine.upkeep.pin(self.io, self.engine.context.account(account), id, pinned=pinned)

    async def design(
        self,
        account: str,
        *,
        title: str | None = None,
        description: str | None = None,
        picture: File | None = None,
        cover: File | None = None,
    ) -> None:
        found = self.engine.context.account(account)
        await self.engine.upkeep.design(
            self.io, found, title=title, description=description, picture=picture, cover=cover
        )

    async def do(self, account: str, word: str, /, *arguments: Any, **named: Any) -> Any:
        found = self.engine.context.account(account)
        return await self.engine.upkeep.do(self.io, found, word, *arguments, **named)

    async def checkup(self, account: str) -> Checkup:
        return await self.engine.upkeep.checkup(self.io, self.engine.context.account(account))

    async def receive(self, account: str, *, wait: float = 0) -> Sequence[Event]:
        return await self.engine.community.receive(self.io, self.engine.context.account(account), wait)

    async def webhook(self, account: str, headers: Mapping[str, str], body: bytes) -> Sequence[Event]:
        found = self.engine.context.account(account)
        return await self.engine.community.webhook(self.io, found, headers, body)

    def comments(self, account: str, post: str | None = None) -> AsyncIterator[Comment]:
        return self.engine.community.comments(self.io, self.engine.context.account(account), post)

    async def reply(self, account: str, comment: str, text: TextLike) -> Comment:
        found = self.engine.context.account(account)
        return await self.engine.community.reply(self.io, found, comment, text)

    async def reply_privately(self, account: str, comment: str, text: TextLike) -> str:
        found = self.engine.context.account(account)
        return await self.engine.community.reply_privately(self.io, found, comment, text)

    async def moderate(self, account: str, action: Action) -> None:
        await self.engine.community.moderate(self.io, self.engine.context.account(account), action)

    async def judge(
        self, account: str, post: str | None = None, *, act: bool = False
    ) -> list[tuple[Comment, Verdict]]:
        found = self.engine.context.account(account)
        return await self.engine.community.judge(self.io, found, post, act=act)

    async def account_metrics(self, account: str) -> list[Metric]:
        found = self.engine.context.account(account)
        return await self.engine.measuring.account_metrics(self.io, found)

    async def post_metrics(self, account: str, ids: Sequence[str] | None = None) -> list[Metric]:
        found = self.engine.context.account(account)
        return await self.engine.measuring.post_metrics(self.io, found, ids)

    async def page_metrics(self, account: str, pages: str | Sequence[str]) -> list[Metric]:
        found, names = self.engine.context.account(account), [pages] if isinstance(pages, str) else pages
        return await self.engine.measuring.page_metrics(self.io, found, names)

    def mentions(self, account: str) -> AsyncIterator[Comment]:
        return self.engine.community.mentions(self.io, self.engine.context.account(account))
