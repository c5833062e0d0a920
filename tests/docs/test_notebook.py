"""The notebook of docs/embedding.md runs from its first cell to its last."""

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

needs_jupyter = pytest.mark.skipif(
    not (find_spec("nbclient") and find_spec("ipykernel")),
    reason="Jupyter is not installed: pip install 'smmcore[dev]'",
)
# In a process of its own, as the kernel is: its sockets and warnings do not reach the other tests.
RUN = """
import sys, nbformat
from nbclient import NotebookClient

book = nbformat.read(sys.argv[1], as_version=4)
NotebookClient(book, timeout=60, kernel_name="python3").execute()
nbformat.write(book, sys.argv[2])
"""


@pytest.fixture
def notebook(examples):
    return examples / "notebook.ipynb"


def results(notebook):
    """What each cell shows, by the cell's name."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return {cell["id"]: shown(cell) for cell in cells if cell["cell_type"] == "code"}


def shown(cell):
    return "".join(
        text for output in cell["outputs"] for text in output.get("data", {}).get("text/plain", [])
    )


@needs_jupyter
def test_the_notebook_runs(notebook, examples, tmp_path):
    done = tmp_path / "done.ipynb"
    folders = {name: str(tmp_path) for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR")}
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(notebook), str(done)],
        cwd=examples,
        env=os.environ | folders | {"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    cells = results(done)
    assert "https://t.me/" in cells["blocking"]
    assert cells["figures"] == "['comments: 1']"
    assert cells["awaiting"] == "['Is it wheat?']"


def test_the_notebook_is_kept_without_outputs(notebook):
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
