"""Many calls in one request: each answered by itself, with its body as text."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from .call import Call
from .core import Core, Record
from .errors import JSON, GraphError, invalid, strict
from .params import Parameter, value
from .reading import Incoming, inner

MOST = 50
_KNOWN = {"method", "relative_url", "body", "name", "omit_response_on_success", "access_token", "headers"}
_PARAMS = {"batch", "include_headers", "pretty"}
Perform = Callable[[Core[Any], Incoming, Record, str], Awaitable[Any]]


async def batch(call: Call[Any], incoming: Incoming, perform: Perform) -> list[JSON | None]:
    """The answers in the order of the calls; null where one was not answered in time."""
    for name in incoming.params:
        if name not in _PARAMS:
            raise strict(f"a batch has no parameter {name}")
    if incoming.verb != "POST":
        raise invalid("batch requests are sent by POST")
    items = value(Parameter("batch", "list"), incoming.params["batch"])
    if len(items) > MOST:
        said = f"Too many requests in batch message. Maximum batch size is {MOST}"
        raise GraphError(100, said, type="GraphBatchException")
    headers = str(incoming.params.get("include_headers", "true")).lower() not in {"false", "0"}
    call.record.cost = 0
    return [await _item(call, incoming, item, perform, headers=headers) for item in items]


async def _item(
    call: Call[Any], outer: Incoming, item: Any, perform: Perform, *, headers: bool
) -> JSON | None:
    wanted = _checked(item)
    incoming = inner(outer, wanted)
    core, record = call.core, call.record
    record.items.append(
        f"{incoming.verb} /{str(wanted['relative_url']).lstrip('/').partition('access_token')[0]}"
    )
    record.cost += 1
    lost = core.faults.take({"null"}, incoming.name, shows=core.network.publishes(incoming))
    if lost is not None and lost.when == "before":
        return None
    own = Record(0, record.date, record.host, incoming.verb, incoming.path, incoming.version, {})
    reply = await perform(core, incoming, own, call.base)
    record.cost += own.cost - 1
    if lost is not None or (wanted.get("omit_response_on_success") and reply.status == 200):
        return None
    answer: JSON = {"code": reply.status, "body": json.dumps(reply.body, ensure_ascii=False)}
    if headers:
        told = {"Content-Type": "text/javascript; charset=UTF-8", **reply.headers}
        answer["headers"] = [{"name": name, "value": text} for name, text in told.items()]
    return answer


def _checked(item: Any) -> JSON:
    if not isinstance(item, dict) or "relative_url" not in item:
        raise invalid("each request of a batch is an object with method and relative_url")
    for name in item:
        if name not in _KNOWN:
            raise strict(f"a request of a batch has no {name} here")
    if "{result=" in f"{item['relative_url']}{item.get('body', '')}":
        raise strict("requests of a batch do not build on each other here")
    return item
