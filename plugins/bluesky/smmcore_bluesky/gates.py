"""Gates: who may answer a post, and which answers are hidden. A gate is a record with the key of its post."""

from collections.abc import Callable
from typing import Any

from smmcore.errors import InvalidInput
from smmcore_bluesky.client import Client
from smmcore_bluesky.errors import Swapped
from smmcore_bluesky.names import GATE, Address
from smmcore_bluesky.times import written

_ATTEMPTS = 4
MOST_HIDDEN = 300

Change = Callable[[dict[str, Any]], dict[str, Any] | None]
"""Makes a record of what it was; None leaves it as it is."""


async def changed(client: Client, where: Address, change: Change) -> None:
    """Change one of the account's records, so that nobody's change in the meantime is lost."""
    for attempt in range(1, _ATTEMPTS + 1):
        there = await client.record(where)
        new = change(dict(there["value"]) if there else {})
        if new is None:
            return
        try:
            await client.put(where, new, instead_of=there["cid"] if there else None)
        except Swapped:
            if attempt == _ATTEMPTS:
                raise
        else:
            return


async def close(client: Client, post: Address) -> None:
    """Nobody but the account can answer any more."""
    await _change_gate(client, post, lambda gate: None if gate.get("allow") == [] else {**gate, "allow": []})


async def open_up(client: Client, post: Address) -> None:
    """Everybody can answer."""

    def opened(gate: dict[str, Any]) -> dict[str, Any] | None:
        return {k: v for k, v in gate.items() if k != "allow"} if "allow" in gate else None

    await _change_gate(client, post, opened)


async def hide(client: Client, post: Address, answer: str) -> None:
    def hidden(gate: dict[str, Any]) -> dict[str, Any] | None:
        known = list(gate.get("hiddenReplies") or ())
        if answer in known:
            return None
        if len(known) >= MOST_HIDDEN:
            raise InvalidInput(f"comment: {MOST_HIDDEN} replies are hidden there, which is the most")
        return {**gate, "hiddenReplies": [*known, answer]}

    await _change_gate(client, post, hidden)


async def unhide(client: Client, post: Address, answer: str) -> None:
    def shown(gate: dict[str, Any]) -> dict[str, Any] | None:
        known = list(gate.get("hiddenReplies") or ())
        if answer not in known:
            return None
        return {**gate, "hiddenReplies": [uri for uri in known if uri != answer]}

    await _change_gate(client, post, shown)


async def _change_gate(client: Client, post: Address, change: Change) -> None:
    now = written(client.io.now())

    def of_the_post(gate: dict[str, Any]) -> dict[str, Any] | None:
        return change({"post": str(post), "createdAt": now, **gate})

    await changed(client, Address(post.repo, GATE, post.key), of_the_post)
