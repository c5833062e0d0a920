"""Kinds of nodes as data: their fields, their edges, and who answers them."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from attrs import define, field, frozen

from .params import Parameter, parameters

Handler: TypeAlias = Callable[..., Any]
"""Takes the call and the node's object; plain or a coroutine function."""
H = TypeVar("H", bound=Handler)

LISTING = "limit:int after:str before:str since:time until:time offset:int __paging_token:str __previous:int"
"""What every edge takes that gives pages."""
PAGINGS = ("cursor", "time", "after", "bare", "none")


@frozen
class Operation:
    """One thing that can be done with a node or at one of its edges."""

    handler: Handler
    parameters: Mapping[str, Parameter]
    beside: Mapping[str, Parameter]
    """Those parameters that Meta's own files do not have."""
    scopes: tuple[str, ...] = ()
    token: str = "any"  # noqa: S105 - a kind
    paging: str = "cursor"
    most: int = 100
    """Items on one page."""
    usual: int = 25
    summary: bool = False

    @property
    def known(self) -> Mapping[str, Parameter]:
        return {**self.parameters, **self.beside}


@frozen
class Node:
    """An object of the world with its kind."""

    kind: "Kind"
    object: Any
    id: str


@frozen
class Listing:
    """What an edge answers with, before it is cut into pages."""

    items: list[Any]
    """Nodes, or JSON as it is."""
    summary: Mapping[str, Any] | None = None
    """Shown where `summary` was asked for."""
    time: Callable[[Any], float] | None = None
    """When an item is from, for edges that are paged by time."""
    paging: Mapping[str, Any] | None = None
    """Told instead of pages: figures have no end, only earlier and later days."""


@define(eq=False)
class Kind:
    """What nodes of one kind have. Handlers enter themselves with the decorators.

    `official` are the names of Meta's files that describe it; `usual` are the fields that come unasked.
    """

    name: str
    official: tuple[str, ...] = ()
    usual: tuple[str, ...] = ("id",)
    fields: dict[str, Handler] = field(factory=dict, repr=False)
    beside: dict[str, str] = field(factory=dict, repr=False)
    """Fields that Meta's files do not have, each with the reason why it is there."""
    operations: dict[tuple[str, str], Operation] = field(factory=dict, repr=False)
    """By verb and edge; the empty edge is the node itself."""
    reasons: dict[tuple[str, str], str] = field(factory=dict, repr=False)
    """Why operations, or parameters beside Meta's files, are there."""

    def plain(self, *names: str, beside: str = "") -> None:
        """Fields that are attributes of the object under the same name."""
        for name in names:
            self.field(name, beside=beside)(_reader(name))

    def field(self, name: str, *, beside: str = "") -> Callable[[H], H]:
        """Enter a field; its handler gives JSON, a node, nodes, or None for what is left out."""

        def enter(handler: H) -> H:
            self.fields[name] = handler
            if beside:
                self.beside[name] = beside
            return handler

        return enter

    def get(self, edge: str, spec: str = "", **more: Any) -> Callable[[H], H]:
        return self._enter("GET", edge, spec, **more)

    def post(self, edge: str, spec: str = "", **more: Any) -> Callable[[H], H]:
        return self._enter("POST", edge, spec, **more)

    def update(self, spec: str = "", **more: Any) -> Callable[[H], H]:
        return self._enter("POST", "", spec, **more)

    def delete(self, edge: str = "", spec: str = "", **more: Any) -> Callable[[H], H]:
        return self._enter("DELETE", edge, spec, **more)

    def _enter(
        self,
        verb: str,
        edge: str,
        spec: str,
        *,
        scopes: str = "",
        beside: str = "",
        why: str = "",
        **more: Any,
    ) -> Callable[[H], H]:
        def enter(handler: H) -> H:
            names = tuple(name for name in scopes.split(",") if name)
            operation = Operation(handler, parameters(spec), parameters(beside), names, **more)
            if operation.paging not in PAGINGS:
                raise ValueError(f"{self.name}/{edge} is paged in no known way: {operation.paging}")
            self.operations[verb, edge] = operation
            if why:
                self.reasons[verb, edge] = why
            return handler

        return enter


def _reader(name: str) -> Handler:
    def read(_call: Any, object: Any) -> Any:
        return getattr(object, name)

    return read
