# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import os
import signal
import subprocess
import sys
import time

import pytest

from .conftest import INSTALLED


@pytest.fixture
def worker(board, tmp_path):
    """Start `smm worker` as people do."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(INSTALLED), os.environ.get("PYTHONPATH", "")])}
    started = []

    def start(*args):
        program = [
            sys.executable,
            "-W",
            "error",
            "-c",
            "from smmcore.cli import main; main()",
            "worker",
            *args,
        ]
        started.append(
            subprocess.Popen(
                program, env=env, cwd=tmp_path, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def until(done, seconds=30):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_publishes_what_is_due_until_it_is_told_to_end(smm, board, worker, number):
    from datetime import UTC, datetime, timedelta

    soon = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    smm("publish", "-", "--to", "door", "--key", "rye", "--at", soon, input='{"text": "Rye"}')
    running = worker("--every", "0.1")
    until(lambda: len(board.posts) == 1)
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert (running.returncode, out) == (0, "")
    assert "Working on 1 accounts" in err
    assert "Traceback" not in err
    assert smm("status", "--json").data["counts"]["published"] == 1


def test_without_accounts_it_says_what_to_do(smm, one_error):
    assert one_error(smm("worker"), "smm accounts add")


def test_without_its_extra_it_says_what_to_install(smm, board, monkeypatch, one_error):
    monkeypatch.setitem(sys.modules, "apscheduler.schedulers.background", None)
    monkeypatch.delitem(sys.modules, "smmcore.worker.embedded", raising=False)
    monkeypatch.delitem(sys.modules, "smmcore.worker", raising=False)
    assert one_error(smm("worker"), "pip install 'smmcore[worker]'")
