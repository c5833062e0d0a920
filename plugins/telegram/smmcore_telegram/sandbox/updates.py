"""Each bot's queue of updates, read by long polling or pushed to its webhook."""

import asyncio
from typing import Any

from attrs import Factory, define

from smmcore.faking import Clock

from . import limits
from .envelope import JSON, OTHER_POLLER, ApiError, conflict

KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "guest_message",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query",
    "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
    "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    "managed_bot", "subscription", "stopped_message_generation",
}  # fmt: skip
# These come only to bots that ask for them by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}
_TICK = 0.25


@define(eq=False)
class Entry:
    id: int
    made: float
    body: JSON


@define(eq=False)
class Poller:
    """One getUpdates that waits; a second one, or a webhook, ends it."""

    wake: asyncio.Event = Factory(asyncio.Event)
    ended: ApiError | None = None


@define(eq=False)
class Webhook:
    url: str
    secret: str | None = None
    max_connections: int = limits.WEBHOOK_DEFAULT_CONNECTIONS
    ip_address: str | None = None
    has_certificate: bool = False
    last_error_date: int | None = None
    last_error_message: str | None = None
    task: "asyncio.Task[None] | None" = None


@define(eq=False)
class Queue:
    clock: Clock
    entries: list[Entry] = Factory(list)
    last_id: int = 100_000_000
    allowed: list[str] | None = None  # None: the official default
    poller: Poller | None = None
    webhook: Webhook | None = None
    pushed: asyncio.Event = Factory(asyncio.Event)

    def wants(self, kind: str) -> bool:
        return kind in self.allowed if self.allowed else kind not in _ON_REQUEST

    def add(self, kind: str, payload: Any, *, times: int = 1) -> None:
        self.last_id += 1
        body = {"update_id": self.last_id, kind: payload}
        self.entries += [Entry(self.last_id, self.clock.now(), body) for _ in range(times)]
        self.wake()

    def wake(self) -> None:
        self.pushed.set()
        if self.poller is not None:
            self.poller.wake.set()

    def expire(self) -> None:
        oldest = self.clock.now() - limits.UPDATE_SECONDS
        self.entries = [entry for entry in self.entries if entry.made > oldest]

    def confirm(self, offset: int) -> None:
        """Confirm what lies before a positive offset, or all but the last few for a negative one."""
        if offset > 0:
            self.entries = [entry for entry in self.entries if entry.id >= offset]
        elif offset < 0:
            self.entries = self.entries[offset:]

    def end_poller(self, error: ApiError) -> None:
        if self.poller is not None:
            self.poller.ended = error
            self.poller.wake.set()
            self.poller = None

    def release(self) -> None:
        """Let a waiting call go with nothing."""
        waiting, self.poller = self.poller, None
        if waiting is not None:
            waiting.wake.set()

    async def poll(self, limit: int, timeout: float, stopping: asyncio.Event) -> list[JSON]:
        """Wait for an update; an older waiting call is ended by this one."""
        self.end_poller(conflict(OTHER_POLLER))
        mine = self.poller = Poller()
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        try:
            while not self.entries and self.poller is mine and loop.time() < until and not stopping.is_set():
                await _pause(mine.wake, min(_TICK, until - loop.time()))
                if mine.ended is not None:
                    raise mine.ended
                self.expire()
        finally:
            if self.poller is mine:
                self.poller = None
        return [entry.body for entry in self.entries[:limit]]


async def _pause(wake: asyncio.Event, seconds: float) -> None:
    """Sleep that ends early when woken; short, because time may jump and servers may stop."""
    wake.clear()
    try:
        await asyncio.wait_for(wake.wait(), max(0.0, seconds))
    except TimeoutError:
        return
