"""What the bot is told, and what it remembers of it.

The Bot API cannot be asked for history: no list of comments, no search for a post, no count of reactions. So
everything that arrives is kept, by channel, in the bot's store:

- `copies:<channel>`: a post's copy in the discussion group, by the post's number
- `threads:<group>`: the way back, from the copy's number to the post
- `early:<group>`: comments that came before their post's copy, by the copy's number
- `comments:<channel>`, `reactions:<chat>`, `polls`: what their names say
- `posts:<channel>`: posts that are known, our own and those of people
- `events:<channel>`: what has not been handed to `receive` yet
"""

import logging
import math
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from attrs import evolve, frozen

from smmcore.models import Comment, CommentState, Event, EventKind
from smmcore.models.converting import dump, load
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import adopt
from smmcore_telegram.errors import Conflict
from smmcore_telegram.messages import channel_origin, comment, kind, moment, words

WANTED = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "message_reaction_count",
    "message_reaction",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "poll",
]
"""Reactions and members are not told unless they are asked for by name."""
_BATCH = 100
LONGEST_WAIT = 50
_COUNTED_ON = timedelta(days=6)
"""After a week without updates, Telegram numbers them anew."""
log = logging.getLogger("smmcore.telegram")


async def fetch(bot: Bot, wait: float = 0) -> bool:
    """Take in all that the bot has not been told yet, waiting up to `wait` seconds for something.

    False if somebody else listens for this bot: a webhook, or another process. What they take in is in the store.
    """
    while True:
        offset = await _offset(bot)
        timeout = min(math.ceil(wait), LONGEST_WAIT)
        params = {"offset": offset, "limit": _BATCH, "timeout": timeout, "allowed_updates": WANTED}
        try:
            updates = await bot.io.send(
                bot.request("getUpdates", params, safe=True, timeout=timeout + 15, result=_listed)
            )
        except Conflict:
            return False
        for update in updates:
            await Intake(bot).take(update)
            place = {"id": int(update["update_id"]) + 1, "at": bot.io.now().timestamp()}
            await bot.store.put("updates", "next", place)
        if len(updates) < _BATCH:
            return True
        wait = 0


async def _offset(bot: Bot) -> int | None:
    place = await bot.store.get("updates", "next")
    if place is None or bot.io.now() - moment(place["at"]) > _COUNTED_ON:
        return None
    return int(place["id"])


def _listed(result: Any) -> Sequence[dict[str, Any]]:
    if not isinstance(result, list) or not all(isinstance(u, dict) and "update_id" in u for u in result):
        raise TypeError("getUpdates did not answer with updates")
    return result


