"""Bans, restrictions and requests to join."""

from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import bad
from smmcore_telegram.sandbox.members import (
    PERMISSIONS,
    change_member,
    known_user,
    require,
    require_access,
    require_supergroup,
    until,
)
from smmcore_telegram.sandbox.posting import delete
from smmcore_telegram.sandbox.world import Chat, Member

_NO_RIGHT = "not enough rights to restrict/unrestrict chat member"


def _moderated(call: Call) -> Chat:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    require(call.core, call.bot, chat, "can_restrict_members", _NO_RIGHT)
    return chat


def _victim(call: Call, chat: Chat) -> int:
    user_id = known_user(call.core, call.args.get("user_id"))
    if user_id == call.bot.id:
        raise bad("can't restrict self")
    status = call.world.member(chat, user_id).status
    if status == "creator":
        raise bad("can't remove chat owner")
    if status == "administrator":
        raise bad("user is an administrator of the chat")
    return user_id


@method("banChatMember")
async def ban_chat_member(call: Call) -> Any:
    chat = _moderated(call)
    user_id = _victim(call, chat)
    ends = until(call.core, call.args.get("until_date"))
    change_member(call.core, chat, Member(user_id, "kicked", until=ends), by=call.bot.id)
    # In supergroups and channels a ban always takes the messages along.
    if call.args.get("revoke_messages") or chat.type != "group":
        for message in list(chat.messages.values()):
            if message.from_id == user_id and not message.deleted:
                delete(call.core, message)
    return True


@method("unbanChatMember")
async def unban_chat_member(call: Call) -> Any:
    """Also throws out somebody who is not banned, unless told otherwise."""
    chat = _moderated(call)
    require_supergroup(chat, or_channel=True)
    user_id = _victim(call, chat)
    status = call.world.member(chat, user_id).status
    spared = call.args.get("only_if_banned") and status != "kicked"
    if not spared and status != "left":
        change_member(call.core, chat, Member(user_id, "left"), by=call.bot.id)
    return True


@method("restrictChatMember")
async def restrict_chat_member(call: Call) -> Any:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    require_supergroup(chat)
    require(call.core, call.bot, chat, "can_restrict_members", _NO_RIGHT)
    user_id = _victim(call, chat)
    allowed = _permissions(call)
    ends = until(call.core, call.args.get("until_date"))
    restricted = Member(user_id, "restricted", permissions=allowed, until=ends)
    free = all(allowed.get(name) for name in PERMISSIONS if name.startswith("can_send_"))
    change_member(call.core, chat, Member(user_id) if free else restricted, by=call.bot.id)
    return True


def _permissions(call: Call) -> dict[str, bool]:
    """Unless they are independent, the right to send one kind implies the right to write at all."""
    allowed = dict(call.args.get("permissions"))
    if call.args.get("use_independent_chat_permissions"):
        return allowed
    rest = ("can_send_polls", "can_send_other_messages", "can_add_web_page_previews")
    media = [name for name in PERMISSIONS if name.startswith("can_send_") and name not in rest]
    if any(allowed.get(name) for name in rest[1:]):
        allowed |= dict.fromkeys(media, True)
    if any(allowed.get(name) for name in (*media, "can_send_polls")):
        allowed["can_send_messages"] = True
    return allowed


def _sender(call: Call, chat: Chat) -> int:
    number = int(call.args.get("sender_chat_id"))
    if number not in call.world.chats or number == chat.id:
        raise bad("chat not found")
    if number == chat.linked_id:
        raise bad("can't ban the linked channel chat")
    return number


@method("banChatSenderChat")
async def ban_chat_sender_chat(call: Call) -> Any:
    chat = _moderated(call)
    require_supergroup(chat, or_channel=True)
    chat.banned_chats.add(_sender(call, chat))
    return True


@method("unbanChatSenderChat")
async def unban_chat_sender_chat(call: Call) -> Any:
    chat = _moderated(call)
    require_supergroup(chat, or_channel=True)
    chat.banned_chats.discard(_sender(call, chat))
    return True


def _requester(call: Call) -> tuple[Chat, int]:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    require(call.core, call.bot, chat, "can_invite_users", "CHAT_ADMIN_REQUIRED")
    user_id = known_user(call.core, call.args.get("user_id"))
    if chat.join_requests.pop(user_id, None) is None:
        raise bad("HIDE_REQUESTER_MISSING")
    return chat, user_id


@method("approveChatJoinRequest")
async def approve_chat_join_request(call: Call) -> Any:
    chat, user_id = _requester(call)
    change_member(call.core, chat, Member(user_id), by=call.bot.id)
    return True


@method("declineChatJoinRequest")
async def decline_chat_join_request(call: Call) -> Any:
    _requester(call)
    return True
