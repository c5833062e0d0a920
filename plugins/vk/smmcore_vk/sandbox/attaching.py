"""What a post or a comment carries: names of things and one link, as `attachments` lists them."""

import re

from .call import Call
from .errors import strict, wrong
from .texts import is_address
from .world import Poll, Thing

_NAME = re.compile(r"(photo|video|doc|poll|audio|album|market|page|note)(-?\d+)_(\d+)(?:_(\w+))?")
Attached = Thing | Poll | str
MOST = 10
"""Photos and videos of one post."""


def attachments(call: Call) -> list[Attached]:
    """The things that are named. Raises error 100."""
    items = [_attached(call, item) for item in call.args.list("attachments")]
    shown = [item for item in items if isinstance(item, Thing) and item.type in {"photo", "video"}]
    if len(shown) > MOST:
        raise wrong(f"attachments should have at most {MOST} photos and videos")
    for what, kind in (("poll", Poll), ("link", str)):
        if sum(isinstance(item, kind) for item in items) > 1:
            raise wrong(f"attachments should have at most one {what}")
    if sum(isinstance(item, Thing) and item.type == "doc" for item in items) > 1:
        raise wrong("attachments should have at most one file")
    return items


def _attached(call: Call, item: str) -> Attached:
    if is_address(item):
        return item
    found = _NAME.fullmatch(item)
    if found is None:
        raise wrong(f"attachments: {item} is invalid")
    kind, owner, number, key = found.groups()
    if kind == "poll":
        poll = call.world.polls.get(int(number))
        if poll is None or poll.owner_id != int(owner):
            raise strict(f"there is no {item}; VK would leave it out in silence")
        return poll
    thing = call.world.things.get(f"{kind}{owner}_{number}")
    if thing is None:
        raise strict(f"there is no {item}; VK would leave it out in silence")
    if key is not None and key != thing.access_key:
        raise strict(f"{item} has another access key")
    return thing


def is_enough(message: str, items: list[Attached]) -> bool:
    """Whether there is something to post: a poll or a file alone is not."""
    return bool(message.strip()) or any(
        isinstance(item, str) or (isinstance(item, Thing) and item.type in {"photo", "video", "audio"})
        for item in items
    )
