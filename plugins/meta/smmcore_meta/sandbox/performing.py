"""Calls carried out: a node, an edge, many ids at once, or a batch of calls."""

import json
from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from . import batching, root
from .access import authenticate
from .call import Call
from .core import Core, Record
from .errors import DOCS, JSON, GraphError, invalid, missing, no_edge, no_field
from .fields import Field, parse_fields
from .kinds import Node, Operation
from .reading import Incoming
from .rendering import operate, render
from .world import Token

OLDEST, NEWEST = 21, 26
"""Versions that are answered; older ones fall to the oldest."""
MOST_IDS = 50
_EVERYWHERE = {"fields", "pretty", "locale", "date_format", "format"}
_NO_TOKEN = Token("", "none", "")


@frozen
class Reply:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def text(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)


async def perform(core: Core[Any], incoming: Incoming, record: Record, base: str) -> Reply:
    """One call, whatever becomes of it, and what is told beside the answer."""
    headers: dict[str, str] = {}
    try:
        version = answering(core, incoming)
        headers["Facebook-API-Version"] = version
        body = await _answer(core, evolve(incoming, version=version), record, base, headers)
    except GraphError as error:
        record.error, record.subcode = error.code, error.subcode
        headers |= error.headers
        return Reply(error.status, error.json(incoming.host), headers)
    return Reply(200, body, headers)


def answering(core: Core[Any], incoming: Incoming) -> str:
    """The version that answers. Raises error 2500 for one that is not there yet."""
    version = incoming.version or core.settings.app_version
    number = int(version[1:].partition(".")[0])
    if number > NEWEST:
        raise no_edge(f"{version}{incoming.path}")
    return version if number >= OLDEST else f"v{OLDEST}.0"


async def _answer(
    core: Core[Any], incoming: Incoming, record: Record, base: str, headers: dict[str, str]
) -> Any:
    open_to_all = root.find(core, incoming)
    in_batch = "batch" in incoming.params and not incoming.parts[1:]
    token = _NO_TOKEN
    if open_to_all is None or open_to_all.token != "none":  # noqa: S105 - a kind
        token = authenticate(core, incoming)
        record.token = token.kind
        ids = (*incoming.parts[:1], *_ids(incoming.params))
        core.usage.admit(token, ids)
        if not in_batch:  # there, each call tells of itself
            headers |= core.usage.headers(token, ids)
    call = Call(
        *(core, token, incoming.host, incoming.version, incoming.verb, incoming.path.strip("/")),
        base=base,
        record=record,
        files=incoming.files,
    )
    if in_batch:
        return await batching.batch(call, incoming, perform)
    fault = core.faults.take({"error"}, incoming.name, shows=core.network.publishes(incoming))
    if fault is not None and fault.when == "after":
        await _one(call, incoming, open_to_all)
    if fault is not None:
        raise GraphError(fault.code, fault.message, fault.subcode, status=fault.status)
    return await _one(call, incoming, open_to_all)


async def _one(call: Call[Any], incoming: Incoming, rooted: Operation | None) -> Any:
    params = dict(incoming.params)
    text = str(params.get("fields", ""))
    call.fields = parse_fields(text) if text else None
    params = {name: given for name, given in params.items() if name not in _EVERYWHERE}
    if rooted is not None:
        return await operate(call, Node(call.core.network.root, None, ""), rooted, params, call.path)
    if "ids" in params:
        return await _many(call, params, incoming.parts)
    return await _at(call, incoming.parts, params)


async def _many(call: Call[Any], params: dict[str, Any], parts: tuple[str, ...]) -> JSON:
    """The same of many nodes; one that is not there fails them all."""
    ids = _ids(params)
    del params["ids"]
    if call.verb != "GET" or not ids:
        raise invalid("The parameter ids is required")
    if len(ids) > MOST_IDS:
        raise invalid(f"Too many IDs. Maximum: {MOST_IDS}. Provided: {len(ids)}.")
    call.record.cost += len(ids) - 1
    return {id: await _at(call, (id, *parts), params) for id in ids}


async def _at(call: Call[Any], parts: tuple[str, ...], params: Mapping[str, Any]) -> Any:
    """One node or edge."""
    if not parts:
        raise GraphError(100, f"Unsupported {call.verb.lower()} request. {DOCS}", type="GraphMethodException")
    node = _node(call, parts[0])
    if len(parts) > 2:
        raise no_edge("/".join(parts[1:]))
    edge = parts[1] if len(parts) == 2 else ""
    operation = node.kind.operations.get((call.verb, edge))
    if operation is None and call.verb == "GET" and not edge:
        if params:
            raise invalid(f"SANDBOX GET {node.kind.name} has no parameter {next(iter(params))}")
        return await render(call, node, call.fields)
    if operation is None:
        raise no_field(edge, node.kind.name) if call.verb == "GET" else missing(node.id, call.verb)
    answer = await operate(call, node, operation, params, edge)
    return await _read_after_write(call, answer, node) if call.verb == "POST" else answer


async def _read_after_write(call: Call[Any], answer: Any, node: Node) -> Any:
    """What a write made, with the fields that were asked for at once."""
    fields: tuple[Field, ...] | None = call.fields
    if fields is None or not isinstance(answer, dict):
        return answer
    made = call.find(str(answer.get("id", node.id)))
    return {**answer, **await render(evolve(call, verb="GET"), made, fields)} if made is not None else answer


def _node(call: Call[Any], id: str) -> Node:
    token = call.token
    real = (token.profile or token.user) if id == "me" else id
    if user := call.world.users.get(real):
        return Node(root.USER, user, real)
    found = call.find(real)
    if found is None:
        raise missing(id, call.verb)
    return found


def _ids(params: Mapping[str, Any]) -> list[str]:
    given = params.get("ids", "")
    return list(map(str, given)) if isinstance(given, list) else [id for id in str(given).split(",") if id]
