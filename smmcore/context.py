"""What the parts of an `SMM` share: its accounts, plugins, journal and events."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import field, frozen

from smmcore.checking import problems
from smmcore.errors import InvalidInput, SMMError, UnknownAccount, Unsupported
from smmcore.events import Events
from smmcore.io.interface import Store, Uploader, Vault
from smmcore.limits import Problem
from smmcore.models import Account, Post
from smmcore.platform import KeepsSessions, Platform, has_method
from smmcore.plugins import Plugins
from smmcore.sessions import Sessions, SessionVault

if TYPE_CHECKING:
    from smmcore.io.blocking import BlockingIO
    from smmcore.io.nonblocking import NonblockingIO
    from smmcore.journal.journal import Journal

    AnyIO = BlockingIO | NonblockingIO

Capability = TypeVar("Capability")


def by_name(accounts: Iterable[Account]) -> dict[str, Account]:
    found: dict[str, Account] = {}
    for account in accounts:
        if account.name in found:
            raise InvalidInput(f"accounts: {account.name} stands there twice")
        found[account.name] = account
    return found


@frozen(eq=False)
class Context:
    accounts: Mapping[str, Account] = field(converter=by_name)
    plugins: Plugins
    journal: "Journal"
    events: Events
    sessions: Sessions
    uploader: Uploader | None = None
    """What gives files a public address, for networks that fetch media themselves."""

    def account(self, name: str) -> Account:
        """Raises `UnknownAccount`."""
        if name in self.accounts:
            return self.accounts[name]
        known = ", ".join(self.accounts) or "none yet"
        raise UnknownAccount(f"there is no account {name!r} (known: {known})")

    def platform(self, account: Account) -> Platform:
        return self.plugins.platform(account.platform)

    def problems(self, account: Account, post: Post) -> list[Problem]:
        """All that is wrong with a post for the account; see `smmcore.checking`."""
        return problems(self.platform(account), account, post, uploader=self.uploader)

    def capable(self, account: Account, capability: type[Capability], word: str) -> Capability:
        """The account's platform, if it and the account can do that. Raises `Unsupported` with the reason.

        Of the capability, only the word's own method has to be there.
        """
        platform = self.platform(account)
        ability = platform.abilities(account).get(word)
        if ability is not None and not ability:
            raise Unsupported(f"{account.name}: {ability.reason}", platform=platform.name)
        if not has_method(platform, word):
            raise Unsupported(f"{platform.title} has no {word}", platform=platform.name)
        return cast("Capability", platform)

    def io(self, io: "AnyIO", account: Account) -> "AnyIO":
        """The IO of one account: what plugins keep, they keep for it alone."""
        vault = SessionVault(self.sessions, account, io, self._opened_by(account))
        return self.io_of(io, account.name, vault)

    def _opened_by(self, account: Account) -> Collection[str] | None:
        try:
            platform = self.platform(account)
        except SMMError:  # a network that is not there is told where it is used
            return None
        return platform.opened_by if isinstance(platform, KeepsSessions) else None

    def io_of(self, io: "AnyIO", owner: str, vault: Vault | None = None) -> "AnyIO":
        from smmcore.journal.store import JournalStore

        store: Store = JournalStore(self.journal, owner, io)
        return io.scoped(owner, store, vault, self.uploader)
