"""Pinned messages; a pin makes a service message, an unpin does not."""

from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import bad
from smmcore_telegram.sandbox.members import require, require_access
from smmcore_telegram.sandbox.posting import service
from smmcore_telegram.sandbox.world import Chat


def _pinnable(call: Call) -> Chat:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    if chat.person_id is None:
        require(call.core, call.bot, chat, right, "not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
async def pin_chat_message(call: Call) -> Any:
    chat = _pinnable(call)
    message = chat.living(call.args.get("message_id"))
    if message is None:
        raise bad("message to pin not found")
    if message.content.kind == "service":
        raise bad("message can't be pinned")
    if message.id in chat.pinned:
        chat.pinned.remove(message.id)
    chat.pinned.append(message.id)
    service(call.core, chat, {}, bot=call.bot, pinned=message.id)
    return True


@method("unpinChatMessage")
async def unpin_chat_message(call: Call) -> Any:
    chat = _pinnable(call)
    number = call.args.get("message_id", chat.pinned[-1] if chat.pinned else None)
    if number not in chat.pinned:
        raise bad("message to unpin not found")
    chat.pinned.remove(number)
    return True


@method("unpinAllChatMessages")
async def unpin_all_chat_messages(call: Call) -> Any:
    _pinnable(call).pinned.clear()
    return True
