"""`[uploads]` of `smm.toml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
from attrs import field, frozen

from smmcore.errors import InvalidInput
from smmcore.io.interface import IO, Uploader
from smmcore.models.account import Secret
from smmcore.models.converting import load
from smmcore.models.media import File
from smmcore.secrets import Reference, fetch

if TYPE_CHECKING:
    from smmcore.events import Events


@frozen(kw_only=True)
class UploadsEntry:
    """Where files are to be put; its secrets are places to look at, not yet values."""

    to: str
    settings: Mapping[str, Any] = field(factory=dict)
    secrets: Mapping[str, Reference | Secret] = field(factory=dict)

    def uploader(self, folder: Path, events: "Events") -> Uploader:
        """What uploads. Raises `InvalidInput` that names the field; a missing secret is told when it is needed."""
        kinds = events.uploaders()
        if self.to not in kinds:
            raise InvalidInput(f"uploads.to: nothing uploads to {self.to!r} (known: {', '.join(kinds)})")
        try:
            secrets = {name: self._value(name, place, folder, events) for name, place in self.secrets.items()}
        except InvalidInput as error:
            return NotReady(str(error))
        made = load(kinds[self.to], {**self.settings, **secrets}, where="uploads")
        return _from_here(made, folder)

    def _value(self, name: str, place: Reference | Secret, folder: Path, events: "Events") -> Secret:
        if isinstance(place, Secret):
            return place
        try:
            return Secret(fetch(place, account="uploads", name=name, folder=folder, events=events), name)
        except InvalidInput as error:
            raise InvalidInput(f"uploads.secrets.{name}: {error}") from None


@frozen
class NotReady:
    """Says what is missing as soon as something is to be uploaded: until then, nothing else is disturbed."""

    name: ClassVar[str] = "not ready"
    reason: str

    async def upload(self, io: IO, file: File) -> str:
        raise InvalidInput(self.reason)

    async def remove_old(self, io: IO) -> int:
        return 0


def _from_here(uploader: Uploader, folder: Path) -> Uploader:
    """Relative paths are relative to the file that names them."""
    kind: Any = type(uploader)
    paths = {f.alias: getattr(uploader, f.name) for f in attrs.fields(kind)}
    here = {name: folder / path.expanduser() for name, path in paths.items() if isinstance(path, Path)}
    return attrs.evolve(uploader, **here) if here else uploader  # type: ignore[misc] # kinds are attrs classes
