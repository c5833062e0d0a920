"""Texts and rich messages."""

from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.entities import message_text
from smmcore_telegram.sandbox.members import require_sending
from smmcore_telegram.sandbox.rich import rich_message
from smmcore_telegram.sandbox.world import Content


@method("sendMessage")
async def send_message(call: Call) -> Any:
    chat = call.chat()
    require_sending(call.core, call.bot, chat, "text")
    return call.send(chat, text_content(call))


def text_content(call: Call) -> Content:
    args = call.args
    text, entities = message_text(args.get("text"), args.get("parse_mode"), args.get("entities"))
    preview = args.get("link_preview_options")
    flags = {"link_preview_options": preview} if preview else {}
    return Content("text", text, entities, flags=flags)


@method("sendRichMessage")
async def send_rich_message(call: Call) -> Any:
    chat = call.chat()
    require_sending(call.core, call.bot, chat, "rich")
    return call.send(chat, rich_content(call))


def rich_content(call: Call) -> Content:
    return Content("rich", rich=rich_message(call.args.get("rich_message")))
