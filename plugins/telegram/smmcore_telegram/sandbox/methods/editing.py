"""Changing and deleting messages."""

from typing import Any

from smmcore_telegram.sandbox import limits
from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.entities import caption_text
from smmcore_telegram.sandbox.envelope import MESSAGE_NOT_MODIFIED, bad, strict
from smmcore_telegram.sandbox.members import can, require_access
from smmcore_telegram.sandbox.posting import delete, edited, inline_markup
from smmcore_telegram.sandbox.shapes import content_json
from smmcore_telegram.sandbox.world import Chat, Content, Message

from .media import media_content
from .sending import rich_content, text_content


def _target(call: Call) -> Message:
    """Return the message to edit: the bot's own at any age, others' posts with the right to edit them."""
    if call.args.get("inline_message_id"):
        raise strict("this fake has no inline messages")
    if call.args.get("chat_id") in (None, ""):
        raise bad("chat_id is empty")
    if call.args.get("message_id") is None:
        raise bad("message identifier is not specified")
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    message = chat.living(call.args.get("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message.content.kind == "service" or message.forward is not None or not _may_edit(call, chat, message):
        raise bad("message can't be edited")
    return message


def _may_edit(call: Call, chat: Chat, message: Message) -> bool:
    if message.bot_id == call.bot.id:
        return True
    return chat.type == "channel" and can(call.core, call.bot, chat, "can_edit_messages")


def _change(call: Call, message: Message, content: Content) -> Any:
    markup = inline_markup(call.args.get("reply_markup"))
    store, me = call.world.store, call.bot.id
    same = content_json(store, me, content) == content_json(store, me, message.content)
    if same and markup == message.reply_markup:
        raise bad(MESSAGE_NOT_MODIFIED)
    message.content, message.reply_markup = content, markup
    edited(call.core, message, content=not same)
    return call.shown(message)


@method("editMessageText")
async def edit_message_text(call: Call) -> Any:
    args = call.args
    if "rich_message" in args and "text" in args:
        raise strict("give text or rich_message, not both")
    message = _target(call)
    if message.content.kind not in {"text", "rich"}:
        raise bad("there is no text in the message to edit")
    content = rich_content(call) if "rich_message" in args else text_content(call)
    return _change(call, message, content)


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> Any:
    args = call.args
    message = _target(call)
    old = message.content
    if old.media is None:
        raise bad("there is no caption in the message to edit")
    text, entities = caption_text(args.get("caption"), args.get("parse_mode"), args.get("caption_entities"))
    flags = {k: v for k, v in old.flags.items() if k != "show_caption_above_media"}
    if args.get("show_caption_above_media"):
        flags["show_caption_above_media"] = True
    return _change(call, message, Content(old.kind, text, entities, media=old.media, flags=flags))


@method("editMessageMedia")
async def edit_message_media(call: Call) -> Any:
    message = _target(call)
    item = call.args.get("media")
    if message.content.poll is not None:
        raise bad("message can't be edited")
    album = message.media_group_id is not None and message.content.kind
    if album in {"audio", "document"} and item["type"] != album:
        raise strict("the item of an audio or document album keeps its type")
    return _change(call, message, await media_content(call, item["type"], item, item["media"]))


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> Any:
    message = _target(call)
    return _change(call, message, message.content)


@method("deleteMessage")
async def delete_message(call: Call) -> Any:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    message = chat.living(call.args.get("message_id"))
    if message is None:
        raise bad("message to delete not found")
    _require_deletable(call, chat, message)
    delete(call.core, message)
    return True


@method("deleteMessages")
async def delete_messages(call: Call) -> Any:
    """Pass over identifiers of nothing in silence."""
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    numbers = call.args.get("message_ids")
    least, most = limits.BATCH_IDS
    if len(numbers) < least:
        raise bad("message identifiers are not specified")
    if len(numbers) > most:
        raise bad("too many message identifiers specified")
    found = [message for number in numbers if (message := chat.living(number)) is not None]
    for message in found:
        _require_deletable(call, chat, message)
    for message in found:
        delete(call.core, message)
    return True


def _require_deletable(call: Call, chat: Chat, message: Message) -> None:
    old = call.core.clock.now() - message.date > limits.DELETE_SECONDS
    if chat.type in {"private", "group"} and old:
        raise bad("message can't be deleted for everyone")
    if old or not _may_delete(call, chat, message):
        raise bad("message can't be deleted")


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    """In channels the bot's own posts need the right to post, everything else the right to delete."""
    if can(call.core, call.bot, chat, "can_delete_messages"):
        return True
    own = message.bot_id == call.bot.id
    if chat.type == "channel":
        return own and can(call.core, call.bot, chat, "can_post_messages")
    return own
