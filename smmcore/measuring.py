"""Reading figures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from smmcore.context import Context
from smmcore.journal.entry import State
from smmcore.models import Account, Metric
from smmcore.platform import Scout, StatsReader

if TYPE_CHECKING:
    from smmcore.community import Community
    from smmcore.context import AnyIO


class Measuring:
    def __init__(self, context: Context, community: "Community") -> None:
        self._context = context
        self._community = community

    async def account_metrics(self, io: "AnyIO", account: Account) -> list[Metric]:
        platform = self._context.capable(account, StatsReader, "account_metrics")
        metrics = list(await platform.account_metrics(self._context.io(io, account), account))
        return await self._told(io, account, metrics)

    async def post_metrics(self, io: "AnyIO", account: Account, ids: Sequence[str] | None) -> list[Metric]:
        """Figures of the posts with these identifiers, or of all that the journal knows as published."""
        platform = self._context.capable(account, StatsReader, "post_metrics")
        if ids is None:
            query = self._context.journal.entries
            entries = await io.in_thread(query, account=account.name, states=[State.PUBLISHED])
            ids = [entry.published.id for entry in entries if entry.published]
        await self._community.hear_first(io, account)
        metrics = list(await platform.post_metrics(self._context.io(io, account), account, ids))
        return await self._told(io, account, metrics)

    async def page_metrics(self, io: "AnyIO", account: Account, pages: Sequence[str]) -> list[Metric]:
        """Public figures of other pages; a page that is not there has none."""
        platform = self._context.capable(account, Scout, "page_metrics")
        metrics = list(await platform.page_metrics(self._context.io(io, account), account, pages))
        return await self._told(io, account, metrics)

    async def _told(self, io: "AnyIO", account: Account, metrics: list[Metric]) -> list[Metric]:
        scoped = self._context.io(io, account)
        await self._context.events.tell(scoped, "smm_measured", account=account, metrics=metrics)
        return metrics
