"""python-telegram-bot; for retries, its AIORateLimiter."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import BinaryIO

from job import do
from telegram import Bot, InputMediaPhoto
from telegram.ext import AIORateLimiter, ExtBot


async def sent(job: SimpleNamespace, files: list[BinaryIO]) -> None:
    token, url = job.secrets["token"], f"{job.url}/bot"
    limiter = AIORateLimiter(max_retries=3) if job.retry else None
    bot = ExtBot(token, url, rate_limiter=limiter) if limiter else Bot(token, url)
    async with bot:
        if len(files) > 1:
            await bot.send_media_group(job.id, [InputMediaPhoto(file) for file in files], caption=job.text)
        elif files:
            await bot.send_photo(job.id, files[0], caption=job.text)
        else:
            await bot.send_message(job.id, job.text)


def send(job: SimpleNamespace) -> None:
    with ExitStack() as ends:
        files = [ends.enter_context(Path(file).open("rb")) for file in job.files]
        asyncio.run(sent(job, files))


do(send)
