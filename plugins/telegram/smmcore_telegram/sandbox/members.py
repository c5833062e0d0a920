"""Rights and standing: what a bot may do in a chat, and members as the official objects."""

from . import limits
from .core import Core
from .envelope import JSON, NO_WRITE_ACCESS, UPGRADED, bad, failure, forbidden
from .shapes import chat_json, user_json
from .world import Bot, Chat, Member, World

ADMIN_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
# What is sent, the permission for it and the word of the refusal.
_SENDING = {
    "text": ("can_send_messages", "text messages"),
    "rich": ("can_send_messages", "text messages"),
    "photo": ("can_send_photos", "photos"),
    "video": ("can_send_videos", "videos"),
    "audio": ("can_send_audios", "music"),
    "document": ("can_send_documents", "documents"),
    "animation": ("can_send_other_messages", "animations"),
    "voice": ("can_send_voice_notes", "voice notes"),
    "poll": ("can_send_polls", "polls"),
}


def chat_rights(chat: Chat) -> tuple[str, ...]:
    return ADMIN_RIGHTS + (CHANNEL_RIGHTS if chat.type == "channel" else GROUP_RIGHTS)


def all_rights(chat: Chat) -> dict[str, bool]:
    return dict.fromkeys(chat_rights(chat), True)


def member_json(world: World, chat: Chat, member: Member) -> JSON:
    body: JSON = {"user": user_json(world, member.user_id), "status": member.status}
    if member.status == "creator":
        return {**body, "is_anonymous": False}
    if member.status == "administrator":
        rights = {name: member.rights.get(name, False) for name in chat_rights(chat)}
        return {**body, "can_be_edited": False, "is_anonymous": False, **rights}
    if member.status == "restricted":
        allowed = {name: member.permissions.get(name, False) for name in PERMISSIONS}
        return {**body, "is_member": True, **allowed, "until_date": member.until}
    return {**body, "until_date": member.until} if member.status == "kicked" else body


def find_chat(core: Core, bot: Bot, value: int | str) -> Chat:
    """Find what a chat_id means to this bot; usernames of people and basic groups mean nothing."""
    world = core.world
    chat = _by_number(world, value) if _is_number(value) else world.chat_by_name(str(value))
    if isinstance(value, str) and not _is_number(value) and not value.startswith("@"):
        chat = None
    if chat is None or _is_hidden(chat, bot):
        raise bad("chat not found")
    return chat


def _is_number(value: int | str) -> bool:
    return isinstance(value, int) or value.lstrip("-").isdigit()


def _by_number(world: World, value: int | str) -> Chat | None:
    number = int(value)
    return world.private_chat(world.people[number]) if number in world.people else world.chats.get(number)


def _is_hidden(chat: Chat, bot: Bot) -> bool:
    """Tell whether the chat does not exist for the bot: private, and it has never been there."""
    return chat.person_id is None and chat.username is None and bot.id not in chat.members


def require_access(core: Core, bot: Bot, chat: Chat, *, write: bool = True) -> None:
    if chat.migrated_to is not None:
        raise failure(400, UPGRADED, migrate_to_chat_id=chat.migrated_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.person_id is not None:
        _require_private(core, chat)
        return
    status = core.world.member(chat, bot.id).status
    if status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if status == "left" and (write or chat.username is None):
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def _require_private(core: Core, chat: Chat) -> None:
    person = core.world.people[chat.id]
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
    if not person.started:
        raise forbidden("bot can't initiate conversation with a user")


def can(core: Core, bot: Bot, chat: Chat, right: str) -> bool:
    member = core.world.member(chat, bot.id)
    return member.status == "creator" or (
        member.status == "administrator" and member.rights.get(right, False)
    )


def require(core: Core, bot: Bot, chat: Chat, right: str, refusal: str) -> None:
    if not can(core, bot, chat, right):
        raise bad(refusal)


def require_sending(core: Core, bot: Bot, chat: Chat, kind: str) -> None:
    require_access(core, bot, chat)
    member = core.world.member(chat, bot.id)
    if chat.type == "channel" and member.status != "administrator":
        raise bad(NO_WRITE_ACCESS)
    if chat.type == "channel":
        require(core, bot, chat, "can_post_messages", "need administrator rights in the channel chat")
    permission, words = _SENDING[kind]
    if member.status == "restricted" and not member.permissions.get(permission, False):
        raise bad(f"not enough rights to send {words} to the chat")


def require_supergroup(chat: Chat, *, or_channel: bool = False) -> None:
    if chat.type == "supergroup" or (or_channel and chat.type == "channel"):
        return
    if or_channel:
        raise bad("method is available for supergroup and channel chats only")
    raise bad("method is available only for supergroups")


def known_user(core: Core, user_id: int) -> int:
    if user_id not in core.world.people and user_id not in core.world.bots:
        raise bad("user not found")
    return user_id


def change_member(core: Core, chat: Chat, member: Member, *, by: int) -> None:
    """Put a member's new standing in force and tell the bots concerned."""
    world = core.world
    before = member_json(world, chat, world.member(chat, member.user_id))
    chat.members[member.user_id] = member
    after = member_json(world, chat, member)
    update = {
        "chat": chat_json(world, chat),
        "from": user_json(world, by),
        "date": core.clock.stamp(),
        "old_chat_member": before,
        "new_chat_member": after,
    }
    if member.user_id in world.bots:
        core.tell(world.bots[member.user_id], "my_chat_member", update)
        return
    core.tell_chat(chat, "chat_member", lambda _bot: update, only=lambda bot: core.is_admin(bot, chat))


def until(core: Core, value: int | None) -> int:
    """When a ban ends; too near or too far means never."""
    if not value:
        return 0
    ahead = value - core.clock.now()
    return value if limits.MIN_BAN_SECONDS <= ahead <= limits.MAX_BAN_SECONDS else 0
