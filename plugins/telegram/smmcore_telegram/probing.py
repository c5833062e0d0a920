"""Looking at posts of the channel by forwarding them, one by one, to a chat where readers do not see it.

Bots cannot read a channel. But they can forward a post of which they know the number, and the answer shows it. The
numbers are given in order, so a lost post is among those that follow the last known one. What was seen is kept in
`probes:<channel>`, by number, and is not forwarded again; a copy that is still to be deleted, in `forwards:<chat>`.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from smmcore.errors import Forbidden, InvalidInput, NotThere, RateLimited, Rejected, SMMError
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import Channel, channel_of
from smmcore_telegram.editing import delete_message
from smmcore_telegram.errors import NAME
from smmcore_telegram.messages import kind, moment, words

EARLIER = timedelta(minutes=2)
"""How far Telegram's clock may be behind ours when a post is looked for by its date."""
LATER = timedelta(hours=6)
"""How long the largest upload may take; what came later is another post with the same words."""
AHEAD = 5
"""How many numbers after the newest known one are tried: posts before the lost one may have been deleted."""
MOST = 20
"""How many numbers one search tries. Where there are more, the post is not given up: the next search goes on."""
_MISSING = ("message to forward not found", "message_id_invalid")
log = logging.getLogger("smmcore.telegram")


async def probe(bot: Bot, wanted: int, sent_at: datetime) -> str:
    """Look at the channel's posts from that time on, as far as they are not known.

    Gives the reason if they cannot be looked at, as a part of a sentence for the account's owner.
    """
    channel = await channel_of(bot, fresh=True)
    if channel.type != "channel":
        return "only posts of channels can be looked at in a probe chat"
    if channel.protected:
        return "the channel's content is protected, so the bot cannot forward its posts to the probe chat"
    try:
        chat = await probe_chat(bot, channel, wanted)
        await _tidy(bot, chat)
        return await _look(bot, chat, channel.id, sent_at)
    except (Forbidden, InvalidInput, NotThere, Rejected) as error:
        return f"the probe chat cannot be used: {error}"


async def probe_chat(bot: Bot, channel: Channel, wanted: int) -> int:
    """The chat to forward to. Raises `InvalidInput` where readers would see it, and what Telegram refuses."""
    moved = await bot.store.get("moved", str(wanted))
    found = await bot.call("getChat", {"chat_id": int(moved or wanted)}, result=dict)
    number = int(found["id"])
    # A post that is forwarded into the channel would be a second post.
    if found.get("type") == "channel" or number in {channel.id, channel.group}:
        hint = "take a private chat, or a group without readers"
        raise InvalidInput(f"probe_chat: readers would see what is forwarded to {wanted}; {hint}")
    return number


async def _look(bot: Bot, chat: int, channel: int, sent_at: datetime) -> str:
    dates = await _known(bot, channel)
    earlier = [number for number, date in dates.items() if date and date < sent_at - EARLIER]
    if not earlier:
        return "no post from before it is known, from which on the bot could look for it"
    newest = end = max(dates)
    number, tried = max(earlier), 0
    while number < end + AHEAD:
        number += 1
        if number not in dates:
            if tried == MOST:
                raise RateLimited(f"{tried} posts were looked at; the next search goes on", platform=NAME)
            tried += 1
            post = await _forwarded(bot, chat, channel, number)
            if post is None and number > newest:
                continue  # it may still come
            await bot.store.put(f"probes:{channel}", str(number), post or {})
            dates[number] = _date(post or {})
            end = max(end, number)
        if (date := dates[number]) and date > sent_at + LATER:
            break
    return ""


async def _known(bot: Bot, channel: int) -> dict[int, datetime | None]:
    """The numbers of which something is known, with the dates of the posts that they are."""
    known = {**await bot.store.all(f"probes:{channel}"), **await bot.store.all(f"posts:{channel}")}
    return {int(number): _date(post) for number, post in known.items()}


def _date(post: dict[str, Any]) -> datetime | None:
    return moment(post["date"]) if post.get("date") else None


async def _forwarded(bot: Bot, chat: int, channel: int, number: int) -> dict[str, Any] | None:
    """What a number of the channel is: nothing, a post, or (empty) something that cannot be looked at."""
    params = {
        "chat_id": chat,
        "from_chat_id": channel,
        "message_id": number,
        "disable_notification": True,
    }
    try:
        forward = await bot.call("forwardMessage", params, safe=False, result=dict)
    except NotThere as error:
        if not any(missing in str(error).lower() for missing in _MISSING):
            raise
        return None
    except Rejected as error:
        if "message can't be forwarded" not in str(error).lower():
            raise
        return {}
    copy = str(forward["message_id"])
    await bot.store.put(f"forwards:{chat}", copy, number)
    await _deleted(bot, chat, copy)
    return _post(forward, channel, number)


def _post(forward: dict[str, Any], channel: int, number: int) -> dict[str, Any]:
    """What is kept of a post; nothing of one that came from elsewhere: its date tells when that was."""
    origin = forward.get("forward_origin") or {}
    if (origin.get("chat") or {}).get("id") != channel or origin.get("message_id") != number:
        return {}
    return {"date": origin["date"], "words": words(forward), "kind": kind(forward), "probed": True}


async def _tidy(bot: Bot, chat: int) -> None:
    """Delete what an earlier search has left behind."""
    for copy in await bot.store.all(f"forwards:{chat}"):
        await _deleted(bot, chat, copy)


async def _deleted(bot: Bot, chat: int, copy: str) -> None:
    try:
        await delete_message(bot, chat, int(copy))
    except (Forbidden, Rejected) as error:
        log.info("telegram: a forwarded post stays in the probe chat: %s", error)
    except SMMError:
        return  # the next search deletes it
    await bot.store.remove(f"forwards:{chat}", copy)
