# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from smmcore.cli.logs import dated
from smmcore.cli.state import State
from smmcore.journal.journal import Journal

from .conftest import INSTALLED


@pytest.fixture
def worker(board, tmp_path):
    """Start `smm worker` as people do."""
    started = []

    def start(*args):
        paths = os.pathsep.join([str(INSTALLED), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "PYTHONPATH": paths}
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


def until(done, seconds=60):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.fixture(params=["sqlite", "postgres"])
def journal(request, board, tmp_path, monkeypatch):
    """Where the journal is; what `smm worker` promises is the same."""
    if request.param == "postgres":
        pytest.importorskip("procrastinate")
        monkeypatch.setenv("SMM_JOURNAL", request.getfixturevalue("postgres_url"))
        path = tmp_path / "smm.toml"
        path.write_text(f'journal = {{ env = "SMM_JOURNAL" }}\n{path.read_text()}')


def plan(smm, *keys):
    """Due at once; nobody but a worker sends it, however slow this machine is."""
    for key in keys:
        later = ("--at", "2999-01-01T00:00Z")
        ran = smm("publish", "-", "--to", "door", "--key", key, *later, input=f'{{"text": "{key}"}}')
        assert "scheduled" in ran.out
    now = datetime.now(UTC)
    with closing(Journal(os.environ.get("SMM_JOURNAL", "smm.sqlite3"))) as journal:
        for entry in journal.entries():
            given = {"account": "door", "platform": entry.platform, "key": entry.key}
            journal.add(**given, post=entry.post, digest=entry.digest, due_at=now, now=now)


def told(process, words):
    """Read what it says until it says that."""
    lines = []
    patience = threading.Timer(60, process.kill)
    patience.start()
    try:
        for line in process.stderr:
            lines.append(line)
            if words in line:
                return lines
    finally:
        patience.cancel()
    raise AssertionError(f"it did not say {words}: {lines}")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_publishes_what_is_due_until_it_is_told_to_end(smm, board, journal, worker, number):
    plan(smm, "rye")
    running = worker("--every", "0.1")
    until(lambda: smm("status", "--json").data["counts"]["published"] == 1)
    assert len(board.posts) == 1
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (0, "")
    lines = err.splitlines()
    undated = [line for line in lines if not re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} ", line)]
    assert not undated
    assert "Working on 1 account" in lines[0]
    assert "1 accounts" not in lines[0]
    (about,) = [line for line in lines if "rye" in line]
    assert "published" in about.lower()
    assert "door" in about
    assert "Finishing" in lines[-2]
    assert lines[-1].endswith("Stopped.")


def test_the_first_signal_lets_the_post_be_finished_that_is_being_sent(smm, board, journal, worker):
    board.faults.append("held")
    plan(smm, "rye", "buns")
    running = worker("--every", "0.1")
    until(lambda: board.held)
    running.send_signal(signal.SIGINT)
    told(running, "Finishing")
    board.held.clear()
    _, err = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "Traceback" not in err
    counts = smm("status", "--json").data["counts"]
    assert (counts["published"], counts["scheduled"]) == (1, 1)


def test_the_second_signal_ends_it_at_once(smm, board, journal, worker):
    board.faults.append("held")
    plan(smm, "rye")
    running = worker("--every", "0.1")
    until(lambda: board.held)
    running.send_signal(signal.SIGTERM)
    told(running, "Finishing")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert board.held  # nobody waited for it
    board.held.clear()
    assert (running.returncode, out) == (130, "")
    assert err == "Ended at once; the journal knows what was not done.\n"


def test_for_programs_each_event_is_a_line_of_json(smm, board, journal, worker):
    plan(smm, "rye")
    running = worker("--every", "0.1", "--json", "--quiet")
    facts = {}
    while facts.get("event") != "published":  # jobs have their own
        facts = json.loads(running.stdout.readline())
    running.send_signal(signal.SIGTERM)
    out, err = running.communicate(timeout=60)
    assert (out, err) == ("", "")
    assert datetime.fromisoformat(facts.pop("at")).utcoffset() == timedelta(0)
    assert facts == {"event": "published", "account": "door", "platform": "chalk", "key": "rye"}


def test_why_a_post_failed_is_told(smm, board, worker):
    board.faults.append("refused")
    plan(smm, "rye")
    running = worker("--every", "0.1")
    (*_, line) = told(running, "rye")
    assert "the board is full" in line


def test_a_secret_that_is_not_there_is_named_at_the_start(smm, board, journal, worker, monkeypatch):
    monkeypatch.delenv("DOOR_TOKEN")
    running = worker("--quiet")
    (line,) = told(running, "DOOR_TOKEN")
    assert "Warning: account door: no token: the environment variable DOOR_TOKEN is not set" in line


def test_what_happens_again_is_said_again(capsys):
    log = logging.getLogger("smmcore.worker")
    with dated(State(), quiet=False):
        for _ in range(2):
            log.warning("nothing can be done")
            log.info("it is mended")
    log.info("afterwards")
    lines = [line.partition("00 ")[2] for line in capsys.readouterr().err.splitlines()]
    assert lines == ["Warning: nothing can be done", "it is mended"] * 2


def test_without_accounts_it_says_what_to_do(smm, one_error):
    assert one_error(smm("worker"), "smm accounts add")


def test_without_its_extra_it_says_what_to_install(smm, board, monkeypatch, one_error):
    monkeypatch.setitem(sys.modules, "apscheduler.schedulers.background", None)
    monkeypatch.delitem(sys.modules, "smmcore.worker.embedded", raising=False)
    monkeypatch.delitem(sys.modules, "smmcore.worker", raising=False)
    assert one_error(smm("worker"), "pip install 'smmcore[worker]'")
