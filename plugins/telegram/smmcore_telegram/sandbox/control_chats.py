"""Control of bots, people and chats."""

from typing import Any

from .body import Body, ControlError
from .core import Core
from .members import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    all_rights,
    change_member,
    chat_rights,
)
from .posting import new_message, publish, service
from .seed import add_channel, add_group
from .shapes import chat_json, user_json
from .world import ANONYMOUS_ADMIN_ID, Bot, Chat, Content, Member


def _owner(core: Core) -> int:
    """Return the human who administers what the control API makes."""
    return next(iter(core.world.people))


def _bots(core: Core, body: Body) -> Any:
    token, username = body.text("token"), body.text("username")
    number, _, secret = token.partition(":")
    if not number.isdigit() or not secret:
        raise ControlError("A token is a number, a colon and a secret.")
    name = body.text("name", username)
    bot = Bot(int(number), token, name, username, body.flag("can_read_all_group_messages"))
    body.finish()
    core.world.add_bot(bot)
    return {"id": bot.id}


def _people(core: Core, body: Body) -> Any:
    name = body.text("name")
    known = {
        "username": body.optional_text("username"),
        "id": body.number("id") if "id" in body else None,
        "language_code": body.optional_text("language", "en"),
        "started": body.flag("started"),
        "blocked": body.flag("blocked"),
        "deactivated": body.flag("deactivated"),
    }
    body.finish()
    return {"id": core.world.add_person(name, **known).id}


def _require_known(given: dict[str, bool], known: set[str]) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise ControlError(f"There is no right {unknown[0]} here.")


def _promote(core: Core, chat: Chat, bot: Bot, rights: dict[str, bool]) -> None:
    fitting = {name: rights.get(name, False) for name in chat_rights(chat)}
    change_member(core, chat, Member(bot.id, "administrator", rights=fitting), by=_owner(core))


def _channels(core: Core, body: Body) -> Any:
    title, username = body.text("title"), body.optional_text("username")
    number = body.number("id") if "id" in body else None
    members, with_group = body.number("members", 100), body.flag("group", default=True)
    protected = body.flag("protected")
    bot = body.bot("bot") if "bot" in body else None
    rights = body.rights("rights") if "rights" in body else None
    body.finish()
    _require_known(rights or {}, {*ADMIN_RIGHTS, *CHANNEL_RIGHTS, *GROUP_RIGHTS})
    channel = add_channel(core.world, title, username=username, number=number, members=members)
    channel.protected = protected
    chats = [channel, add_group(core.world, channel, members=members // 10)] if with_group else [channel]
    for chat in chats:
        chat.members[_owner(core)] = Member(_owner(core), "creator")
        chat.crowd = max(0, chat.crowd - 1 - (bot is not None))
        if bot is not None:
            _promote(core, chat, bot, all_rights(chat) if rights is None else rights)
    return {"channel": channel.id, "group": channel.linked_id}


def _groups(core: Core, body: Body) -> Any:
    title, members = body.text("title"), body.number("members", 10)
    bot = body.bot("bot") if "bot" in body else None
    rights = body.rights("rights") if "rights" in body else None
    body.finish()
    group = core.world.add_chat("group", title, crowd=members)
    group.members[_owner(core)] = Member(_owner(core), "creator")
    if bot is not None and rights is not None:
        _promote(core, group, bot, rights)
    elif bot is not None:
        change_member(core, group, Member(bot.id), by=_owner(core))
    return {"group": group.id}


def _migrate(core: Core, body: Body) -> Any:
    """Make a supergroup of a basic group; both say so, and the old one takes no more calls."""
    old = body.chat("chat")
    body.finish()
    if old.type != "group" or old.migrated_to is not None:
        raise ControlError(f"The chat {old.id} is not a basic group.")
    new = core.world.add_chat("supergroup", old.title, crowd=old.crowd, members=dict(old.members))
    leaving = new_message(core, old, Content("service", service={"migrate_to_chat_id": new.id}))
    leaving.from_id = _owner(core)
    publish(core, old, leaving)
    old.migrated_to = new.id
    arriving = new_message(core, new, Content("service", service={"migrate_from_chat_id": old.id}))
    arriving.from_id, arriving.sender_chat_id = ANONYMOUS_ADMIN_ID, new.id
    publish(core, new, arriving)
    return {"chat": new.id}


def _join(core: Core, body: Body) -> Any:
    """Ask to join, as behind a link that needs approval; `request: false` walks in at once."""
    chat, person, request = body.chat("chat"), body.person("person"), body.flag("request", default=True)
    body.finish()
    status = core.world.member(chat, person.id).status
    if status == "kicked":
        raise ControlError(f"{person.first_name} is banned in the chat {chat.id}.")
    if status != "left":
        raise ControlError(f"{person.first_name} is already a member of the chat {chat.id}.")
    if not request:
        change_member(core, chat, Member(person.id), by=person.id)
        if chat.type != "channel":
            joined = user_json(core.world, person.id)
            service(core, chat, {"new_chat_members": [joined]}).from_id = person.id
        return {"joined": True}
    now = chat.join_requests[person.id] = core.clock.stamp()
    update = {
        "chat": chat_json(core.world, chat),
        "from": user_json(core.world, person.id),
        "user_chat_id": person.id,
        "date": now,
    }
    core.tell_chat(chat, "chat_join_request", lambda _bot: update, only=lambda bot: core.is_admin(bot, chat))
    return {"joined": False}


def _set_rights(core: Core, body: Body) -> Any:
    """Take or give a bot's rights; named ones change, or the permissions of a restricted bot."""
    chat, bot, given = body.chat("chat"), body.bot("bot"), body.rights("rights")
    body.finish()
    _require_known(given, {*chat_rights(chat), *PERMISSIONS})
    member = core.world.member(chat, bot.id)
    if set(given) <= set(chat_rights(chat)):
        _promote(core, chat, bot, {**member.rights, **given})
    else:
        restricted = Member(bot.id, "restricted", permissions={**member.permissions, **given})
        change_member(core, chat, restricted, by=_owner(core))
    return {"ok": True}


def _kick(core: Core, body: Body) -> Any:
    chat, bot, ban = body.chat("chat"), body.bot("bot"), body.flag("ban", default=True)
    body.finish()
    change_member(core, chat, Member(bot.id, "kicked" if ban else "left"), by=_owner(core))
    return {"ok": True}


def _members(_core: Core, body: Body) -> Any:
    chat, count = body.chat("chat"), body.number("count")
    body.finish()
    named = chat.member_count() - chat.crowd
    if count < named:
        raise ControlError(f"The chat {chat.id} has {named} members with a name already.")
    chat.crowd = count - named
    return {"count": chat.member_count()}


def _delete_chat(_core: Core, body: Body) -> Any:
    chat = body.chat("chat")
    body.finish()
    chat.deleted = True
    return {"ok": True}


CHATS = {
    "bots": _bots,
    "people": _people,
    "channels": _channels,
    "groups": _groups,
    "migrate": _migrate,
    "join": _join,
    "rights": _set_rights,
    "kick": _kick,
    "members": _members,
    "chats/delete": _delete_chat,
}
