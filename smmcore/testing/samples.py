"""Sample posts of every kind, with media that are drawn on the fly: always the same bytes, no dependency."""

import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from attrs import evolve, frozen

from smmcore.limits import Limits
from smmcore.models import (
    Bold,
    Code,
    File,
    Italic,
    Kind,
    Link,
    Media,
    Poll,
    Post,
    Pre,
    Quote,
    Source,
    Spoiler,
    Strike,
    Text,
    TextLike,
    Underline,
    as_text,
)
from smmcore.models.media import MEDIA_KINDS
from smmcore.uploading import FolderUploader

# Bytes


def png(width: int = 320, height: int = 240, shade: int = 128) -> bytes:
    """A grey picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([shade]) * width) * height
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(name, data) for name, data in parts)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(width: int = 320, height: int = 240) -> bytes:
    """A grey picture: every block of it is two bits of zero."""
    blocks = -(-width // 8) * -(-height // 8)
    bits = "00" * blocks
    bits += "1" * (-len(bits) % 8)
    scan = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    table = bytes([1]) + bytes(15) + bytes([0])  # one symbol, 0, whose code is one bit long
    segments = [
        (0xE0, b"JFIF\0" + struct.pack(">HBHHBB", 0x0101, 0, 1, 1, 0, 0)),
        (0xDB, b"\0" + bytes([16]) * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, height, width, 1, 1, 0x11, 0)),
        (0xC4, b"\x00" + table),
        (0xC4, b"\x10" + table),
        (0xDA, bytes([1, 1, 0, 0, 63, 0])),
    ]
    head = b"".join(struct.pack(">BBH", 0xFF, mark, len(data) + 2) + data for mark, data in segments)
    return b"\xff\xd8" + head + scan + b"\xff\xd9"


def gif() -> bytes:
    """Two frames of one pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\x04\x0a\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
    return head + (frame + b"\x02\x02\x44\x01\0") * 2 + b"\x3b"


def mp4() -> bytes:
    """A film of one second with nothing in it."""
    kind = _box(b"ftyp", b"isom" + struct.pack(">I", 512) + b"isomiso2mp41")
    matrix = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    times = struct.pack(">IIIIIIH10s", 0, 0, 0, 1000, 1000, 0x10000, 0x0100, bytes(10))
    header = _box(b"mvhd", times + matrix + bytes(24) + struct.pack(">I", 1))
    return kind + _box(b"moov", header) + _box(b"mdat", bytes(64))


def _box(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data) + 8) + name + data


def mp3() -> bytes:
    """Half a second of silence."""
    return (b"\xff\xfb\x90\x64" + bytes(413)) * 20


