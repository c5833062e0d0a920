"""Posts that are scheduled inside a transaction of the caller's own."""

import asyncio
import sqlite3
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from smmcore import SMM, InvalidInput, InvalidPost, JournalError, Photo, Post, Published, UnknownAccount
from smmcore.journal.entry import State

from .network import START, WallPlatform, account


@pytest.fixture(params=["file", "postgres"])
def url(request, tmp_path):
    if request.param == "file":
        return f"sqlite:///{tmp_path / 'shop.db'}"
    return request.getfixturevalue("postgres_url")


@pytest.fixture
def smm(url, wall, clock):
    with SMM([account(wall)], clock=clock, plugins=[WallPlatform()], installed=False, journal=url) as smm:
        smm.prepare()
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

    async def write():
        async with await psycopg.AsyncConnection.connect(url) as connection:
            return (await connection.execute(*intent.sql())).rowcount

    assert asyncio.run(write()) == 1
    smm.work()
    assert wall.texts == ["Hi"]


def by_statement(intent, engine):
    with engine.begin() as connection:
        return connection.execute(intent.statement(connection.dialect.name)).rowcount == 1


def by_connection(intent, engine):
    with driver(engine) as (connection, mark):
        return intent.write(connection, mark=mark)


def by_cursor(intent, engine):
    with driver(engine) as (connection, mark):
        return intent.write(connection.cursor(), mark=mark)


def by_django(intent, engine):
    with django_of(engine.url) as connection, connection.cursor() as cursor:
        return intent.write(cursor)


@contextmanager
def driver(engine):
    """A connection as the database's driver makes it, and how it marks parameters."""
    with closing(engine.raw_connection()) as pooled:
        yield pooled.driver_connection, "?" if engine.dialect.name == "sqlite" else "%s"
        pooled.commit()


@contextmanager
def django_of(url):
    django = pytest.importorskip("django")
    from django.conf import settings
    from django.db.utils import ConnectionHandler

    if not settings.configured:
        settings.configure(SMM_CONFIG=None)
        django.setup()
    kind = "postgresql" if "postgresql" in url.drivername else "sqlite3"
    options = {"ENGINE": f"django.db.backends.{kind}", "NAME": url.database}
    if kind == "postgresql":
        options |= {"HOST": url.host or url.query["host"], "PORT": str(url.port or "")}
        options |= {"USER": url.username, "PASSWORD": url.password or ""}
    connection = ConnectionHandler({"default": options})["default"]
    try:
        yield connection
    finally:
        connection.close()


@pytest.fixture(params=[by_statement, by_connection, by_cursor, by_django])
def write(request, engine):
    """Writes a scheduled post in a transaction of its own, and says whether it now waits as given."""
    return lambda intent: request.param(intent, engine)


def entry_in(smm, state, *steps):
    """A post with the key `k` that has come into that state, with these steps done."""
    journal, now = smm.journal, smm.io.now()
    smm.publish(Post("Old"), to="bakery", key="k", at=now + timedelta(hours=1))
    entry = journal.get("bakery", "k")
    if state is State.SCHEDULED:
        return
    if state is State.CANCELLED:
        journal.settle(entry, state, now)
        return
    smm.io.clock.advance(hours=1)
    entry = journal.claim(entry, "somebody", smm.io.now())
    if steps:
        journal.begin_steps(entry, steps, smm.io.now())
        journal.finish_steps(entry, dict.fromkeys(steps, "7"), smm.io.now())
    if state is not State.SENDING:
        journal.settle(entry, state, smm.io.now(), error={"message": "so it was"})


@pytest.mark.parametrize("state", [State.SCHEDULED, State.FAILED, State.CANCELLED])
def test_a_key_whose_post_was_not_sent_takes_over_what_is_new(smm, write, state):
    entry_in(smm, state)
    due = smm.io.now() + timedelta(hours=2)
    assert write(smm.scheduling(Post("New"), "bakery", key="k", at=due, zone="Europe/Warsaw"))
    entry = smm.journal.get("bakery", "k")
    assert (entry.state, entry.post.text, entry.due_at) == (State.SCHEDULED, Post("New").text, due)
    assert (entry.zone, entry.error) == ("Europe/Warsaw", None)


