"""Puts the examples into the pages: `python docs/sync.py` rewrites them, `--check` only says which are out of date.

A page names what it shows in a comment before the block: `<!-- embedding.py: match -->` for what stands between
`# start of match` and `# end of match` in `examples/embedding.py`, `<!-- text.json -->` for a whole file, and
`<!-- notebook.ipynb: end -->` for the cell with that id. Files are looked for in `examples/`, `examples/skyline/` and
`../tests/docs/`.
"""

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parent
TUTORIAL = DOCS / "examples" / "skyline"
"""What stands here is shown with its indentation: readers put the blocks below each other."""
FOLDERS = (DOCS / "examples", TUTORIAL, DOCS.parent / "tests" / "docs")
_BLOCK = re.compile(
    r"<!-- (?P<file>[\w.]+\.\w+)(?:: (?P<part>\w+))? -->\n```(?P<language>\w+)\n(?P<code>.*?)```\n", re.DOTALL
)
_MARK = re.compile(r"^ *# (?:start|end) of \w+\n", re.MULTILINE)
_DEFINITION = re.compile(r"\n\n+(?=@|class |def |async def )")


def pages() -> Iterator[Path]:
    """All pages that show examples."""
    yield from sorted(DOCS.glob("*.md"))


def shown(file: str, part: str | None) -> str:
    """What a page shows of an example. Raises `KeyError` if there is no such part, `StopIteration` if no file."""
    path = next(path for folder in FOLDERS if (path := folder / file).is_file())
    text = path.read_text("utf-8")
    if part is not None:
        found = _cell(text, part) if file.endswith(".ipynb") else _marked(text, part)
        if found is None:
            raise KeyError(f"{file} has no part {part}")
        text = found
    text = _MARK.sub("", text).strip("\n") + "\n"
    return spaced(text if path.parent == TUTORIAL else textwrap.dedent(text))


def _marked(text: str, part: str) -> str | None:
    found = re.search(rf"^ *# start of {part}\n(.*?)^ *# end of {part}\n", text, re.DOTALL | re.MULTILINE)
    return found[1] if found else None


def _cell(text: str, id: str) -> str | None:
    return next(("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["id"] == id), None)


def spaced(code: str) -> str:
    """The code with the blank lines that the formatter, which also formats pages, wants around definitions."""
    return _DEFINITION.sub("\n\n\n", code)


def synced(text: str) -> str:
    """The page with its blocks as the examples are now."""

    def block(match: re.Match[str]) -> str:
        head = match[0][: match.start("code") - match.start()]
        return f"{head}{shown(match['file'], match['part'])}```\n"

    return _BLOCK.sub(block, text)


def included(text: str) -> set[tuple[str, str | None]]:
    """Which parts of which examples a page shows."""
    return {(match["file"], match["part"]) for match in _BLOCK.finditer(text)}


def main(arguments: list[str]) -> int:
    old = [page for page in pages() if synced(page.read_text("utf-8")) != page.read_text("utf-8")]
    for page in old:
        print(f"{page.name} is out of date")
        if "--check" not in arguments:
            page.write_text(synced(page.read_text("utf-8")), "utf-8")
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
