"""Other communities' public figures, mentions, and search."""

from collections.abc import Mapping, Sequence
from typing import Any

from smmcore.errors import InvalidInput, Rejected
from smmcore.io import IO
from smmcore.models import Account, Comment, Metric, MetricName, Subject, SubjectKind
from smmcore.platform import Page
from smmcore_vk.client import Client
from smmcore_vk.limits import PAGES_A_CALL
from smmcore_vk.measuring import Figures, parts
from smmcore_vk.names import page_name
from smmcore_vk.people import names_of
from smmcore_vk.settings import VKSettings
from smmcore_vk.views import elsewhere, names_in

_MENTIONS_A_PAGE = 50
_FOUND_A_PAGE = 200
_BAD_PARAMETER = 100


class Scouting:
    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        """Members of communities: by short name, `club123`, or a link; of what is not there, nothing."""
        client = Client(io, account)
        names = {page: name for page in pages if (name := page_name(page))}
        shown: dict[str, Any] = {}
        for part in parts([*dict.fromkeys(names.values())], PAGES_A_CALL):
            for group in await _groups(client, part):
                shown |= {str(group.get("id")): group, str(group.get("screen_name")).lower(): group}
        about = Figures(account.name, io.now(), "groups.getById")
        return [
            metric
            for page, name in names.items()
            for metric in about.of(
                Subject(account.name, SubjectKind.PAGE, page),
                {MetricName.FOLLOWERS: shown.get(name, {}).get("members_count")},
            )
        ]

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        """Where others name the community; by service token, where they use the words of `mention_words`."""
        client = Client(io, account)
        if not client.may("newsfeed.getMentions"):
            words = account.settings_as(VKSettings).mention_words
            return await self.search(io, account, " ".join(words), cursor=cursor)
        community = await client.community()
        offset = int(cursor or 0)
        params = {"owner_id": -community, "count": _MENTIONS_A_PAGE, "offset": offset}
        found = await client.call("newsfeed.getMentions", params, result=dict)
        shown = [item for item in found["items"] if "owner_id" in item]
        names = await names_of(client, (int(item.get("from_id") or 0) for item in shown))
        items = [elsewhere(item, community, names) for item in shown]
        more = offset + len(found["items"])
        return Page(items, str(more) if found["items"] and more < found["count"] else None)

    async def search(
        self, io: IO, account: Account, query: str, *, cursor: str | None = None
    ) -> Page[Comment]:
        """Public posts with these words, newest first; VK shows about a thousand."""
        if not query.strip():
            raise InvalidInput("query: must not be empty")
        client = Client(io, account)
        community = await client.community()
        params = {
            "q": query,
            "count": _FOUND_A_PAGE,
            "extended": True,
            "fields": "screen_name",
            "start_from": cursor,
        }
        found = await client.call("newsfeed.search", params, result=dict)
        names = names_in(found)
        items = [elsewhere(item, community, names) for item in found["items"] if "owner_id" in item]
        return Page(items, str(found["next_from"]) if items and found.get("next_from") else None)


async def _groups(client: Client, names: Sequence[str]) -> list[Mapping[str, Any]]:
    """What VK knows of these; it refuses a whole list for one name that is none."""
    params = {"group_ids": names, "fields": "members_count"}
    try:
        found: list[Mapping[str, Any]] = await client.call("groups.getById", params, result=_groups_of)
    except Rejected as error:
        if error.code != _BAD_PARAMETER:
            raise
        if len(names) == 1:
            return []
        middle = len(names) // 2
        return [*await _groups(client, names[:middle]), *await _groups(client, names[middle:])]
    return found


def _groups_of(response: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [group for group in response["groups"] if isinstance(group, dict)]
