"""Comments in the discussion group: reading, answering, moderating, listening."""

import hmac
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from smmcore.errors import InvalidInput, SMMError, Unauthorized, Unsupported
from smmcore.io import IO
from smmcore.models import Account, Act, Action, Author, AuthorKind, Comment, Event, Text
from smmcore.models.converting import load
from smmcore.platform import Page
from smmcore_telegram.bot import Bot, identifier
from smmcore_telegram.channel import Channel, channel_of, discussion
from smmcore_telegram.editing import delete_message
from smmcore_telegram.errors import NAME
from smmcore_telegram.messages import address, moment, slim
from smmcore_telegram.rendering import rendered
from smmcore_telegram.updates import WANTED, Intake, delivered, fetch, mark_deleted

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
_PAGE = 100
_SHORTEST, _LONGEST = timedelta(seconds=30), timedelta(days=366)
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
        after = _place(cursor) if cursor else (0.0, 0)
        wanted = sorted((c for c in known if post in {None, c.post} and _order(c) > after), key=_order)
        items = wanted[:_PAGE]
        return Page(items, _cursor(items[-1]) if len(wanted) > _PAGE else None)

    async def reply(self, io: IO, account: Account, comment: str, text: Text) -> Comment:
        bot = Bot(io, account)
        channel, group = await discussion(bot)
        if await bot.store.get(f"comments:{channel.id}", comment) is None:
            with suppress(SMMError):  # it only tells under which post the answer stands
                await fetch(bot)
        words, entities = rendered(text)
        params = {
            "chat_id": group,
            "text": words,
            "entities": entities or None,
            "reply_parameters": {"message_id": identifier("comment", comment)},
        }
        sent = await bot.call("sendMessage", params, safe=False, result=slim)
        answer = await _own(bot, channel, comment, words, sent)
        await Intake(bot).keep(channel.id, answer)
        return answer

    async def act(self, io: IO, account: Account, action: Action) -> None:
        bot = Bot(io, account)
        channel, group = await discussion(bot)
        match action.act:
            case Act.DELETE:
                await delete_message(bot, group, identifier("comment", _comment(action)))
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
        ends = io.now() + timedelta(seconds=wait)
        events = await delivered(bot, channel.id)
        listening = await fetch(bot, 0 if events else wait)
        events += await delivered(bot, channel.id)
        while not events and (left := (ends - io.now()).total_seconds()) > 0:
            if listening:  # what came was for another account, or no event
                listening = await fetch(bot, left)
            else:  # somebody else takes the updates in, and the store has to be watched
                await io.sleep(min(left, 1))
            events = await delivered(bot, channel.id)
        return events

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        bot = Bot(io, account)
        expected = account.secret("webhook_secret").reveal()
        if not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode(), expected.encode()):
            raise Unauthorized("the webhook was called without its secret token", platform=NAME)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            raise InvalidInput("webhook: the body is not JSON") from None
        if not isinstance(update, dict):
            raise InvalidInput("webhook: the body is no update")
        channel = await channel_of(bot)
        await Intake(bot).take(update)
        return await delivered(bot, channel.id)

    async def set_webhook(self, io: IO, account: Account, url: str | None) -> None:
        """Let Telegram call this https address with the secret `webhook_secret`; None goes back to asking."""
        bot = Bot(io, account)
        if url is None:
            await bot.call("deleteWebhook")
            return
        secret = account.secret("webhook_secret")
        params = {"url": url, "secret_token": str(secret), "allowed_updates": WANTED}
        await io.send(bot.request("setWebhook", params, safe=True, secrets=[secret]))


def _order(comment: Comment) -> tuple[float, int]:
    return comment.at.timestamp(), int(comment.id)


def _cursor(last: Comment) -> str:
    return f"{last.at.timestamp():.0f}:{last.id}"


def _place(cursor: str) -> tuple[float, int]:
    time, _, id = cursor.partition(":")
    return float(identifier("cursor", time)), identifier("cursor", id)


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
        return identifier("author", action.author)
    known = await bot.store.get(f"comments:{channel.id}", _comment(action))
    if known is None:
        raise InvalidInput(f"author: who wrote comment {action.comment} is unknown; name the author")
    author = load(Comment, known).author
    if author.kind is AuthorKind.OWNER:
        raise InvalidInput("author: that comment is the channel's own")
    return int(author.id)


async def _react(bot: Bot, group: int, action: Action) -> None:
    reaction = [{"type": "emoji", "emoji": action.reaction}] if action.reaction else []
    params = {"chat_id": group, "message_id": identifier("comment", _comment(action)), "reaction": reaction}
    await bot.call("setMessageReaction", params)


async def _ban(bot: Bot, group: int, target: int, action: Action) -> None:
    banning = action.act is Act.BAN
    if target < 0:
        method = "banChatSenderChat" if banning else "unbanChatSenderChat"
        await bot.call(method, {"chat_id": group, "sender_chat_id": target})
    elif banning:
        await bot.call(
            "banChatMember", {"chat_id": group, "user_id": target, "until_date": _until(bot, action)}
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
        "until_date": None if allowed else _until(bot, action),
    }
    await bot.call("restrictChatMember", params)


def _until(bot: Bot, action: Action) -> int | None:
    if action.until is None:
        return None
    if not _SHORTEST < action.until - bot.io.now() < _LONGEST:
        raise InvalidInput("until: Telegram takes less than 30 seconds and more than 366 days for forever")
    return int(action.until.timestamp())
