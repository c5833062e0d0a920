"""How the Page presents itself."""

from typing import Any

from smmcore.errors import InvalidInput
from smmcore.io import IO, Upload
from smmcore.models import Account, File
from smmcore_facebook.client import client
from smmcore_facebook.limits import ABOUT
from smmcore_facebook.uploading import unpublished_photo


class Designing:
    async def set_description(self, io: IO, account: Account, description: str) -> None:
        """Set the short text under the Page's name."""
        if len(description) > ABOUT:
            given = len(description)
            raise InvalidInput(f"description: {given} characters, a Page's has at most {ABOUT}")
        page = client(io, account)
        await page.graph.post(page.page, {"about": description}, safe=True)

    async def set_picture(self, io: IO, account: Account, picture: Any) -> None:
        """Set the Page's picture from a `File`."""
        page, file = client(io, account), _file("picture", picture)
        await page.graph.post(page.edge("picture"), {}, files=[Upload("source", file.path)], safe=True)

    async def set_cover(self, io: IO, account: Account, cover: Any) -> None:
        """Set the wide picture above the Page from a `File`."""
        page, file = client(io, account), _file("cover", cover)
        photo = await unpublished_photo(page, file, {}, result=lambda answer: str(answer["id"]))
        await page.graph.post(page.page, {"cover": photo}, safe=True)


def _file(field: str, value: Any) -> File:
    if not isinstance(value, File):
        raise InvalidInput(f"{field}: give a file on this machine")
    return value
