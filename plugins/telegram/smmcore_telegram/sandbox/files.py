"""Uploaded and fetched files: kept on disk when small, as size and hash when large."""

import hashlib
import shutil
import tempfile
import weakref
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import BinaryIO

import imagesize
from attrs import Factory, define

from . import limits

CHUNK = 1024 * 1024

# Official identifiers begin with letters that tell the kind; clients that look at them see the usual ones.
_ID_PREFIX = {
    "photo": "AgAC", "video": "BAAC", "audio": "CQAC", "document": "BQAC",
    "animation": "CgAC", "voice": "AwAC", "thumbnail": "AAMC", "chat_photo": "AQAD",
}  # fmt: skip
_PHOTO_STEPS = (90, 320, 800, 1280)


@define(frozen=True, eq=False)
class StoredFile:
    """One content; the same bytes are the same file whoever sends them."""

    sha256: str
    size: int
    path: Path | None
    width: int = 0
    height: int = 0


@define(frozen=True)
class Thumbnail:
    file: StoredFile


@define(frozen=True)
class Media:
    """A file used as a photo, a video, ... with what the sender said of it."""

    kind: str
    file: StoredFile
    file_name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0
    performer: str | None = None
    title: str | None = None
    thumbnail: Thumbnail | None = None


@define(frozen=True)
class FileRef:
    """What a file_id stands for, and whose it is."""

    bot_id: int
    media: Media
    kind: str


@define
class FileStore:
    directory: Path
    files: dict[str, StoredFile] = Factory(dict)
    refs: dict[str, FileRef] = Factory(dict)

    def keep(self, source: BinaryIO, size: int) -> StoredFile:
        """Take a file in by chunks, so that a gigabyte costs no memory."""
        target = self.directory / f"incoming-{len(self.files)}-{id(source)}"
        digest = hashlib.sha256()
        small = size <= limits.DOWNLOAD_BYTES
        source.seek(0)
        with target.open("wb") as out:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                if small:
                    out.write(chunk)
        return self._settle(target, digest.hexdigest(), size, small=small)

    def _settle(self, target: Path, sha256: str, size: int, *, small: bool) -> StoredFile:
        if sha256 in self.files or not small:
            target.unlink()
        if sha256 not in self.files:
            path = target.rename(self.directory / sha256) if small else None
            width, height = _dimensions(path)
            self.files[sha256] = StoredFile(sha256, size, path, width, height)
        return self.files[sha256]

    def file_id(self, bot_id: int, media: Media, kind: str, variant: str = "") -> str:
        """Make a bot's identifier of the file; it works for no other bot."""
        identifier = _ID_PREFIX[kind] + _short(f"{bot_id}:{kind}:{variant}:{media.file.sha256}", 60)
        self.refs[identifier] = FileRef(bot_id, media, kind)
        return identifier

    def resolve(self, bot_id: int, identifier: str) -> FileRef | None:
        ref = self.refs.get(identifier)
        return ref if ref is not None and ref.bot_id == bot_id else None


def unique_id(media: Media, variant: str = "") -> str:
    """Identify the content for every bot; this identifier cannot be sent."""
    return "AQAD" + _short(f"{variant}:{media.file.sha256}", 12)


def photo_steps(width: int, height: int) -> list[tuple[str, int, int]]:
    """List the sizes below the full one: their bytes are the full photo's, only the numbers are scaled."""
    longest = max(width, height)
    steps = [step for step in _PHOTO_STEPS if step < longest]
    return [(str(s), max(1, width * s // longest), max(1, height * s // longest)) for s in steps]


def file_store(owner: object) -> FileStore:
    """Make a store whose directory goes when its owner goes."""
    directory = Path(tempfile.mkdtemp(prefix="telegram-sandbox-"))
    weakref.finalize(owner, shutil.rmtree, directory, ignore_errors=True)
    return FileStore(directory)


def _short(text: str, length: int) -> str:
    return urlsafe_b64encode(hashlib.sha512(text.encode()).digest()).decode()[:length]


def _dimensions(path: Path | None) -> tuple[int, int]:
    if path is None:
        return 0, 0
    try:
        width, height = imagesize.get(str(path))
    except (OSError, ValueError):
        return 0, 0
    return max(0, int(width)), max(0, int(height))
