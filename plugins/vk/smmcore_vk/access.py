"""Whether an account works, token by token, and what it cannot do."""

from collections.abc import Iterator
from typing import Any

from smmcore.errors import NotThere, SMMError
from smmcore.io import IO
from smmcore.models import Account
from smmcore.platform import Checkup
from smmcore_vk.abilities import abilities
from smmcore_vk.calls import Call
from smmcore_vk.client import Client
from smmcore_vk.names import NAME, SITE, page_name
from smmcore_vk.tokens import NONE_AT_ALL, Kind, held

_RIGHTS = {
    "wall": "post and comment",
    "manage": "set up Long Poll, close comments, change the description and the cover",
    "photos": "change the cover",
    "docs": "send documents",
    "stories": "publish stories",
}
"""What a community token's rights are for."""


class Access:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask VK by each token. An answer to the one that met a captcha ends the pause."""
        kinds = held(account)
        if not kinds:
            return Checkup(account=account.name, ok=False, warnings=[NONE_AT_ALL])
        client = Client(io, account)
        facts: list[str] = []
        answered: list[Kind] = []
        warnings: list[str] = []
        group: dict[str, Any] = {}
        for kind in kinds:
            try:
                group = await _community(client, kind)
                facts.append(f"{kind} token works")
                if kind is Kind.COMMUNITY:
                    warnings += await _missing_rights(client)
                answered.append(kind)
            except SMMError as error:
                warnings.append(f"{kind} token: {error}")
        works = len(facts) == len(kinds)
        await client.pauses.end(answered, every=len(answered) == len(kinds))
        return Checkup(
            account=account.name,
            ok=works,
            title=str(group.get("name") or ""),
            url=f"{SITE}/club{group['id']}" if group else None,
            facts=[*([f"club{group['id']}"] if group else ()), *facts],
            warnings=[*warnings, *_beyond(account)],
        )


async def _community(client: Client, kind: Kind) -> dict[str, Any]:
    """The community as VK shows it to that token; asked although the account may pause."""
    name = page_name(client.account.id) or client.account.id
    call = Call(method="groups.getById", params={"group_id": name}, result=_first)
    found: dict[str, Any] = await client.sent(call, kind)
    return found


def _first(response: dict[str, Any]) -> dict[str, Any]:
    if not response["groups"]:
        raise NotThere("the account's id is no community of VK's; give its number, as club123", platform=NAME)
    return dict(response["groups"][0])


async def _missing_rights(client: Client) -> list[str]:
    call = Call(method="groups.getTokenPermissions", result=dict)
    told = await client.sent(call, Kind.COMMUNITY)
    names = {item.get("name") for item in told.get("permissions") or ()}
    return [
        f"the community token lacks the right {name}: it cannot {what}"
        for name, what in _RIGHTS.items()
        if name not in names
    ]


def _beyond(account: Account) -> Iterator[str]:
    """What cannot be done for want of tokens, each reason once."""
    reasons: dict[str, list[str]] = {}
    for word, ability in abilities(account).items():
        if not ability and " needs " in ability.reason:
            reasons.setdefault(ability.reason.partition(" needs ")[2], []).append(word)
    for reason, words in reasons.items():
        yield f"{', '.join(words)}: needs {reason}"
