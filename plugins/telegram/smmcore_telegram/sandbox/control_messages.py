"""Control of what people write and do: posts, comments, edits, reactions and votes."""

from typing import Any

from .body import Body, ControlError
from .core import Core
from .entities import message_text
from .envelope import JSON, ApiError
from .polls import vote
from .posting import delete, edited, new_message, publish, thread_of
from .seed import add_channel
from .shapes import chat_json, user_json
from .world import ANONYMOUS_ADMIN_ID, CHANNEL_BOT_ID, Chat, Content, Message


def _content(text: str) -> Content:
    try:
        return Content("text", *message_text(text, None, None))
    except ApiError as error:
        raise ControlError(f"The text cannot be sent: {error.description}.") from None


def _posts(core: Core, body: Body) -> Any:
    """Post in the channel as its human administrator."""
    channel, content = body.channel("channel"), _content(body.text("text"))
    signature = body.optional_text("signature")
    body.finish()
    post = new_message(core, channel, content)
    post.author_signature = signature
    publish(core, channel, post)
    return {"message_id": post.id, "copy_id": post.copy_id}


def _comments(core: Core, body: Body) -> Any:
    channel = body.channel("channel")
    post = body.message(channel, "post")
    group = core.world.linked(channel)
    root = _root(channel, group, post)
    if group is None or root is None:
        raise ControlError(f"The post {post.id} has no copy in a discussion group.")
    comment = new_message(core, group, _content(body.text("text")))
    answered = body.message(group, "reply_to") if "reply_to" in body else root
    _sign(core, body, group, comment)
    body.finish()
    comment.reply_to, comment.thread_id = answered.id, thread_of(group, answered)
    publish(core, group, comment)
    return {"comment_id": comment.id, "group": group.id}


def _root(channel: Chat, group: Chat | None, post: Message) -> Message | None:
    """Comments on an album belong to its first item."""
    if post.media_group_id is not None:
        items = (m for m in channel.messages.values() if m.media_group_id == post.media_group_id)
        post = next((m for m in items if not m.deleted), post)
    return group.living(post.copy_id) if group is not None else None


def _sign(core: Core, body: Body, group: Chat, comment: Message) -> None:
    """Who writes: a person, the group's nameless administrator, or somebody for a channel."""
    given = [name for name in ("person", "as_channel", "anonymous_admin") if name in body]
    if len(given) != 1:
        raise ControlError("Give one of person, as_channel and anonymous_admin.")
    if given == ["person"]:
        comment.from_id = body.person("person").id
        _require_free(core, group, comment.from_id)
    elif given == ["as_channel"]:
        comment.from_id, comment.sender_chat_id = CHANNEL_BOT_ID, _speaking_channel(core, body).id
        if comment.sender_chat_id in group.banned_chats:
            raise ControlError("This channel is banned in the discussion group.")
    else:
        signature = body.any("anonymous_admin")
        comment.from_id, comment.sender_chat_id = ANONYMOUS_ADMIN_ID, group.id
        comment.author_signature = signature if isinstance(signature, str) else None


def _require_free(core: Core, group: Chat, person_id: int) -> None:
    member = core.world.member(group, person_id)
    if member.status == "kicked":
        raise ControlError("This person is banned in the discussion group.")
    if member.status == "restricted" and not member.permissions.get("can_send_messages"):
        raise ControlError("This person may not write in the discussion group.")


def _speaking_channel(core: Core, body: Body) -> Chat:
    """Find a channel by id or @username; any other text is a new channel's title."""
    value = body.any("as_channel")
    if isinstance(value, str) and core.world.chat_by_name(value) is None:
        return add_channel(core.world, value.removeprefix("@"), username=_username(value))
    return body.channel("as_channel")


def _username(value: str) -> str | None:
    return value.removeprefix("@") if value.startswith("@") else None


def _edits(core: Core, body: Body) -> Any:
    """Edit a post or a comment as the human who wrote it."""
    chat = body.chat("chat")
    message = body.message(chat, "message_id")
    content = _content(body.text("text"))
    body.finish()
    if message.content.kind == "service" or message.content.poll is not None:
        raise ControlError(f"The message {message.id} has no text to edit.")
    message.content.text, message.content.entities = content.text, content.entities
    edited(core, message)
    return {"ok": True}


def _deletions(core: Core, body: Body) -> Any:
    chat = body.chat("chat")
    message = body.message(chat, "message_id")
    body.finish()
    delete(core, message)
    return {"ok": True}


def _reactions(core: Core, body: Body) -> Any:
    """Set a nameless count, told as a list of all, or one person's reaction in a group."""
    chat = body.chat("chat")
    message = body.message(chat, "message_id")
    emoji = body.text("emoji")
    if "person" in body:
        person = body.person("person")
        body.finish()
        _personal(core, chat, message, person.id, [emoji] if emoji else [])
        return {"ok": True}
    message.reactions[emoji] = body.number("count", 1)
    body.finish()
    update = {**_where(core, chat, message), "reactions": reactions_json(message)}
    core.tell_chat(
        chat, "message_reaction_count", lambda _bot: update, only=lambda bot: core.is_admin(bot, chat)
    )
    return {"ok": True}


def _personal(core: Core, chat: Chat, message: Message, person_id: int, emojis: list[str]) -> None:
    if chat.type == "channel":
        raise ControlError("In channels reactions have no names: give a count.")
    old = message.personal_reactions.get(person_id, [])
    message.personal_reactions[person_id] = emojis
    update = {
        **_where(core, chat, message),
        "user": user_json(core.world, person_id),
        "old_reaction": [{"type": "emoji", "emoji": each} for each in old],
        "new_reaction": [{"type": "emoji", "emoji": each} for each in emojis],
    }
    core.tell_chat(chat, "message_reaction", lambda _bot: update, only=lambda bot: core.is_admin(bot, chat))


def _where(core: Core, chat: Chat, message: Message) -> JSON:
    return {"chat": chat_json(core.world, chat), "message_id": message.id, "date": core.clock.stamp()}


def reactions_json(message: Message) -> list[JSON]:
    total = sorted(message.reaction_total().items(), key=lambda pair: -pair[1])
    return [{"type": {"type": "emoji", "emoji": emoji}, "total_count": count} for emoji, count in total]


def _votes(core: Core, body: Body) -> Any:
    chat = body.chat("chat")
    message = body.message(chat, "message_id")
    option, count = body.number("option"), body.number("count", 1)
    body.finish()
    poll = message.content.poll
    if poll is None or not 0 <= option < len(poll.options):
        raise ControlError(f"The message {message.id} is no poll with an option {option}.")
    if poll.is_closed:
        raise ControlError("The poll is closed.")
    vote(core, poll, option, count)
    return {"votes": poll.votes}


MESSAGES = {
    "posts": _posts,
    "comments": _comments,
    "edits": _edits,
    "deletions": _deletions,
    "reactions": _reactions,
    "votes": _votes,
}
