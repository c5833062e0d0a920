"""The one module that imports httpx: sends a `Request` as it is, once, and turns its failures into ours."""

import logging
import mimetypes
import re
import ssl
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import httpx

from smmcore.errors import AnswerLost, NotSent, TransportError
from smmcore.io.pieces import Piece
from smmcore.io.proxies import proxies
from smmcore.io.redaction import hidden, hidden_in_bytes, revealed, revealed_in_url
from smmcore.io.request import Answer, Body, Request, Timeouts
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
_HEADERS = {"User-Agent": "smmcore"}
ANSWER_LIMIT = 64 * 1024 * 1024
"""Bytes; no API answers with more, and a server that does must not fill the memory."""


_sending: ContextVar[tuple[Secret, ...] | None] = ContextVar("smmcore_sending", default=None)
"""The secrets of the request that is on its way; None outside of our requests, whose logs are not ours to change."""
_QUERY = re.compile(r"(https?://[^\s?\"]+)\?[^\s\"]*")


def _without_secrets(record: logging.LogRecord) -> bool:
    """Servers may repeat what they were sent, and httpcore logs all that they answer."""
    if secrets := _sending.get():
        record.msg, record.args = hidden(record.getMessage(), secrets), ()
    return True


def _without_queries(record: logging.LogRecord) -> bool:
    """Networks hand out addresses that are keys by themselves, such as those for uploads."""
    if _sending.get() is not None:
        record.msg, record.args = _QUERY.sub(r"\1?…", record.getMessage()), ()
    return True


logging.getLogger("httpx").addFilter(_without_queries)
for _part_of_httpcore in ("connection", "http11", "http2", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_part_of_httpcore}").addFilter(_without_secrets)


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


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted, read once: it takes longer than a request."""
    return httpx.create_ssl_context()


def _ways(transport: Callable[..., T]) -> dict[str, T | None]:
    """The environment's proxies: httpx asks for them only where it makes the transports itself."""
    return {
        where: transport(verify=_trusted(), proxy=proxy) if proxy else None
        for where, proxy in proxies().items()
    }


def _no_cookies() -> CookieJar:
    """A jar that takes nothing: accounts share a connection, and must not share what servers know them by."""
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


class BlockingHTTP:
    """Sends requests one at a time, on the caller's thread."""

    def __init__(self) -> None:
        self._client = httpx.Client(
            transport=_Transport(verify=_trusted()),
            mounts=_ways(_Transport),
            headers=_HEADERS,
            cookies=_no_cookies(),
        )

    def exchange(
        self, request: Request[Any], timeouts: Timeouts, left: Callable[[], float | None] = lambda: None
    ) -> Answer:
        """The answer, whatever its status. Raises `NotSent` or `AnswerLost`."""
        return _told(self._exchange(request, timeouts, left))

    def _exchange(
        self, request: Request[Any], timeouts: Timeouts, left: Callable[[], float | None]
    ) -> Answer | TransportError:
        try:
            with _written(self._client, request, timeouts) as ready:
                response = self._client.send(ready, stream=True)
                try:
                    return _answer(request, response, _limited(response.iter_bytes(), left))
                finally:
                    response.close()
        except Exception as error:  # noqa: BLE001 - no traceback may lead to these frames
            return _failure(request, error)

    def close(self) -> None:
        self._client.close()


class NonblockingHTTP:
    """Sends requests on the running event loop."""

    def __init__(self) -> None:
        self._client = httpx.AsyncClient(
            transport=_AsyncTransport(verify=_trusted()),
            mounts=_ways(_AsyncTransport),
            headers=_HEADERS,
            cookies=_no_cookies(),
        )

    async def exchange(self, request: Request[Any], timeouts: Timeouts) -> Answer:
        """The answer, whatever its status. Raises `NotSent` or `AnswerLost`."""
        return _told(await self._exchange(request, timeouts))

    async def _exchange(self, request: Request[Any], timeouts: Timeouts) -> Answer | TransportError:
        try:
            with _written(self._client, request, timeouts) as ready:
                response = await self._client.send(ready, stream=True)
                try:
                    chunks = [chunk async for chunk in _async_limited(response.aiter_bytes())]
                    return _answer(request, response, iter(chunks))
                finally:
                    await response.aclose()
        except Exception as error:  # noqa: BLE001 - no traceback may lead to these frames
            return _failure(request, error)

    async def aclose(self) -> None:
        await self._client.aclose()


