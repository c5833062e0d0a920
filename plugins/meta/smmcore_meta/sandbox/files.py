"""Files that arrived: small ones are kept to be shown, large ones only as their size and hash."""

import hashlib
from io import BytesIO
from typing import Any, Protocol

import imagesize
from attrs import Factory, define, frozen

_KEPT = 8 * 1024 * 1024
_CHUNK = 1024 * 1024


class Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


@frozen
class Stored:
    sha256: str
    size: int
    name: str
    type: str
    width: int
    height: int
    """Of a picture; -1 where it is none."""
    content: bytes | None


@define(eq=False)
class Intake:
    """A file that is arriving, chunk by chunk, so that a gigabyte costs no memory."""

    size: int = 0
    _digest: Any = Factory(hashlib.sha256)
    _head: bytearray = Factory(bytearray)

    def take(self, chunk: bytes) -> None:
        self._digest.update(chunk)
        self.size += len(chunk)
        if self.size <= _KEPT:
            self._head += chunk

    def done(self, name: str, type: str) -> Stored:
        head = bytes(self._head)
        content = head if self.size <= _KEPT else None
        return Stored(self._digest.hexdigest(), self.size, name, type, *_dimensions(head), content)


@define
class Files:
    stored: dict[str, Stored] = Factory(dict)

    def keep(self, source: Source | bytes | Intake, name: str, type: str) -> Stored:
        """Take a file in, to be served under its hash."""
        stored = (source if isinstance(source, Intake) else _read(source)).done(name, type)
        self.stored[stored.sha256] = stored
        return stored


def _read(source: Source | bytes) -> Intake:
    source = BytesIO(source) if isinstance(source, bytes) else source
    intake = Intake()
    while chunk := source.read(_CHUNK):
        intake.take(chunk)
    return intake


def _dimensions(head: bytes) -> tuple[int, int]:
    try:
        width, height = imagesize.get(BytesIO(head))
    except (OSError, ValueError):
        return -1, -1
    return int(width), int(height)
