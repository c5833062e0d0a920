"""JSON bodies of the control API, with complaints in one clear sentence."""

import json
from typing import Any

from starlette.requests import Request

from .core import Core
from .world import Bot, Chat, Message, Person


class ControlError(Exception):
    """What the caller of the control API did wrong."""


class Body:
    """A request's fields; asking for one checks it, and fields that nobody asks for are refused."""

    def __init__(self, core: Core, fields: dict[str, Any]) -> None:
        self._core = core
        self._fields = fields
        self._asked: set[str] = set()

    @classmethod
    async def read(cls, core: Core, request: Request) -> "Body":
        raw = await request.body()
        try:
            fields = json.loads(raw) if raw else {}
        except ValueError:
            raise ControlError("The body is not JSON.") from None
        if not isinstance(fields, dict):
            raise ControlError("The body must be a JSON object.")
        return cls(core, fields)

    def finish(self) -> None:
        """Refuse what nobody has asked for; to be called before anything is changed."""
        unknown = sorted(set(self._fields) - self._asked)
        if unknown:
            raise ControlError(f"Unknown field {unknown[0]}; known are {', '.join(sorted(self._asked))}.")

    def __contains__(self, name: str) -> bool:
        self._asked.add(name)
        value = self._fields.get(name)
        return value is not None and value is not False

    def any(self, name: str) -> Any:
        self._asked.add(name)
        return self._fields.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.optional_text(name, default)
        if value is None:
            raise ControlError(f"The field {name} is required.")
        return value

    def optional_text(self, name: str, default: str | None = None) -> str | None:
        value = self.any(name)
        if value is not None and not isinstance(value, str):
            raise ControlError(f"The field {name} must be a string.")
        return default if value is None else value

    def number(self, name: str, default: int | None = None) -> int:
        value = self.any(name)
        value = default if value is None else value
        if not isinstance(value, int) or isinstance(value, bool):
            raise ControlError(f"The field {name} must be an integer.")
        return value

    def seconds(self, name: str, default: float | None = None) -> float:
        value = self.any(name)
        value = default if value is None else value
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ControlError(f"The field {name} must be a number.")
        return float(value)

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.any(name)
        value = default if value is None else value
        if not isinstance(value, bool):
            raise ControlError(f"The field {name} must be true or false.")
        return value

    def rights(self, name: str) -> dict[str, bool]:
        value = self.any(name) or {}
        if not isinstance(value, dict) or not all(isinstance(each, bool) for each in value.values()):
            raise ControlError(f"The field {name} must be an object of booleans.")
        return dict(value)

    def chat(self, name: str) -> Chat:
        value = self.any(name)
        world = self._core.world
        chat = world.chat_by_name(value) if isinstance(value, str) else world.chats.get(value)
        if chat is None:
            raise ControlError(f"There is no chat {value!r}; give its id or its @username.")
        return chat

    def channel(self, name: str) -> Chat:
        chat = self.chat(name)
        if chat.type != "channel":
            raise ControlError(f"The chat {chat.id} is not a channel.")
        return chat

    def message(self, chat: Chat, name: str) -> Message:
        message = chat.living(self.number(name))
        if message is None:
            raise ControlError(f"There is no message {self.any(name)} in the chat {chat.id}.")
        return message

    def bot(self, name: str) -> Bot:
        value = str(self.any(name)).removeprefix("@")
        for bot in self._core.world.bots.values():
            if value in {bot.token, bot.username, str(bot.id)}:
                return bot
        raise ControlError("There is no such bot; give its token, username or id.")

    def person(self, name: str) -> Person:
        value = self.any(name)
        world = self._core.world
        person = world.person_by_name(value) if isinstance(value, str) else world.people.get(value)
        if person is None:
            raise ControlError(f"There is no person {value!r}; give the id or the username.")
        return person
