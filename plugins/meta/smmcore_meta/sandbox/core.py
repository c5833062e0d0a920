"""The sandbox's parts together."""

import asyncio
from copy import copy
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import Factory, define

from smmcore.faking import Clock

from .errors import JSON
from .faults import Faults
from .files import Files, Intake
from .usage import Usage
from .webhooks import Hooks
from .world import World

if TYPE_CHECKING:
    from .network import Network

W = TypeVar("W", bound=World)


@define(eq=False)
class Settings:
    """What differs between applications, or is not known of Meta for sure."""

    app_version: str = "v26.0"
    """What calls without a version are answered with."""
    young: float = 86_400.0
    """Seconds that a token of Instagram's login must be old before it is refreshed."""


@define(eq=False)
class Record:
    """One request, as the control API lists it; no secrets."""

    number: int
    date: int
    host: str
    verb: str
    path: str
    """Without the version."""
    version: str
    params: JSON
    token: str = ""
    """The token's kind."""
    token_in: str = ""
    """header, query or body."""
    proof: bool = False
    items: list[str] = Factory(list)
    """The calls of a batch."""
    cost: int = 1
    """How many calls it counts as."""
    status: int = 0
    error: int | None = None
    subcode: int | None = None


@define(eq=False)
class Session:
    """A binary upload: how much there is to come, and what has arrived."""

    size: int
    file: Intake = Factory(Intake)

    @property
    def received(self) -> int:
        return self.file.size


@define(eq=False)
class Metrics:
    """What the control API changed about figures: names that are dead, or that nothing is known of yet."""

    retired: set[str] = Factory(set)
    empty: set[str] = Factory(set)


@define(eq=False)
class Core(Generic[W]):
    network: "Network[W]"
    settings: Settings
    clock: Clock
    world: W
    usage: Usage
    files: Files = Factory(Files)
    faults: Faults = Factory(Faults)
    hooks: Hooks = Factory(Hooks)
    metrics: Metrics = Factory(Metrics)
    uploads: dict[str, Session] = Factory(dict)
    calls: list[Record] = Factory(list)
    stopping: asyncio.Event = Factory(asyncio.Event)
    _at_start: Settings = Factory(lambda core: copy(core.settings), takes_self=True)

    def tell(self, id: str, name: str, value: Any) -> None:
        """Let a change wait for the application, if it asked to be told of the field."""
        if name in self.world.subscriptions.get(id, ()):
            self.hooks.add(id, name, value, self.clock.stamp())

    def reset(self) -> None:
        """Everything as at the start."""
        for shelf in (self.uploads, self.calls, self.files.stored, self.faults.pending):
            shelf.clear()
        self.usage.clear()
        self.hooks, self.metrics = Hooks(), Metrics()
        self.clock.offset = 0.0
        self.settings = copy(self._at_start)
        self.world = self.network.seed(self.clock)
