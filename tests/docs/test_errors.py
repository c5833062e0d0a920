"""docs/errors.md has every error, and tells the truth about it."""

import inspect
import re

import pytest

from smmcore import errors
from smmcore.cli.errors import exit_code

ERRORS = [
    kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.SMMError)
]


@pytest.fixture
def page(docs):
    return (docs / "errors.md").read_text("utf-8")


@pytest.fixture
def section(page):
    """What the page says about one kind of error."""

    def of(kind):
        found = re.search(rf"^##+ {kind.__name__}\n(.*?)(?=^##|\Z)", page, re.DOTALL | re.MULTILINE)
        assert found, f"docs/errors.md has no heading for {kind.__name__}"
        return found[1]

    return of


def test_the_tree_is_the_one_of_the_code(page):
    tree = inspect.getdoc(errors).partition("\n\n")[2]
    assert f"```text\n{tree}\n```" in page


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_says_what_was_sent_and_what_to_do(section, kind):
    assert re.search(r"^- \*\*Sent:\*\* .+\n(?:.+\n)*?- \*\*Do:\*\* ", section(kind), re.MULTILINE)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_the_exit_code_is_the_one_of_the_command(section, kind):
    assert f"- **`smm` exits with** {exit_code(kind.__new__(kind))}.\n" in section(kind)


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_stands_under_its_branch(page, kind):
    heads = re.findall(r"^(##+) (\w+)$", page, re.MULTILINE)
    level, place = next((level, place) for place, (level, name) in enumerate(heads) if name == kind.__name__)
    if level == "###":
        assert next(name for mark, name in heads[place::-1] if mark == "##") == kind.__base__.__name__
    else:
        assert kind in {errors.SMMError, *errors.SMMError.__subclasses__()}
