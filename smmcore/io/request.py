"""A request as a value: it can be printed, repeated, recorded and compared, and never contains a secret."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from smmcore.errors import AnswerLost
from smmcore.models.account import Secret

T = TypeVar("T")


@frozen
class Answer:
    """What came back, with every secret of the request already taken out."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """The body as JSON. Raises `AnswerLost` where it is none: a page of some proxy, or half an answer."""
        try:
            return json.loads(self.body)
        except ValueError:
            kind = self.headers.get("content-type", "no content type")
            raise AnswerLost(f"status {self.status} with a body that is not JSON ({kind})") from None


@frozen
class Upload:
    """A file in a form, or a part of it; streamed from its path each time the request is sent."""

    name: str
    """The form field's name."""
    path: Path
    content_type: str = "application/octet-stream"
    start: int = 0
    size: int | None = None
    """Bytes from `start` on; None means all that are left."""


@frozen
class Body:
    """A file, or a part of it, as a request's whole body; streamed from its path each time the request is sent."""

    path: Path
    content_type: str = "application/octet-stream"
    start: int = 0
    size: int | None = None
    """Bytes from `start` on; None means all that are left."""


@frozen
class Rate:
    """So many calls in so many seconds for all requests that carry the same key."""

    key: str
    calls: int | None = None
    """None where nobody knows the number: then calls wait only when the network has said so."""
    seconds: float = 0


@frozen(kw_only=True)
class Timeouts:
    """Seconds without progress before a request is given up."""

    connect: float = 10
    read: float = 60
    write: float = 120


def _in_doubt(answer: Answer) -> bool:
    return answer.status >= 500


def _json(answer: Answer) -> Any:
    return answer.json()


def _nothing(_: Answer) -> Mapping[str, float]:
    return {}


async def _at_once() -> None:
    pass


def _as_uploads(value: Iterable[Upload]) -> tuple[Upload, ...]:
    return tuple(value)


def _as_rates(value: Iterable[Rate]) -> tuple[Rate, ...]:
    return tuple(value)


def _as_secrets(value: Sequence[Secret]) -> tuple[Secret, ...]:
    return tuple(value)


@frozen
class Request(Generic[T]):
    """One HTTP request and what its answer means.

    >>> Request("POST", f"{base}/bot{account.secret('token')}/sendMessage", json={"chat_id": "@x", "text": "Hi"},
    ...         safe=False, secrets=[account.secret("token")])

    Secrets are formatted in as their stand-ins; IO puts the values in their places on the wire, only those of
    `secrets`. With files, `data` is sent as the other fields of the form.
    """

    method: str
    url: str
    params: Mapping[str, str | int | Sequence[str]] = field(factory=dict, kw_only=True)
    """Of a sequence, each value is sent under the same name."""
    headers: Mapping[str, str] = field(factory=dict, kw_only=True)
    data: Mapping[str, str] | None = field(default=None, kw_only=True)
    json: Any = field(default=None, kw_only=True)
    body: Body | None = field(default=None, kw_only=True)
    """Instead of `json`, `data` and `files`."""
    files: tuple[Upload, ...] = field(default=(), converter=_as_uploads, kw_only=True)
    parse: Callable[[Answer], T] = field(default=_json, kw_only=True, repr=False, eq=False)
    """Turns the answer into a value, or raises what the network meant by it."""
    doubtful: Callable[[Answer], bool] = field(default=_in_doubt, kw_only=True, repr=False, eq=False)
    """Whether an answer leaves open if the request was done; such an answer counts as lost."""
    safe: bool = field(kw_only=True)
    """Whether doing it twice does no harm. Reading is safe, creating is not."""
    rates: tuple[Rate, ...] = field(default=(), converter=_as_rates, kw_only=True, repr=False)
    told: Callable[[Answer], Mapping[str, float]] = field(
        default=_nothing, kw_only=True, repr=False, eq=False
    )
    """What an answer, good or bad, says about rates: for how many seconds calls with which key have to wait."""
    cost: int = field(default=1, kw_only=True)
    """How many calls it counts as in its rates; an album of five is five messages."""
    ready: Callable[[], Awaitable[None]] = field(default=_at_once, kw_only=True, repr=False, eq=False)
    """Awaited each time before it leaves, when nothing is waited for any more. Raises what is to stop it."""
    secrets: tuple[Secret, ...] = field(default=(), converter=_as_secrets, kw_only=True, repr=False)
    timeouts: Timeouts = field(default=Timeouts(), kw_only=True, repr=False)
    label: str = field(default="", kw_only=True)
    """What logs and errors call it; without one, the method and the URL."""

    def __str__(self) -> str:
        text = self.label or f"{self.method} {self.url}"
        for secret in self.secrets:
            text = text.replace(secret.placeholder, secret.shown)
        return text
