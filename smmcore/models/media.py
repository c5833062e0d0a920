"""Pictures, films, sounds and papers of a post; always by source, never as bytes."""

from pathlib import Path
from typing import ClassVar, TypeAlias

from attrs import field, frozen

from smmcore.models.validating import web_address


def as_path(value: str | Path) -> Path:
    return Path(value)


@frozen
class File:
    """A file on this machine; it is streamed from disk when it is sent."""

    path: Path = field(converter=as_path)

    def __str__(self) -> str:
        return str(self.path)


@frozen
class Remote:
    """A file that the network fetches itself."""

    url: str = field(validator=web_address)

    def __str__(self) -> str:
        return self.url


Source: TypeAlias = File | Remote


def as_source(value: str | Path | Source) -> Source:
    """A web address becomes `Remote`, anything else a `File`."""
    if isinstance(value, File | Remote):
        return value
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return Remote(value)
    if isinstance(value, str | Path):
        return File(value)
    raise TypeError(f"source: must be a path, an address, File or Remote, not {type(value).__name__}")


def as_optional_source(value: str | Path | Source | None) -> Source | None:
    return None if value is None else as_source(value)


@frozen
class Media:
    """What all media have in common; use one of its kinds."""

    word: ClassVar[str] = "media"
    source: Source = field(converter=as_source)


@frozen
class Photo(Media):
    word: ClassVar[str] = "photo"
    alt: str = ""
    """What the picture shows, for people who do not see it."""


@frozen
class Video(Media):
    word: ClassVar[str] = "video"
    alt: str = ""
    cover: Source | None = field(default=None, converter=as_optional_source)


@frozen
class Animation(Media):
    """A GIF or a short film without sound."""

    word: ClassVar[str] = "animation"
    alt: str = ""


@frozen
class Audio(Media):
    word: ClassVar[str] = "audio"
    title: str = ""
    performer: str = ""


@frozen
class Voice(Media):
    """A voice note."""

    word: ClassVar[str] = "voice"


@frozen
class Document(Media):
    """Any file, sent unchanged."""

    word: ClassVar[str] = "document"
    alt: str = ""


MEDIA_KINDS: tuple[type[Media], ...] = (Photo, Video, Animation, Audio, Voice, Document)
