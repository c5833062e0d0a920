"""Runs the suite over networks that are written on the spot, in a pytest of its own."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path
from xml.etree import ElementTree as ET

from mistakes import HEAD, MISTAKES, TAIL

OPTIONS = ("-q", "-p", "no:cacheprovider", "-W", "error", "--import-mode=importlib", "--junitxml=told.xml")


def run(folder, *args):
    """Failures, errors and passes by file and test."""
    subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS, "--show-capture=no", *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        check=False,
        timeout=900,
        capture_output=True,
    )
    told = {}
    for case in ET.parse(folder / "told.xml").iter("testcase"):
        file, ends = case.get("classname").partition(".")[0], list(case)
        test = case.get("name")
        told[file, test] = [(end.tag, f"{end.get('message')}\n{end.text}") for end in ends]
    return told


def of(told, file, test):
    """What was said of a test, with all its parameters if none are named."""
    return {
        name: ends
        for (at, name), ends in told.items()
        if at == file and test in {name, name.partition("[")[0]}
    }


def written(folder, name, code):
    """A file with a network that has this code beside Pinwall's, and its test class."""
    body = textwrap.indent(textwrap.dedent(code).strip(), "    ")
    (folder / f"{name}.py").write_text(f"{HEAD}{body}\n{TAIL}")


def file_of(mistake):
    return f"test_broken_{list(MISTAKES).index(mistake)}"


def run_mistakes(folder):
    """What the suite says of each broken network, and of the correct one on the same tests: one run for all."""
    chosen, tests = [], sorted({test for _, test, _ in MISTAKES.values()})
    files = {file_of(mistake): (code, [test]) for mistake, (code, test, _) in MISTAKES.items()}
    files["test_correct"] = ("pass", tests)
    for name, (code, wanted) in files.items():
        written(folder, name, code)
        chosen += [f"{name}.py::TestBroken::{test}" for test in wanted]
    return run(folder, *chosen)
