"""The edge `subscribed_apps`: which changes an application wants to be told of."""

from collections.abc import Collection
from typing import Any

from .call import Call
from .errors import JSON, invalid


def subscribe(call: Call[Any], id: str, known: Collection[str]) -> JSON:
    """Remember the fields of `subscribed_fields`. Raises error 100 for one that there is not."""
    names = call.args.list("subscribed_fields")
    for name in names:
        if name not in known:
            raise invalid(
                f"Param subscribed_fields[0] must be one of {{{', '.join(sorted(known))}}}, not {name}"
            )
    call.world.subscriptions[id] = set(names)
    return {"success": True}


def unsubscribe(call: Call[Any], id: str) -> JSON:
    call.world.subscriptions.pop(id, None)
    return {"success": True}


def subscribed(call: Call[Any], id: str) -> list[JSON]:
    """The applications that are told; there is one."""
    fields = call.world.subscriptions.get(id)
    if fields is None:
        return []
    return [{"id": call.app.id, "name": call.app.name, "subscribed_fields": sorted(fields)}]
