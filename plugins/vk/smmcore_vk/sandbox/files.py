"""Uploaded files: small ones are kept to be shown, large ones only as their size and hash."""

import hashlib
from io import BytesIO
from typing import BinaryIO

import imagesize
from attrs import Factory, define, frozen

_KEPT = 4 * 1024 * 1024
_CHUNK = 1024 * 1024


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


@define
class Files:
    stored: dict[str, Stored] = Factory(dict)

    def keep(self, source: BinaryIO, name: str, type: str) -> Stored:
        """Take a file in by chunks, so that a gigabyte costs no memory."""
        digest, size, head = hashlib.sha256(), 0, b""
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size <= _KEPT:
                head += chunk
        width, height = _dimensions(head)
        content = head if size <= _KEPT else None
        stored = Stored(digest.hexdigest(), size, name, type, width, height, content)
        self.stored[stored.sha256] = stored
        return stored


def _dimensions(head: bytes) -> tuple[int, int]:
    try:
        width, height = imagesize.get(BytesIO(head))
    except (OSError, ValueError):
        return -1, -1
    return int(width), int(height)
