"""aiogram."""

import asyncio
from types import SimpleNamespace

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import FSInputFile
from aiogram.utils.media_group import MediaGroupBuilder
from job import do


async def sent(job: SimpleNamespace) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(job.url), timeout=job.timeout)
    async with Bot(job.secrets["token"], session=session) as bot:
        if len(job.files) > 1:
            album = MediaGroupBuilder(caption=job.text)
            for file in job.files:
                album.add_photo(FSInputFile(file))
            await bot.send_media_group(job.id, album.build())
        elif job.files:
            await bot.send_photo(job.id, FSInputFile(job.files[0]), caption=job.text)
        else:
            await bot.send_message(job.id, job.text)


def send(job: SimpleNamespace) -> None:
    asyncio.run(sent(job))


do(send)
