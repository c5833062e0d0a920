"""The fake as smmcore's sandboxes are driven: plays the readers through the control API."""

from collections.abc import Sequence
from typing import Any

from smmcore.errors import InvalidInput, Rejected
from smmcore.io import IO, Answer, Request
from smmcore.models import Account

from .app import MetaSandbox
from .page import PATH

FAULTS: dict[str, dict[str, Any]] = {
    "limited": {"kind": "limited"},
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
_HANGS = 3600.0


class Audience:
    """See `smmcore.platform.Sandbox`; a network's own adds `account`.

    The network brings the control actions `comments` (`post`, `person`, `text`, `reply_to`, `as_page`) and
    `reactions` (`post`, `emoji`, `count`).
    """

    def __init__(self, sandbox: MetaSandbox[Any]) -> None:
        self.sandbox = sandbox
        self.app = sandbox.app

    def account(self, url: str, name: str = "sandbox") -> Account:
        """An account that is ready in a fresh sandbox."""
        raise NotImplementedError

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
        body = {"post": post, "person": person, "text": text, "reply_to": reply_to, "as_page": as_page}
        return str((await control(io, url, "comments", body))["id"])

    async def react(self, io: IO, url: str, *, post: str, emoji: str, count: int) -> None:
        await control(io, url, "reactions", {"post": post, "emoji": emoji, "count": count})

    async def vote(self, io: IO, url: str, *, post: str, option: int, count: int) -> None:
        raise InvalidInput("there are no polls here that an API could make")

    async def advance(self, io: IO, url: str, seconds: float) -> None:
        await control(io, url, "time", {"advance": seconds})

    async def fault(self, io: IO, url: str, kind: str, **details: Any) -> None:
        planned = {"publishing": True, **FAULTS[kind]}
        if kind == "limited":
            planned["seconds"] = details.pop("retry_after", 1)
        if kind.startswith("hang"):
            planned["seconds"] = _HANGS
        await control(io, url, "faults", {**planned, **details})

    async def posts(self, io: IO, url: str) -> Sequence[str]:
        return [str(post["id"]) for post in (await view(io, url))["posts"] if post["shown"]]

    async def text(self, io: IO, url: str, *, post: str) -> str:
        return str((await _post(io, url, post)).get("text", ""))

    async def comments(self, io: IO, url: str, *, post: str) -> Sequence[str]:
        found = (await _post(io, url, post)).get("comments", [])
        return [str(comment["id"]) for comment in found if comment["shown"]]

    async def reset(self, io: IO, url: str) -> None:
        await control(io, url, "reset", {})

    def page(self, url: str) -> str:
        return f"{url}{PATH}"


async def view(io: IO, url: str) -> dict[str, Any]:
    """What readers see now."""
    found: dict[str, Any] = await io.send(Request("GET", f"{url}/_sandbox/view", safe=True, parse=_answered))
    return found


async def control(io: IO, url: str, action: str, body: dict[str, Any]) -> Any:
    """One action of the control API. Raises `Rejected` with the sandbox's reason."""
    return await io.send(Request("POST", f"{url}/_sandbox/{action}", json=body, safe=False, parse=_answered))


async def _post(io: IO, url: str, id: str) -> dict[str, Any]:
    return next(
        (post for post in (await view(io, url))["posts"] if str(post["id"]) == id and post["shown"]), {}
    )


def _answered(answer: Answer) -> Any:
    body = answer.json()
    if answer.status != 200:
        raise Rejected(f"sandbox: {body.get('error', answer.status)}", platform="meta", code=answer.status)
    return body
