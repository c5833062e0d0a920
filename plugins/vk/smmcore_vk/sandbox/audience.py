"""The fake VK as smmcore's sandboxes are driven: plays the community's readers through its control API."""

from collections.abc import Sequence
from typing import Any

from smmcore.errors import Rejected
from smmcore.io import IO, Answer, Request
from smmcore.models import Account

from .app import VKSandbox
from .faults import PUBLISHING
from .seed import (
    CLIENT_ID,
    COMMUNITY_TOKEN,
    DEVICE_ID,
    REFRESH_TOKEN,
    SCREEN_NAME,
    SERVICE_TOKEN,
    USER_TOKEN,
    home,
)

TOKENS = {
    "community": COMMUNITY_TOKEN,
    "service": SERVICE_TOKEN,
    "user": USER_TOKEN,
    "refresh": REFRESH_TOKEN,
}
_FAULTS: dict[str, dict[str, Any]] = {
    "limited": {"kind": "lasting"},
    "error_before": {"kind": "500", "when": "before"},
    "error_after": {"kind": "500", "when": "after"},
    "html_after": {"kind": "502", "when": "after"},
    "garbage_after": {"kind": "garbage", "when": "after"},
    "hang_before": {"kind": "hang", "when": "before"},
    "hang_after": {"kind": "hang", "when": "after"},
    "reset_before": {"kind": "reset", "when": "before"},
    "reset_after": {"kind": "reset", "when": "after"},
    "echo_secret": {"kind": "echo_token"},
}
_FLOOD = 60
"""Seconds from which a limit is told as flood control (error 9), and not as too many requests per second."""


class Audience:
    """See `smmcore.platform.Sandbox`. `tokens` are the kinds that its account has."""

    def __init__(self, *, tokens: Sequence[str] = ("community", "service", "user"), **settings: Any) -> None:
        sandbox = VKSandbox(**settings)
        self.app = sandbox.app
        self._tokens = tuple(tokens)
        self._community = home(sandbox.core.world).id

    def account(self, url: str, name: str = "sandbox") -> Account:
        settings: dict[str, Any] = {"base_url": url, "id_url": url}
        if "refresh" in self._tokens:
            settings |= {"client_id": CLIENT_ID, "device_id": DEVICE_ID}
        secrets = {kind: TOKENS[kind] for kind in self._tokens}
        secrets["callback_secret"] = "sandbox-callback-secret"  # noqa: S105 - known to everybody
        return Account(name, "vk", f"club{self._community}", settings=settings, secrets=secrets)

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
        body: dict[str, Any] = {"post": int(post), "text": text}
        body["community" if as_page else "person"] = person
        if reply_to is not None:
            body["reply_to"] = int(reply_to.rpartition("_")[2])
        return f"{post}_{(await control(io, url, 'comments', body))['comment_id']}"

    async def react(self, io: IO, url: str, *, post: str, emoji: str, count: int) -> None:
        """VK has likes only, whatever the emoji."""
        await control(io, url, "likes", {"post": int(post), "count": count})

    async def vote(self, io: IO, url: str, *, post: str, option: int, count: int) -> None:
        await control(io, url, "votes", {"post": int(post), "option": option, "count": count})

    async def advance(self, io: IO, url: str, seconds: float) -> None:
        await control(io, url, "time", {"advance": seconds})

    async def fault(self, io: IO, url: str, kind: str, **details: Any) -> None:
        planned = {"method": PUBLISHING, **_FAULTS[kind]}
        if kind == "limited":  # VK names no time: too many in a second is over in one, flood control lasts
            retry_after = details.pop("retry_after", 1)
            flood = retry_after >= _FLOOD
            planned |= {"code": 9, "seconds": retry_after} if flood else {"code": 6, "seconds": 1}
        await control(io, url, "faults", {**planned, **details})

    async def posts(self, io: IO, url: str) -> Sequence[str]:
        wall = await _wall(io, url)
        posts = [str(p["id"]) for p in wall["posts"] if not p["deleted"] and p["post_type"] == "post"]
        alive = [story for story in wall["stories"] if not story["deleted"] and not story["is_expired"]]
        return [*posts, *(f"story_{story['id']}" for story in alive)]

    async def text(self, io: IO, url: str, *, post: str) -> str:
        return next((str(p["seen"]) for p in (await _wall(io, url))["posts"] if str(p["id"]) == post), "")

    async def comments(self, io: IO, url: str, *, post: str) -> Sequence[str]:
        for each in (await _wall(io, url))["posts"]:
            if str(each["id"]) == post:
                return [f"{post}_{comment['id']}" for comment in each["thread"] if not comment["deleted"]]
        return []

    async def reset(self, io: IO, url: str) -> None:
        await control(io, url, "reset", {})

    def page(self, url: str) -> str:
        return f"{url}/communities/{SCREEN_NAME}"


async def _wall(io: IO, url: str) -> dict[str, Any]:
    state = await io.send(Request("GET", f"{url}/_sandbox/state", safe=True, parse=_answered))
    wall: dict[str, Any] = state["communities"][0]
    return wall


async def control(io: IO, url: str, action: str, body: dict[str, Any]) -> Any:
    """One action of the control API. Raises `Rejected` with the sandbox's reason."""
    return await io.send(Request("POST", f"{url}/_sandbox/{action}", json=body, safe=False, parse=_answered))


def _answered(answer: Answer) -> Any:
    body = answer.json()
    if answer.status != 200:
        raise Rejected(f"sandbox: {body.get('error', answer.status)}", platform="vk", code=answer.status)
    return body
