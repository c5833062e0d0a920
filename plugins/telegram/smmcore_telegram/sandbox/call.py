"""A checked call, and the table in which the methods enter themselves."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from attrs import define

from .core import Core
from .members import find_chat
from .params import Arguments
from .posting import send
from .shapes import message_json
from .world import Bot, Chat, Content, Message, World


@define(eq=False)
class Call:
    core: Core
    bot: Bot
    method: str
    args: Arguments

    @property
    def world(self) -> World:
        return self.core.world

    def chat(self, name: str = "chat_id") -> Chat:
        return find_chat(self.core, self.bot, self.args.get(name))

    def admit(self, chat: Chat, count: int = 1) -> None:
        self.core.rates.admit(self.bot.id, chat.id, chat.type, count)

    def send(self, chat: Chat, content: Content) -> dict[str, Any]:
        """Send one message, as far as the rates allow."""
        self.admit(chat)
        return self.shown(send(self.core, self.bot, chat, content, self.args))

    def shown(self, message: Message) -> dict[str, Any]:
        return message_json(self.world, message, self.bot.id)


Handler: TypeAlias = Callable[[Call], Awaitable[Any]]
HANDLERS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    def enter(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return enter
