"""Setting up Long Poll and Callback."""

from collections.abc import Sequence
from typing import Any

from smmcore_vk.sandbox.call import Call, method
from smmcore_vk.sandbox.errors import ApiError, wrong
from smmcore_vk.sandbox.events import Channel, Server, as_flags
from smmcore_vk.sandbox.table import CALLBACK_EVENTS, EVENTS

_MOST_SERVERS = 10


def _channel(call: Call) -> Channel:
    return call.core.channel(call.managed(call.group(), 15).id)


@method("groups.getLongPollServer")
def get_long_poll_server(call: Call) -> Any:
    channel, group = _channel(call), call.group()
    if not channel.enabled:
        raise wrong("longpoll for this group is not enabled")
    return {"key": channel.key, "server": f"{call.base}/longpoll/{group.id}", "ts": str(channel.ts)}


@method("groups.getLongPollSettings")
def get_long_poll_settings(call: Call) -> Any:
    channel = _channel(call)
    # Settings name events of Callback as well, which Long Poll never tells.
    known = [*CALLBACK_EVENTS]
    events = {name: flag for name, flag in as_flags(channel.watched, known).items() if name not in _UNSHOWN}
    return {"api_version": channel.api_version, "events": events, "is_enabled": channel.enabled}


# Events that can be set but that the answers do not name.
_UNSHOWN = {"like_add", "like_remove", "message_event"}


@method("groups.setLongPollSettings")
def set_long_poll_settings(call: Call) -> Any:
    channel = _channel(call)
    if "enabled" in call.args:
        channel.enabled = call.args.flag("enabled")
    channel.api_version = call.args.text("api_version") or channel.api_version
    _choose(call, channel.watched, EVENTS)
    return 1


def _choose(call: Call, chosen: set[str], known: Sequence[str]) -> None:
    for name in known:
        if name in call.args:
            (chosen.add if call.args.flag(name) else chosen.discard)(name)


def _server(call: Call) -> Server:
    server = _channel(call).servers.get(call.args.number("server_id"))
    if server is None:
        raise ApiError(104)
    return server


@method("groups.addCallbackServer")
def add_callback_server(call: Call) -> Any:
    channel, args = _channel(call), call.args
    if len(channel.servers) >= _MOST_SERVERS:
        raise ApiError(2000)
    number = max(channel.servers, default=0) + 1
    channel.servers[number] = Server(
        number, args.text("url"), args.text("title"), args.text("secret_key"), call.token.person
    )
    return {"server_id": number}


@method("groups.editCallbackServer")
def edit_callback_server(call: Call) -> Any:
    server, args = _server(call), call.args
    server.url, server.title, server.secret_key = (
        args.text("url"),
        args.text("title"),
        args.text("secret_key"),
    )
    server.status = "unconfigured"
    return 1


@method("groups.deleteCallbackServer")
def delete_callback_server(call: Call) -> Any:
    del _channel(call).servers[_server(call).id]
    return 1


@method("groups.getCallbackServers")
def get_callback_servers(call: Call) -> Any:
    wanted = call.args.list("server_ids")
    servers = [s for s in _channel(call).servers.values() if not wanted or s.id in wanted]
    names = ("id", "title", "creator_id", "url", "secret_key", "status")
    return {"count": len(servers), "items": [{name: getattr(s, name) for name in names} for s in servers]}


@method("groups.getCallbackConfirmationCode")
def get_callback_confirmation_code(call: Call) -> Any:
    return {"code": _channel(call).confirmation}


@method("groups.getCallbackSettings")
def get_callback_settings(call: Call) -> Any:
    server = _server(call)
    events = {n: flag for n, flag in as_flags(server.events, CALLBACK_EVENTS).items() if n not in _UNSHOWN}
    return {"api_version": server.api_version, "events": events}


@method("groups.setCallbackSettings")
def set_callback_settings(call: Call) -> Any:
    server = _server(call)
    server.api_version = call.args.text("api_version") or server.api_version
    _choose(call, server.events, CALLBACK_EVENTS)
    return 1
