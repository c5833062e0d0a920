"""All that the sandbox holds, readable: for tests and for the page."""

from collections import Counter
from typing import Any

from .control_messages import reactions_json
from .core import Core, Record
from .envelope import JSON
from .files import Media
from .members import member_json
from .shapes import chat_json, message_json, person_json
from .world import Bot, Chat, Message


def state(core: Core) -> JSON:
    world = core.world
    return {
        "now": core.clock.now(),
        "local": core.settings.local,
        "limits_on": core.settings.limits_on,
        "bots": [_bot(core, bot) for bot in world.bots.values()],
        "people": [person_json(person) for person in world.people.values()],
        "chats": [_chat(core, chat) for chat in world.chats.values()],
        "calls": dict(Counter(record.method for record in core.calls)),
        "faults": [fault.json() for fault in core.faults.pending],
    }


def call_json(record: Record) -> JSON:
    return {
        "number": record.number,
        "date": record.date,
        "bot": record.bot,
        "method": record.method,
        "parameters": record.parameters,
        "status": record.status,
    }


def _bot(core: Core, bot: Bot) -> JSON:
    queue = core.queue(bot)
    return {
        "id": bot.id,
        "token": f"{bot.id}:{'*' * 8}",
        "username": bot.username,
        "name": bot.first_name,
        "can_read_all_group_messages": bot.can_read_all_group_messages,
        "pending_updates": len(queue.entries),
        "allowed_updates": queue.allowed,
        "webhook": queue.webhook.url if queue.webhook is not None else None,
    }


def _chat(core: Core, chat: Chat) -> JSON:
    comments = _comments_of(core, chat)
    members = [core.world.member(chat, number) for number in chat.members]
    return {
        **chat_json(core.world, chat),
        "description": chat.description,
        "linked_chat_id": chat.linked_id,
        "member_count": chat.member_count(),
        "photo": _file(chat.photo) if chat.photo is not None else None,
        "pinned": list(chat.pinned),
        "members": [member_json(core.world, chat, member) for member in members],
        "banned_chats": sorted(chat.banned_chats),
        "join_requests": sorted(chat.join_requests),
        "migrated_to": chat.migrated_to,
        "deleted": chat.deleted,
        "messages": [_message(core, m, comments.get(m.id)) for m in chat.messages.values()],
    }


def _comments_of(core: Core, chat: Chat) -> dict[int, list[JSON]]:
    """Return a channel's comments by post: those whose thread begins at the post's copy."""
    group = core.world.linked(chat) if chat.type == "channel" else None
    if group is None:
        return {}
    posts = {m.copy_id: m.id for m in chat.messages.values() if m.copy_id is not None}
    found: dict[int, list[JSON]] = {post: [] for post in posts.values()}
    for message in group.messages.values():
        if message.thread_id in posts:
            found[posts[message.thread_id]].append(_comment(core, group, message))
    return found


def _comment(core: Core, group: Chat, message: Message) -> JSON:
    banned = message.sender_chat_id in group.banned_chats
    if message.from_id is not None and message.from_id in core.world.people:
        banned = core.world.member(group, message.from_id).status == "kicked"
    return {**_message(core, message, None), "author_banned": banned}


def _message(core: Core, message: Message, comments: list[JSON] | None) -> JSON:
    chat = core.world.chats[message.chat_id]
    body: dict[str, Any] = {
        **message_json(core.world, message, 0),
        "deleted": message.deleted,
        "is_pinned": message.id in chat.pinned,
        "reactions": reactions_json(message),
        "copy_id": message.copy_id,
    }
    if message.content.media is not None:
        body["file"] = _file(message.content.media)
    if comments is not None:
        body["comments"] = comments
    return body


def _file(media: Media) -> JSON:
    return {
        "kind": media.kind,
        "url": f"_sandbox/files/{media.file.sha256}" if media.file.path is not None else None,
        "name": media.file_name,
        "type": media.mime_type,
        "size": media.file.size,
        "sha256": media.file.sha256,
        "width": media.width,
        "height": media.height,
        "duration": media.duration,
    }
