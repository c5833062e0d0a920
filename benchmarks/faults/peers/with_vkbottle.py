"""vkbottle."""

import asyncio
from types import SimpleNamespace

from aiohttp import ClientTimeout
from job import do
from vkbottle import API, AiohttpClient, PhotoWallUploader


async def sent(job: SimpleNamespace) -> None:
    client = AiohttpClient(timeout=ClientTimeout(total=job.timeout))
    api = API(job.secrets["user"], http_client=client)
    api.API_URL = f"{job.url}/method/"
    group = int(job.id.removeprefix("club"))
    try:
        uploader = PhotoWallUploader(api)
        photos = []
        for file in job.files:
            photos.append(await uploader.upload(file, group_id=group))
            await asyncio.sleep(1)  # VK allows three calls a second, and vkbottle keeps no pace
        await api.wall.post(owner_id=-group, from_group=True, message=job.text, attachments=photos or None)
    finally:
        await client.close()


def send(job: SimpleNamespace) -> None:
    asyncio.run(sent(job))


do(send)
