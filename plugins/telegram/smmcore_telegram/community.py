"""Comments in the discussion group: reading, answering, moderating, listening."""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from smmcore.errors import InvalidInput, Unauthorized, Unsupported
from smmcore.io import IO
from smmcore.models import Account, Act, Action, Author, AuthorKind, Comment, Event, Text
from smmcore.models.converting import load
from smmcore.platform import Page
from smmcore_telegram.bot import Bot
from smmcore_telegram.channel import Channel, channel_of, discussion
from smmcore_telegram.editing import delete_message
from smmcore_telegram.errors import NAME
from smmcore_telegram.messages import address, moment, slim
from smmcore_telegram.rendering import rendered
from smmcore_telegram.updates import WANTED, Intake, delivered, fetch, mark_deleted

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
_PAGE = 100
_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)


class Community:
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        """Comments that were told to the bot; the Bot API has no way to ask for earlier ones."""
        bot = Bot(io, account)
        channel, _ = await discussion(bot)
        known = [load(Comment, data) for data in (await bot.store.all(f"comments:{channel.id}")).values()]
        wanted = sorted((c for c in known if post in {None, c.post}), key=lambda c: (c.at, int(c.id)))
        start = int(cursor or 0)
        following = str(start + _PAGE) if len(wanted) > start + _PAGE else None
        return Page(wanted[start : start + _PAGE], following)

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        bot = Bot(io, account)
        channel, group = await discussion(bot)
        words, entities = rendered(text)
        params = {
            "chat_id": group,
            "text": words,
            "entities": entities or None,
            "reply_parameters": {"message_id": int(comment)},
        }
        sent = await io.send(bot.request("sendMessage", params, safe=False, result=slim))
        answer = await _own(bot, channel, comment, words, sent)
        await Intake(bot).keep(channel.id, answer)
        return answer

    async def act(self, io: IO, account: Account, action: Action) -> None:
        bot = Bot(io, account)
        channel, group = await discussion(bot)
        match action.act:
            case Act.DELETE:
                await delete_message(bot, group, int(_comment(action)))
                await mark_deleted(bot, channel.id, _comment(action))
            case Act.REACT:
                await _react(bot, group, action)
            case Act.BAN | Act.UNBAN:
                await _ban(bot, group, await _target(bot, channel, action), action)
            case Act.RESTRICT | Act.UNRESTRICT:
                await _restrict(bot, group, await _target(bot, channel, action), action)
            case other:
                raise Unsupported(f"Telegram has no {other.value} for comments", platform=NAME)

    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        bot = Bot(io, account)
        channel = await channel_of(bot)
        waiting = await delivered(bot, channel.id)
        await fetch(bot, 0 if waiting else wait)
        return [*waiting, *await delivered(bot, channel.id)]

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        bot = Bot(io, account)
        expected = account.secret("webhook_secret").reveal()
        if not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), expected.encode()):
            raise Unauthorized("the webhook was called without its secret token", platform=NAME)
        try:
            update = json.loads(body)
        except ValueError:
            raise InvalidInput("webhook: the body is not JSON") from None
        if not isinstance(update, dict):
            raise InvalidInput("webhook: the body is no update")
        await Intake(bot).take(update)
        return await delivered(bot, (await channel_of(bot)).id)

    async def set_webhook(self, io: IO, account: Account, url: str | None) -> None:
        """Let Telegram call this https address with the secret `webhook_secret`; None goes back to asking."""
        bot = Bot(io, account)
        if url is None:
            await bot.call("deleteWebhook")
            return
        secret = account.secret("webhook_secret")
        params = {"url": url, "secret_token": str(secret), "allowed_updates": WANTED}
        await io.send(bot.request("setWebhook", params, safe=True, secrets=[secret]))


def _comment(action: Action) -> str:
    if action.comment is None:
        raise InvalidInput("comment: say which comment is meant")
    return action.comment


async def _own(bot: Bot, channel: Channel, comment: str, words: str, sent: dict[str, Any]) -> Comment:
    """Our answer as a comment: bots are not told of their own messages."""
    above = await bot.store.get(f"comments:{channel.id}", comment)
    parent = load(Comment, above) if above else None
    return Comment(
        id=str(sent["id"]),
        post=parent.post if parent else None,
        author=Author(id=bot.id, kind=AuthorKind.OWNER),
        text=words,
        at=moment(sent.get("date")),
        parent=comment,
        thread=parent.thread if parent else None,
        url=address(sent.get("chat"), sent.get("username"), sent["id"]),
    )


async def _target(bot: Bot, channel: Channel, action: Action) -> int:
    """The identifier of the person or channel that an action is about; channels have negative ones."""
    if action.author:
        return int(action.author)
    known = await bot.store.get(f"comments:{channel.id}", _comment(action))
    if known is None:
        raise InvalidInput(f"author: who wrote comment {action.comment} is unknown; name the author")
    author = load(Comment, known).author
    if author.kind is AuthorKind.OWNER:
        raise InvalidInput("author: that comment is the channel's own")
    return int(author.id)


async def _react(bot: Bot, group: int, action: Action) -> None:
    reaction = [{"type": "emoji", "emoji": action.reaction}] if action.reaction else []
    params = {"chat_id": group, "message_id": int(_comment(action)), "reaction": reaction}
    await bot.call("setMessageReaction", params)


async def _ban(bot: Bot, group: int, target: int, action: Action) -> None:
    banning = action.act is Act.BAN
    if target < 0:
        method = "banChatSenderChat" if banning else "unbanChatSenderChat"
        await bot.call(method, {"chat_id": group, "sender_chat_id": target})
    elif banning:
        await bot.call(
            "banChatMember", {"chat_id": group, "user_id": target, "until_date": _until(action.until)}
        )
    else:
        # Without only_if_banned, somebody who is not banned would be thrown out.
        await bot.call("unbanChatMember", {"chat_id": group, "user_id": target, "only_if_banned": True})


async def _restrict(bot: Bot, group: int, target: int, action: Action) -> None:
    if target < 0:
        raise Unsupported("Telegram cannot restrict a channel that comments; ban it", platform=NAME)
    allowed = action.act is Act.UNRESTRICT
    params = {
        "chat_id": group,
        "user_id": target,
        "permissions": dict.fromkeys(_RIGHTS, allowed),
        "until_date": _until(action.until),
    }
    await bot.call("restrictChatMember", params)


def _until(time: datetime | None) -> int | None:
    return None if time is None else int(time.timestamp())
