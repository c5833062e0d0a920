"""The sandbox's parts together."""

import asyncio

from attrs import Factory, define

from smmcore.faking import Clock

from .errors import JSON
from .events import Channel
from .faults import Faults
from .files import Files
from .rates import Rates
from .uploading import Ticket, Uploaded
from .world import Community, World


@define(eq=False)
class Settings:
    """What is not known of VK for sure, or differs between accounts."""

    community_posts: bool = True
    """Community tokens may call wall.post: undocumented, seen by many in 2026."""
    duplicate_guid: str = "same"
    """What a repeated guid answers: the `same` post, an `error`, or a `new` post, as if VK had no such guard. It is not
    documented."""
    refresh_grace: float = 3600.0
    """Seconds in which a refresh token that was used is taken again: what VK ID does is not documented."""
    text_length: int = 16_384
    video_seconds: float = 2.0
    """How long a video is being processed."""


@define(eq=False)
class Record:
    """One official call, as the control API lists it."""

    number: int
    date: int
    token: str
    method: str
    parameters: JSON
    inner: list[str] = Factory(list)
    """The methods that its script called."""
    error: int | None = None


@define(eq=False)
class Core:
    settings: Settings
    clock: Clock
    world: World
    rates: Rates
    files: Files = Factory(Files)
    faults: Faults = Factory(Faults)
    channels: dict[int, Channel] = Factory(dict)
    tickets: dict[str, Ticket] = Factory(dict)
    uploads: dict[str, Uploaded] = Factory(dict)
    calls: list[Record] = Factory(list)
    stopping: asyncio.Event = Factory(asyncio.Event)

    def channel(self, group_id: int) -> Channel:
        return self.channels.setdefault(group_id, Channel())

    def tell(self, community: Community, kind: str, object: JSON) -> None:
        self.channel(community.id).tell(community.id, kind, object)