def ogg() -> bytes:
    """An Opus stream: its two header pages and one packet of silence."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I7sI", 7, b"smmcore", 0)
    pages = [(2, 0, head), (0, 0, tags), (4, 960, b"\xf8\xff\xfe")]
    return b"".join(_ogg_page(number, *page) for number, page in enumerate(pages))


def _ogg_page(number: int, flags: int, position: int, packet: bytes) -> bytes:
    start = struct.pack("<4sBBqII", b"OggS", 0, flags, position, 1, number)
    rest = bytes([1, len(packet)]) + packet
    return start + struct.pack("<I", _ogg_checksum(start + bytes(4) + rest)) + rest


def _ogg_checksum(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
    return value


def pdf() -> bytes:
    """A document without a page."""
    objects = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return b"%PDF-1.4\n" + objects + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def _plain_bytes() -> bytes:
    return b"The week's prices\n" * 20


DRAWN: Mapping[str, Callable[[], bytes]] = {
    ".png": png,
    ".jpg": jpeg,
    ".jpeg": jpeg,
    ".gif": gif,
    ".mp4": mp4,
    ".mov": mp4,
    ".mp3": mp3,
    ".ogg": ogg,
    ".oga": ogg,
    ".opus": ogg,
    ".pdf": pdf,
    ".txt": _plain_bytes,
}
_USUAL = {
    "photo": (".jpg", ".png", ".gif"),
    "video": (".mp4", ".mov"),
    "animation": (".gif", ".mp4"),
    "audio": (".mp3", ".ogg"),
    "voice": (".ogg", ".oga", ".opus", ".mp3"),
    "document": (".pdf", ".txt", ".jpg"),
}
_CLASSES: dict[str, type[Media]] = {kind.word: kind for kind in MEDIA_KINDS}

# Posts


class NoSample(Exception):
    """There is no sample that the network would take."""


@frozen
class Maker:
    """Makes posts of every kind that fit the network's limits, with their files in a folder."""

    folder: Path
    limits: Limits
    as_source: Callable[[Path], Source] = File
    plainest: str = "text"
    """The kind of the plainest post that the network takes: `text`, or `photo` where no text stands by itself."""
    uploader: FolderUploader | None = None
    """What gives files a public address, if there is something."""

    def plain(self, text: TextLike = "Fresh bread from seven o'clock!") -> Post:
        """A text, or a photo with that text where the network takes nothing less."""
        return self.post(self.plainest).with_text(text)

    def post(self, kind: str) -> Post:
        """A post of one of `KINDS`. Raises `NoSample`."""
        return _TEXTS[kind] if kind in _TEXTS else _WITH_FILES[kind](self)

    def media(self, word: str, name: str = "sample") -> Media:
        suffix = self._suffix(word)
        path = self.folder / f"{name}{suffix}"
        path.write_bytes(DRAWN[suffix]())
        return _CLASSES[word](self.as_source(path))

    def album(self) -> tuple[Media, ...]:
        most = int(self.limits.media.most) if self.limits.media else 3
        return tuple(self.media("photo", f"sample{number}") for number in range(min(3, most)))

    def _suffix(self, word: str) -> str:
        limits = self.limits.kinds.get(word)
        for suffix in _USUAL[word]:
            if limits is None or not limits.formats or suffix in limits.formats:
                return suffix
        raise NoSample(f"the suite has no {word} in any of {', '.join(limits.formats if limits else ())}")


FORMATTED: Text = as_text(
    [
        "Plain, ",
        Bold(["bold, ", Italic("both"), " bold"]),
        " ",
        Underline("under"),
        " ",
        Strike("old"),
        " ",
        Spoiler("secret"),
        " ",
        Code("a < b"),
        " ",
        Link("a shop", url="https://example.com/?a=1&b=2"),
        "\n",
        Quote("a quotation"),
        "\n",
        Pre("x = 1", language="python"),
    ]
)
"""All styles, one of them nested."""

_TEXTS: dict[str, Post] = {
    "text": Post("Fresh bread from seven o'clock!"),
    "link": Post("All about rye", link="https://example.com/rye"),
    "poll": Post(poll=Poll(question="Which bread?", options=("Rye", "Wheat", "Spelt"))),
}
_WITH_FILES: dict[str, Callable[[Maker], Post]] = {
    "formatted": lambda maker: maker.plain(FORMATTED),
    "first_comment": lambda maker: evolve(maker.plain("With a comment"), first_comment="The first comment"),
    "photo": lambda maker: Post("A loaf", media=maker.media("photo")),
    "video": lambda maker: Post("A film", media=maker.media("video")),
    "animation": lambda maker: Post("It moves", media=maker.media("animation")),
    "audio": lambda maker: Post("A song", media=maker.media("audio")),
    "voice": lambda maker: Post("A word", media=maker.media("voice")),
    "document": lambda maker: Post("A list", media=maker.media("document")),
    "album": lambda maker: Post("Three loaves", media=maker.album()),
    "story": lambda maker: Post(media=maker.media("photo"), kind=Kind.STORY),
    "reel": lambda maker: Post("A short film", media=maker.media("video"), kind=Kind.REEL),
}
KINDS: tuple[str, ...] = (*_TEXTS, *_WITH_FILES)
"""The kinds of posts that the suite tries, as far as an account's abilities allow."""
