"""The one module that imports httpx: sends a `Request` as it is, once, and turns its failures into ours."""

import logging
import mimetypes
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar

import httpx

from smmcore.errors import AnswerLost, NotSent
from smmcore.io.redaction import hidden, hidden_in_bytes, revealed, revealed_in_url
from smmcore.io.request import Answer, Request, Timeouts
from smmcore.models.account import Secret

T = TypeVar("T")
log = logging.getLogger("smmcore.io")

_SECRETS = "smmcore.secrets"
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.ProxyError,
)
_USER_AGENT = "smmcore"
ANSWER_LIMIT = 64 * 1024 * 1024
"""Bytes; no API answers with more, and a server that does must not fill the memory."""


def _on_the_wire(request: httpx.Request) -> httpx.Request:
    """The request with its secrets: nothing above the transport ever sees this one, httpx's own log included."""
    secrets: tuple[Secret, ...] = request.extensions.get(_SECRETS, ())
    if not secrets:
        return request
    headers = [(name, revealed(value, secrets)) for name, value in request.headers.multi_items()]
    url = revealed_in_url(str(request.url), secrets)
    return httpx.Request(
        request.method, url, headers=headers, stream=request.stream, extensions=request.extensions
    )


class _Transport(httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(_on_the_wire(request))


class _AsyncTransport(httpx.AsyncHTTPTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await super().handle_async_request(_on_the_wire(request))


class BlockingHTTP:
    """Sends requests one at a time, on the caller's thread."""

    def __init__(self) -> None:
        self._client = httpx.Client(transport=_Transport(), headers={"User-Agent": _USER_AGENT})

    def exchange(self, request: Request[Any], timeouts: Timeouts) -> Answer:
        """The answer, whatever its status. Raises `NotSent` or `AnswerLost`."""
        failure: NotSent | AnswerLost
        try:
            with (
                _arguments(request, timeouts) as arguments,
                self._client.stream(request.method, request.url, **arguments) as response,
            ):
                return _answer(request, response, _limited(response.iter_bytes()))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _failure(request, error)
        # Raised here and not above, so that no traceback leads to the frames that saw the secrets.
        raise failure

    def close(self) -> None:
        self._client.close()


class NonblockingHTTP:
    """Sends requests on the running event loop."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(transport=_AsyncTransport(), headers={"User-Agent": _USER_AGENT})

    async def exchange(self, request: Request[Any], timeouts: Timeouts) -> Answer:
        """The answer, whatever its status. Raises `NotSent` or `AnswerLost`."""
        failure: NotSent | AnswerLost
        try:
            with _arguments(request, timeouts) as arguments:
                async with self._client.stream(request.method, request.url, **arguments) as response:
                    chunks = [chunk async for chunk in _async_limited(response.aiter_bytes())]
                    return _answer(request, response, iter(chunks))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            failure = _failure(request, error)
        raise failure

    async def aclose(self) -> None:
        await self._client.aclose()


@contextmanager
def _arguments(request: Request[Any], timeouts: Timeouts) -> Iterator[dict[str, Any]]:
    """What httpx needs; files are open for the time of one attempt and read in pieces."""
    with ExitStack() as stack:
        arguments: dict[str, Any] = {
            "params": dict(request.params) or None,
            "headers": dict(request.headers),
            "extensions": {_SECRETS: request.secrets},
            "timeout": httpx.Timeout(
                connect=timeouts.connect, read=timeouts.read, write=timeouts.write, pool=timeouts.connect
            ),
        }
        if request.json is not None:
            arguments["json"] = revealed(request.json, request.secrets)
        if request.data is not None:
            arguments["data"] = revealed(request.data, request.secrets)
        if request.files:
            arguments["files"] = [_part(stack, upload) for upload in request.files]
        yield arguments


def _part(stack: ExitStack, upload: Any) -> tuple[str, tuple[str, Any, str]]:
    kind = upload.content_type
    if kind == "application/octet-stream":
        kind = mimetypes.guess_type(upload.path.name)[0] or kind
    try:
        stream = stack.enter_context(upload.path.open("rb"))
    except OSError as error:
        raise NotSent(f"cannot read {upload.path}: {error.strerror}") from None
    return upload.name, (upload.path.name, stream, kind)


def _limited(chunks: Iterator[bytes]) -> Iterator[bytes]:
    left = ANSWER_LIMIT
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise AnswerLost(f"the answer is larger than {ANSWER_LIMIT} bytes")
        yield chunk


async def _async_limited(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    left = ANSWER_LIMIT
    async for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise AnswerLost(f"the answer is larger than {ANSWER_LIMIT} bytes")
        yield chunk


def _answer(request: Request[Any], response: httpx.Response, chunks: Iterator[bytes]) -> Answer:
    body = hidden_in_bytes(b"".join(chunks), request.secrets)
    headers: Mapping[str, str] = {
        name.lower(): hidden(value, request.secrets) for name, value in response.headers.items()
    }
    log.debug("%s: status %d, %d bytes", request, response.status_code, len(body))
    return Answer(response.status_code, headers, body)


def _failure(request: Request[Any], error: Exception) -> NotSent | AnswerLost:
    what = type(error).__name__
    log.debug("%s: %s", request, what)
    if isinstance(error, httpx.InvalidURL):
        return NotSent(f"{request}: {request.url!r} is not an address")
    host = httpx.URL(request.url).netloc.decode()
    if isinstance(error, _NOT_SENT):
        return NotSent(f"{request}: cannot reach {host} ({what}); check the address and the connection")
    return AnswerLost(f"{request}: no whole answer from {host} ({what})")
