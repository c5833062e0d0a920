"""Several media as one post; not atomic, as on the real server."""

from typing import Any

from smmcore_telegram.sandbox import limits
from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import JSON, bad, strict
from smmcore_telegram.sandbox.members import require_sending
from smmcore_telegram.sandbox.posting import copy_to_group, send
from smmcore_telegram.sandbox.world import Chat, Content

from .media import media_content

_ALONE = {"audio", "document"}
_MIXED = {"photo", "video"}


@method("sendMediaGroup")
async def send_media_group(call: Call) -> Any:
    chat = call.chat()
    items = call.args.get("media") or []
    _check(items)
    for kind in {item["type"] for item in items}:
        require_sending(call.core, call.bot, chat, kind)
    contents = [await media_content(call, item["type"], item, item["media"]) for item in items]
    call.admit(chat, len(items))
    return _send_all(call, chat, contents)


def _check(items: list[JSON]) -> None:
    least, most = limits.ALBUM_ITEMS
    if len(items) > most:
        raise bad("too many messages to send as an album")
    if len(items) < least:
        raise strict(f"an album has {least} to {most} items")
    kinds = {item["type"] for item in items}
    if not kinds <= _ALONE | _MIXED:
        raise strict("this fake knows no live photos")
    if kinds & _ALONE and len(kinds) > 1:
        raise strict("audio and documents cannot be mixed with other types in an album")


def _send_all(call: Call, chat: Chat, contents: list[Content]) -> list[JSON]:
    fault = call.core.faults.take({"partial_album"}, call.method)
    # Two numbers each: the copies in the discussion group take the next one.
    album = str(13_900_000_000_000_000 + 2 * call.world.number("album", 1))
    sent = []
    for number, content in enumerate(contents, 1):
        if fault is not None and number == fault.item:
            break
        sent.append(send(call.core, call.bot, chat, content, call.args, album=album))
    for message in sent:
        copy_to_group(call.core, message)
    if fault is not None and len(sent) < len(contents):
        reason = f"Too Many Requests: retry after {fault.retry_after}"
        raise bad(f'failed to send message #{fault.item} with the error message "{reason}"')
    return [call.shown(message) for message in sent]