def _told(outcome: Answer | TransportError) -> Answer:
    # Raised here, where nothing has seen the secrets: whoever prints a traceback with its values prints none.
    if isinstance(outcome, TransportError):
        raise outcome
    return outcome


@contextmanager
def _written(
    client: httpx.Client | httpx.AsyncClient, request: Request[Any], timeouts: Timeouts
) -> Iterator[httpx.Request]:
    """The request as httpx sends it; files are open for the time of one attempt and read in pieces."""
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
        stream = _FileStream(stack, request.body) if request.body else None
        if stream:
            arguments["headers"] |= stream.headers
        try:
            ready = client.build_request(request.method, request.url, **arguments)
        except Exception as error:  # noqa: BLE001 - whatever stops httpx from writing it, nothing was sent
            raise NotSent(f"{request}: it cannot be sent ({_reason(error)})") from None
        if stream:
            ready.stream = stream
        token = _sending.set(request.secrets)
        try:
            yield ready
        finally:
            _sending.reset(token)


class _FileStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A file, or a part of it, in pieces; the same for both kinds of client."""

    _PIECE = 64 * 1024

    def __init__(self, stack: ExitStack, body: Body) -> None:
        self._file = Piece(_opened(stack, body.path), body.start, body.size)
        self.headers = {"Content-Type": body.content_type, "Content-Length": str(self._file.size)}

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(0)
        while piece := self._file.read(self._PIECE):
            yield piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece


def _opened(stack: ExitStack, path: Path) -> BinaryIO:
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        raise NotSent(f"cannot read {path}: {error.strerror}") from None


def _part(stack: ExitStack, upload: Any) -> tuple[str, tuple[str, Any, str]]:
    kind = upload.content_type
    if kind == "application/octet-stream":
        kind = mimetypes.guess_type(upload.path.name)[0] or kind
    piece = Piece(_opened(stack, upload.path), upload.start, upload.size)
    return upload.name, (upload.path.name, piece, kind)


def _limited(chunks: Iterator[bytes], left: Callable[[], float | None]) -> Iterator[bytes]:
    room = ANSWER_LIMIT
    for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise AnswerLost(f"the answer is larger than {ANSWER_LIMIT} bytes")
        if (seconds := left()) is not None and seconds <= 0:
            raise AnswerLost("the time for this ran out before the whole answer was there")
        yield chunk


async def _async_limited(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    room = ANSWER_LIMIT
    async for chunk in chunks:
        room -= len(chunk)
        if room < 0:
            raise AnswerLost(f"the answer is larger than {ANSWER_LIMIT} bytes")
        yield chunk


def _answer(request: Request[Any], response: httpx.Response, chunks: Iterator[bytes]) -> Answer:
    body = hidden_in_bytes(b"".join(chunks), request.secrets)
    headers: Mapping[str, str] = {
        name.lower(): hidden(value, request.secrets) for name, value in response.headers.items()
    }
    log.debug("%s: status %d, %d bytes", request, response.status_code, len(body))
    return Answer(response.status_code, headers, body)


def _failure(request: Request[Any], error: Exception) -> TransportError:
    what = type(error).__name__
    log.debug("%s: %s", request, what)
    if isinstance(error, NotSent | AnswerLost):
        return type(error)(str(error))
    host = httpx.URL(request.url).netloc.decode()
    if isinstance(error, _NOT_SENT):
        return NotSent(f"{request}: cannot reach {host} ({what}); check the address and the connection")
    return AnswerLost(f"{request}: no whole answer from {host} ({what})")


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.InvalidURL):
        return "its address is none"
    return type(error).__name__
