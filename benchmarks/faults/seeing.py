"""What is on a fake's page, and which faults still wait there: both from the fake's own state."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from attrs import frozen

from smmcore.io.blocking import BlockingIO, run
from smmcore.io.request import Answer, Request
from smmcore.models import Post
from smmcore.testing.fake import Fake


@frozen
class Shown:
    """What readers see of one post."""

    text: str
    media: int | None
    """How many pictures, films and other files; None where the fake has no way to tell."""
    comments: int

    def lacks(self, meant: "Shown") -> str:
        """In words, what is not as it was meant; empty where all is."""
        return " and ".join(self._differences(meant))

    def _differences(self, meant: "Shown") -> list[str]:
        found = []
        if " ".join(self.text.split()) != " ".join(meant.text.split()):
            found.append("with another text")
        if self.media is not None and self.media != meant.media:
            found.append(f"with {self.media} of {meant.media} files")
        if self.comments < meant.comments:
            found.append("without its comment")
        if self.comments > meant.comments:
            found.append(f"with {self.comments} comments instead of {meant.comments}")
        return found


def shown(fake: Fake, network: str, id: str) -> Shown:
    """What is there under this identifier now."""
    return Shown(text=fake.text(id), media=_media(fake, network, id), comments=len(fake.comments(id)))


def meant(post: Post, text: str) -> Shown:
    """What a whole post shows; `text` is how the network writes the post's words."""
    return Shown(text=text, media=len(post.media), comments=1 if post.first_comment else 0)


def waits(fake: Fake) -> bool:
    """Whether a fault is planted that no request has met."""
    return any(not fault.get("until") for fault in state(fake)["faults"])


def state(fake: Fake) -> Any:
    """All that the fake holds."""
    return _told(fake, "state")


def tell(fake: Fake, action: str, **fields: Any) -> None:
    """One action of the fake's control API."""
    _asked(Request("POST", f"{fake.url}/_sandbox/{action}", json=fields, safe=False, parse=_answered))


def _media(fake: Fake, network: str, id: str) -> int | None:
    count = _COUNTS.get(network)
    return count(fake, id) if count else None


def _on_telegram(fake: Fake, id: str) -> int:
    chats = state(fake)["chats"]
    messages = [
        m for chat in chats if chat["type"] == "channel" for m in chat["messages"] if not m["deleted"]
    ]
    album = next(m.get("media_group_id") for m in messages if str(m["message_id"]) == id)
    if album:
        return sum(m.get("media_group_id") == album for m in messages)
    return sum("file" in m for m in messages if str(m["message_id"]) == id)


def _on_vk(fake: Fake, id: str) -> int:
    wall = state(fake)["communities"][0]
    if id.startswith("story_"):
        return sum(f"story_{story['id']}" == id for story in wall["stories"])
    return sum(len(post["files"]) for post in wall["posts"] if str(post["id"]) == id)


def _on_meta(fake: Fake, id: str) -> int:
    return sum(len(post["media"]) for post in _told(fake, "view")["posts"] if str(post["id"]) == id)


_COUNTS: Mapping[str, Callable[[Fake, str], int]] = {
    "telegram": _on_telegram,
    "vk": _on_vk,
    "facebook": _on_meta,
    "instagram": _on_meta,
}


def _told(fake: Fake, what: str) -> Any:
    return _asked(Request("GET", f"{fake.url}/_sandbox/{what}", safe=True, parse=_answered))


def _asked(request: Request[Any]) -> Any:
    return run(_io().send(request))


@cache
def _io() -> BlockingIO:
    return BlockingIO()


def _answered(answer: Answer) -> Any:
    if answer.status != 200:
        raise RuntimeError(f"the fake refuses it: {answer.body.decode()}")
    return answer.json()
