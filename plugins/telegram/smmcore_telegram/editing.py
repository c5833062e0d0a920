"""Changing, removing and pinning posts. All of it may be repeated without harm."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from smmcore.errors import NotThere, Rejected
from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore_telegram.bot import Bot, identifier
from smmcore_telegram.channel import channel_of
from smmcore_telegram.composing import compose, replacement
from smmcore_telegram.errors import NAME, NotModified
from smmcore_telegram.messages import address

_BATCH = 100
_TEXT = ("text", "entities", "link_preview_options", "rich_message")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")


class Editing:
    async def edit(self, io: IO, account: Account, id: str, post: Post) -> Published:
        """Change a post. An album and a voice note keep their files; only captions change. Polls cannot change.

        A text for a post with media becomes their caption.
        """
        bot = Bot(io, account)
        warnings = await _change(bot, {"chat_id": await bot.chat(), "message_id": identifier("id", id)}, post)
        channel = await channel_of(bot)
        url = address(channel.id, channel.username, id)
        parts = await _parts(bot, channel.id, id)
        return Published(account=account.name, id=id, url=url, at=io.now(), parts=parts, warnings=warnings)

    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post with all its parts; bots can do so for 48 hours."""
        bot = Bot(io, account)
        parts = await _parts(bot, (await channel_of(bot)).id, id)
        chat = await bot.chat()
        if len(parts) > 1:
            numbers = [int(part) for part in parts][:_BATCH]
            await bot.call("deleteMessages", {"chat_id": chat, "message_ids": numbers})
            return
        await delete_message(bot, chat, identifier("id", id))

    async def pin(self, io: IO, account: Account, id: str, *, pinned: bool) -> None:
        bot = Bot(io, account)
        method = "pinChatMessage" if pinned else "unpinChatMessage"
        try:
            await bot.call(method, {"chat_id": await bot.chat(), "message_id": identifier("id", id)})
        except NotThere as error:
            # It is not pinned, and that is what was asked for.
            if pinned or "message to unpin" not in str(error).lower():
                raise


async def delete_message(bot: Bot, chat: int | str, message: int) -> None:
    """Delete a message; one that is gone is a success."""
    try:
        await bot.call("deleteMessage", {"chat_id": chat, "message_id": message})
    except NotThere as error:
        if "message to delete" not in str(error).lower():
            raise


async def _change(bot: Bot, target: Mapping[str, Any], post: Post) -> list[str]:
    """Put the post in the target's place; what stays is told."""
    if post.poll:
        raise Rejected("Telegram cannot change polls; delete it and publish another", platform=NAME)
    draft = compose(post, target["chat_id"], bot.settings)
    try:
        if len(post.media) == 1 and post.media[0].word != "voice":
            item, files = replacement(post, bot.settings)
            await bot.call("editMessageMedia", {**target, "media": item}, files=files)
        elif post.media:
            first = draft.params["media"][0] if len(post.media) > 1 else draft.params
            await bot.call("editMessageCaption", {**target, **_of(first, _CAPTION)})
        else:
            return await _change_words(bot, target, draft.params)
    except NotModified:
        pass
    return []


async def _change_words(bot: Bot, target: Mapping[str, Any], params: Mapping[str, Any]) -> list[str]:
    """Change a text, or the caption where what was published has media: Telegram cannot take them away."""
    try:
        await bot.call("editMessageText", {**target, **_of(params, _TEXT)})
    except Rejected as error:
        if "there is no text in the message" not in str(error) or "text" not in params:
            raise
    else:
        return []
    caption = {"caption": params["text"], "caption_entities": params.get("entities")}
    with suppress(NotModified):
        await bot.call("editMessageCaption", {**target, **caption})
    return ["its media stay"]


def _of(params: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: params[name] for name in names if name in params}


async def _parts(bot: Bot, channel: int, id: str) -> list[str]:
    known = await bot.store.get(f"posts:{channel}", id)
    return list((known or {}).get("parts") or [id])
