"""Copies without and forwards with the name of where they come from."""

from typing import Any

from attrs import evolve

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.entities import caption_text
from smmcore_telegram.sandbox.envelope import bad
from smmcore_telegram.sandbox.members import require_access, require_sending
from smmcore_telegram.sandbox.posting import forward_of, new_message, publish
from smmcore_telegram.sandbox.world import Content, Message


def _source(call: Call, verb: str, done: str) -> Message:
    source = call.chat("from_chat_id")
    require_access(call.core, call.bot, source, write=False)
    message = source.living(call.args.get("message_id"))
    if message is None:
        raise bad(f"message to {verb} not found")
    if message.content.kind == "service" or message.protected or source.protected:
        raise bad(f"message can't be {done}")
    return message


@method("copyMessage")
async def copy_message(call: Call) -> Any:
    chat = call.chat()
    message = _source(call, "copy", "copied")
    require_sending(call.core, call.bot, chat, message.content.kind)
    content = _copied(call, message.content)
    return {"message_id": call.send(chat, content)["message_id"]}


def _copied(call: Call, content: Content) -> Content:
    args = call.args
    if content.poll is not None:
        poll = evolve(content.poll, votes=[0] * len(content.poll.votes), is_closed=False, bot_id=call.bot.id)
        poll.id = str(call.world.number("poll", 5_300_000_000_000_000_001))
        call.world.polls[poll.id] = poll
        return evolve(content, poll=poll)
    if content.media is None or "caption" not in args:
        return evolve(content)
    text, entities = caption_text(args.get("caption"), args.get("parse_mode"), args.get("caption_entities"))
    return evolve(content, text=text, entities=entities)


@method("forwardMessage")
async def forward_message(call: Call) -> Any:
    chat = call.chat()
    message = _source(call, "forward", "forwarded")
    require_sending(call.core, call.bot, chat, message.content.kind)
    call.admit(chat)
    forwarded = new_message(call.core, chat, evolve(message.content), bot=call.bot)
    forwarded.forward = forward_of(call.core, message)
    forwarded.protected = bool(call.args.get("protect_content"))
    return call.shown(publish(call.core, chat, forwarded))
