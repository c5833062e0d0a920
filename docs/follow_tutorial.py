"""Follows docs/first-network.md word for word: `python docs/follow_tutorial.py FOLDER`, where FOLDER is empty.

Each code block is put at the end of the file that its marker names, each `sh` block is run as it stands, and what is
printed is held against the `text` block that follows: each line of it has to be there, `…` stands for anything. The
first difference ends it. smmcore and its networks are installed from where pip finds them: name a folder of wheels in
PIP_FIND_LINKS.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

PAGE = Path(__file__).with_name("first-network.md")
_BLOCK = re.compile(
    r"(?:^<!-- (?P<file>[\w.]+)(?:: \w+)? -->\n)?^```(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_ACTIVATE = ". .venv/bin/activate"


@frozen
class Block:
    """One block of the page; `file` is where it goes, if it is code."""

    language: str
    body: str
    file: str | None


def blocks(page: str) -> Iterator[Block]:
    for found in _BLOCK.finditer(page):
        yield Block(found["language"], found["body"], found["file"])


def appended(text: str, block: Block) -> str:
    """A file with one block more at its end."""
    return f"{text}\n{block.body}" if text else block.body


def missing(expected: str, printed: str) -> list[str]:
    """The lines of what the page promises that nothing printed fits."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    return [
        line
        for line in expected.splitlines()
        if not any(_as_pattern(line).fullmatch(given) for given in lines)
    ]


def _as_pattern(line: str) -> re.Pattern[str]:
    return re.compile(r"\s*.*\s*".join(re.escape(part.strip()) for part in line.split("…")))


@frozen
class Reader:
    """Somebody who does what the page says, in a folder."""

    folder: Path

    def follow(self, page: str) -> None:
        printed, before = "", ""
        for block in blocks(page):
            if block.file:
                self._write(block)
            elif block.language == "sh":
                printed = self._run(before, block.body)
                before = _ACTIVATE if _ACTIVATE in block.body else before
            elif lines := missing(block.body, printed):
                sys.exit("the page promises what was not printed:\n" + "\n".join(lines))

    def _write(self, block: Block) -> None:
        path = self.folder / str(block.file)
        text = path.read_text("utf-8") if path.exists() else ""
        path.write_text(appended(text, block), "utf-8")

    def _run(self, before: str, commands: str) -> str:
        """What the commands printed. They run in a shell in which the page's environment is active, once it is."""
        print(f"$ {commands}", end="", flush=True)
        script = f"{before}\n{commands}"
        run = subprocess.run(  # noqa: S603 - the page's own commands
            ["bash", "-euo", "pipefail", "-c", script],  # noqa: S607 - the reader's shell
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        print(run.stdout, flush=True)
        if run.returncode:
            sys.exit(f"the page's command failed with {run.returncode}")
        return run.stdout


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        sys.exit("say where: python docs/follow_tutorial.py FOLDER")
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        sys.exit(f"{folder} is not empty: the page begins in an empty folder")
    Reader(folder.resolve()).follow(PAGE.read_text("utf-8"))
    print("followed to its end")


if __name__ == "__main__":
    main(sys.argv[1:])
