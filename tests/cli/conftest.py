# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import importlib
import importlib.metadata
import json
import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from importlib.metadata import EntryPoints
from pathlib import Path

import pytest
from attrs import frozen
from click.testing import CliRunner

HERE = Path(__file__).parent
INSTALLED, BROKEN = HERE / "installed", HERE / "broken"


@pytest.fixture
def installed(monkeypatch):
    """As if only the plugins of these folders were installed."""
    folders = [INSTALLED]
    monkeypatch.syspath_prepend(str(INSTALLED))
    monkeypatch.syspath_prepend(str(BROKEN))
    real = importlib.metadata.entry_points

    def entry_points(**params):
        found = real(**params)
        return EntryPoints(p for p in found if any(is_below(p.dist, folder) for folder in folders))

    monkeypatch.setattr("importlib.metadata.entry_points", entry_points)
    monkeypatch.setattr("smmcore.plugins.entry_points", entry_points)
    return folders


def is_below(dist, folder):
    return dist is not None and Path(str(dist.locate_file(""))) == folder


@pytest.fixture(scope="session")
def _served():
    sys.path.insert(0, str(INSTALLED))
    chalk = importlib.import_module("smmcore_chalk")
    sys.path.remove(str(INSTALLED))
    from smmcore.sandbox import serving

    sandbox = chalk.ChalkSandbox()
    with serving(sandbox.app) as url:
        yield sandbox.world, url


@pytest.fixture
def world(_served):
    """What is on the board; empty at first."""
    _served[0].reset()
    return _served[0]


@frozen
class Ran:
    code: int
    out: str
    err: str

    @property
    def data(self):
        return json.loads(self.out)


@pytest.fixture
def smm(installed, tmp_path, monkeypatch):
    """Call `smm` with these arguments, in the test's folder."""
    from smmcore.cli import smm as group

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))
    monkeypatch.delenv("SMM_CONFIG", raising=False)

    def call(*args, input=None):
        result = CliRunner().invoke(group, [str(arg) for arg in args], input=input)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.stderr
        return Ran(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def board(smm, world, _served, tmp_path, monkeypatch):
    """An smm.toml with one account that works."""
    monkeypatch.setenv("DOOR_TOKEN", "chalk-token-0001")
    write = tmp_path / "smm.toml"
    write.write_text(
        "[accounts.door]\n"
        'platform = "chalk"\n'
        'secrets.token = { env = "DOOR_TOKEN" }\n'
        f'base_url = "{_served[1]}"\n'
    )
    return world


@pytest.fixture
def shell(tmp_path):
    """Call the real program in a process of its own."""

    def call(*args, input=None, **more):
        paths = os.pathsep.join([str(INSTALLED), *([str(BROKEN)] if more.pop("broken", False) else [])])
        home = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
        env = {**os.environ, **home, "PYTHONPATH": paths, **more.pop("env", {})}
        program = [
            sys.executable,
            "-W",
            "error",
            "-c",
            "from smmcore.cli import main; main()",
            *map(str, args),
        ]
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        done = subprocess.run(
            program, input=input, env=env, cwd=tmp_path, text=True, timeout=60, check=False, **more
        )
        return Ran(done.returncode, done.stdout or "", done.stderr or "")

    return call


def one_error(ran, *words):
    """Nothing but one clear line on stderr."""
    lines = ran.err.splitlines()
    assert len(lines) == 1, ran.err
    assert lines[0].startswith("Error: ")
    for word in words:
        assert word in lines[0], lines[0]
    return True


@pytest.fixture(name="one_error")
def _one_error():
    return one_error


@pytest.fixture
def change(tmp_path):
    """Change posts behind the journal's back, so that time need not pass."""

    def change(assignment, *values):
        with sqlite3.connect(tmp_path / "smm.sqlite3") as connection:
            connection.execute(f"UPDATE smm_posts SET {assignment}", [sql(value) for value in values])
        connection.close()

    return change


@pytest.fixture
def long_ago(change):
    """What was sent so far was sent an hour ago."""

    def long_ago():
        before = datetime.now(UTC) - timedelta(hours=1)
        change("updated_at = ?, sent_at = ?", before, before)

    return long_ago


def sql(value):
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value
