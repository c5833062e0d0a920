"""What can go wrong with a request on its way: the faults of `FAULTS` for networks that cannot fail at will.

They act around one exchange, below the layer that repeats requests, so that repeating is tested as well.
"""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from attrs import evolve, frozen

from smmcore.errors import AnswerLost, RateLimited
from smmcore.io.interface import IO
from smmcore.io.redaction import hidden_in_bytes, revealed, revealed_in_url
from smmcore.io.request import Answer, Request

Exchange = Callable[[Request[Any]], Coroutine[Any, Any, Answer]]


@frozen
class Fault:
    """One of `FAULTS`; `retry_after` is in seconds, for `limited`."""

    kind: str
    retry_after: float = 1

    async def around(self, io: IO, request: Request[Any], exchange: Exchange) -> Answer:
        """The answer as it arrives under this fault. Raises `AnswerLost` or `RateLimited`."""
        acts = self.kind.endswith("_after")
        answer = await exchange(request) if acts else Answer(200, {}, b"")
        match self.kind.removesuffix("_before").removesuffix("_after"):
            case "limited":
                raise RateLimited(f"{request}: too fast", platform="", retry_after=self.retry_after)
            case "error":
                return Answer(500, {"content-type": "application/json"}, b'{"error": "internal"}')
            case "html":
                return Answer(502, {"content-type": "text/html"}, b"<h1>Bad gateway</h1>")
            case "garbage":
                return evolve(answer, body=b'{"id": ')
            case "hang":
                # What httpx reports after so long without a byte; the time passes on the test's clock.
                await io.sleep(request.timeouts.read)
                raise AnswerLost(_lost(request, "ReadTimeout", acts=acts))
            case "reset":
                raise AnswerLost(_lost(request, "ReadError", acts=acts))
            case "echo_secret":
                return _echo(request)
        raise ValueError(f"there is no fault {self.kind!r}")


def _lost(request: Request[Any], what: str, *, acts: bool) -> str:
    when = "after" if acts else "before"
    return f"{request}: no whole answer ({what}, made by the suite {when} the network acted)"


def _echo(request: Request[Any]) -> Answer:
    """An answer that repeats what was sent, as it looks once the listed secrets are taken out of it."""
    sent = {
        "url": revealed_in_url(request.url, request.secrets),
        "headers": revealed(request.headers, request.secrets),
    }
    body = hidden_in_bytes(json.dumps(sent).encode(), request.secrets)
    return Answer(500, {"content-type": "application/json"}, body)
