"""Nodes as JSON: the fields that are asked for, edges inside of them included."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from .call import Call, settled
from .errors import JSON, denied, needs_page_token, no_field, strict
from .fields import Field
from .kinds import LISTING, Kind, Listing, Node, Operation
from .paging import page
from .params import Parameter, check, parameters

_LISTING = parameters(LISTING)
_SUMMARY = parameters("summary:str")
Fields = tuple[Field, ...] | None


async def render(call: Call[Any], node: Node, fields: Fields) -> JSON:
    """A node with what is asked of it; its `id` comes unasked. Raises error 100 for fields that it has not."""
    asked = fields or tuple(Field(name) for name in node.kind.usual)
    shown: JSON = {}
    for each in asked:
        value = node.id if each.name == "id" else await _field(call, node, each)
        if value is not None:
            shown[each.name] = value
    if "id" not in shown and node.id:
        shown["id"] = node.id
    return shown


async def operate(
    call: Call[Any], node: Node, operation: Operation, raw: Mapping[str, Any], edge: str
) -> Any:
    """Run one operation; what it gives is checked, paged and rendered. Raises `GraphError`."""
    authorize(call, operation)
    where = f"{call.verb} {node.kind.name}/{edge}".rstrip("/")
    args = check(_known(call.verb, operation), raw, call.files, where)
    call = evolve(call, args=args)
    answer = await settled(operation.handler(call, node.object))
    if call.verb != "GET":
        return answer
    if isinstance(answer, list):
        answer = Listing(answer)
    if isinstance(answer, Listing):
        path = f"{node.id}/{edge}" if node.id else edge
        return await _listed(call, path, operation, answer)
    return await _shown(call, answer, call.fields)


def authorize(call: Call[Any], operation: Operation) -> None:
    """Raises error 190 for the wrong kind of token, 200 for a missing permission."""
    if operation.token == "page" and call.token.kind in {"user", "system"}:  # noqa: S105 - a kind
        raise needs_page_token()
    for scope in operation.scopes:
        if scope not in call.token.scopes:
            raise denied(scope)


def _known(verb: str, operation: Operation) -> Mapping[str, Parameter]:
    if verb != "GET":
        return operation.known
    paging = {} if operation.paging == "none" else _LISTING
    return {**paging, **(_SUMMARY if operation.summary else {}), **operation.known}


async def _field(call: Call[Any], node: Node, asked: Field) -> Any:
    kind: Kind = node.kind
    if asked.name in kind.fields:
        if asked.arguments:
            raise strict(f"the field {asked.name} of {kind.name} takes no arguments")
        value = await settled(kind.fields[asked.name](evolve(call, fields=asked.fields), node.object))
        return await _shown(call, value, asked.fields)
    operation = kind.operations.get(("GET", asked.name))
    if operation is None or not asked.name:
        raise no_field(asked.name, kind.name)
    nested = evolve(call, verb="GET", fields=asked.fields, files={})
    answer = await operate(nested, node, operation, asked.arguments, asked.name)
    # Edges with nothing on them are left out of their node.
    return None if answer == {"data": []} and operation.paging != "none" else answer


async def _listed(call: Call[Any], path: str, operation: Operation, listing: Listing) -> JSON:
    found, paging = page(call, path, operation, listing)
    answer: JSON = {"data": [await _shown(call, each, call.fields) for each in found]}
    if paging is not None:
        answer["paging"] = paging
    if call.args.text("summary") not in {"", "false", "0"} and listing.summary is not None:
        answer["summary"] = dict(listing.summary)
    return answer


async def _shown(call: Call[Any], value: Any, fields: Fields) -> Any:
    """Nodes are rendered; of plain JSON only what is asked for is left."""
    if isinstance(value, Node):
        return await render(call, value, fields)
    if isinstance(value, list):
        return [await _shown(call, each, fields) for each in value]
    if not isinstance(value, dict):
        return value
    if "data" in value:
        return {**value, "data": await _shown(call, value["data"], fields)}
    if fields is None:
        return {name: await _shown(call, each, None) for name, each in value.items()}
    wanted = {each.name: each.fields for each in fields}
    return {name: await _shown(call, each, wanted[name]) for name, each in value.items() if name in wanted}
