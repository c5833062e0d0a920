"""docs/uploads.md: giving files an address from which networks can fetch them."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar
from urllib.request import urlopen

from attrs import frozen

import smmcore
from smmcore import IO, SMM, Account, File, FolderUploader, InvalidPost, Photo, Post, Published, Source, Steps
from smmcore.sandbox import public_folder

HERE = Path(__file__).parent


class Gallery:
    """A network that fetches pictures; it publishes nowhere."""

    name, title = "gallery", "Gallery"
    settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ()

    def abilities(self, account: Account) -> smmcore.Abilities:
        return {"photo": smmcore.YES}

    def limits(self, account: Account) -> smmcore.Limits:
        return smmcore.Limits()

    # start of fetched
    def fetched(self, account: Account, post: Post) -> Sequence[Source]:
        return [media.source for media in post.media if isinstance(media, Photo)]

    # end of fetched

    # start of public
    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        if (container := steps.value("container")) is None:
            url = await io.public(post.media[0].source)
            container = await steps.run("container", self.new_container(account, url))
        # end of public
        return Published(account=account.name, id=container)

    def new_container(self, account: Account, url: str) -> smmcore.Request[str]:
        return smmcore.Request("GET", url, safe=True, parse=lambda answer: f"{len(answer.body)}")

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> smmcore.Finding:
        return smmcore.Unclear("a gallery cannot be searched")


# start of attic
@frozen
class Attic:
    """Puts files on a shelf that everybody sees."""

    name: ClassVar[str] = "attic"
    shelf: Path
    url: str

    async def upload(self, io: IO, file: File) -> str:
        await io.in_thread(shutil.copy, file.path, self.shelf / file.path.name)
        return f"{self.url}/{file.path.name}"

    async def remove_old(self, io: IO) -> int:
        return 0


class AtticPlugin:
    @smmcore.hookimpl
    def smm_uploaders(self) -> list[type[Attic]]:
        return [Attic]
        # end of attic


def refused(account: Account) -> None:
    with SMM([account], plugins=[Gallery()], installed=False) as smm:
        # start of refused
        (result,) = smm.publish(Post(media=Photo("rye.jpg")), to="gallery")
        print(result)  # media: Gallery fetches rye.jpg from a public address; set [uploads] in smm.toml, …
        # end of refused
        assert isinstance(result, smmcore.Failed)
        assert isinstance(result.error, InvalidPost)


def embedded(account: Account, folder: str, url: str) -> None:
    # start of embedded
    uploader = FolderUploader(folder, url)
    with SMM([account], plugins=[Gallery()], uploader=uploader) as smm:
        (result,) = smm.publish(Post(media=Photo("rye.jpg")), to="gallery")
        # end of embedded
        assert isinstance(result, Published)
        (path,) = Path(folder).iterdir()
        with urlopen(f"{url}/{path.name}") as shown:  # noqa: S310 - on loopback
            assert shown.read() == Path("rye.jpg").read_bytes()


def configured(text: str) -> smmcore.Uploader | None:
    Path("smm.toml").write_text(text)
    with SMM.from_config("smm.toml", plugins=[AtticPlugin()], installed=False) as smm:
        return smm.engine.context.uploader


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as here, public_folder() as shown:
        os.chdir(here)
        Path("rye.jpg").write_bytes(b"a picture of rye")
        gallery = Account("gallery", "gallery")
        refused(gallery)
        embedded(gallery, str(shown.folder), shown.url)
        folder = configured((HERE / "uploads_folder.toml").read_text())
        assert folder == FolderUploader("/srv/www/media", "https://media.bakery.example/")
        os.environ |= {"BAKERY_S3_KEY": "AKIDEXAMPLE", "BAKERY_S3_SECRET": "invented"}
        bucket = configured((HERE / "uploads_s3.toml").read_text())
        assert isinstance(bucket, smmcore.S3Uploader)
        assert configured('[uploads]\nto = "attic"\nshelf = "left"\nurl = "https://a.example"\n') == Attic(
            Path(here) / "left", "https://a.example"
        )
        os.chdir(HERE)
