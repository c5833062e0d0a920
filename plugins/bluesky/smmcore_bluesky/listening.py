"""Hearing what happens, each thing once, from the account's notifications."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from smmcore.io import IO
from smmcore.models import Account, Comment, Event, EventKind
from smmcore.models.converting import dump, load
from smmcore.platform import Page
from smmcore_bluesky.client import Client
from smmcore_bluesky.names import NAME
from smmcore_bluesky.times import moment
from smmcore_bluesky.views import comment, root_of, understood

_METHOD = "app.bsky.notification.listNotifications"
_PAGE = 100
_REASONS = ("reply", "mention", "like")
_EVENTS, _HEARD = f"{NAME}:events", f"{NAME}:heard"
LATE = timedelta(hours=1)
"""How much later than others a notification may come in; the network sorts them by when the thing was written."""
FIRST = timedelta(days=1)
"""How far back the first call listens."""
_PAUSE = 5
"""Seconds between two looks while somebody waits."""


class Listening:
    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        """Answers under the account's posts, and likes. One call where nothing much has happened."""
        client = Client(io, account)
        ends = io.now() + timedelta(seconds=wait)
        while True:
            async with io.locked("notifications"):
                await _fetch(client)
                events = await _delivered(io)
            left = (ends - io.now()).total_seconds()
            if events or left <= 0:
                return events
            await io.sleep(min(left, _PAUSE))

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        client = Client(io, account)
        own = await client.did()
        found = await _notifications(client, ["mention"], cursor)
        told = [understood(_comment, item, own) for item in found["notifications"]]
        return Page([item for item in told if item], found.get("cursor") if told else None)


async def _notifications(client: Client, reasons: Sequence[str], cursor: str | None) -> dict[str, Any]:
    params: dict[str, Any] = {"reasons": reasons, "limit": _PAGE}
    if cursor:
        params["cursor"] = cursor
    found: dict[str, Any] = await client.query(_METHOD, params, dict)
    return found


async def _fetch(client: Client) -> None:
    """Take in all that was not heard yet. Taking one in twice changes nothing."""
    store = client.io.store
    heard = await store.all(_HEARD)
    new, since = await _unheard(client, heard)
    own = await client.did()
    for item in reversed(new):  # the network gives the newest first
        if event := understood(_event, item, own):
            await store.put(_EVENTS, item["uri"], dump(event))
        await store.put(_HEARD, item["uri"], item["indexedAt"])
    if since is not None:
        for uri in [uri for uri, at in heard.items() if (moment(at) or since) < since - LATE]:
            await store.remove(_HEARD, uri)


async def _unheard(client: Client, heard: Mapping[str, str]) -> tuple[list[dict[str, Any]], datetime | None]:
    """What is new, newest first, and how far back was looked."""
    known = max((at for text in heard.values() if (at := moment(text))), default=None)
    since = known - LATE if known else None
    new: list[dict[str, Any]] = []
    cursor = None
    while True:
        found = await _notifications(client, _REASONS, cursor)
        items = [item for item in found["notifications"] if "uri" in item and moment(item.get("indexedAt"))]
        if since is None and items:
            since = (moment(items[0]["indexedAt"]) or client.io.now()) - FIRST
        recent = [item for item in items if since is None or (moment(item["indexedAt"]) or since) >= since]
        new += [item for item in recent if item["uri"] not in heard]
        cursor = found.get("cursor")
        if not cursor or not items or len(recent) < len(items):
            return new, since


def _event(item: Mapping[str, Any], own: str) -> Event | None:
    """What a notification tells; None where it is not about the account's own posts."""
    at = moment(item["indexedAt"])
    if at is None:
        return None
    if item["reason"] == "like":
        return Event(kind=EventKind.REACTED, post=item.get("reasonSubject"), at=at)
    told = _comment(item, own)
    return Event(kind=EventKind.COMMENTED, comment=told, post=told.post, at=told.at) if told.post else None


def _comment(item: Mapping[str, Any], own: str) -> Comment:
    root = root_of(item)
    # Strangers' programs write what they like there: it need not be an address.
    ours = isinstance(root, str) and root.startswith(f"at://{own}/")
    return comment(item, own, post=root if ours else None)


async def _delivered(io: IO) -> list[Event]:
    """What was taken in and not handed over yet; it will not be again."""
    waiting = await io.store.all(_EVENTS)
    # Other processes may fetch at the same time: whoever removes an event has it.
    with io.shielded():  # what is removed already would be lost
        mine = [event for key, event in waiting.items() if await io.store.remove(_EVENTS, key)]
    loaded = [understood(load, Event, event) for event in mine]
    return [event for event in loaded if event]
