"""Opening the journal's database: SQLite by default, PostgreSQL by its URL."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Insert, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import (
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    OperationalError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.pool import QueuePool
from tenacity import retry, retry_if_exception_message, stop_after_delay, wait_random

from smmcore.errors import InvalidInput, JournalError
from smmcore.journal import schema

BUSY = 30
"""Seconds to wait for another process that is writing."""
_IN_MEMORY = {":memory:", "sqlite:///:memory:"}
_MIGRATIONS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x534D4D
"""Any number, the same in every process: only one of them migrates."""
_migrating = Lock()
"""Alembic runs once at a time in a process, whichever the database."""


class Database:
    """An engine with the journal's tables, made or brought up to date on first use."""

    def __init__(self, url: str | Path | None = None) -> None:
        self.url = _url(url)
        self._engine = _engine(self.url)
        self._ready = False

    @property
    def name(self) -> str:
        """The address without its password."""
        is_file = self.url.get_backend_name() == "sqlite"
        return (self.url.database or "memory") if is_file else self.url.render_as_string(hide_password=True)

    @property
    def lasts(self) -> bool:
        """Whether it outlives this process, and others can use it."""
        return self.url.get_backend_name() != "sqlite" or bool(self.url.database)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._telling("read"):
            self._prepare()
            with self._engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is safe on disk when the block ends, or has not happened."""
        with self._telling("written"):
            self._prepare()
            with self._write() as connection:
                yield connection

    def prepare(self) -> None:
        """Make the tables, or bring them up to date."""
        with self._telling("made"):
            self._prepare()

    def copy(self, target: Path) -> None:
        """Copy a SQLite database while others go on writing to it."""
        with self._telling("copied"):
            self._prepare()
            with closing(self._engine.raw_connection()) as pooled, closing(sqlite3.connect(target)) as copy:
                source: Any = pooled.driver_connection
                source.backup(copy)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with self._engine.connect() as plain:
            connection = plain.execution_options(smm_write=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _telling(self, done: str) -> Iterator[None]:
        reason = None
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(error.orig) if isinstance(error, DBAPIError) else str(error)
        except (OSError, sqlite3.Error) as error:
            reason = str(error)
        if reason is not None:
            failure = JournalError(f"the journal {self.name} cannot be {done}: {' '.join(reason.split())}")
            try:
                raise failure
            finally:
                # The first error knows the statement with the post's text, and frames that saw the password.
                failure.__context__ = None

    def _prepare(self) -> None:
        if self._ready:
            return
        file = self.url.database if self.url.get_backend_name() == "sqlite" else None
        if file and not file.startswith("file:"):  # SQLite's own URIs are no paths
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        if self.url.get_backend_name() == "sqlite" and not file:
            schema.metadata.create_all(self._engine)
        else:
            self._migrate()
        self._ready = True

    def _version(self) -> str | None:
        try:
            with self._engine.connect() as connection:
                return connection.execute(text(f"SELECT version_num FROM {schema.VERSION_TABLE}")).scalar()  # noqa: S608 - our own constant
        except OperationalError as error:
            if "no such table" in str(error):
                return None
            raise
        except ProgrammingError:
            return None

    def _migrate(self) -> None:
        with _migrating:
            if self._version() != schema.HEAD:
                self._upgrade()

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self._write() as connection:
            if self._engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                newer = "was it made by a newer smmcore?"
                raise JournalError(f"the journal {self.name} cannot be used ({error}); {newer}") from None


def inserted(connection: Connection, statement: Insert) -> bool:
    """False if another process was faster, which only PostgreSQL lets happen."""
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError:
        return False
    return True


def _url(url: str | Path | None) -> URL:
    if url is None or str(url) in _IN_MEMORY:
        return make_url("sqlite://")
    if isinstance(url, Path) or "://" not in url:
        return URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        raise InvalidInput(
            "journal: not a path and not a database URL such as postgresql://host/name"
        ) from None
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise InvalidInput(f"journal: {parsed.drivername} is neither sqlite nor postgresql")
    return _with_hidden_password(parsed)


def _with_hidden_password(url: URL) -> URL:
    """SQLAlchemy hides a password only in the place that is meant for it."""
    password = url.query.get("password")
    if not isinstance(password, str):
        return url
    return url.difference_update_query(["password"]).set(password=password)


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": BUSY, "check_same_thread": False}
        if not url.database:
            # A memory database lives in one connection, so everybody waits for that one.
            options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ImportError):
        raise InvalidInput(
            "journal: for PostgreSQL install the extra: pip install 'smmcore[postgres]'"
        ) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _sqlite_settings)
        event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_settings(connection: Any, _: Any) -> None:
    # The driver must not open transactions by itself: `_sqlite_begin` does.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    _write_ahead(connection)


@retry(
    retry=retry_if_exception_message(match="database is locked"),
    wait=wait_random(0.005, 0.05),
    stop=stop_after_delay(BUSY),
    reraise=True,
)
def _write_ahead(connection: Any) -> None:
    # SQLite's own waiting for others does not cover the change of mode, and many processes may start at once.
    mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
    if mode not in {"wal", "memory"}:
        connection.execute("PRAGMA journal_mode=WAL")


def _sqlite_begin(connection: Connection) -> None:
    # Writers queue up at the start; one that began by reading could not be let in later.
    writes = connection.get_execution_options().get("smm_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
