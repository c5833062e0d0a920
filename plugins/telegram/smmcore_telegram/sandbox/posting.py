"""Messages come into being, change and go; the copies in discussion groups follow."""

from attrs import evolve

from .core import Core
from .envelope import JSON, bad, strict
from .members import find_chat
from .params import Arguments
from .shapes import chat_json, message_json
from .world import TELEGRAM_ID, Bot, Chat, Content, Message

_SERVICE_KINDS = {"service"}


def send(
    core: Core, bot: Bot, chat: Chat, content: Content, args: Arguments, *, album: str | None = None
) -> Message:
    """Send a bot's message; everybody is told but the bot."""
    message = new_message(core, chat, content, bot=bot)
    message.reply_to, message.thread_id = reply_target(core, bot, chat, args)
    message.reply_markup = inline_markup(args.get("reply_markup"))
    message.protected = bool(args.get("protect_content"))
    message.media_group_id = album
    return publish(core, chat, message, keep_for_album=album is not None)


def new_message(core: Core, chat: Chat, content: Content, *, bot: Bot | None = None) -> Message:
    message = Message(chat.id, 0, core.clock.stamp(), content)
    if chat.type == "channel":
        message.sender_chat_id = chat.id
    if bot is not None:
        message.bot_id = bot.id
        message.from_id = None if chat.type == "channel" else bot.id
    return message


def publish(core: Core, chat: Chat, message: Message, *, keep_for_album: bool = False) -> Message:
    """Give the message its number, tell the bots, and copy a post to the discussion group."""
    message.id = chat.next_id()
    chat.messages[message.id] = message
    tell(core, message, "channel_post" if chat.type == "channel" else "message")
    if not keep_for_album:
        copy_to_group(core, message)
    return message


def tell(core: Core, message: Message, kind: str) -> None:
    chat = core.world.chats[message.chat_id]
    # Service messages are the only ones of its own that a bot hears of.
    but = None if message.content.kind in _SERVICE_KINDS else message.bot_id
    core.tell_chat(
        chat,
        kind,
        lambda bot: message_json(core.world, message, bot.id),
        but=but,
        only=lambda bot: _hears(core, bot, chat, message),
    )


def _hears(core: Core, bot: Bot, chat: Chat, message: Message) -> bool:
    """In groups bots do not hear each other, and with privacy mode only what is meant for them."""
    if chat.type in {"channel", "private"} or message.content.kind in _SERVICE_KINDS:
        return True
    if message.bot_id is not None:
        return False
    if core.is_admin(bot, chat) or bot.can_read_all_group_messages:
        return True
    answered = chat.living(message.reply_to)
    to_me = answered is not None and answered.bot_id == bot.id
    text = message.content.text
    return to_me or text.startswith("/") or f"@{bot.username}".lower() in text.lower()


def copy_to_group(core: Core, post: Message) -> None:
    """Make the automatic forward of a channel post in the linked group."""
    channel = core.world.chats[post.chat_id]
    group = core.world.linked(channel)
    if channel.type != "channel" or group is None or post.content.kind in _SERVICE_KINDS:
        return
    copy = Message(group.id, group.next_id(), core.clock.stamp(), evolve(post.content))
    copy.from_id, copy.sender_chat_id, copy.automatic = TELEGRAM_ID, channel.id, True
    copy.forward = forward_of(core, post)
    if post.media_group_id is not None and group.copies_keep_albums:
        copy.media_group_id = str(int(post.media_group_id) + 1)  # the copies are an album of their own
    group.messages[copy.id] = copy
    post.copy_id = copy.id
    # A lost copy exists, as comments need it; only nobody is told.
    if core.faults.take({"lost_copy"}) is None:
        tell(core, copy, "message")


def forward_of(core: Core, message: Message) -> JSON:
    """Where a forwarded message comes from, with the fields that the server still adds beside it."""
    if message.forward is not None:
        return dict(message.forward)
    chat = core.world.chats[message.chat_id]
    if chat.type == "channel":
        where = chat_json(core.world, chat)
        origin = {"type": "channel", "chat": where, "message_id": message.id, "date": message.date}
        legacy = {"forward_from_chat": where, "forward_from_message_id": message.id}
        if message.author_signature is not None:
            origin["author_signature"] = message.author_signature
            legacy["forward_signature"] = message.author_signature
        return {"forward_origin": origin, **legacy, "forward_date": message.date}
    return _forward_of_person(core, message)


def _forward_of_person(core: Core, message: Message) -> JSON:
    seen = message_json(core.world, message, 0, nested=True)
    if "sender_chat" in seen:
        origin = {"type": "chat", "sender_chat": seen["sender_chat"], "date": message.date}
        legacy = {"forward_from_chat": seen["sender_chat"]}
    else:
        origin = {"type": "user", "sender_user": seen["from"], "date": message.date}
        legacy = {"forward_from": seen["from"]}
    return {"forward_origin": origin, **legacy, "forward_date": message.date}


def edited(core: Core, message: Message, *, content: bool = True) -> None:
    """Tell of an edit; one of a post reaches its copy, too."""
    chat = core.world.chats[message.chat_id]
    message.edit_date = core.clock.stamp()
    tell(core, message, "edited_channel_post" if chat.type == "channel" else "edited_message")
    group = core.world.linked(chat) if content and chat.type == "channel" else None
    copy = group.living(message.copy_id) if group is not None else None
    if copy is not None:
        copy.content = evolve(message.content)
        copy.edit_date = message.edit_date
        tell(core, copy, "edited_message")


def delete(core: Core, message: Message) -> None:
    """Delete without telling anybody; a post takes its copy along."""
    chat = core.world.chats[message.chat_id]
    message.deleted = True
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    group = core.world.linked(chat) if chat.type == "channel" else None
    copy = group.living(message.copy_id) if group is not None else None
    if copy is not None:
        delete(core, copy)


def service(
    core: Core, chat: Chat, body: JSON, *, bot: Bot | None = None, pinned: int | None = None
) -> Message:
    """Make the message that an action leaves behind; it takes a number like any other."""
    message = new_message(core, chat, Content("service", service=body, pinned_id=pinned), bot=bot)
    return publish(core, chat, message)


def reply_target(core: Core, bot: Bot, chat: Chat, args: Arguments) -> tuple[int | None, int | None]:
    """Return the message answered and the thread that this puts the answer in."""
    wanted = args.get("reply_parameters")
    if not wanted or "message_id" not in wanted:
        return None, None
    if "chat_id" in wanted and find_chat(core, bot, wanted["chat_id"]) is not chat:
        raise strict("this fake cannot reply to a message of another chat")
    answered = chat.living(wanted["message_id"])
    if answered is None:
        if wanted.get("allow_sending_without_reply"):
            return None, None
        raise bad("message to be replied not found")
    return answered.id, thread_of(chat, answered)


def thread_of(chat: Chat, answered: Message) -> int | None:
    """In a supergroup every answer belongs to the thread of the first message."""
    if chat.type != "supergroup":
        return None
    return answered.thread_id if answered.thread_id is not None else answered.id


def inline_markup(markup: JSON | None) -> JSON | None:
    """Only buttons below the message are part of it."""
    return markup if markup and markup.get("inline_keyboard") else None
