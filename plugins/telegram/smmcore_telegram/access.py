"""Whether the bot works, and the page's own look."""

from collections.abc import Iterator
from typing import Any

from smmcore.errors import PlatformError, Rejected, SMMError
from smmcore.io import IO, Upload
from smmcore.models import Account, File
from smmcore.platform import Checkup
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import Channel, channel_of
from smmcore_telegram.errors import NotModified
from smmcore_telegram.probing import probe_chat

_CHANNEL_RIGHTS = {
    "can_post_messages": "publish",
    "can_edit_messages": "edit others' posts and pin",
    "can_delete_messages": "delete posts",
}
_GROUP_RIGHTS = {
    "can_delete_messages": "delete comments",
    "can_restrict_members": "ban and restrict people",
}


class Access:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask for the bot, the channel, the group, and the bot's rights in both."""
        bot = Bot(io, account)
        try:
            me = await bot.call("getMe", result=dict)
            channel = await channel_of(bot, fresh=True)
            member = await _member(bot, channel.id)
        except SMMError as error:
            return Checkup(account=account.name, ok=False, warnings=[str(error)])
        is_channel = channel.type == "channel"
        rights, where = (_CHANNEL_RIGHTS, "in the channel") if is_channel else (_GROUP_RIGHTS, "in the group")
        lacking = [*_lacking(member, rights, where)]
        group = await _group_warnings(bot, channel, me)
        probing, about_probing = await _probing(bot, channel)
        publishes = member.get("status") == "creator" or bool(member.get("can_post_messages"))
        return Checkup(
            account=account.name,
            ok=publishes or not is_channel,
            title=channel.title,
            url=channel.address,
            facts=[
                f"bot @{me.get('username', '')}",
                f"{channel.type} {channel.id}",
                *_about_group(channel),
                *about_probing,
            ],
            warnings=[*lacking, *group, *probing],
        )

    async def set_title(self, io: IO, account: Account, title: str) -> None:
        bot = Bot(io, account)
        await _change(bot, "setChatTitle", {"title": title})

    async def set_description(self, io: IO, account: Account, description: str) -> None:
        bot = Bot(io, account)
        await _change(bot, "setChatDescription", {"description": description})

    async def set_picture(self, io: IO, account: Account, picture: Any) -> None:
        bot = Bot(io, account)
        if not isinstance(picture, File):
            raise Rejected("Telegram takes a channel's picture as a file only", platform="telegram")
        files = [Upload("photo", picture.path)]
        await bot.call("setChatPhoto", {"chat_id": await bot.chat()}, files=files)


async def _change(bot: Bot, method: str, params: dict[str, Any]) -> None:
    try:
        await bot.call(method, {"chat_id": await bot.chat(), **params})
    except NotModified:
        return


async def _member(bot: Bot, chat: int) -> dict[str, Any]:
    params = {"chat_id": chat, "user_id": int(bot.id)}
    member: dict[str, Any] = await bot.call("getChatMember", params, result=dict)
    return member


def _lacking(member: dict[str, Any], rights: dict[str, str], where: str) -> Iterator[str]:
    status = member.get("status")
    if status == "creator":
        return
    if status != "administrator":
        yield f"the bot is no administrator {where}; make it one"
        return
    for right, what in rights.items():
        if not member.get(right):
            yield f"the bot may not {what} {where}: give it the right {right}"


async def _group_warnings(bot: Bot, channel: Channel, me: dict[str, Any]) -> list[str]:
    if not bot.settings.discussion or channel.type != "channel":
        return []
    if channel.group is None:
        if bot.settings.probe_chat is not None:
            return ["the channel has no discussion group: no comments"]
        lost = "lost posts cannot be found again; link one, or set probe_chat"
        return [f"the channel has no discussion group: no comments, and {lost}"]
    try:
        member = await _member(bot, channel.group)
    except PlatformError as error:
        return [f"the bot is not in the discussion group: {error}"]
    warnings = list(_lacking(member, _GROUP_RIGHTS, "in the discussion group"))
    if not me.get("can_read_all_group_messages") and member.get("status") not in {"administrator", "creator"}:
        warnings.append(
            "the bot does not see comments: make it an administrator or switch its privacy mode off"
        )
    return warnings


def _about_group(channel: Channel) -> Iterator[str]:
    if channel.group:
        yield f"discussion group {channel.group}"


async def _probing(bot: Bot, channel: Channel) -> tuple[list[str], list[str]]:
    """Whether lost posts can be looked for in the probe chat: what is to be done for that, and what is known."""
    if (wanted := bot.settings.probe_chat) is None:
        return [], []
    if channel.type != "channel":
        return ["probe_chat is for channels; here, lost posts cannot be looked for"], []
    if channel.protected:
        return ["the channel's content is protected: lost posts cannot be looked for in the probe chat"], []
    try:
        chat = await probe_chat(bot, channel, wanted)
        # Only what is about to be written tells whether the bot may: a person can have blocked it.
        await bot.call("sendChatAction", {"chat_id": chat, "action": "typing"})
    except SMMError as error:
        return [f"the probe chat cannot be used: {error}"], []
    return [], [f"probe chat {chat}"]
