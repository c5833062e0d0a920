"""What a moderator does about replies and people."""

from typing import Any

from smmcore.errors import InvalidInput, NotThere, Unsupported
from smmcore.models import Act, Action
from smmcore_bluesky import gates
from smmcore_bluesky.calls import Call
from smmcore_bluesky.client import Client
from smmcore_bluesky.composing import Reference, reply_to
from smmcore_bluesky.errors import Swapped
from smmcore_bluesky.names import BLOCK, LIKE, NAME, Address, address, record_key
from smmcore_bluesky.times import written

LIKES = ("❤", "❤️", "👍", "like")
"""Ways to say the one reaction that there is."""
_REASONS = ("spam", "violation", "misleading", "sexual", "rude")
"""Reasons that the network has words for; any other is told as it is."""


async def acted(client: Client, action: Action) -> None:
    """Do it. All of it but a report is harmless when repeated."""
    if action.until is not None:
        raise Unsupported(
            "Bluesky's blocks and mutes have no end of their own; lift them by hand", platform=NAME
        )
    if action.act in _ON_COMMENTS:
        await _ON_COMMENTS[action.act](client, action)
    elif action.act in _ON_PEOPLE:
        await _ON_PEOPLE[action.act](client, await _author(client, action))
    elif action.act in _ON_POSTS:
        await _ON_POSTS[action.act](client, await _own_post(client, action.post))
    else:
        raise Unsupported(f"Bluesky has no {action.act.value}", platform=NAME)


async def _own_post(client: Client, value: str | None) -> Address:
    if value is None:
        raise InvalidInput("post: say which post is meant")
    where = await client.located(value, "post")
    if where.repo != await client.did():
        raise InvalidInput(f"post: {value} is not the account's own")
    return where


def _comment(action: Action) -> str:
    if action.comment is None:
        raise InvalidInput("comment: say which comment is meant")
    return action.comment


async def _answer(client: Client, action: Action) -> tuple[Address, str]:
    """The account's post, and the answer under it that is meant."""
    known = await reply_to(client, _comment(action), "comment")
    post = address(known.root["uri"])
    if post.repo != await client.did():
        raise InvalidInput("comment: it stands under somebody else's post, where only they can hide it")
    return post, known.parent["uri"]


async def _author(client: Client, action: Action) -> str:
    """The DID of who is meant."""
    if action.author:
        did = await client.resolved(action.author.removeprefix("@"))
    else:
        did = (await client.located(_comment(action), "comment")).repo
    if did == await client.did():
        raise InvalidInput("author: that is the account itself")
    return did


async def _react(client: Client, action: Action) -> None:
    """Like it; no reaction takes the like back."""
    reference = (await reply_to(client, _comment(action), "comment")).parent
    where = await _made_of(client, LIKE, reference["uri"])
    if not action.reaction:
        await client.remove(where)
    elif action.reaction in LIKES:
        await _written_once(client, where, {"subject": reference})
    else:
        raise InvalidInput(f"reaction: Bluesky has likes only; write ❤ instead of {action.reaction}")


async def _block(client: Client, did: str) -> None:
    await _written_once(client, await _made_of(client, BLOCK, did), {"subject": did})


async def _unblock(client: Client, did: str) -> None:
    """Delete the block, one that was made elsewhere too."""
    await client.remove(await _made_of(client, BLOCK, did))
    try:
        profile = await client.query("app.bsky.actor.getProfile", {"actor": did}, dict)
    except NotThere:
        return
    if elsewhere := (profile.get("viewer") or {}).get("blocking"):
        await client.remove(address(elsewhere))


async def _hide(client: Client, action: Action) -> None:
    await gates.hide(client, *await _answer(client, action))


async def _unhide(client: Client, action: Action) -> None:
    await gates.unhide(client, *await _answer(client, action))


async def _mute(client: Client, did: str) -> None:
    await _tell(client, "app.bsky.graph.muteActor", did)


async def _unmute(client: Client, did: str) -> None:
    await _tell(client, "app.bsky.graph.unmuteActor", did)


async def _tell(client: Client, method: str, did: str) -> None:
    await client.call(Call(method=method, json={"actor": did}, writes=True, headers=client.view_headers))


async def _report(client: Client, action: Action) -> None:
    reason = action.reason.strip()
    word = reason.lower() if reason.lower() in _REASONS else "other"
    json = {
        "reasonType": f"com.atproto.moderation.defs#reason{word.capitalize()}",
        "reason": reason,
        "subject": await _subject(client, action),
    }
    headers = {"atproto-proxy": client.settings.moderation} if client.settings.moderation else {}
    method = "com.atproto.moderation.createReport"
    await client.call(Call(method=method, json=json, writes=True, safe=False, headers=headers))


async def _subject(client: Client, action: Action) -> dict[str, Any]:
    if action.comment:
        reference: Reference = (await reply_to(client, action.comment, "comment")).parent
        return {"$type": "com.atproto.repo.strongRef", **reference}
    return {"$type": "com.atproto.admin.defs#repoRef", "did": await _author(client, action)}


async def _made_of(client: Client, collection: str, subject: str) -> Address:
    """Where the account's record about somebody or something is: always the same place."""
    did = await client.did()
    return Address(did, collection, record_key(did, collection, subject))


async def _written_once(client: Client, where: Address, record: dict[str, Any]) -> None:
    try:
        await client.put(where, {**record, "createdAt": written(client.io.now())}, instead_of=None)
    except Swapped:
        return  # it was there already


_ON_COMMENTS = {Act.HIDE: _hide, Act.UNHIDE: _unhide, Act.REACT: _react, Act.REPORT: _report}
_ON_PEOPLE = {Act.BAN: _block, Act.UNBAN: _unblock, Act.MUTE: _mute, Act.UNMUTE: _unmute}
_ON_POSTS = {Act.CLOSE: gates.close, Act.OPEN: gates.open_up}
