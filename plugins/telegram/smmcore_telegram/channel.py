"""What is known of the account's channel and its discussion group."""

from typing import Any

from attrs import frozen

from smmcore.errors import NotThere
from smmcore_telegram.bot import Bot, chat_id
from smmcore_telegram.errors import NAME


@frozen
class Channel:
    """The channel, asked for once and then remembered."""

    id: int
    title: str
    username: str | None
    group: int | None
    """The linked discussion group."""
    type: str
    protected: bool = False
    """Its posts cannot be forwarded."""

    @property
    def address(self) -> str | None:
        return f"https://t.me/{self.username}" if self.username else None


async def channel_of(bot: Bot, *, fresh: bool = False) -> Channel:
    """The account's channel; `fresh` asks Telegram again."""
    known = None if fresh else await bot.store.get("channels", bot.account.id)
    if known is None or await bot.store.get("moved", str(known["id"])):
        known = await bot.call("getChat", {"chat_id": await bot.chat()}, result=described)
        await bot.store.put("channels", bot.account.id, known)
        if known["group"]:
            await adopt(bot, known["group"], known["id"])
    return Channel(**known)


def described(chat: dict[str, Any]) -> dict[str, Any]:
    """What is remembered of a chat."""
    return {
        "id": int(chat["id"]),
        "title": str(chat.get("title", "")),
        "username": chat.get("username"),
        "group": chat.get("linked_chat_id"),
        "type": str(chat.get("type", "")),
        "protected": bool(chat.get("has_protected_content")),
    }


async def adopt(bot: Bot, group: int, channel: int) -> None:
    """The group turned out to be the channel's: what was heard in it before belongs there."""
    if await bot.store.get("groups", str(group)) == channel:
        return
    await bot.store.put("groups", str(group), channel)
    for key, comment in (await bot.store.all(f"comments:{group}")).items():
        await bot.store.put(f"comments:{channel}", key, comment)
        await bot.store.remove(f"comments:{group}", key)
    for key, event in (await bot.store.all(f"events:{group}")).items():
        if event.get("comment"):
            await bot.store.put(f"events:{channel}", key, event)
            await bot.store.remove(f"events:{group}", key)


async def discussion(bot: Bot) -> tuple[Channel, int]:
    """The channel and the group where its comments are. Raises `NotThere` if it has none."""
    channel = await channel_of(bot)
    if channel.type in {"group", "supergroup"}:
        return channel, channel.id
    if channel.group is None:  # it may have been linked since
        channel = await channel_of(bot, fresh=True)
    if channel.group is None:
        hint = "link one in the channel's settings (Discussion) and add the bot to it"
        raise NotThere(f"{bot.account.name}: the channel has no discussion group; {hint}", platform=NAME)
    moved = await bot.store.get("moved", str(channel.group))
    return channel, int(chat_id(moved or channel.group))
