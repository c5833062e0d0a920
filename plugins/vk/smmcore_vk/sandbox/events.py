"""What happens in a community, kept for those who ask by Long Poll and for servers that Callback calls."""

import asyncio
import secrets
from typing import Any

from attrs import Factory, define

from .errors import JSON
from .table import CALLBACK_EVENTS, EVENTS

VERSION = "5.199"
KEPT = 1000
"""Events that Long Poll remembers; who asks for older ones is told `failed: 1`."""
_WATCHED = (
    *("wall_post_new", "wall_repost", "wall_reply_new", "wall_reply_edit", "wall_reply_delete"),
    *("wall_reply_restore", "poll_vote_new", "user_block", "user_unblock", "group_join", "group_leave"),
    *("like_add", "like_remove"),
)


@define(eq=False)
class Server:
    """A receiver of Callback."""

    id: int
    url: str
    title: str
    secret_key: str
    creator_id: int
    status: str = "unconfigured"
    api_version: str = VERSION
    events: set[str] = Factory(set)
    waiting: list[JSON] = Factory(list)
    retries: int = 0


@define(eq=False)
class Channel:
    """One community's events."""

    enabled: bool = True
    api_version: str = VERSION
    watched: set[str] = Factory(lambda: set(_WATCHED))
    key: str = Factory(lambda: secrets.token_hex(20))
    ts: int = 1
    log: list[tuple[int, JSON]] = Factory(list)
    servers: dict[int, Server] = Factory(dict)
    confirmation: str = Factory(lambda: secrets.token_hex(4))
    happened: asyncio.Event = Factory(asyncio.Event)

    def tell(self, group_id: int, kind: str, object: JSON) -> None:
        event: JSON = {
            "group_id": group_id,
            "type": kind,
            "event_id": secrets.token_hex(20),
            "v": self.api_version,
            "object": object,
        }
        if self.enabled and kind in self.watched and kind in EVENTS:
            self.log.append((self.ts, event))
            self.ts += 1
            del self.log[:-KEPT]
        for server in self.servers.values():
            if kind in server.events and kind in CALLBACK_EVENTS:
                server.waiting.append({**event, "v": server.api_version})
        self.wake()

    def since(self, ts: int) -> list[JSON]:
        return [event for number, event in self.log if number >= ts]

    @property
    def oldest(self) -> int:
        return self.log[0][0] if self.log else self.ts

    def wake(self) -> None:
        """Let those who wait look again."""
        happened, self.happened = self.happened, asyncio.Event()
        happened.set()


def as_flags(names: set[str], known: list[str]) -> dict[str, Any]:
    return {name: int(name in names) for name in known}
