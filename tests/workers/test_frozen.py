"""A worker is frozen for longer than its lease, as by a sleeping laptop; another takes over, and the first wakes up."""

import signal
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from killing import LEASE, stages, start

from smmcore import SMM, Post
from smmcore.io.blocking import BlockingIO
from smmcore.journal.entry import State

NETWORKS = ("facebook",)
"""It can be asked, takes a text alone, and tells no repetition by itself."""
POINTS = (
    "after:claim",
    "before:begin_steps",
    "after:begin_steps",
    "before:finish_steps",
    "after:finish_steps",
    "before:publish",
)


@pytest.fixture(autouse=True)
def installed():
    for name in NETWORKS:
        pytest.importorskip(f"smmcore_{name}")


@pytest.fixture(params=["sqlite", "postgres"])
def journal(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "journal.db")
    return request.getfixturevalue("postgres_url")


@pytest.fixture(params=NETWORKS)
def stage(request):
    with stages([request.param]) as (stage,):
        yield stage


@contextmanager
def worker(stage, journal, freeze=""):
    process = start([stage], journal, freeze)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def happens(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def stopped(process):
    state = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state == "T"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux")
@pytest.mark.parametrize("point", POINTS)
def test_a_post_is_there_once_when_both_have_gone_on(journal, stage, point):
    io = BlockingIO()
    with SMM([stage.account], journal=journal) as smm:

        def published():
            return smm.journal.counts() == {State.PUBLISHED: 1}

        planned = {"account": stage.account.name, "platform": stage.account.platform, "key": "rye"}
        now = smm.io.now()
        smm.journal.add(**planned, post=Post("Rye"), digest="rye", due_at=now, now=now)
        with worker(stage, journal, point) as first:
            assert happens(lambda: stopped(first))
            time.sleep(LEASE)
            with worker(stage, journal):
                # Another of its threads may have been frozen while it wrote: then SQLite lets nobody else write.
                on_postgres = journal.startswith("postgresql")
                assert happens(published, 60 if on_postgres else 20) or not on_postgres
                first.send_signal(signal.SIGCONT)
                first.send_signal(signal.SIGINT)  # it finishes what it was at
                first.wait(60)
                assert happens(published)
        assert Counter(stage.texts(io)) == {"Rye": 1}
    io.close()
