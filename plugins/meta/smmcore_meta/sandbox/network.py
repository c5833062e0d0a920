"""What a network brings to the sandbox that both stand on."""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic

from attrs import frozen

from smmcore.faking import Clock

from .call import Call
from .core import Core, W
from .errors import JSON
from .files import Stored
from .kinds import Kind, Node
from .reading import Incoming


@frozen
class RUpload:
    """A binary upload that is complete."""

    kind: str
    """video-upload or ig-api-upload."""
    id: str
    size: int
    file: Stored
    file_url: str = ""
    """Where it was fetched from; empty where its bytes were sent."""


class Network(Generic[W]):
    """Subclass this: kinds of nodes, a world to begin with, and what the control API may do with it."""

    name: ClassVar[str]
    object: ClassVar[str]
    """`page` or `instagram`: what webhooks and insights call it."""
    kinds: ClassVar[tuple[Kind, ...]]
    root: ClassVar[Kind] = Kind("Root")
    """Paths that stand below no node, beside those that every network has."""
    actions: ClassVar[Mapping[str, type]] = {}
    """Control actions: classes with fields and `act(core)`, which may be a coroutine function."""

    def seed(self, clock: Clock) -> W:
        """Make the world that a fresh sandbox has."""
        raise NotImplementedError

    def find(self, call: Call[W], id: str) -> Node | None:
        """The node with this identifier, as it is seen on the call's host."""
        return call.world.nodes.get(id)

    def settle(self, core: Core[W]) -> None:
        """Do what has become due by the clock; called before everything else."""

    def publishes(self, incoming: Incoming) -> bool:
        """Whether this request is the one that shows a post."""
        raise NotImplementedError

    async def uploaded(self, call: Call[W], upload: RUpload) -> JSON:
        """Take a binary upload that is complete; gives the answer. Raises `GraphError`."""
        raise NotImplementedError

    def view(self, core: Core[W]) -> JSON:
        """What readers see now; its shape is in docs/meta-sandbox.md."""
        raise NotImplementedError

    def state(self, core: Core[W]) -> Any:
        """More that tests may want to see."""
        return {}
