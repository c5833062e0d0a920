"""The parts of an `SMM` together: what jobs are given, and what `SMM` and `AsyncSMM` are thin over."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from smmcore.community import Community
from smmcore.context import Context
from smmcore.errors import SMMError
from smmcore.events import Events
from smmcore.io.interface import Uploader
from smmcore.jobs import Job
from smmcore.measuring import Measuring
from smmcore.models import Account, Outcome
from smmcore.plugins import Plugins
from smmcore.publishing import Publishing
from smmcore.reconciling import Reconciling
from smmcore.sending import Sending
from smmcore.sessions import Sessions
from smmcore.tasks import Tasks
from smmcore.upkeep import Upkeep

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.journal.journal import Journal


class Engine:
    """Every method waits for nothing but the `IO` that it is given."""

    def __init__(
        self,
        accounts: Iterable[Account],
        plugins: Plugins,
        journal: "Journal",
        sessions: Sessions,
        uploader: Uploader | None = None,
    ) -> None:
        self.context = Context(accounts, plugins, journal, Events(plugins), sessions, uploader)
        self.sending = Sending(self.context)
        self.publishing = Publishing(self.context, self.sending)
        self.reconciling = Reconciling(self.context, self.sending)
        self.community = Community(self.context)
        self.measuring = Measuring(self.context, self.community)
        self.upkeep = Upkeep(self.context)
        self.tasks = Tasks(self)

    def accounts(self, names: str | Sequence[str] | None) -> list[Account]:
        """The named accounts, or all. Raises `UnknownAccount` before anything is done for any of them."""
        if names is None:
            return list(self.context.accounts.values())
        once = dict.fromkeys([names] if isinstance(names, str) else names)
        return [self.context.account(name) for name in once]

    async def work(self, io: "AnyIO") -> Outcome:
        """Do what is due now: posts whose time has come, and the plugins' jobs."""
        outcome = await self.publishing.publish_due(io)
        for job in self.jobs():
            await self.tasks.run(io, job)
        return outcome

    def jobs(self) -> list[Job]:
        """The plugins' jobs; the accounts' networks may bring some, too."""
        for account in self.context.accounts.values():
            with suppress(SMMError):  # a missing network is told where its posts are
                self.context.platform(account)
        return list(self.context.events.jobs())
