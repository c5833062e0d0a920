"""What Telegram does by itself, besides what it is asked for."""

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from smmcore.engine import Engine
from smmcore.errors import SMMError
from smmcore.io import IO
from smmcore.jobs import Job
from smmcore.models import Account, Published
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import channel_of
from smmcore_telegram.errors import NAME

if TYPE_CHECKING:
    from smmcore.context import AnyIO

log = logging.getLogger("smmcore.telegram")


async def receive_all(engine: Engine, io: "AnyIO") -> None:
    """Take in what the bots of all accounts have been told, so that no comment and no count is lost."""
    for account in engine.accounts(None):
        if account.platform == NAME:
            try:
                await engine.community.receive(io, account, 0)
            except SMMError as error:
                log.warning("%s: no updates: %s", account.name, error)


JOB = Job("telegram.receive", every=timedelta(minutes=10), run=receive_all)


async def learn(io: IO, account: Account, published: Published) -> None:
    """Know a post as published, with the other items of its album, if it was not known before."""
    bot = Bot(io, account)
    channel = (await channel_of(bot)).id
    if await bot.store.get(f"posts:{channel}", published.id) is not None:
        return
    copies = await bot.store.all(f"copies:{channel}")
    album = (copies.get(published.id) or {}).get("album")
    others = [number for number, copy in copies.items() if album and copy.get("album") == album]
    parts = sorted({published.id, *others, *published.parts}, key=int)
    for part in parts:
        known = {"date": (copies.get(part) or {}).get("date"), "own": True, "parts": parts, "words": ""}
        await bot.store.put(f"posts:{channel}", part, known)
