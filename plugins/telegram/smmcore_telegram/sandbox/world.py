"""What exists in the sandbox: bots, people, chats and messages."""

from typing import Any

from attrs import Factory, define, field

from smmcore.faking import Clock

from .envelope import JSON
from .files import FileStore, Media

TELEGRAM_ID = 777000
ANONYMOUS_ADMIN_ID = 1087968824
CHANNEL_BOT_ID = 136817688


@define(eq=False)
class Person:
    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    started: bool = False  # has written to the bots in private
    blocked: bool = False
    deactivated: bool = False


@define(eq=False)
class Bot:
    id: int
    token: str = field(repr=False)
    first_name: str
    username: str
    can_read_all_group_messages: bool = False
    logged_out_until: float = 0.0


@define(eq=False)
class Member:
    """A user's standing in a chat; `until` is 0 for ever."""

    user_id: int
    status: str = "member"
    rights: dict[str, bool] = Factory(dict)
    permissions: dict[str, bool] = Factory(dict)
    until: int = 0
    promised_by: int = 0


@define(eq=False)
class Poll:
    id: str
    bot_id: int
    question: str
    question_entities: list[JSON]
    options: list[JSON]
    votes: list[int]
    fixed: JSON  # the fields that never change, ready for the answer
    quiz: JSON  # shown to the author and, once closed, to everybody
    is_closed: bool = False
    close_date: int | None = None


@define(eq=False)
class Content:
    """What a message says; a channel post and its copies share one by value."""

    kind: str  # "text", "rich", a media kind, "poll" or "service"
    text: str = ""
    entities: list[JSON] = Factory(list)
    media: Media | None = None
    flags: JSON = Factory(dict)  # show_caption_above_media, has_media_spoiler, link_preview_options
    rich: JSON | None = None
    poll: Poll | None = None
    service: JSON = Factory(dict)
    pinned_id: int | None = None


@define(eq=False)
class Message:
    chat_id: int
    id: int
    date: int
    content: Content
    from_id: int | None = None
    sender_chat_id: int | None = None
    author_signature: str | None = None
    bot_id: int | None = None  # the bot that sent it: it is never told of it
    thread_id: int | None = None
    reply_to: int | None = None
    media_group_id: str | None = None
    forward: JSON | None = None  # origin and the legacy fields beside it
    automatic: bool = False
    edit_date: int | None = None
    reply_markup: JSON | None = None
    protected: bool = False
    copy_id: int | None = None  # a channel post's copy in the discussion group
    deleted: bool = False
    reactions: dict[str, int] = Factory(dict)
    personal_reactions: dict[int, list[str]] = Factory(dict)

    def reaction_total(self) -> dict[str, int]:
        total = dict(self.reactions)
        for emojis in self.personal_reactions.values():
            for emoji in emojis:
                total[emoji] = total.get(emoji, 0) + 1
        return {emoji: count for emoji, count in total.items() if count > 0}


@define(eq=False)
class Chat:
    id: int
    type: str
    title: str = ""
    username: str | None = None
    description: str = ""
    photo: Media | None = None
    linked_id: int | None = None
    crowd: int = 0  # members that have no name
    members: dict[int, Member] = Factory(dict)
    messages: dict[int, Message] = Factory(dict)
    last_id: int = 0
    pinned: list[int] = Factory(list)
    banned_chats: set[int] = Factory(set)
    join_requests: dict[int, int] = Factory(dict)
    migrated_to: int | None = None
    deleted: bool = False
    person_id: int | None = None  # of a private chat
    copies_keep_albums: bool = True
    protected: bool = False  # its messages cannot be forwarded

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id

    def living(self, message_id: int | None) -> Message | None:
        message = self.messages.get(message_id) if message_id is not None else None
        return message if message is not None and not message.deleted else None

    def member_count(self) -> int:
        present = [m for m in self.members.values() if m.status not in {"left", "kicked"}]
        return self.crowd + len(present)


@define(eq=False)
class World:
    clock: Clock
    store: FileStore
    bots: dict[int, Bot] = Factory(dict)
    people: dict[int, Person] = Factory(dict)
    chats: dict[int, Chat] = Factory(dict)
    polls: dict[str, Poll] = Factory(dict)
    created: float = 0.0
    counters: dict[str, int] = Factory(dict)

    def number(self, counter: str, start: int) -> int:
        """Return the next number of a named row."""
        self.counters[counter] = self.counters.get(counter, start - 1) + 1
        return self.counters[counter]

    def bot_by_token(self, token: str) -> Bot | None:
        return next((bot for bot in self.bots.values() if bot.token == token), None)

    def chat_by_name(self, username: str) -> Chat | None:
        wanted = username.removeprefix("@").lower()
        return next((c for c in self.chats.values() if c.username and c.username.lower() == wanted), None)

    def person_by_name(self, username: str) -> Person | None:
        wanted = username.removeprefix("@").lower()
        return next((p for p in self.people.values() if p.username and p.username.lower() == wanted), None)

    def linked(self, chat: Chat) -> Chat | None:
        return self.chats.get(chat.linked_id) if chat.linked_id is not None else None

    def add_bot(self, bot: Bot) -> Bot:
        self.bots[bot.id] = bot
        return bot

    def add_person(self, name: str, **known: Any) -> Person:
        number = known.pop("id", None) or self.number("person", 5_000_000_001)
        person = Person(id=number, first_name=name, **known)
        self.people[person.id] = person
        return person

    def add_chat(self, kind: str, title: str, **known: Any) -> Chat:
        number = known.pop("id", None) or self._chat_number(kind)
        chat = Chat(id=number, type=kind, title=title, **known)
        self.chats[chat.id] = chat
        return chat

    def _chat_number(self, kind: str) -> int:
        if kind == "group":
            return -self.number("group", 500_000_001)
        number = -self.number("chat", 1_001_000_000_001)
        return number if number not in self.chats else self._chat_number(kind)

    def private_chat(self, person: Person) -> Chat:
        if person.id not in self.chats:
            self.add_chat("private", "", id=person.id, person_id=person.id)
        return self.chats[person.id]

    def member(self, chat: Chat, user_id: int) -> Member:
        """Return the member's present standing: bans and restrictions end by the clock."""
        member = chat.members.get(user_id)
        if member is None:
            return Member(user_id, status="left")
        if member.until and member.until <= self.clock.now():
            member.status = "left" if member.status == "kicked" else "member"
            member.until = 0
            member.permissions = {}
        return member
