"""Links between the pages lead somewhere."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def prose(page):
    """The page without its code."""
    return re.sub(r"^ *```.*?^ *```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = [re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", head) for head in heads]
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    wrong = []
    for target in LINK.findall(prose(page)):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert not wrong


def test_index_leads_to_every_page():
    index = ROOT / "docs" / "index.md"
    linked = {target.partition("#")[0] for target in LINK.findall(prose(index))}
    assert {page.name for page in index.parent.glob("*.md")} - linked <= {"index.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_path_of_somebodys_machine(page):
    assert not re.search(r"/(root|Users|work|tmp)/", page.read_text("utf-8"))


def test_architecture_names_every_part():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    parts = [path for folder in ("smmcore", "smmcore/io") for path in (ROOT / folder).iterdir()]
    names = {p.name if p.suffix == ".py" else f"{p.name}/" for p in parts if p.suffix == ".py" or p.is_dir()}
    assert {name for name in names if name not in page} <= {"__pycache__/", "memory.py"}
