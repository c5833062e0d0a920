"""vk_api. Its address is written in the method that calls, so an adapter sends requests elsewhere.

Its uploads call a file `file0`. VK documents `photo`, and the fake takes nothing else: so the name is set, and each
photo is uploaded by itself.
"""

from types import SimpleNamespace

import requests
import vk_api
from job import do
from requests.adapters import HTTPAdapter
from vk_api import upload


class Elsewhere(HTTPAdapter):
    """Sends to the fake what is meant for VK."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: object, **more: object) -> requests.Response:
        request.url = self._url + request.path_url
        return super().send(request, *args, **more)


def send(job: SimpleNamespace) -> None:
    session = vk_api.VkApi(token=job.secrets["user"], api_version="5.199")
    session.http.mount("https://api.vk.ru/", Elsewhere(job.url))
    group = int(job.id.removeprefix("club"))
    upload.FilesOpener.__init__.__defaults__ = ("photo",)
    photos = [upload.VkUpload(session).photo_wall(file, group_id=group)[0] for file in job.files]
    attachments = [f"photo{photo['owner_id']}_{photo['id']}" for photo in photos]
    session.get_api().wall.post(
        owner_id=-group, from_group=1, message=job.text, attachments=",".join(attachments) or None
    )


do(send)
