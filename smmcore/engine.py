"""The parts of an `SMM` together: what jobs are given, and what `SMM` and `AsyncSMM` are thin over."""

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from smmcore.community import Community
from smmcore.context import Context
from smmcore.errors import SMMError
from smmcore.events import Events, finished
from smmcore.io.interface import Uploader
from smmcore.jobs import Job
from smmcore.measuring import Measuring
from smmcore.models import Account, Outcome
from smmcore.plugins import Plugins
from smmcore.publishing import Publishing
from smmcore.sessions import Sessions
from smmcore.upkeep import Upkeep

if TYPE_CHECKING:
    from smmcore.context import AnyIO
    from smmcore.journal.journal import Journal

log = logging.getLogger("smmcore.plugins")


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
        self.publishing = Publishing(self.context)
        self.community = Community(self.context)
        self.measuring = Measuring(self.context, self.community)
        self.upkeep = Upkeep(self.context)

    def accounts(self, names: str | Sequence[str] | None) -> list[Account]:
        """The named accounts, or all. Raises `UnknownAccount` before anything is done for any of them."""
        if names is None:
            return list(self.context.accounts.values())
        once = dict.fromkeys([names] if isinstance(names, str) else names)
        return [self.context.account(name) for name in once]

    async def work(self, io: "AnyIO") -> Outcome:
        """Do what is due now: posts whose time has come, and the plugins' jobs."""
        self._load()
        outcome = await self.publishing.publish_due(io)
        for job in self.context.events.jobs():
            try:
                await self._run(io, job)
            except Exception as error:  # noqa: BLE001 - a job that breaks is tried again the next time
                log.warning("job %s failed: %s: %s", job.name, type(error).__name__, error)
        return outcome

    def _load(self) -> None:
        """The accounts' networks may bring jobs, too."""
        for account in self.context.accounts.values():
            with suppress(SMMError):  # a missing network is told where its posts are
                self.context.platform(account)

    async def _run(self, io: "AnyIO", job: Job) -> None:
        scoped = self.context.io_of(io, f"job:{job.name}")
        last = await scoped.store.get("job", "last")
        now = io.now().timestamp()
        # A last time that lies ahead was written before the clock was set back.
        if last is None or not 0 <= now - last < job.every.total_seconds():
            await finished(scoped, job.run(self, scoped))
            await scoped.store.put("job", "last", now)
