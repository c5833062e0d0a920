"""What the pages show is what runs."""

import importlib.util
import tomllib
from pathlib import Path

import make_hooks
import pytest
import sync

from smmcore import SMM, Account, PluginError
from smmcore.config import read_config
from smmcore.plugins import Plugins

DOCS = Path(__file__).parent.parent.parent / "docs"
EXAMPLES = sorted((DOCS / "examples").glob("*.py"))
PAGES = sorted(DOCS.glob("*.md"))
OTHERS = {"hooks.md", "cli.md", "testing-a-network.md"}  # checked by tests of their own
OWN = [page for page in PAGES if page.name not in OTHERS]


def by_name(path):
    return path.name


def blocks(page, language):
    """The code of all blocks in a language; those in lists are indented."""
    found, code = [], None
    for line in page.read_text("utf-8").splitlines():
        mark = line.strip()
        if code is not None and mark == "```":
            found.append("\n".join(code))
            code = None
        elif code is not None:
            code.append(line)
        elif mark == f"```{language}":
            code = []
    return found


@pytest.mark.parametrize("page", OWN, ids=by_name)
def test_page_shows_the_examples_as_they_are(page):
    text = page.read_text("utf-8")
    assert sync.synced(text) == text, "run: python docs/sync.py"


@pytest.mark.parametrize("page", OWN, ids=by_name)
def test_all_code_of_a_page_comes_from_examples(page):
    included = [
        file for file, _ in sync.included(page.read_text("utf-8")) if file.endswith((".py", ".ipynb"))
    ]
    assert len(included) == len(blocks(page, "python"))


def test_all_parts_of_examples_are_shown():
    shown = {part for page in PAGES for part in sync.included(page.read_text("utf-8"))}
    marked = {
        (path.name, line.split()[-1])
        for path in EXAMPLES
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith("# start of ")
    }
    assert marked - shown == set()


@pytest.mark.parametrize("page", OWN, ids=by_name)
def test_toml_of_a_page_is_read(page, tmp_path):
    for number, block in enumerate(blocks(page, "toml")):
        file = tmp_path / f"{number}.toml"
        file.write_text(block, "utf-8")
        if "accounts" in tomllib.loads(block):
            assert read_config(file).entries


# Hooks


def test_hooks_page_is_up_to_date(docs):
    assert (docs / "hooks.md").read_text("utf-8") == make_hooks.page(), "run: python docs/make_hooks.py"


@pytest.mark.parametrize(("name", "function"), list(make_hooks.hooks()))
def test_hook_example_is_a_plugin(name, function, tmp_path):
    code = function.__doc__.split("```python\n")[1].split("```")[0]
    file = tmp_path / "plugin.py"
    file.write_text("\n".join(line.removeprefix("    ") for line in code.splitlines()), "utf-8")
    spec = importlib.util.spec_from_file_location("plugin", file)
    plugin = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(plugin)
    plugins = Plugins([plugin], installed=False)
    assert len([found for found in plugins.implementations(name) if found.plugin is plugin]) == 1


def test_a_misspelt_hook_is_an_error_that_names_it():
    import smmcore

    class Misspelt:
        @smmcore.hookimpl
        def smm_publishd(self, published): ...

    with pytest.raises(PluginError, match="smm_publishd"):
        SMM([Account("a", "b")], plugins=[Misspelt()], installed=False)
