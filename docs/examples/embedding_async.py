"""docs/embedding.md: callers on an event loop."""

import asyncio
import tempfile
from contextlib import chdir

from telegram_sandbox import telegram

# start of asyncio
from smmcore import Account, AsyncSMM, Comment, Post


async def announce(account: Account) -> list[Comment]:
    async with AsyncSMM([account], journal="smm.sqlite3") as smm:
        outcome = await smm.publish(Post("Fresh rye!"), to=account.name, key="2026-12-01-rye")
        outcome.raise_for_failures()
        return [comment async for comment in smm.comments(account.name)]
    # end of asyncio


# start of worker
async def work_for_ever(smm: AsyncSMM) -> None:
    while True:
        outcome = await smm.work()
        for doubt in outcome.unconfirmed:
            print(f"look at {doubt.account}, {doubt.key}: {doubt.reason}")
        await asyncio.sleep(60)
        # end of worker


async def main(account: Account) -> None:
    assert await announce(account) == []
    async with AsyncSMM([account], journal="smm.sqlite3") as smm:
        later = await smm.publish(Post("Soon"), to="sandbox", key="soon", at=smm.io.now())
        assert later.published
        task = asyncio.create_task(work_for_ever(smm))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name, chdir(name), telegram() as fake:
        asyncio.run(main(fake.account))
        assert [fake.text(post) for post in fake.posts()] == ["Fresh rye!", "Soon"]
