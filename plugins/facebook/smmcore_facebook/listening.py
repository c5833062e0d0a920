"""Hearing what happens: by looking at what is new, and by the calls of Meta's webhooks. Each thing is told once."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from smmcore.errors import SMMError
from smmcore.io import IO
from smmcore.models import Account, AuthorKind, Event, EventKind
from smmcore.models.converting import dump, load
from smmcore_facebook.client import client
from smmcore_facebook.hooks import Told, told
from smmcore_facebook.names import NAME
from smmcore_facebook.reading import since
from smmcore_meta.webhooks import answered, verified

log = logging.getLogger("smmcore.facebook")
_EVENTS, _HEARD, _PLACE = f"{NAME}:events", f"{NAME}:heard", f"{NAME}:place"
_FIRST = timedelta(days=1)
"""How far back the first call listens."""
_LATE = timedelta(hours=1)
"""How much later than others a comment may show."""
_REPEATED = timedelta(days=3)
"""For how long Meta may repeat a call of its webhook."""
_PAUSE = 15.0
"""Seconds between two looks while somebody waits."""


class Listening:
    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        """Comments of others since the last call; Facebook has no long polling, so its Page is looked at."""
        ends = io.now() + timedelta(seconds=wait)
        while True:
            async with io.locked("comments"):
                await _look(io, account)
                events = await _delivered(io)
            left = (ends - io.now()).total_seconds()
            if events or left <= 0:
                return events
            await io.sleep(min(left, _PAUSE))

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        """One call of Meta's: comments, reactions and mentions. Meta repeats calls; each event is given out once."""
        payload = verified(account, headers, body)
        async with io.locked("comments"):
            await _take_in(io, told(payload, account.id))
            return await _delivered(io)

    def webhook_answer(self, account: Account, query: Mapping[str, str], body: bytes) -> str:
        """Meta's challenge when the webhook is set up; nothing in particular for all other calls."""
        return answered(account, query)

    async def subscribe(self, io: IO, account: Account) -> None:
        """Let Meta call the app's webhook for this Page: about its posts' comments and reactions, and mentions."""
        page = client(io, account)
        await page.graph.post(page.edge("subscribed_apps"), {"subscribed_fields": "feed,mention"}, safe=True)


async def _look(io: IO, account: Account) -> None:
    """Take in all comments that were not heard yet. Taking one in twice changes nothing."""
    latest = await io.store.get(_PLACE, "comments")
    begin = datetime.fromisoformat(latest) - _LATE if latest else io.now() - _FIRST
    found = await since(client(io, account), begin)
    await _take_in(
        io,
        (
            Told(item.id, Event(kind=EventKind.COMMENTED, post=item.post, comment=item, at=item.at))
            for item in found
            if item.author.kind is not AuthorKind.OWNER
        ),
    )
    if found:
        await io.store.put(_PLACE, "comments", found[-1].at.isoformat())
    await _forget(io, begin - _REPEATED)


async def _forget(io: IO, before: datetime) -> None:
    for key, at in (await io.store.all(_HEARD)).items():
        if datetime.fromisoformat(at) < before:
            await io.store.remove(_HEARD, key)


async def _take_in(io: IO, news: Iterable[Told]) -> None:
    heard = await io.store.all(_HEARD)
    for item in news:
        if item.key not in heard:
            await io.store.put(_EVENTS, item.key, dump(item.event))
            await io.store.put(_HEARD, item.key, item.event.at.isoformat())


async def _delivered(io: IO) -> list[Event]:
    """What was taken in and not handed over yet; it will not be again."""
    waiting = _readable(await io.store.all(_EVENTS))
    with io.shielded():  # what is removed already would be lost
        # Other processes may look at the same time: whoever removes an event has it.
        return [event for key, event in waiting.items() if await io.store.remove(_EVENTS, key)]


def _readable(waiting: Mapping[str, Any]) -> dict[str, Event]:
    """What cannot be read stays where it is: another version may have written it."""
    found = {}
    for key, event in waiting.items():
        try:
            found[key] = load(Event, event)
        except (SMMError, ValueError, TypeError, KeyError) as error:
            log.warning("facebook: the event %s cannot be read, and waits: %s", key, error)
    return found
