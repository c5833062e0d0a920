"""Networks that fetch media themselves: files of this machine need a public address before anything is sent."""

from typing import ClassVar

import pytest

from smmcore.errors import InvalidInput, InvalidPost
from smmcore.io.interface import IO
from smmcore.models import Account, Failed, File, Published
from smmcore.platform import FetchesMedia, Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Fixtures, MakeDriver, told
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker
from smmcore.uploading import FolderUploader

FULL = "the place for uploads is full"


class _Full:
    """An uploader that has no room."""

    name: ClassVar[str] = "full"

    async def upload(self, io: IO, file: File) -> str:
        raise InvalidInput(FULL)

    async def remove_old(self, io: IO) -> int:
        return 0


class FetchingTests(Fixtures):
    """What `fetched` says decides what is refused without an uploader, and what is uploaded with one."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_only_what_is_fetched_needs_an_uploader(
        self,
        drivers: MakeDriver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        kind: str,
    ) -> None:
        network = self.capable(platform, FetchesMedia)
        post = self.sample(platform, account, maker, kind)
        driver, before = drivers(uploader=None), len(fake.posts())
        result = driver.publish(post)
        if any(isinstance(source, File) for source in network.fetched(account, post)):
            contract(
                isinstance(result, Failed) and isinstance(result.error, InvalidPost),
                asks="without an uploader, a file that the network would fetch is refused with `InvalidPost`",
                found=told(result),
                mend="name it in `fetched`",
                at="fetching",
            )
            contract(
                not driver.watch.sent and len(fake.posts()) == before,
                asks="nothing was sent for it",
                found=f"{len(driver.watch.sent)} requests",
                mend="ask the network nothing in `fetched`",
                at="fetching",
            )
        else:
            contract(
                isinstance(result, Published),
                asks="what `fetched` does not name is published without an uploader",
                found=told(result),
                mend="name all sources for which `publish` calls `io.public` in `fetched`",
                at="fetching",
            )

    @pytest.mark.parametrize("kind", KINDS)
    def test_what_is_fetched_is_uploaded(
        self,
        smm: Driver,
        platform: Platform,
        account: Account,
        maker: Maker,
        uploader: FolderUploader | None,
        kind: str,
    ) -> None:
        network = self.capable(platform, FetchesMedia)
        post = self.sample(platform, account, maker, kind)
        files = [source for source in network.fetched(account, post) if isinstance(source, File)]
        if not files or uploader is None:
            pytest.skip(f"{platform.title} fetches nothing of this machine for such a post")
        for path in uploader.folder.iterdir():
            path.unlink()
        result = smm.publish(post)
        wanted = len({source.path.read_bytes() for source in files})
        contract(
            isinstance(result, Published) and len(list(uploader.folder.iterdir())) == wanted,
            asks="each file that `fetched` names is uploaded, and the network gets its public address",
            found=f"{len(list(uploader.folder.iterdir()))} of {wanted} files; {told(result)}",
            mend="give the network `await io.public(source)`, and name in `fetched` what it fetches",
            at="fetching",
        )

    def test_nothing_is_published_where_nothing_can_be_uploaded(
        self, drivers: MakeDriver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        network = self.capable(platform, FetchesMedia)
        post = self.sample(platform, account, maker, "photo")
        if not any(isinstance(source, File) for source in network.fetched(account, post)):
            pytest.skip(f"{platform.title} fetches no photo of this machine")
        before = len(fake.posts())
        result = drivers(uploader=_Full()).publish(post)
        contract(
            isinstance(result, Failed) and FULL in str(result.error) and len(fake.posts()) == before,
            asks="a file that cannot be uploaded is `Failed` with the uploader's own words, and nothing is there",
            found=told(result),
            mend="call `io.public` before the first step that publishes, and catch nothing of it",
            at="fetching",
        )
