"""Files come in: uploaded, named by file_id, or fetched from an address."""

import asyncio
import ipaddress
import mimetypes
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

import httpx
from attrs import define, evolve

from . import limits
from .envelope import BAD_PHOTO_EXTENSION, JSON, WRONG_FILE, bad, strict
from .files import Media, StoredFile, Thumbnail
from .reading import TooLargeError

if TYPE_CHECKING:
    from .call import Call

_PHOTO_EXTENSIONS = {"jpg", "jpeg", "gif", "png", "tif", "tiff", "bmp"}
_TOLD = ("width", "height", "duration", "performer", "title")


@define(frozen=True)
class _Arrived:
    file: StoredFile
    name: str | None
    mime_type: str | None


async def take_media(call: "Call", kind: str, said: JSON, source: str) -> Media:
    """Get the medium that `source` means: attach://part, an http(s) address or a file_id."""
    if source.startswith("attach://"):
        arrived = await _uploaded(call, kind, source.removeprefix("attach://"))
    elif source.startswith(("http://", "https://")):
        arrived = await _fetched(call, kind, source)
    elif source.startswith("file://") and call.core.settings.local:
        raise strict("this fake does not read files by their path")
    else:
        return _known(call, kind, said, source)
    _check(kind, arrived)
    media = Media(kind, arrived.file, arrived.name, arrived.mime_type)
    return await _described(call, media, said)


def _known(call: "Call", kind: str, said: JSON, identifier: str) -> Media:
    ref = call.world.store.resolve(call.bot.id, identifier)
    if ref is None:
        raise bad(WRONG_FILE)
    if ref.kind != kind:
        raise bad(f"can't use file of type {ref.kind.capitalize()} as {kind.capitalize()}")
    told = {name: said[name] for name in _TOLD if name in said}
    return evolve(ref.media, **told) if kind != "photo" else ref.media


async def _uploaded(call: "Call", kind: str, part: str) -> _Arrived:
    upload = call.args.files.get(part)
    if upload is None:
        raise strict(f"the request has no attached file {part}")
    if not upload.size:
        raise bad("file must be non-empty")
    _check_size(call, kind, upload.size)
    file = await asyncio.to_thread(call.world.store.keep, upload.file, upload.size)
    return _Arrived(file, upload.filename, upload.content_type or _guess(upload.filename))


def _check_size(call: "Call", kind: str, size: int) -> None:
    most = limits.LOCAL_UPLOAD_BYTES if call.core.settings.local else limits.UPLOAD_BYTES
    if kind == "photo" and size > limits.PHOTO_BYTES:
        raise bad("file is too big")
    if size > most:
        raise TooLargeError


def _check(kind: str, arrived: _Arrived) -> None:
    if kind != "photo":
        return
    extension = (arrived.name or "").rpartition(".")[2].lower() if "." in (arrived.name or "") else "jpg"
    if extension not in _PHOTO_EXTENSIONS:
        raise bad(BAD_PHOTO_EXTENSION)
    width, height = arrived.file.width, arrived.file.height
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    if width + height > limits.PHOTO_SIDES or max(width, height) > limits.PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")


async def _described(call: "Call", media: Media, said: JSON) -> Media:
    """Add what the sender tells of the file; a photo is measured instead."""
    if media.kind == "photo":
        return evolve(media, width=media.file.width, height=media.file.height)
    told = {name: said[name] for name in _TOLD if name in said}
    thumbnail = said.get("thumbnail") or ("attach://thumbnail" if "thumbnail" in call.args.files else None)
    if thumbnail is not None:
        told["thumbnail"] = await _thumbnail(call, thumbnail)
    return evolve(media, **told)


async def _thumbnail(call: "Call", source: str) -> Thumbnail:
    if not source.startswith("attach://"):
        raise strict("a thumbnail must be uploaded")
    arrived = await _uploaded(call, "thumbnail", source.removeprefix("attach://"))
    file = arrived.file
    if file.size > limits.THUMBNAIL_BYTES or not _is_jpeg(file):
        raise strict("a thumbnail is a JPEG of at most 200 kB")
    if max(file.width, file.height) > limits.THUMBNAIL_SIDE:
        raise strict("a thumbnail is at most 320 pixels wide and high")
    return Thumbnail(file)


def _is_jpeg(file: StoredFile) -> bool:
    if file.path is None:
        return False
    with file.path.open("rb") as head:
        return head.read(3) == b"\xff\xd8\xff"


async def _fetched(call: "Call", kind: str, url: str) -> _Arrived:
    """Fetch from this machine; every other address fails as if it could not be reached."""
    if not _is_loopback(url):
        raise bad("failed to get HTTP URL content")
    most = limits.URL_PHOTO_BYTES if kind == "photo" else limits.URL_BYTES
    with cast("BinaryIO", SpooledTemporaryFile(max_size=limits.MEGABYTE)) as spool:
        mime = await _download(url, spool, most)
        if mime == "text/html" or (kind == "photo" and not mime.startswith("image/")):
            raise bad("wrong type of the web page content")
        size = spool.tell()
        if not size:
            raise bad("failed to get HTTP URL content")
        file = await asyncio.to_thread(call.world.store.keep, spool, size)
    name = urlsplit(url).path.rpartition("/")[2] or None
    return _Arrived(file, name, mime)


async def _download(url: str, spool: BinaryIO, most: int) -> str:
    try:
        async with (
            httpx.AsyncClient(trust_env=False, timeout=20, follow_redirects=True) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise bad("failed to get HTTP URL content")
            async for chunk in response.aiter_bytes():
                spool.write(chunk)
                if spool.tell() > most:
                    raise bad("wrong type of the web page content")
            kind: str = response.headers.get("content-type", "")
            return kind.partition(";")[0].strip().lower()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise bad("failed to get HTTP URL content") from None


def _is_loopback(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _guess(name: str | None) -> str | None:
    return mimetypes.guess_type(name)[0] if name else None