@pytest.mark.parametrize("state", [State.SENDING, State.UNCONFIRMED])
def test_a_post_that_may_be_on_its_way_stays_as_it_is_and_the_caller_is_told(smm, write, state):
    entry_in(smm, state)
    before = smm.journal.get("bakery", "k")
    assert write(smm.scheduling(Post("New"), "bakery", key="k")) is False
    assert smm.journal.get("bakery", "k") == before


def test_a_published_post_stays_as_it_is_and_the_caller_is_told(smm, write, wall):
    smm.publish(Post("Old"), to="bakery", key="k")
    assert write(smm.scheduling(Post("Old"), "bakery", key="k")) is False
    assert list(smm.work()) == []
    assert wall.texts == ["Old"]


def test_a_post_that_is_partly_there_goes_on_with_its_own_text_only(smm, write):
    entry_in(smm, State.FAILED, "line0")
    assert write(smm.scheduling(Post("New"), "bakery", key="k")) is False
    assert smm.journal.get("bakery", "k").state is State.FAILED
    assert write(smm.scheduling(Post("Old"), "bakery", key="k"))
    assert smm.journal.get("bakery", "k").state is State.SCHEDULED


def test_what_others_have_begun_holds_no_post_up(smm, write):
    entry_in(smm, State.CANCELLED)
    other = smm.scheduling(Post("Another"), "bakery", key="other")
    assert write(other)
    entry = smm.journal.claim(smm.journal.get("bakery", "other"), "somebody", smm.io.now())
    smm.journal.begin_steps(entry, ["line0"], smm.io.now())
    assert write(smm.scheduling(Post("New"), "bakery", key="k"))


def test_marks_and_dialects_that_nobody_knows_are_named(smm):
    intent = smm.scheduling(Post("Hi"), "bakery", key="k")
    with pytest.raises(InvalidInput, match=r"mark: must be \? or %s, not ':1'"):
        intent.sql(mark=":1")
    with pytest.raises(InvalidInput, match="dialect: mysql is neither"):
        intent.statement("mysql")
    assert str(intent.statement("sqlite+pysqlite")) == str(intent.statement("sqlite"))


def test_an_open_transaction_of_the_caller_is_never_waited_for(tmp_path, wall, clock):
    """The journal would wait for a writer who waits for this very call."""
    fresh = tmp_path / "fresh.db"
    more = {"clock": clock, "plugins": [WallPlatform()], "installed": False, "journal": fresh}
    with (
        closing(sqlite3.connect(fresh, isolation_level=None)) as caller,
        SMM([account(wall)], **more) as unready,
    ):
        caller.execute("CREATE TABLE offers (name TEXT)")
        caller.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"call prepare\(\) when your program starts"):
            unready.scheduling(Post("Hi"), "bakery", key="k")
        caller.execute("COMMIT")
        unready.prepare()
        caller.execute("BEGIN IMMEDIATE")
        with SMM([account(wall)], **more) as another:  # it knows the journal only from looking at it
            assert another.scheduling(Post("Hi"), "bakery", key="k").write(caller, mark="?")
        caller.execute("COMMIT")
        assert [result.key for result in unready.work()] == ["k"]


def test_both_kinds_of_callers_prepare_the_journal(opened, wall, tmp_path):
    smm = opened(account(wall), journal=tmp_path / "journal.db")
    with pytest.raises(JournalError, match=r"prepare\(\)"):
        smm.scheduling(Post("Hi"), "bakery", key="k")
    smm.prepare()
    assert smm.scheduling(Post("Hi"), "bakery", key="k").key == "k"


def test_a_journal_in_memory_has_no_place_for_others_transactions(opened, wall):
    with pytest.raises(InvalidInput, match="journal: your own transaction needs one in a file or a database"):
        opened(account(wall)).scheduling(Post("Hi"), "bakery", key="k")


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
