"""Chats: what they are, who is in them, and their title, description and picture."""

from typing import Any

from smmcore_telegram.sandbox import limits
from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import JSON, bad, strict
from smmcore_telegram.sandbox.intake import take_media
from smmcore_telegram.sandbox.members import (
    PERMISSIONS,
    change_member,
    known_user,
    member_json,
    require,
    require_access,
    require_sending,
)
from smmcore_telegram.sandbox.posting import service
from smmcore_telegram.sandbox.shapes import chat_json, chat_photo_json, message_json, photo_json
from smmcore_telegram.sandbox.world import Chat, Member


def _readable(call: Call) -> Chat:
    chat = call.chat()
    require_access(call.core, call.bot, chat, write=False)
    return chat


def _changeable(call: Call, what: str) -> Chat:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    if chat.person_id is not None:
        raise bad("can't change private chat " + what.rpartition(" ")[2])
    require(call.core, call.bot, chat, "can_change_info", f"not enough rights to {what}")
    return chat


@method("getChat")
async def get_chat(call: Call) -> Any:
    chat = _readable(call)
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    body: JSON = {
        **chat_json(call.world, chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": limits.MAX_REACTIONS,
        "accepted_gift_types": dict.fromkeys(gifts, False),
        **_optional(call, chat),
    }
    pinned = chat.living(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        body["pinned_message"] = message_json(call.world, pinned, call.bot.id)
    return body


def _optional(call: Call, chat: Chat) -> JSON:
    body: JSON = {}
    if chat.username:
        body["active_usernames"] = [chat.username]
    if chat.description:
        body["description"] = chat.description
    if chat.linked_id is not None:
        body["linked_chat_id"] = chat.linked_id
    if chat.photo is not None:
        body["photo"] = chat_photo_json(call.world.store, call.bot.id, chat.photo)
    if chat.protected:
        body["has_protected_content"] = True
    if chat.type == "channel":
        body["has_visible_history"] = True
    if chat.type in {"group", "supergroup"}:
        body["permissions"] = dict.fromkeys(PERMISSIONS, True)
    return body


@method("getChatMember")
async def get_chat_member(call: Call) -> Any:
    chat = _readable(call)
    user_id = known_user(call.core, call.args.get("user_id"))
    if chat.type == "channel" and user_id != call.bot.id and not call.core.is_admin(call.bot, chat):
        raise bad("member list is inaccessible")
    return member_json(call.world, chat, call.world.member(chat, user_id))


@method("getChatAdministrators")
async def get_chat_administrators(call: Call) -> Any:
    """Return the owner and the administrators; other bots only when asked for."""
    chat = _readable(call)
    if chat.person_id is not None:
        raise bad("there are no administrators in the private chat")
    if chat.type == "channel" and not call.core.is_admin(call.bot, chat):
        raise bad("member list is inaccessible")
    admins = [m for m in chat.members.values() if m.status in {"creator", "administrator"}]
    others = set(call.world.bots) - {call.bot.id} if not call.args.get("return_bots") else set()
    return [member_json(call.world, chat, admin) for admin in admins if admin.user_id not in others]


@method("getChatMemberCount")
async def get_chat_member_count(call: Call) -> Any:
    chat = _readable(call)
    return 2 if chat.person_id is not None else chat.member_count()


@method("setChatTitle")
async def set_chat_title(call: Call) -> Any:
    chat = _changeable(call, "set chat title")
    title = call.args.get("title").strip()
    least, most = limits.TITLE_LENGTH
    if len(title) < least:
        raise bad("title can't be empty")
    if len(title) > most:
        raise strict(f"a title has {least} to {most} characters")
    if title != chat.title:
        chat.title = title
        service(call.core, chat, {"new_chat_title": title}, bot=call.bot)
    return True


@method("setChatDescription")
async def set_chat_description(call: Call) -> Any:
    chat = _changeable(call, "set chat description")
    description = (call.args.get("description") or "").strip()
    if len(description) > limits.DESCRIPTION_LENGTH:
        raise strict(f"a description has at most {limits.DESCRIPTION_LENGTH} characters")
    if description == chat.description:
        raise bad("chat description is not modified")
    chat.description = description
    return True


@method("setChatPhoto")
async def set_chat_photo(call: Call) -> Any:
    chat = _changeable(call, "change chat photo")
    source = call.args.get("photo") or "attach://photo"
    if not str(source).startswith("attach://"):
        raise strict("a chat's photo must be uploaded")
    chat.photo = await take_media(call, "photo", {}, source)
    photo = chat.photo
    sizes = photo_json(call.world.store, call.bot.id, photo)
    service(call.core, chat, {"new_chat_photo": sizes}, bot=call.bot)
    return True


@method("deleteChatPhoto")
async def delete_chat_photo(call: Call) -> Any:
    chat = _changeable(call, "change chat photo")
    if chat.photo is not None:
        chat.photo = None
        service(call.core, chat, {"delete_chat_photo": True}, bot=call.bot)
    return True


@method("sendChatAction")
async def send_chat_action(call: Call) -> Any:
    """Nobody sees it here; what counts is whether the bot may write."""
    chat = call.chat()
    if chat.type == "channel":
        raise strict("a channel shows no actions")
    require_sending(call.core, call.bot, chat, "text")
    return True


@method("leaveChat")
async def leave_chat(call: Call) -> Any:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    if chat.person_id is not None:
        raise bad("chat member status can't be changed in private chats")
    change_member(call.core, chat, Member(call.bot.id, "left"), by=call.bot.id)
    return True
