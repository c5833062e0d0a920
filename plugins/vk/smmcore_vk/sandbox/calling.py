"""Callback: calls the receivers on this machine, first to confirm them and then with what has happened."""

from urllib.parse import urlsplit

from smmcore.errors import AnswerLost, InvalidInput
from smmcore.io import Answer, Request
from smmcore.io.nonblocking import NonblockingIO

from .core import Core
from .errors import JSON
from .events import Channel, Server
from .playing import server_json
from .seed import home

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


async def deliver(core: Core, *, again: int = 0) -> JSON:
    """Call every receiver of the sandbox's community with all that waits for it.

    `again` sends the last so many events once more, as VK does where it is not sure that they arrived.
    """
    community = home(core.world)
    channel = core.channel(community.id)
    io = NonblockingIO(patience=0)
    try:
        for server in list(channel.servers.values()):
            await _serve(io, channel, community.id, server, again)
    finally:
        await io.aclose()
    return {"servers": [server_json(server) for server in channel.servers.values()]}


async def _serve(io: NonblockingIO, channel: Channel, group: int, server: Server, again: int) -> None:
    if server.status != "ok" and not await _confirmed(io, channel, group, server):
        return
    while server.waiting:
        event = server.waiting[0]
        said = await _post(io, server, event)
        if said == "remove":
            del channel.servers[server.id]
            return
        if said != "ok":
            server.retries += 1
            return
        server.retries = 0
        server.waiting.pop(0)
        if again > 0:
            await _post(io, server, event)


async def _confirmed(io: NonblockingIO, channel: Channel, group: int, server: Server) -> bool:
    said = await _post(io, server, {"type": "confirmation", "group_id": group})
    server.status = "ok" if said == channel.confirmation else "failed"
    return server.status == "ok"


async def _post(io: NonblockingIO, server: Server, event: JSON) -> str:
    """What the receiver answered; empty where it did not."""
    if urlsplit(server.url).hostname not in _LOOPBACK:
        raise InvalidInput(f"the sandbox calls receivers on this machine only, not {server.url}")
    body = {**event, "secret": server.secret_key} if server.secret_key else event
    headers = {"X-Retry-Counter": str(server.retries)} if server.retries else {}
    request = Request(
        "POST", server.url, json=body, headers=headers, safe=False, parse=_said, doubtful=_never
    )
    try:
        return await io.send(request)
    except AnswerLost:
        return ""


def _said(answer: Answer) -> str:
    return answer.body.decode(errors="replace").strip() if answer.status == 200 else ""


def _never(_answer: Answer) -> bool:
    return False