@frozen
class Intake:
    """Sorts updates into the bot's store. Taking one twice changes nothing."""

    bot: Bot

    async def take(self, update: dict[str, Any]) -> None:
        """Keep what an update tells; unknown kinds and shapes are left alone, so that none blocks those behind."""
        try:
            await self._sorted(update)
        except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            number, reason = update.get("update_id"), type(error).__name__
            log.warning("telegram: update %s was not understood (%s)", number, reason)

    async def _sorted(self, update: dict[str, Any]) -> None:
        if message := update.get("message"):
            await self._message(message)
        elif message := update.get("edited_message"):
            await self._edited(message)
        elif message := update.get("channel_post") or update.get("edited_channel_post"):
            await self._post(message)
        elif count := update.get("message_reaction_count"):
            await self._reactions(count)
        elif poll := update.get("poll"):
            await self.bot.store.put("polls", str(poll["id"]), poll)
        elif member := update.get("my_chat_member"):
            await self._access(member)

    async def _message(self, message: dict[str, Any]) -> None:
        if origin := channel_origin(message):
            await self._copy(message, *origin)
        elif message["chat"].get("type") == "private":
            return
        elif new := message.get("migrate_to_chat_id"):
            await self.bot.store.put("moved", str(message["chat"]["id"]), str(new))
        elif words(message) or kind(message) != "text":
            await self._comment(message)

    async def _copy(self, message: dict[str, Any], channel: int, post: int) -> None:
        group = message["chat"]["id"]
        known = await self.bot.store.get(f"copies:{channel}", str(post)) or {}
        copy = {
            "group": group,
            "id": message["message_id"],
            "date": (message.get("forward_origin") or {}).get("date") or message.get("date"),
            # A lost post is found by the words that it was sent with, whatever was made of them since.
            "words": known.get("words", words(message)),
            "kind": kind(message),
            "album": message.get("media_group_id"),
        }
        await self.bot.store.put(f"copies:{channel}", str(post), copy)
        await self.bot.store.put(
            f"threads:{group}", str(message["message_id"]), {"channel": channel, "post": post}
        )
        await adopt(self.bot, group, channel)
        await self._come_home(channel, group, post, str(message["message_id"]))

    async def _come_home(self, channel: int, group: int, post: int, root: str) -> None:
        """Comments that came before the copy now have a post."""
        for id in await self.bot.store.get(f"early:{group}", root) or []:
            if (data := await self.bot.store.get(f"comments:{channel}", id)) is None:
                continue
            early = load(Comment, data)
            parent = None if early.parent == root else early.parent
            await self.keep(channel, evolve(early, post=str(post), thread=root, parent=parent))
        await self.bot.store.remove(f"early:{group}", root)

    async def _comment(self, message: dict[str, Any]) -> None:
        group = message["chat"]["id"]
        if origin := channel_origin(message.get("reply_to_message") or {}):
            # The copy came before the bot did: it is learned from what answers it.
            await self._copy(message["reply_to_message"], *origin)
        channel = await self.bot.store.get("groups", str(group)) or group
        root = message.get("message_thread_id")
        thread = await self.bot.store.get(f"threads:{group}", str(root)) if root else None
        new = comment(
            message, post=(thread or {}).get("post"), root=root if thread else None, channel=channel
        )
        if await self.bot.store.get(f"comments:{channel}", new.id) is None:
            await self.keep(channel, new)
            if root and not thread:
                waiting = await self.bot.store.get(f"early:{group}", str(root)) or []
                await self.bot.store.put(f"early:{group}", str(root), [*waiting, new.id])
            await self._event(channel, Event(kind=EventKind.COMMENTED, comment=new, post=new.post, at=new.at))

    async def _edited(self, message: dict[str, Any]) -> None:
        if origin := channel_origin(message):
            await self._copy(message, *origin)
            return
        if message["chat"].get("type") == "private":
            return
        channel = await self.bot.store.get("groups", str(message["chat"]["id"])) or message["chat"]["id"]
        old = await self.bot.store.get(f"comments:{channel}", str(message["message_id"]))
        if old is None:
            await self._comment(message)
            return
        known = load(Comment, old)
        edited = evolve(known, text=words(message), edited_at=moment(message.get("edit_date") or 0))
        if edited == known or moment(message.get("edit_date")) < (known.edited_at or known.at):
            return  # told before, or overtaken by a later one
        await self.keep(channel, edited)
        at = edited.edited_at or edited.at
        await self._event(channel, Event(kind=EventKind.EDITED, comment=edited, post=edited.post, at=at))

    async def _post(self, message: dict[str, Any]) -> None:
        channel, post = message["chat"]["id"], str(message["message_id"])
        known = await self.bot.store.get(f"posts:{channel}", post)
        now = {**(known or {}), "date": message.get("date"), "words": words(message)}
        await self.bot.store.put(f"posts:{channel}", post, now)
        if known is None:
            await self._event(
                channel, Event(kind=EventKind.POSTED, post=post, at=moment(message.get("date")))
            )

    async def _reactions(self, count: dict[str, Any]) -> None:
        chat, post = count["chat"]["id"], str(count["message_id"])
        known = await self.bot.store.get(f"reactions:{chat}", post) or {}
        if known == count or (known.get("date") or 0) > (count.get("date") or 0):
            return
        await self.bot.store.put(f"reactions:{chat}", post, count)
        if await self.bot.store.get("groups", str(chat)):
            return  # in a discussion group, it is about a copy or a comment
        await self._event(chat, Event(kind=EventKind.REACTED, post=post, at=moment(count.get("date"))))

    async def _access(self, member: dict[str, Any]) -> None:
        status = str((member.get("new_chat_member") or {}).get("status", ""))
        chat, told = member["chat"]["id"], [member.get("date"), status]
        if await self.bot.store.get("access", str(chat)) == told:
            return
        await self.bot.store.put("access", str(chat), told)
        channel = await self.bot.store.get("groups", str(chat)) or chat
        event = Event(kind=EventKind.ACCESS, at=moment(member.get("date")), note=f"the bot is now: {status}")
        await self._event(channel, event)

    async def keep(self, channel: int, new: Comment) -> None:
        await self.bot.store.put(f"comments:{channel}", new.id, dump(new))

    async def _event(self, channel: int, event: Event) -> None:
        about = event.comment.id if event.comment else event.post
        key = f"{event.kind.value}:{about}:{event.at.timestamp():.0f}"
        await self.bot.store.put(f"events:{channel}", key, dump(event))


async def delivered(bot: Bot, channel: int) -> list[Event]:
    """The channel's events that were not handed over yet; they will not be again."""
    waiting = await bot.store.all(f"events:{channel}")
    # Webhook calls come in parallel, and jobs run beside them: whoever removes an event has it.
    mine = [event for key, event in waiting.items() if await bot.store.remove(f"events:{channel}", key)]
    return [load(Event, event) for event in mine]


async def mark_deleted(bot: Bot, channel: int, id: str) -> None:
    old = await bot.store.get(f"comments:{channel}", id)
    if old is not None:
        await Intake(bot).keep(channel, evolve(load(Comment, old), state=CommentState.DELETED))
