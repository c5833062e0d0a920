"""Media that Meta fetches from an address: really asked for, with what may be wrong with it."""

from collections.abc import Collection
from typing import Literal, TypeAlias

import anyio.to_thread

from .errors import GraphError
from .files import Files, Stored
from .loopback import Reply, Unreachable, ask

Reason: TypeAlias = Literal["unreachable", "status", "redirect", "type", "too_large"]
AGENT = "facebookexternalhit/1.1"
_CHUNK = 256 * 1024


class Unfetchable(Exception):
    """The address does not give what is asked for; `status` is 0 where nobody answered."""

    def __init__(self, reason: Reason, detail: str, status: int = 0) -> None:
        self.reason, self.status = reason, status
        super().__init__(detail)

    def error(self) -> GraphError:
        """As Instagram tells it."""
        return (
            GraphError.known(36000, 2207004)
            if self.reason == "too_large"
            else GraphError.known(9004, 2207052)
        )


async def fetch(files: Files, url: str, types: Collection[str], most: int) -> Stored:
    """The file behind an address, at most so many bytes; no `types` means any. Raises `Unfetchable`."""
    return await anyio.to_thread.run_sync(_fetched, files, url, types, most)


def _fetched(files: Files, url: str, types: Collection[str], most: int) -> Stored:
    try:
        reply = ask("GET", url, {"User-Agent": AGENT})
    except Unreachable as error:
        raise Unfetchable("unreachable", str(error)) from None
    try:
        type = _looked_at(reply, types)
        name = url.partition("?")[0].rpartition("/")[2]
        return files.keep(_Bounded(reply, most), name, type)
    except OSError as error:
        raise Unfetchable("unreachable", f"it broke off: {error}") from None
    finally:
        reply.close()


def _looked_at(reply: Reply, types: Collection[str]) -> str:
    """The content type, if status and type are right."""
    if 300 <= reply.status < 400:
        raise Unfetchable("redirect", "redirects are not followed", reply.status)
    if reply.status != 200:
        raise Unfetchable("status", f"the address answered {reply.status}", reply.status)
    type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if types and type not in types:
        raise Unfetchable("type", f"the content type is {type or 'not given'}", 200)
    return type


class _Bounded:
    """Reads until there is too much."""

    def __init__(self, reply: Reply, most: int) -> None:
        self._reply, self._left = reply, most

    def read(self, _size: int, /) -> bytes:
        chunk = self._reply.read(_CHUNK)
        self._left -= len(chunk)
        if self._left < 0:
            raise Unfetchable("too_large", "the file is too large", 200)
        return chunk
