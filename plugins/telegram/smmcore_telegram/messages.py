"""Reading the Bot API's messages: tolerant of what is new and of what is missing."""

from datetime import UTC, datetime
from typing import Any

from smmcore.errors import AnswerLost
from smmcore.models import Attachment, Author, AuthorKind, Comment

TELEGRAM = 777000
"""The sender of the copies that Telegram makes of channel posts."""

MEDIA = ("photo", "video", "animation", "audio", "voice", "document", "video_note", "sticker", "paid_media")


def moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds or 0), UTC)


def words(message: dict[str, Any]) -> str:
    """What is written in a message: its text, its caption, its poll's question, or its rich text."""
    poll = message.get("poll") or {}
    rich = message.get("rich_message")
    return str(message.get("text") or message.get("caption") or poll.get("question") or "") or _shown(rich)


def _shown(part: Any) -> str:
    """What readers see of a rich message: texts in blocks, styles in texts, strings at last."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "".join(_shown(item) for item in part)
    if not isinstance(part, dict):
        return ""
    return "".join(_shown(part.get(name)) for name in ("summary", "text", "blocks", "items"))


def kind(message: dict[str, Any]) -> str:
    """What a message consists of: `photo`, `poll`, …, `text`."""
    # An animation has a document beside it, for old clients.
    return next((word for word in (*MEDIA, "poll", "rich_message") if word in message), "text")


def slim(message: dict[str, Any]) -> dict[str, Any]:
    """What is worth keeping of a message that we sent."""
    if message["message_id"] == 0:
        raise AnswerLost(
            "Telegram publishes the post later, when its film is ready; its number is not known yet"
        )
    chat = message.get("chat") or {}
    kept = {
        "id": int(message["message_id"]),
        "date": message.get("date"),
        "chat": chat.get("id"),
        "username": chat.get("username"),
    }
    if poll := message.get("poll"):
        kept["poll"] = str(poll.get("id", ""))
    return kept


def channel_origin(message: dict[str, Any]) -> tuple[int, int] | None:
    """The channel and its post of which the message is the automatic copy."""
    sender = (message.get("from") or {}).get("id")
    if not message.get("is_automatic_forward") and sender != TELEGRAM:
        return None
    origin = message.get("forward_origin") or {}
    chat = origin.get("chat") or message.get("forward_from_chat") or {}
    post = origin.get("message_id") or message.get("forward_from_message_id")
    return (int(chat["id"]), int(post)) if "id" in chat and post else None


def author(message: dict[str, Any], channel: int | None) -> Author:
    """Who wrote a message in the group: a person, another channel, or the owners of this one."""
    chat = message.get("sender_chat") or {}
    sender = message.get("from") or {}
    if chat:
        own = chat.get("id") in {(message.get("chat") or {}).get("id"), channel}
        return Author(
            id=str(chat.get("id", "0")),
            name=str(chat.get("title", "")),
            handle=str(chat.get("username", "")),
            kind=AuthorKind.OWNER if own else AuthorKind.PAGE,
        )
    names = [str(sender[key]) for key in ("first_name", "last_name") if sender.get(key)]
    return Author(id=str(sender.get("id", "0")), name=" ".join(names), handle=str(sender.get("username", "")))


def comment(message: dict[str, Any], *, post: int | None, root: int | None, channel: int | None) -> Comment:
    """A message of the group as a comment; `root` is the copy under which it stands."""
    parent = (message.get("reply_to_message") or {}).get("message_id")
    edited = message.get("edit_date")
    return Comment(
        id=str(message["message_id"]),
        post=None if post is None else str(post),
        author=author(message, channel),
        text=words(message),
        at=moment(message.get("date")),
        edited_at=moment(edited) if edited else None,
        parent=str(parent) if parent and parent != root else None,
        thread=None if root is None else str(root),
        media=_attachments(message),
        url=_address(message.get("chat") or {}, message["message_id"]),
    )


def _attachments(message: dict[str, Any]) -> list[Attachment]:
    word = kind(message)
    found = message.get(word)
    if isinstance(found, list):  # a photo comes in several sizes, the largest last
        found = found[-1] if found else None
    if word in {"text", "poll"} or not isinstance(found, dict):
        return []
    return [Attachment(kind=word, id=str(found.get("file_id", "")))]


def _address(chat: dict[str, Any], message: Any) -> str | None:
    return address(chat.get("id"), chat.get("username"), message)


def address(chat: Any, username: Any, message: Any) -> str | None:
    """Where a message is shown to those who may see it."""
    if username:
        return f"https://t.me/{username}/{message}"
    number = str(chat or "")
    return f"https://t.me/c/{number.removeprefix('-100')}/{message}" if number.startswith("-100") else None
