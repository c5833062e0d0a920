"""HTTP to other programs on this machine: the sandbox reaches nothing else, whatever address it is given."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from attrs import frozen

_HOSTS = {"127.0.0.1", "localhost", "::1"}
_SECONDS = 10.0


class Unreachable(Exception):
    """Nobody answered; the message says why."""


@frozen
class Reply:
    """An answer whose body is to be read by chunks; close it."""

    status: int
    headers: Mapping[str, str]
    """Names in small letters."""
    _body: HTTPResponse
    _connection: HTTPConnection

    def read(self, size: int) -> bytes:
        """So many bytes at most; none at the end. Raises `OSError` where the body breaks off before it."""
        chunk = self._body.read(size)
        if not chunk and self._body.length:
            raise ConnectionError(f"{self._body.length} bytes are missing")
        return chunk

    def close(self) -> None:
        self._body.close()
        self._connection.close()


def ask(verb: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
    """One exchange that follows no redirect. Blocks. Raises `Unreachable`."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in _HOSTS:
        raise Unreachable("SANDBOX reaches http:// addresses of this machine only")
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    connection = None
    try:
        connection = HTTPConnection(parts.hostname, parts.port, timeout=_SECONDS)
        connection.request(verb, target, body, dict(headers))
        answer = connection.getresponse()
    except (OSError, HTTPException, ValueError) as error:
        if connection is not None:
            connection.close()
        raise Unreachable(type(error).__name__) from None
    return Reply(
        answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer, connection
    )
