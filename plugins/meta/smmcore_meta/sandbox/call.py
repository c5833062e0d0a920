"""A call of one node or edge, with what its handler needs."""

import inspect
from collections.abc import Collection, Mapping
from typing import Any, Generic

from attrs import Factory, define, evolve

from .core import Core, Record, W
from .errors import GraphError, denied, missing
from .fetching import fetch
from .fields import Field
from .files import Stored
from .kinds import Kind, Node
from .params import Arguments
from .reading import INSTAGRAM
from .times import iso
from .world import App, Token, User

_ANY_SIZE = 2**40


@define(eq=False)
class Call(Generic[W]):
    core: Core[W]
    token: Token
    host: str
    version: str
    verb: str
    path: str
    base: str
    """Where the sandbox is served, without any host's prefix."""
    record: Record
    args: Arguments = Factory(Arguments)
    files: Mapping[str, Stored] = Factory(dict)
    fields: tuple[Field, ...] | None = None
    """What is wanted of what it leads to."""

    @property
    def world(self) -> W:
        return self.core.world

    @property
    def app(self) -> App:
        return self.world.apps[self.token.app]

    @property
    def root(self) -> str:
        """What addresses of the same host begin with."""
        return f"{self.base}/{INSTAGRAM}" if self.host == INSTAGRAM else self.base

    def now(self) -> float:
        return self.core.clock.now()

    def stamp(self) -> int:
        return self.core.clock.stamp()

    def iso(self, seconds: float) -> str:
        return iso(seconds)

    def find(self, id: str) -> Node | None:
        return self.core.network.find(self, id)

    def node(self, id: str, *kinds: Kind) -> Any:
        """The object with this identifier, of one of these kinds. Raises error 100/33."""
        found = self.find(id)
        if found is None or (kinds and found.kind not in kinds):
            raise missing(id, self.verb)
        return found.object

    def needs(self, *scopes: str) -> None:
        """Raise error 200 unless the token has all these permissions."""
        for scope in scopes:
            if scope not in self.token.scopes:
                raise denied(scope)

    def task(self, name: str, page: str) -> None:
        """Raise error 200 unless the token's person has this role on the Page."""
        if name not in page_tasks(self, page):
            raise GraphError(200, f"(#200) The user must have the {name} task on the Page", status=403)

    async def fetch(self, url: str, types: Collection[str] | None = None, most: int = _ANY_SIZE) -> Stored:
        """What is behind an address; no types means any. Raises `Unfetchable`."""
        return await fetch(self.core.files, url, types or (), most)

    def tell(self, id: str, name: str, value: Any) -> None:
        self.core.tell(id, name, value)

    def inside(self, args: Arguments, fields: tuple[Field, ...] | None) -> "Call[W]":
        """The call of an edge that stands in the fields of this one."""
        return evolve(self, args=args, fields=fields, files={})


def page_tasks(call: Call[Any], page: str) -> frozenset[str]:
    """What the token's person may do on a Page."""
    user: User | None = call.world.users.get(call.token.user)
    return user.roles.get(page, frozenset()) if user is not None else frozenset()


def page_token(call: Call[Any], page: str) -> str | None:
    """The Page's own token, as a person with a role on it is given it; None for anybody else."""
    if call.token.kind == "page" and call.token.profile == page:
        return call.token.value
    if not page_tasks(call, page):
        return None
    return str(call.world.page_token(call.token, page).value)


async def settled(value: Any) -> Any:
    """What a handler gives, whether it is a coroutine or not."""
    return await value if inspect.isawaitable(value) else value
