"""Every example runs, and asserts what it shows. They were started with the first test: see conftest.py."""

from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parent.parent.parent / "docs" / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_example_runs(examples_running, path):
    output, code = examples_running.ended(path.name)
    assert code == 0, output


def test_example_runs_on_postgresql(postgres, start_example):
    process = start_example("journals.py", SMM_DOCS_POSTGRES=postgres)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0, output


def test_the_result_of_a_mistake_is_as_the_page_says(examples_running, docs):
    output, _ = examples_running.ended("models.py")
    assert f"prints `{output.strip()}`." in (docs / "models.md").read_text("utf-8")
