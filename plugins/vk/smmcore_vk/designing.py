"""How the community presents itself."""

from typing import Any

from smmcore.errors import InvalidInput
from smmcore.io import IO
from smmcore.models import Account, File
from smmcore_vk.client import Client
from smmcore_vk.limits import PHOTOS
from smmcore_vk.uploading import sending, upload_url, uploaded_photo

_COVER = {"crop_x": 0, "crop_y": 0, "crop_x2": 1590, "crop_y2": 530}
"""Pixels that are shown: all of a cover in the size that VK recommends."""


class Designing:
    async def set_title(self, io: IO, account: Account, title: str) -> None:
        await _edited(Client(io, account), title=title)

    async def set_description(self, io: IO, account: Account, description: str) -> None:
        await _edited(Client(io, account), description=description)

    async def set_picture(self, io: IO, account: Account, picture: Any) -> None:
        """Set the community's picture from a `File`."""
        client, file = Client(io, account), _picture(picture)
        params = {"owner_id": -(await client.community())}
        url = await client.call("photos.getOwnerPhotoUploadServer", params, result=upload_url)
        sent = await io.send(sending("picture", url, file, "photo", uploaded_photo))
        await client.call("photos.saveOwnerPhoto", sent)

    async def set_cover(self, io: IO, account: Account, cover: Any) -> None:
        """Set the wide picture above the wall from a `File`, best of 1590x530 pixels."""
        client, file = Client(io, account), _picture(cover, "cover")
        params = {"group_id": await client.community(), **_COVER}
        url = await client.call("photos.getOwnerCoverPhotoUploadServer", params, result=upload_url)
        sent = await io.send(sending("cover", url, file, "photo", uploaded_photo))
        await client.call("photos.saveOwnerCoverPhoto", {key: sent[key] for key in ("hash", "photo")})


async def _edited(client: Client, **values: str) -> None:
    await client.call("groups.edit", {"group_id": await client.community(), **values})


def _picture(picture: Any, word: str = "picture") -> File:
    if not isinstance(picture, File):
        raise InvalidInput(f"{word}: VK takes a file only")
    if picture.path.suffix.lower() not in PHOTOS:
        raise InvalidInput(f"{word}: {picture.path.name} is none of {', '.join(PHOTOS)}")
    return picture
