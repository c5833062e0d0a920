"""Lets the tests import the examples by name, and runs them beside the other tests: they wait more than they work."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
for folder in (DOCS / "examples" / "skyline", DOCS / "examples", DOCS):
    sys.path.insert(0, str(folder))


@pytest.fixture
def docs():
    return DOCS


@pytest.fixture
def examples():
    return DOCS / "examples"


def started(name, **variables):
    return subprocess.Popen(
        [sys.executable, "-W", "error", name],
        cwd=DOCS / "examples",
        env=os.environ | {"PYTHONUTF8": "1"} | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )


@pytest.fixture
def start_example():
    return started


class Running:
    """All examples, each in a process of its own."""

    def __init__(self):
        self.processes = {path.name: started(path.name) for path in sorted(DOCS.glob("examples/*.py"))}
        self.outputs = {}

    def ended(self, name):
        """What an example printed, and its exit code."""
        if name not in self.outputs:
            self.outputs[name] = self.processes[name].communicate(timeout=60)[0]
        return self.outputs[name], self.processes[name].returncode

    def close(self):
        for process in self.processes.values():
            process.kill()
            process.communicate()


@pytest.fixture(scope="session", autouse=True)
def examples_running(request):
    if not any("test_running" in item.nodeid for item in request.session.items):
        yield None
        return
    running = Running()
    yield running
    running.close()
