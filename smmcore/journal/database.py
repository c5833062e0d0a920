"""Opening the journal's database: SQLite by default, PostgreSQL by its URL."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
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
_PLACE = {"host", "port"}
"""What of an address's query says where the database is."""
_HALF_AN_ADDRESS = re.compile(r"(postgres(ql)?|sqlite)(\+\w+)?:", re.IGNORECASE)
"""With a slash too few it is a path, and a password in it the name of a folder."""
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
        self._ready = self._complete = False
        self._is_sqlite = self.url.get_backend_name() == "sqlite"

    @property
    def name(self) -> str:
        """Where it is, for people. What else the address says may be secret, whatever its name."""
        return (self.url.database or "memory") if self._is_sqlite else _shown(self.url)

    @property
    def conninfo(self) -> str:
        """The address as PostgreSQL's own programs and drivers read it, with its password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def lasts(self) -> bool:
        """Whether it outlives this process, and others can use it."""
        return not self._is_sqlite or bool(self.url.database)

    def is_there(self) -> bool:
        """Whether there is a journal, of whatever version. Looking makes nothing."""
        return self._found() is not None

    def is_prepared(self) -> bool:
        """Whether the tables are there as they should be. Looking makes nothing."""
        if not self._complete:
            self._complete = self._ready or self._found() == schema.HEAD
        return self._complete

    @contextmanager
    def reading(self, *, steady: bool = False) -> Iterator[Connection]:
        """A transaction that only reads; `steady` if all its queries are to see the same moment."""
        with self._telling("read"):
            self._prepare()
            with self._engine.connect() as connection:
                if steady and not self._is_sqlite:  # with SQLite they always do
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
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
        if file := self._file:
            file.parent.mkdir(parents=True, exist_ok=True)
        if not self.lasts:
            schema.metadata.create_all(self._engine)
        else:
            self._write_ahead()
            self._migrate()
        self._ready = True

    @property
    def _file(self) -> Path | None:
        """None also for SQLite's own URIs, which are no paths."""
        name = self.url.database if self._is_sqlite else None
        return Path(name) if name and not name.startswith("file:") else None

    def _write_ahead(self) -> None:
        """Once, not for each connection: the file remembers it, and the change waits for all who write."""
        if self._is_sqlite:
            with closing(self._engine.raw_connection()) as pooled:
                _write_ahead(pooled.driver_connection)

    def _found(self) -> str | None:
        """The version of the tables that are there."""
        # SQLite makes a file where one is looked for.
        if not self.lasts or (self._file and not self._file.exists()):
            return None
        with self._telling("read"):
            return self._version()

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


def has_password(url: str) -> bool:
    """Whether an address has a password in clear, in its own place or in the query."""
    with suppress(SQLAlchemyError, ValueError):
        parsed = make_url(url)
        return bool(parsed.password) or any("password" in name.lower() for name in parsed.query)
    return False


def _url(url: str | Path | None) -> URL:
    if url is None or str(url) in _IN_MEMORY:
        return make_url("sqlite://")
    if isinstance(url, Path) or "://" not in url:
        if any(_HALF_AN_ADDRESS.match(part) for part in Path(url).parts):
            raise InvalidInput(
                "journal: a database's URL has two slashes after the colon, as postgresql://host/name"
            )
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
    return parsed


def _shown(url: URL) -> str:
    """The address without who asks, and without all that may be secret."""
    host, port = url.host or _last(url.query.get("host", "")), url.port or _last(url.query.get("port", ""))
    if host.startswith("/"):
        return f"{url.get_backend_name()}:///{url.database or ''} (socket {host})"
    return f"{url.get_backend_name()}://{host}{f':{port}' if port else ''}/{url.database or ''}"


def _last(value: str | Sequence[str]) -> str:
    return value if isinstance(value, str) else value[-1]


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        options["connect_args"] = {"timeout": BUSY, "check_same_thread": False}
        if not url.database:
            # A memory database lives in one connection, so everybody waits for that one.
            options |= {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
    else:
        # Not in the engine's URL, which SQLAlchemy shows: it hides a password in one place only.
        named = [name for name in url.query if name not in _PLACE]
        options["connect_args"] = {name: _last(url.query[name]) for name in named}
        url = url.difference_update_query(named)
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
