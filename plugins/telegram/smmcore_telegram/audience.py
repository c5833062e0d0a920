"""The fake Telegram as smmcore's sandboxes are driven: plays the channel's readers through its control API."""

from collections.abc import Sequence
from typing import Any

from smmcore.errors import Rejected
from smmcore.io import IO, Answer, Request
from smmcore.models import Account
from smmcore_telegram.sandbox import TelegramSandbox
from smmcore_telegram.sandbox.seed import DEMO_TOKEN

CHANNEL = "sandbox_channel"

_FAULTS: dict[str, dict[str, Any]] = {
    "limited": {"kind": "429"},
    "error_before": {"kind": "json500", "when": "before"},
    "error_after": {"kind": "json500", "when": "after"},
    "html_after": {"kind": "502", "when": "after"},
    "garbage_after": {"kind": "garbage", "when": "after"},
    "hang_before": {"kind": "hang", "when": "before"},
    "hang_after": {"kind": "hang", "when": "after"},
    "reset_before": {"kind": "reset", "when": "before"},
    "reset_after": {"kind": "reset", "when": "after"},
    "echo_secret": {"kind": "echo_token"},
}


class Audience:
    """See `smmcore.platform.Sandbox`."""

    def __init__(self, **settings: Any) -> None:
        self.app = TelegramSandbox(**settings).app
        self._people: dict[str, int] = {}

    def account(self, url: str, name: str = "sandbox") -> Account:
        return Account(
            name,
            "telegram",
            f"@{CHANNEL}",
            settings={"base_url": url},
            secrets={"token": DEMO_TOKEN, "webhook_secret": "sandbox-webhook-secret"},
        )

    async def comment(
        self,
        io: IO,
        url: str,
        *,
        post: str,
        person: str,
        text: str,
        reply_to: str | None = None,
        as_page: bool = False,
    ) -> str:
        body: dict[str, Any] = {"channel": f"@{CHANNEL}", "post": int(post), "text": text}
        if as_page:
            body["as_channel"] = person
        else:
            body["person"] = await self._person(io, url, person)
        if reply_to is not None:
            body["reply_to"] = int(reply_to)
        return str((await _control(io, url, "comments", body))["comment_id"])

    async def react(self, io: IO, url: str, *, post: str, emoji: str, count: int) -> None:
        body = {"chat": f"@{CHANNEL}", "message_id": int(post), "emoji": emoji, "count": count}
        await _control(io, url, "reactions", body)

    async def vote(self, io: IO, url: str, *, post: str, option: int, count: int) -> None:
        body = {"chat": f"@{CHANNEL}", "message_id": int(post), "option": option, "count": count}
        await _control(io, url, "votes", body)

    async def advance(self, io: IO, url: str, seconds: float) -> None:
        await _control(io, url, "time", {"advance": seconds})

    async def fault(self, io: IO, url: str, kind: str, **details: Any) -> None:
        await _control(io, url, "faults", {"method": "send*", "seconds": 1, **_FAULTS[kind], **details})

    async def posts(self, io: IO, url: str) -> Sequence[str]:
        albums: set[str] = set()
        found = []
        for message in await _messages(io, url):
            album = message.get("media_group_id")
            if not message["deleted"] and album not in albums and "pinned_message" not in message:
                found.append(str(message["message_id"]))
            if album:
                albums.add(album)
        return found

    async def text(self, io: IO, url: str, *, post: str) -> str:
        for message in await _messages(io, url):
            if str(message["message_id"]) == post:
                return str(message.get("text") or message.get("caption") or "")
        return ""

    async def comments(self, io: IO, url: str, *, post: str) -> Sequence[str]:
        for message in await _messages(io, url):
            if str(message["message_id"]) == post:
                return [str(c["message_id"]) for c in message.get("comments", []) if not c["deleted"]]
        return []

    async def reset(self, io: IO, url: str) -> None:
        self._people.clear()
        await _control(io, url, "reset", {})

    def page(self, url: str) -> str:
        return f"{url}/channels/{CHANNEL}"

    async def _person(self, io: IO, url: str, name: str) -> int:
        if name not in self._people:
            self._people[name] = int((await _control(io, url, "people", {"name": name}))["id"])
        return self._people[name]


async def _messages(io: IO, url: str) -> list[dict[str, Any]]:
    state = await io.send(Request("GET", f"{url}/_sandbox/state", safe=True, parse=_answered))
    return next(list(chat["messages"]) for chat in state["chats"] if chat.get("username") == CHANNEL)


async def _control(io: IO, url: str, action: str, body: dict[str, Any]) -> Any:
    return await io.send(Request("POST", f"{url}/_sandbox/{action}", json=body, safe=False, parse=_answered))


def _answered(answer: Answer) -> Any:
    body = answer.json()
    if answer.status != 200:
        raise Rejected(
            f"sandbox: {body.get('error', answer.status)}", platform="telegram", code=answer.status
        )
    return body
