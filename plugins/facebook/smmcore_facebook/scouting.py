"""Other Pages' public figures, and mentions."""

from collections.abc import Mapping, Sequence

from smmcore.io import IO
from smmcore.models import Account, Comment, Metric, MetricName, Subject, SubjectKind
from smmcore.platform import Page
from smmcore_facebook.client import client
from smmcore_facebook.measuring import Makes
from smmcore_facebook.names import handle
from smmcore_facebook.views import elsewhere

_MENTIONS_A_PAGE = 50


class Scouting:
    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        """Followers of Pages: by handle, number or address; of what is not there, nothing."""
        page = client(io, account)
        names = {given: name for given in pages if (name := handle(given))}
        asked = list(dict.fromkeys(names.values()))
        answers = await page.graph.many(asked, fields="followers_count") if asked else {}
        about = Makes(account.name, io.now(), page.settings.version)
        found: list[Metric] = []
        for given, name in names.items():
            answer = answers.get(name)
            if isinstance(answer, Mapping):
                counter = {"followers_count": (MetricName.FOLLOWERS, answer.get("followers_count"))}
                found += about.counters(Subject(account.name, SubjectKind.PAGE, given), counter)
        return found

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        """Public posts in which others tag the Page, newest first."""
        page = client(io, account)
        found = await page.graph.page(
            page.edge("tagged"),
            {},
            fields="id,message,from{id,name},created_time,permalink_url",
            limit=_MENTIONS_A_PAGE,
            cursor=cursor,
        )
        told = (elsewhere(item, page.page) for item in found.items)
        return Page([item for item in told if item], found.next)
