"""What Telegram's refusals mean. Told by code, then by parameters, then by how the description begins."""

from typing import Any

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PlatformError,
    RateLimited,
    Rejected,
    SMMError,
    Unauthorized,
    Unsupported,
)
from smmcore.io import Answer

NAME = "telegram"


class NotModified(Rejected):
    """An edit that would change nothing."""


class Migrated(Rejected):
    """The group became a supergroup with another identifier."""

    def __init__(self, message: str, chat_id: int) -> None:
        super().__init__(message, platform=NAME, code=400)
        self.chat_id = chat_id


class Conflict(PlatformError):
    """Somebody else fetches the bot's updates, or a webhook gets them."""


_FORBIDDEN = (
    "not enough rights",
    "have no write access",
    "chat_admin_required",
    "user is an administrator",
    "can't remove chat owner",
    "chat_write_forbidden",
    "need administrator rights",
)
_NOT_THERE = ("chat not found", "user not found", "participant_id_invalid", "message_id_invalid")
_GONE = ("the group chat was deleted", "user is deactivated")
_PARTLY = ("failed to send message #", "group send failed")
_HINTS = {
    "chat not found": "check the account's id (@name or -100…) and that the bot is in the chat",
    "message can't be deleted": "bots can delete for 48 hours, and need the right to delete messages",
    "failed to get http url content": "Telegram could not fetch the address; send the file itself",
    "wrong type of the web page content": "the address serves another type, or too much; send the file itself",
    "photo_invalid_dimensions": "width and height together at most 10000, ratio at most 20; or send a document",
    "not enough rights": "give the bot that right in the chat's administrators",
    "need administrator rights": "give the bot that right in the chat's administrators",
    "have no write access": "make the bot an administrator who may post",
    "chat_admin_required": "make the bot an administrator",
    "bot was kicked": "add the bot to the chat again, as an administrator",
    "bot is not a member": "add the bot to the chat, as an administrator",
    "user is an administrator": "bots cannot act on administrators",
    "there is no caption": "a poll cannot change; delete it and publish another",
    "reaction_invalid": "Telegram knows some emoji as reactions only, such as 👍, ❤ and 🔥",
}


def failure(method: str, answer: Answer, body: dict[str, Any]) -> SMMError:
    """The error that an answer with `ok: false` stands for."""
    code = int(body.get("error_code") or answer.status)
    description = str(body.get("description", ""))
    parameters = body.get("parameters") or {}
    said = f"Telegram refused {method}: {description or code}"
    if "migrate_to_chat_id" in parameters:
        return Migrated(said, int(parameters["migrate_to_chat_id"]))
    if code == 429 or "retry_after" in parameters:
        wait = parameters.get("retry_after") or answer.headers.get("retry-after")
        return RateLimited(said, platform=NAME, code=code, retry_after=seconds(wait))
    if code == 400:
        return _bad_request(said, description.lower().removeprefix("bad request: "))
    if code >= 500:
        return AnswerLost(f"{said}; whether it acted is unknown")
    return _by_code(said, code, description.lower())


def seconds(wait: Any) -> float | None:
    """A number of seconds; None where there is none, or where it is written as a date."""
    return float(wait) if str(wait).isdecimal() else None


def _by_code(said: str, code: int, description: str) -> SMMError:
    if code == 401 or (code == 404 and "method" not in description):
        return Unauthorized(f"{said}; get a valid token from @BotFather", platform=NAME, code=code)
    if code == 421:
        return Unauthorized(f"{said}; this server does not serve this bot", platform=NAME, code=code)
    reason = description.removeprefix("forbidden: ")
    if code == 403 and reason.startswith(_GONE):
        return NotThere(said, platform=NAME, code=code)
    said = _with_hint(said, reason)
    kinds = {403: Forbidden, 404: Unsupported, 409: Conflict, 413: Rejected}
    return kinds.get(code, PlatformError)(said, platform=NAME, code=code)


def _bad_request(said: str, reason: str) -> SMMError:
    if "is not modified" in reason:
        return NotModified(said, platform=NAME, code=400)
    if reason.startswith(_PARTLY):
        return AnswerLost(f"{said}; other parts of it may be there")
    said = _with_hint(said, reason)
    if reason.startswith("method is available"):
        return Unsupported(said, platform=NAME, code=400)
    if reason.startswith(_FORBIDDEN):
        return Forbidden(said, platform=NAME, code=400)
    if reason.startswith(_NOT_THERE) or reason.endswith("not found"):
        return NotThere(said, platform=NAME, code=400)
    return Rejected(said, platform=NAME, code=400)


def _with_hint(said: str, reason: str) -> str:
    """What was said, and what to do about it."""
    hints = [hint for start, hint in _HINTS.items() if reason.startswith(start)]
    return f"{said} ({hints[0]})" if hints else said
