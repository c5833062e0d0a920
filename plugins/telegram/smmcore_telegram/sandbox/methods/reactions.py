"""Reactions: the bot's own, and removing people's."""

from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import bad, strict
from smmcore_telegram.sandbox.members import known_user, require, require_access, require_supergroup
from smmcore_telegram.sandbox.world import Chat, Message

_KNOWN = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡
🥱 🥴 😍 🐳 ❤🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈
😴 😭 🤓 👻 👨💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿
🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷♂ 🤷 🤷♀ 😡
"""
"""What ReactionTypeEmoji may be, without the marks that join and colour emoji."""


def _message(call: Call, chat: Chat) -> Message:
    message = chat.living(call.args.get("message_id"))
    if message is None or message.content.kind == "service":
        raise bad("message to react not found")
    return message


@method("setMessageReaction")
async def set_message_reaction(call: Call) -> Any:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    message = _message(call, chat)
    wanted = call.args.get("reaction") or []
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(
        reaction["type"] != "emoji" or _bare(reaction["emoji"]) not in _KNOWN.split() for reaction in wanted
    ):
        raise bad("REACTION_INVALID")
    message.personal_reactions[call.bot.id] = [reaction["emoji"] for reaction in wanted]
    return True


def _bare(emoji: str) -> str:
    return emoji.replace("\u200d", "").replace("\ufe0f", "")


def _actor(call: Call) -> int:
    given = [call.args.get(name) for name in ("user_id", "actor_chat_id") if name in call.args]
    if len(given) != 1:
        raise strict("give user_id or actor_chat_id, one of them")
    return int(given[0]) if "actor_chat_id" in call.args else known_user(call.core, given[0])


def _moderated(call: Call) -> Chat:
    chat = call.chat()
    require_access(call.core, call.bot, chat)
    require_supergroup(chat)
    require(call.core, call.bot, chat, "can_delete_messages", "not enough rights to delete reactions")
    return chat


@method("deleteMessageReaction")
async def delete_message_reaction(call: Call) -> Any:
    chat = _moderated(call)
    _message(call, chat).personal_reactions.pop(_actor(call), None)
    return True


@method("deleteAllMessageReactions")
async def delete_all_message_reactions(call: Call) -> Any:
    chat = _moderated(call)
    actor = _actor(call)
    for message in chat.messages.values():
        message.personal_reactions.pop(actor, None)
    return True
