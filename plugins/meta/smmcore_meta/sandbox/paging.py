"""Lists cut into pages, with cursors or by time; the address of the next page repeats the token, as Meta's does."""

import base64
import binascii
from typing import Any
from urllib.parse import urlencode

from .call import Call
from .errors import JSON, invalid
from .fields import Field
from .kinds import Listing, Node, Operation

_ONLY_HERE = {"limit", "after", "before", "since", "until", "offset", "__paging_token", "__previous"}


def page(call: Call[Any], path: str, operation: Operation, listing: Listing) -> tuple[list[Any], JSON | None]:
    """The items that are asked for, and `paging`."""
    if operation.paging == "none":
        return listing.items, dict(listing.paging) if listing.paging else None
    if call.args.number("limit", 1) < 0:
        raise invalid("Param limit must be non-negative")
    size = min(call.args.number("limit", operation.usual), operation.most)
    if operation.paging == "time":
        return _by_time(call, path, listing, size)
    return _by_cursor(call, path, listing, size, operation.paging)


def _by_cursor(
    call: Call[Any], path: str, listing: Listing, size: int, style: str
) -> tuple[list[Any], JSON | None]:
    items = listing.items
    start = call.args.number("offset")
    end = len(items)
    if "after" in call.args:
        start = _place(items, call.args.text("after")) + 1
    elif "before" in call.args:
        end = _place(items, call.args.text("before"))
        start = max(0, end - size)
    found = items[start : min(end, start + size)]
    if not found:
        return [], None
    cursors = {"before": _cursor(items, start), "after": _cursor(items, start + len(found) - 1)}
    if style == "after":
        del cursors["before"]
    paging: JSON = {"cursors": cursors}
    if style != "bare" and start + len(found) < len(items):
        paging["next"] = address(call, path, limit=size, after=cursors["after"])
    if style == "cursor" and start > 0:
        paging["previous"] = address(call, path, limit=size, before=cursors["before"])
    return found, paging


def _by_time(call: Call[Any], path: str, listing: Listing, size: int) -> tuple[list[Any], JSON | None]:
    """Newest first; a token tells items of the same second apart."""
    if listing.time is None:
        raise ValueError(f"{path} is paged by time and its listing has none")
    time = listing.time
    since, until = call.args.get("since", float("-inf")), call.args.get("until", float("inf"))
    items = [item for item in listing.items if since <= time(item) and int(time(item)) <= until]
    token = call.args.text("__paging_token").removeprefix("enc_")
    at = next((place for place, item in enumerate(items) if token and _name(item) == token), None)
    back = call.args.number("__previous") == 1 and at is not None
    start = max(0, at - size) if back and at is not None else 0 if at is None else at + 1
    found = items[start : at if back else start + size]
    if not found:
        return [], None
    last = {
        "until": int(time(found[-1])),
        "since": "",
        "__paging_token": f"enc_{_name(found[-1])}",
        "__previous": "",
    }
    first = {
        "__previous": 1,
        "since": int(time(found[0])),
        "until": "",
        "__paging_token": f"enc_{_name(found[0])}",
    }
    paging = {"previous": address(call, path, limit=size, **first)}
    if start + len(found) < len(items):
        paging["next"] = address(call, path, limit=size, **last)
    return found, paging


def _cursor(items: list[Any], place: int) -> str:
    return base64.urlsafe_b64encode(f"{place}:{_name(items[place])}".encode()).decode().rstrip("=")


def _place(items: list[Any], cursor: str) -> int:
    """Where an item is now; one that is gone, where it was."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        place, _, name = base64.urlsafe_b64decode(padded.encode()).decode().partition(":")
        return next((n for n, item in enumerate(items) if name and _name(item) == name), int(place))
    except (ValueError, binascii.Error):
        raise invalid("Invalid cursors values") from None


def _name(item: Any) -> str:
    return item.id if isinstance(item, Node) else str(item.get("id", "")) if isinstance(item, dict) else ""


def address(call: Call[Any], path: str, **place: Any) -> str:
    """Where another part of a list is, with the token and all that was asked for."""
    kept = {name: _text(given) for name, given in call.args.values.items() if name not in _ONLY_HERE}
    if call.fields is not None:
        kept["fields"] = written(call.fields)
    query = {"access_token": call.token.value, "pretty": "0", **kept, **place}
    return f"{call.root}/{call.version}/{path}?{urlencode(query)}"


def _text(given: Any) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)


def written(fields: tuple[Field, ...]) -> str:
    """Fields as text again."""
    return ",".join(
        each.name
        + "".join(f".{name}({given})" for name, given in each.arguments.items())
        + (f"{{{written(each.fields)}}}" if each.fields is not None else "")
        for each in fields
    )
