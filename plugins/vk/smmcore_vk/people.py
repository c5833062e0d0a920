"""Names of people and communities that VK tells by their numbers only."""

from collections.abc import Iterable
from contextlib import suppress

from smmcore.errors import SMMError
from smmcore_vk.client import Client
from smmcore_vk.views import names_in

_AT_ONCE = 500


async def names_of(client: Client, numbers: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Name and handle by number, as far as VK tells; people have positive numbers, communities negative ones."""
    found: dict[int, tuple[str, str]] = {}
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        people, pages = [n for n in part if n > 0], [-n for n in part if n < 0]
        with suppress(SMMError):
            if people:
                params = {"user_ids": people, "fields": "screen_name"}
                found |= names_in({"profiles": await client.call("users.get", params, result=list)})
            if pages:
                found |= names_in(await client.call("groups.getById", {"group_ids": pages}, result=dict))
    return found
