"""A folder that a web server publishes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

from attrs import field, frozen

from smmcore.errors import InvalidInput, NotSent
from smmcore.io.interface import IO
from smmcore.models.media import File, as_path
from smmcore.models.validating import number, web_address
from smmcore.uploading.naming import digest_of, is_ours, name_of, unreadable

_UNFINISHED = ".smmcore-"


@frozen
class FolderUploader:
    """Copies files into a folder whose files a web server shows under `url`."""

    name: ClassVar[str] = "folder"
    folder: Path = field(converter=as_path)
    url: str = field(validator=web_address)
    keep: int = field(default=2, validator=number(least=0))
    """Days until a file is removed again; 0 keeps all of them."""

    async def upload(self, io: IO, file: File) -> str:
        name = await io.in_thread(self._copied, file.path, io.now().timestamp())
        return f"{self.url.rstrip('/')}/{name}"

    async def remove_old(self, io: IO) -> int:
        if not self.keep:
            return 0
        return await io.in_thread(self._removed, (io.now() - timedelta(days=self.keep)).timestamp())

    def _copied(self, path: Path, now: float) -> str:
        try:
            name = name_of(path, digest_of(path))
        except OSError as error:
            raise NotSent(unreadable(path, error)) from None
        with self._writing():
            target = self.folder / name
            if not target.is_file():
                self._put(path, target)
            # By the clock of this work, which may run ahead of the machine's.
            os.utime(target, (now, now))
        return name

    def _put(self, path: Path, target: Path) -> None:
        """Copy in one step: nobody ever fetches half a file."""
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=_UNFINISHED, delete=False) as new:
            half = Path(new.name)
            try:
                with path.open("rb") as file:
                    shutil.copyfileobj(file, new, 1024 * 1024)
                half.chmod(0o644)  # the web server is another user
                half.replace(target)
            except BaseException:
                half.unlink(missing_ok=True)
                raise

    def _removed(self, before: float) -> int:
        with self._writing():
            old = [path for path in self.folder.iterdir() if _removable(path.name) and _time(path) < before]
            for path in old:
                path.unlink(missing_ok=True)
            return len(old)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self.folder.is_dir():
            raise InvalidInput(
                f"uploads.folder: there is no folder {self.folder}; make it, and let a web server show it "
                f"under {self.url}"
            )
        try:
            yield
        except OSError as error:
            raise InvalidInput(
                f"uploads.folder: cannot write into {self.folder}: {error.strerror}; nothing was published"
            ) from None


def _removable(name: str) -> bool:
    return is_ours(name) or name.startswith(_UNFINISHED)


def _time(path: Path) -> float:
    with suppress(FileNotFoundError):  # another process was faster
        return path.stat().st_mtime
    return float("inf")
