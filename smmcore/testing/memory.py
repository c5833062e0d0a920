"""Big files go through in pieces."""

import json
import subprocess
import sys
from pathlib import Path
from typing import ClassVar

import pytest
from attrs import frozen

from smmcore.limits import MediaLimits
from smmcore.models import Account, Post
from smmcore.models.converting import dump
from smmcore.platform import Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Fixtures
from smmcore.testing.driver import Mode
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker

MEGABYTE = 1_000_000


@frozen
class _Told:
    """What the other process has to say."""

    id: str
    error: str
    grown: int


class MemoryTests(Fixtures):
    """Measured in a process of its own, so that the fake's memory does not count."""

    big_upload: ClassVar[int] = 32 * MEGABYTE
    """Bytes of the file that is uploaded, as far as the network's limits allow."""

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process's peak of memory")
    def test_a_big_file_takes_little_memory(
        self,
        mode: Mode,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        tmp_path: Path,
    ) -> None:
        kind = self._kind(platform, account)
        post = self.sample(platform, account, maker, kind)
        size = self._grown(post, platform.limits(account).kinds.get(kind))
        fake.stir()
        told = _in_a_process(mode, platform, account, maker, post)
        contract(
            told.id in fake.posts(),
            asks=f"a file of {size / MEGABYTE:g} MB, which the limits allow, is published",
            found=told.error or told.id,
            mend="correct the limits, or let the fake take such files",
            at="memory",
        )
        contract(
            told.grown < max(size / 4, 12 * MEGABYTE),
            asks="a big file is streamed: memory does not grow with it",
            found=f"{told.grown / MEGABYTE:.0f} MB more for a file of {size / MEGABYTE:.0f} MB",
            mend="give `Upload(name, path)` to the request, and read no file by yourself",
            at="memory",
        )

    def _kind(self, platform: Platform, account: Account) -> str:
        abilities = platform.abilities(account)
        for kind in ("document", "video", "photo"):
            if abilities.get(kind):
                return kind
        pytest.skip(f"{platform.title} takes no files")

    def _grown(self, post: Post, limits: MediaLimits | None) -> int:
        size = min(self.big_upload, limits.size) if limits else self.big_upload
        path = Path(str(post.media[0].source))
        if not path.is_file():
            pytest.skip("the files are not on this machine, so nothing is uploaded")
        with path.open("r+b") as file:
            file.truncate(size)  # a sparse file: the rest reads as zeros
        return size


def _in_a_process(mode: Mode, platform: Platform, account: Account, maker: Maker, post: Post) -> _Told:
    cls = type(platform)
    before = maker.plain("Before")
    order = {
        "module": cls.__module__,
        "file": getattr(sys.modules.get(cls.__module__), "__file__", None),
        "class": cls.__qualname__,
        "search": sys.path,
        "account": [account.name, account.platform, account.id],
        "settings": dict(account.settings),
        "secrets": {name: secret.reveal() for name, secret in account.secrets.items()},
        "mode": mode,
        "before": dump(before),
        "post": dump(post),
        "uploads": [str(maker.uploader.folder), maker.uploader.url] if maker.uploader else None,
    }
    done = subprocess.run(
        [sys.executable, "-m", "smmcore.testing.uploading"],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        pytest.skip(f"{cls.__name__} cannot be made in another process: {done.stderr.strip()[-200:]}")
    return _Told(**json.loads(done.stdout))
