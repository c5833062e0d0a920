"""The sandbox's parts together, and who is told of what happens."""

import asyncio
from collections.abc import Callable
from typing import Any

from attrs import Factory, define

from smmcore.faking import Clock

from .envelope import JSON
from .faults import Faults
from .files import FileStore
from .rates import Rates
from .updates import Queue
from .world import Bot, Chat, World


@define(eq=False)
class Settings:
    local: bool = False
    limits_on: bool = True
    burst: int = 5
    channels_per_minute: bool = True


@define(eq=False)
class Record:
    """One official call, as the control API lists it."""

    number: int
    date: int
    bot: str | None
    method: str
    parameters: JSON
    status: int | None = None  # None: the connection was dropped


@define(eq=False)
class Core:
    settings: Settings
    store: FileStore
    clock: Clock
    world: World
    rates: Rates
    faults: Faults = Factory(Faults)
    queues: dict[int, Queue] = Factory(dict)
    calls: list[Record] = Factory(list)
    stopping: asyncio.Event = Factory(asyncio.Event)
    tasks: set["asyncio.Task[None]"] = Factory(set)

    def queue(self, bot: Bot) -> Queue:
        return self.queues.setdefault(bot.id, Queue(self.clock))

    def tell(self, bot: Bot, kind: str, payload: Any) -> None:
        queue = self.queue(bot)
        if queue.wants(kind):
            doubled = self.faults.take({"duplicate_update"}) is not None
            queue.add(kind, payload, times=2 if doubled else 1)

    def tell_chat(
        self,
        chat: Chat,
        kind: str,
        build: Callable[[Bot], Any],
        *,
        but: int | None = None,
        only: Callable[[Bot], bool] = lambda _bot: True,
    ) -> None:
        """Tell the chat's bots, each in its own words: file identifiers differ per bot."""
        for bot in self.world.bots.values():
            present = self.world.member(chat, bot.id).status not in {"left", "kicked"}
            if present and bot.id != but and only(bot):
                self.tell(bot, kind, build(bot))

    def is_admin(self, bot: Bot, chat: Chat) -> bool:
        return self.world.member(chat, bot.id).status in {"administrator", "creator"}
