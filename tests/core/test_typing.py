import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
API = "tests/typing/api.py"


def test_mypy_sees_the_types_that_users_are_promised():
    pytest.importorskip("mypy")
    words = [sys.executable, "-m", "mypy", "--strict", "--warn-unused-ignores", "--no-error-summary", API]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_pyright_sees_the_types_that_users_are_promised():
    pyright = Path(sys.executable).with_name("pyright")
    if not pyright.exists() or not shutil.which("node"):
        pytest.skip("pyright is not installed")
    done = subprocess.run([pyright, API], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
