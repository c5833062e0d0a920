"""Fetching what VK tells, and taking its calls."""

import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any

from smmcore.errors import InvalidInput, Unauthorized
from smmcore.io import IO
from smmcore.models import Account, Event
from smmcore_vk.client import Client
from smmcore_vk.hearing import Hearing
from smmcore_vk.names import NAME, community_number, page_name
from smmcore_vk.settings import VKSettings

_CONFIRMATION = "confirmation"


class Listening:
    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        """See `smmcore.platform.Listener`; by Bots Long Poll."""
        hearing = Hearing(Client(io, account))
        await hearing.take_in(wait)
        return await hearing.delivered()

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        """One call of the Callback API. VK repeats calls; each event is given out once."""
        told = _told(account, body)
        if told.get("type") == _CONFIRMATION:
            return []
        hearing = Hearing(Client(io, account))
        await hearing.told([told])
        return await hearing.delivered()

    def webhook_answer(self, account: Account, query: Mapping[str, str], body: bytes) -> str:
        """The confirmation string for VK's first call, `ok` for all others."""
        told = _told(account, body)
        if told.get("type") != _CONFIRMATION:
            return "ok"
        settings = account.settings_as(VKSettings)
        if not settings.confirmation:
            hint = "copy the string from the community's Callback API settings"
            raise InvalidInput(f"account {account.name}: confirmation: not set; {hint}")
        return settings.confirmation


def _told(account: Account, body: bytes) -> dict[str, Any]:
    """What VK's call says. Raises `Unauthorized` for anybody else's."""
    wanted = account.secret("callback_secret").reveal().encode()
    told = _object(body)
    given = told.get("secret")
    known = isinstance(given, str) and hmac.compare_digest(given.encode(), wanted)
    # The first call comes without the secret where the community's settings have none yet; it tells nothing.
    asks = told.get("type") == _CONFIRMATION and given is None
    if not (known or asks) or not _is_about(account, told):
        raise Unauthorized(f"account {account.name}: the call is not VK's: wrong secret", platform=NAME)
    return told


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _is_about(account: Account, told: Mapping[str, Any]) -> bool:
    """Whether the call names this community; a short name tells nothing about the number."""
    number = community_number(page_name(account.id) or account.id)
    return number is None or str(told.get("group_id")) == str(number)
