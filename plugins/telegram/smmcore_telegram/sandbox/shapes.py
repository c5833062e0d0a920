"""The world's things as the official objects."""

from typing import Any

from .envelope import JSON
from .files import FileStore, Media, photo_steps, unique_id
from .world import (
    ANONYMOUS_ADMIN_ID,
    CHANNEL_BOT_ID,
    TELEGRAM_ID,
    Bot,
    Chat,
    Content,
    Message,
    Person,
    Poll,
    World,
)

_SERVICE_USERS: dict[int, JSON] = {
    TELEGRAM_ID: {"id": TELEGRAM_ID, "is_bot": False, "first_name": "Telegram"},
    ANONYMOUS_ADMIN_ID: {
        "id": ANONYMOUS_ADMIN_ID, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot",
    },
    CHANNEL_BOT_ID: {
        "id": CHANNEL_BOT_ID, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot",
    },
}  # fmt: skip


def present(**fields: Any) -> JSON:
    """Return the fields that say something; the API leaves the others out."""
    return {name: value for name, value in fields.items() if value is not None}


def user_json(world: World, user_id: int) -> JSON:
    if user_id in _SERVICE_USERS:
        return dict(_SERVICE_USERS[user_id])
    if user_id in world.bots:
        return bot_json(world.bots[user_id])
    return person_json(world.people[user_id])


def bot_json(bot: Bot) -> JSON:
    return {"id": bot.id, "is_bot": True, "first_name": bot.first_name, "username": bot.username}


def person_json(person: Person) -> JSON:
    return present(
        id=person.id,
        is_bot=person.is_bot,
        first_name=person.first_name,
        username=person.username,
        language_code=person.language_code,
    )


def chat_json(world: World, chat: Chat) -> JSON:
    if chat.person_id is not None:
        person = world.people[chat.person_id]
        return present(id=chat.id, type="private", first_name=person.first_name, username=person.username)
    return present(id=chat.id, title=chat.title, username=chat.username, type=chat.type)


def photo_json(store: FileStore, viewer: int, media: Media) -> list[JSON]:
    sizes = []
    for variant, *sides in photo_steps(media.width, media.height):
        sizes.append(_size_json(store, viewer, media, variant, (sides[0], sides[1])))
    full = _size_json(store, viewer, media)
    return [*sizes, {**full, "file_size": media.file.size}]


def _size_json(
    store: FileStore, viewer: int, media: Media, variant: str = "", sides: tuple[int, int] | None = None
) -> JSON:
    width, height = sides or (media.width, media.height)
    return {
        "file_id": store.file_id(viewer, media, media.kind, variant),
        "file_unique_id": unique_id(media, variant),
        "width": width,
        "height": height,
    }


def chat_photo_json(store: FileStore, viewer: int, media: Media) -> JSON:
    return {
        "small_file_id": store.file_id(viewer, media, "chat_photo", "small"),
        "small_file_unique_id": unique_id(media, "small"),
        "big_file_id": store.file_id(viewer, media, "chat_photo", "big"),
        "big_file_unique_id": unique_id(media, "big"),
    }


_TELLS = {
    "video": ("width", "height", "duration"),
    "animation": ("width", "height", "duration"),
    "audio": ("duration", "performer", "title"),
    "voice": ("duration",),
    "document": (),
}


def media_json(store: FileStore, viewer: int, media: Media) -> JSON:
    """Return a photo's sizes or a file, under its field's name."""
    if media.kind == "photo":
        return {"photo": photo_json(store, viewer, media)}
    told = {name: getattr(media, name) for name in _TELLS[media.kind]}
    thumbnail = media.thumbnail and Media(
        "thumbnail",
        media.thumbnail.file,
        width=media.thumbnail.file.width,
        height=media.thumbnail.file.height,
    )
    body = present(
        file_id=store.file_id(viewer, media, media.kind),
        file_unique_id=unique_id(media),
        file_name=media.file_name if media.kind != "voice" else None,
        mime_type=media.mime_type,
        file_size=media.file.size,
        thumbnail=thumbnail and _size_json(store, viewer, thumbnail),
        **told,
    )
    if media.kind == "animation":  # older clients look for the document
        return {
            "animation": body,
            "document": {k: v for k, v in body.items() if k not in _TELLS["animation"]},
        }
    return {media.kind: body}


def poll_json(poll: Poll, viewer: int | None) -> JSON:
    options = [{**option, "voter_count": poll.votes[i]} for i, option in enumerate(poll.options)]
    knows = poll.is_closed or viewer == poll.bot_id
    body = {
        "id": poll.id,
        "question": poll.question,
        "options": options,
        "total_voter_count": sum(poll.votes),
        "is_closed": poll.is_closed,
        **poll.fixed,
        **(poll.quiz if knows else {}),
    }
    if poll.question_entities:
        body["question_entities"] = poll.question_entities
    return body


def content_json(store: FileStore, viewer: int, content: Content) -> JSON:
    if content.kind == "service":
        return dict(content.service)
    if content.poll is not None:
        return {"poll": poll_json(content.poll, viewer)}
    if content.rich is not None:
        return {"rich_message": content.rich}
    text, entities = ("caption", "caption_entities") if content.media else ("text", "entities")
    body = media_json(store, viewer, content.media) if content.media else {}
    if content.text:
        body[text] = content.text
    if content.entities:
        body[entities] = content.entities
    return {**body, **content.flags}


def message_json(world: World, message: Message, viewer: int, *, nested: bool = False) -> JSON:
    """Show a message as that bot sees it; a message inside another never holds a third."""
    chat = world.chats[message.chat_id]
    body = present(
        message_id=message.id,
        author_signature=message.author_signature,
        sender_chat=message.sender_chat_id and chat_json(world, world.chats[message.sender_chat_id]),
        chat=chat_json(world, chat),
        date=message.date,
        message_thread_id=message.thread_id,
        media_group_id=message.media_group_id,
        edit_date=message.edit_date,
        reply_markup=message.reply_markup,
        is_automatic_forward=message.automatic or None,
        has_protected_content=message.protected or chat.protected or None,
    )
    if message.from_id is not None:
        body["from"] = user_json(world, message.from_id)
    body |= message.forward or {}
    body |= content_json(world.store, viewer, message.content)
    if not nested:
        body |= _related(world, chat, message, viewer)
    return body


def _related(world: World, chat: Chat, message: Message, viewer: int) -> JSON:
    """Return the messages that this one answers or pins, as far as they still exist."""
    related = {}
    answered = chat.living(message.reply_to)
    if answered is not None:
        related["reply_to_message"] = message_json(world, answered, viewer, nested=True)
    pinned = chat.living(message.content.pinned_id)
    if pinned is not None:
        related["pinned_message"] = message_json(world, pinned, viewer, nested=True)
    return related
