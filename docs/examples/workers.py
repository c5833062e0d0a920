"""docs/workers.md: a worker in a program of one's own, a post in one's own transaction, a job that comes round."""

import asyncio
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, chdir
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI
from telegram_sandbox import telegram

import smmcore
from smmcore import SMM, Account, Job, Post, Rules
from smmcore.engine import Engine
from smmcore.io import IO
from smmcore.testing import Fake
from smmcore.worker import Worker


def until_published(fake: Fake, count: int) -> None:
    end = time.monotonic() + 30
    while len(fake.posts()) < count:
        assert time.monotonic() < end
        time.sleep(0.05)


def embedded(fake: Fake) -> None:
    accounts = [fake.account]
    # start of embedded
    with SMM(accounts, journal="smm.sqlite3") as smm, Worker(smm):
        smm.publish(Post("Fresh rye!"), to="sandbox", key="rye", at=datetime.now(UTC) + timedelta(seconds=1))
        until_published(fake, 1)  # your program does its own work here
        # end of embedded


# start of lifespan
def make_app(accounts: list[Account], journal: str) -> FastAPI:
    """The application; its worker lives as long as it does, in threads of its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with SMM(accounts, journal=journal) as smm, Worker(smm):
            app.state.smm = smm
            yield

    return FastAPI(lifespan=lifespan)
    # end of lifespan


async def served_by_an_app(fake: Fake) -> None:
    app = make_app([fake.account], "app.sqlite3")
    async with app.router.lifespan_context(app):
        app.state.smm.publish(Post("Buns!"), to="sandbox", at=datetime.now(UTC) + timedelta(seconds=0.5))
        await asyncio.to_thread(until_published, fake, 3)


def transaction(fake: Fake) -> None:
    accounts = [fake.account]
    # start of transaction
    with SMM(accounts, journal="shop.sqlite3") as smm, sqlite3.connect("shop.sqlite3") as connection:
        smm.prepare()  # once, when your program starts
        connection.execute("CREATE TABLE offers (name TEXT)")
        offer = smm.scheduling(Post("Rye is half the price today."), "sandbox", key="offer-1")
        connection.execute("INSERT INTO offers VALUES ('rye')")
        offer.write(connection, mark="?")
        connection.commit()  # from here on, both are there
        smm.work()
        # end of transaction
    connection.close()


# start of job
async def count(engine: Engine, io: IO) -> None:
    """Keep how many posts are out; runs at nine in Warsaw, in summer and in winter."""
    counts = engine.context.journal.counts()
    await io.store.put("report", "last", sum(counts.values()))


class Reports:
    """A plugin like anybody's."""

    @smmcore.hookimpl
    def smm_jobs(self) -> Iterator[Job]:
        yield Job("report", cron="0 9 * * mon", zone="Europe/Warsaw", run=count)
        # end of job


def ruled(fake: Fake) -> None:
    token, settings = fake.account.secret("token"), fake.account.settings
    # start of rules
    rules = Rules(missed="skip", missed_after=30, doubt="wait")
    bakery = Account(
        "bakery",
        "telegram",
        "@bakery",
        settings=settings,
        secrets={"token": token},
        rules=rules,
    )
    # end of rules
    with SMM([bakery], plugins=[Reports()]) as smm:
        smm.work()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, chdir(folder), telegram() as served:
        embedded(served)
        transaction(served)
        until_published(served, 2)
        ruled(served)
        asyncio.run(served_by_an_app(served))
