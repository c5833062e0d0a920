"""Names of things on Bluesky: addresses of records, links of the app, and keys of records."""

import hashlib
import re
from urllib.parse import urlsplit

from attrs import frozen

from smmcore.errors import InvalidInput

NAME = "bluesky"
POST = "app.bsky.feed.post"
GATE = "app.bsky.feed.threadgate"
PROFILE = "app.bsky.actor.profile"
LIKE = "app.bsky.feed.like"
BLOCK = "app.bsky.graph.block"

_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_BITS = 60
_HANDLE = re.compile(
    r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE
)
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]*[A-Za-z0-9._-]")


@frozen
class Address:
    """Where a record is: `at://did/collection/key`."""

    repo: str
    collection: str
    key: str

    def __str__(self) -> str:
        return f"at://{self.repo}/{self.collection}/{self.key}"


def address(value: str, field: str = "id") -> Address:
    """A record's address from `at://…` or a post's link on bsky.app. Raises `InvalidInput` if it is neither."""
    parts = urlsplit(value)
    path = [parts.netloc, *parts.path.strip("/").split("/")]
    if parts.scheme == "at" and len(path) == 3 and all(path):
        return Address(*path)
    if parts.scheme in {"http", "https"} and len(path) == 5 and (path[1], path[3]) == ("profile", "post"):
        return Address(path[2], POST, path[4])
    raise InvalidInput(
        f"{field}: {value!r} is neither at://… nor a post's link such as "
        "https://bsky.app/profile/bakery.bsky.social/post/3l…"
    )


def link(uri: str) -> str:
    """Where the app shows a post. By the DID, because handles change."""
    where = address(uri)
    return f"https://bsky.app/profile/{where.repo}/post/{where.key}"


def actor(value: str) -> str | None:
    """A handle or DID from how people write it (`@name`, a profile's link); None where it cannot be one."""
    name = value.strip().removeprefix("@")
    if "://" in name:
        _, _, name = urlsplit(name).path.partition("/profile/")
        name = name.strip("/")
    return name if is_did(name) or _HANDLE.fullmatch(name) else None


def is_did(value: str) -> bool:
    return bool(_DID.fullmatch(value))


def record_key(*parts: str) -> str:
    """The key of a record that is the same whenever it is made of the same parts.

    Keys of posts have to be TIDs: 53 bits of a time in microseconds, then 10 bits that tell clocks apart. This one is
    a hash of 60 bits, which is a time before September 2005: never in the future, and never a key of another client.
    """
    digest = hashlib.sha256("\0".join(parts).encode()).digest()
    number = int.from_bytes(digest[:8], "big") >> (64 - _BITS)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(60, -1, -5))
