"""Posts that are scheduled inside a transaction of the caller's own."""

import asyncio
import sqlite3
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from smmcore import SMM, InvalidInput, InvalidPost, Photo, Post, Published, UnknownAccount

from .network import START, WallPlatform, account


@pytest.fixture(params=["file", "postgres"])
def url(request, tmp_path):
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'shop.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def smm(url, wall, clock):
    with SMM([account(wall)], clock=clock, plugins=[WallPlatform()], installed=False, journal=url) as smm:
        yield smm


@pytest.fixture
def engine(url):
    """The caller's own."""
    parsed = make_url(url)
    engine = create_engine(parsed.set(drivername="postgresql+psycopg") if "postgresql" in url else parsed)
    yield engine
    engine.dispose()


def test_it_is_there_with_the_callers_transaction_or_not_at_all(smm, engine, wall):
    intent = smm.scheduling(Post("Fresh rye!"), "bakery", key="offer-1")
    with engine.connect() as connection:
        with connection.begin():
            connection.execute(text("CREATE TABLE offers (name TEXT)"))
        with connection.begin() as transaction:
            connection.execute(text("INSERT INTO offers VALUES ('rye')"))
            connection.execute(intent.statement(connection.dialect.name))
            transaction.rollback()
        assert list(smm.work()) == []
        with connection.begin():
            connection.execute(text("INSERT INTO offers VALUES ('rye')"))
            connection.execute(intent.statement(connection.dialect.name))
    (published,) = smm.work()
    assert isinstance(published, Published)
    assert (published.key, wall.texts) == ("offer-1", ["Fresh rye!"])


def test_a_session_of_the_orm_takes_it_too(smm, engine, wall):
    with Session(engine) as session, session.begin():
        session.execute(smm.scheduling(Post("Hi"), "bakery", key="k").statement(session.bind.dialect.name))
    smm.work()
    assert wall.texts == ["Hi"]


def test_a_cursor_of_the_driver_takes_it_too(smm, url, wall):
    intent = smm.scheduling(
        Post("Zażółć"), "bakery", key="k", at=START + timedelta(hours=1), zone="Europe/Warsaw"
    )
    if "postgresql" in url:
        psycopg = pytest.importorskip("psycopg")
        with psycopg.connect(url) as connection:
            intent.write(connection.cursor())
            intent.write(connection)
    else:
        with sqlite3.connect(make_url(url).database) as connection:
            intent.write(connection.cursor(), mark="?")
            intent.write(connection, mark="?")
        connection.close()
    assert list(smm.work()) == []
    smm.io.clock.advance(hours=2)
    (published,) = smm.work()
    assert wall.texts == ["Zażółć"]
    entry = smm.journal.get("bakery", "k")
    assert (entry.due_at, entry.zone) == (START + timedelta(hours=1), "Europe/Warsaw")
    assert (published.key, len(smm.journal.entries())) == ("k", 1)


def test_an_async_connection_takes_it_too(smm, url, wall):
    psycopg = pytest.importorskip("psycopg")
    if "postgresql" not in url:
        pytest.skip("SQLite is asked by blocking calls")
    intent = smm.scheduling(Post("Hi"), "bakery", key="k")

    class Collected:
        def execute(self, sql, parameters, /):
            self.call = (sql, parameters)

    async def write():
        collected = Collected()
        intent.write(collected)
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await connection.execute(*collected.call)

    asyncio.run(write())
    smm.work()
    assert wall.texts == ["Hi"]


def test_the_same_key_is_the_same_post(smm, engine, wall):
    smm.publish(Post("Hi"), to="bakery", key="k")
    with engine.begin() as connection:
        connection.execute(smm.scheduling(Post("Hi"), "bakery", key="k").statement(connection.dialect.name))
    assert list(smm.work()) == []
    assert wall.texts == ["Hi"]


def test_what_the_network_would_not_take_is_refused_before_it_is_written(smm, tmp_path):
    with pytest.raises(InvalidPost, match="51 characters"):
        smm.scheduling(Post("x" * 51), "bakery", key="k")
    with pytest.raises(InvalidPost, match="photo"):
        smm.scheduling(Post(media=[Photo(tmp_path / "x.jpg")]), "bakery", key="k")
    with pytest.raises(InvalidInput, match="key: must not be empty"):
        smm.scheduling(Post("Hi"), "bakery", key=" ")
    with pytest.raises(UnknownAccount):
        smm.scheduling(Post("Hi"), "nobody", key="k")
