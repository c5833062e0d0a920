"""Calls of XRPC, the AT Protocol's way over HTTP, as requests."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlsplit

from attrs import field, frozen

from smmcore.io import IO, Answer, Body, Rate, Request, Timeouts
from smmcore.models import Secret
from smmcore_bluesky.errors import failure
from smmcore_bluesky.limits import PER_ADDRESS
from smmcore_bluesky.names import NAME

T = TypeVar("T")

Params = Mapping[str, str | int | Sequence[str]]
Result = Callable[[Any], Any]
_UPLOADING = Timeouts(read=300, write=120)


def as_it_is(body: Any) -> Any:
    return body


@frozen(kw_only=True)
class Call:
    """One method of the API with what it is given; a query (GET) where it is given nothing to write."""

    method: str
    """Its name, such as `app.bsky.feed.getPosts`."""
    params: Params = field(factory=dict)
    json: Any = None
    body: Body | None = None
    writes: bool = False
    safe: bool = True
    """Whether doing it twice does no harm."""
    points: int = 0
    """What it counts for in the limit of writes."""
    result: Result = as_it_is
    headers: Mapping[str, str] = field(factory=dict)

    def at(
        self,
        io: IO,
        base: str,
        token: Secret | None,
        rates: Sequence[Rate] = (),
        *,
        given: Sequence[Secret] = (),
    ) -> Request[Any]:
        """The call as a request to a server, in a session's name; `given` are secrets in its JSON."""
        host = urlsplit(base).netloc
        known = [Rate(f"{NAME}:{host}", PER_ADDRESS.calls, PER_ADDRESS.seconds), *rates]
        return Request(
            "POST" if self.writes else "GET",
            f"{base}/xrpc/{self.method}",
            params=self.params,
            headers={**self.headers, **({"Authorization": f"Bearer {token}"} if token else {})},
            json=self.json,
            body=self.body,
            parse=partial(_parsed, self.method, self.result, io, known),
            safe=self.safe,
            rates=known,
            cost=max(self.points, 1),
            secrets=[*([token] if token else ()), *given],
            timeouts=_UPLOADING if self.body else Timeouts(),
            label=f"{NAME} {self.method}",
        )


def _parsed(method: str, result: Callable[[Any], T], io: IO, rates: Sequence[Rate], answer: Answer) -> T:
    if not 200 <= answer.status < 300:
        raise failure(method, answer, io.now(), rates)
    return result(answer.json() if answer.body.strip() else {})
