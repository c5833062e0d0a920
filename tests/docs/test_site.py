"""The pages become a site without a warning, and the site fetches nothing from elsewhere."""

import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

pytestmark = pytest.mark.skipif(
    not all(find_spec(name) for name in ("sphinx", "myst_parser", "furo")),
    reason="the site's tools are not installed: pip install 'smmcore[docs]'",
)
FETCHED = re.compile(
    r"""<(?:script|img|iframe|link)\b[^>]*(?:src|href)=["'](?:https?:)?//[^"']+|url\(["']?https?:"""
)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    docs = __file__.rpartition("tests")[0] + "docs"
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-EWq",
        "--keep-going",
        "-d",
        folder / "trees",
        docs,
        folder / "html",
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120), folder / "html"


def test_the_site_is_built_without_a_warning(built):
    run, _ = built
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""


def test_every_page_is_in_the_navigation(built, docs):
    _, site = built
    home = (site / "index.html").read_text("utf-8")
    menu = home[home.index('class="sidebar-tree"') : home.index("<article")]
    missing = [
        page.stem
        for page in docs.glob("*.md")
        if page.stem != "index" and f'href="{page.stem}.html' not in menu
    ]
    assert missing == []


def test_nothing_is_fetched_from_elsewhere(built):
    _, site = built
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert files
    assert {file.name: found for file in files if (found := FETCHED.findall(file.read_text("utf-8")))} == {}
