"""Photos, videos, audio, documents, animations and voice messages, one at a time."""

from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.entities import caption_text
from smmcore_telegram.sandbox.envelope import JSON
from smmcore_telegram.sandbox.intake import take_media
from smmcore_telegram.sandbox.members import require_sending
from smmcore_telegram.sandbox.params import Arguments
from smmcore_telegram.sandbox.world import Content

_FLAGS = {"show_caption_above_media": "show_caption_above_media", "has_spoiler": "has_media_spoiler"}


async def media_content(call: Call, kind: str, said: JSON, source: Any) -> Content:
    """Return the content of one medium; `said` holds its caption and what the sender tells of it."""
    text, entities = caption_text(said.get("caption"), said.get("parse_mode"), said.get("caption_entities"))
    media = await take_media(call, kind, said, source)
    flags = {shown: True for given, shown in _FLAGS.items() if said.get(given)}
    return Content(kind, text, entities, media=media, flags=flags)


async def _send(call: Call, kind: str) -> Any:
    chat = call.chat()
    require_sending(call.core, call.bot, chat, kind)
    return call.send(chat, await media_content(call, kind, call.args.values, _source(call.args, kind)))


def _source(args: Arguments, kind: str) -> Any:
    return args.get(kind) or f"attach://{kind}"


@method("sendPhoto")
async def send_photo(call: Call) -> Any:
    return await _send(call, "photo")


@method("sendVideo")
async def send_video(call: Call) -> Any:
    return await _send(call, "video")


@method("sendAudio")
async def send_audio(call: Call) -> Any:
    return await _send(call, "audio")


@method("sendDocument")
async def send_document(call: Call) -> Any:
    return await _send(call, "document")


@method("sendAnimation")
async def send_animation(call: Call) -> Any:
    return await _send(call, "animation")


@method("sendVoice")
async def send_voice(call: Call) -> Any:
    return await _send(call, "voice")
