"""Makes docs/mistakes.md from a run of the mistakes; `--check` only says whether it is out of date."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from mistakes import MISTAKES
from running import file_of, of, run_mistakes

PAGE = Path(__file__).parent.parent.parent / "docs" / "mistakes.md"
HEAD = """# Mistakes that the suite finds

Each of these was made on purpose in a network that is correct otherwise, and found by the test that stands beside it.
The page is made from that run: `python tests/conformance/make_table.py`. What the tests ask for is written in
[testing a network](testing-a-network.md).

| the mistake: a network that … | the test that fails | the contract asks |
| --- | --- | --- |
"""


def page(told):
    """The page, by what was told of each mistake."""
    return HEAD + "".join(f"{_row(told, mistake)}\n" for mistake in sorted(MISTAKES))


def _row(told, mistake):
    _, test, message = MISTAKES[mistake]
    ends = [end for _, ends in sorted(of(told, file_of(mistake), test).items()) for end in ends]
    text = next((text for kind, text in ends if kind == "failure" and message in text), None)
    if text is None:
        raise SystemExit(f"{mistake}: {test} does not fail with {message!r}")
    asks = re.search(r"the contract asks: (.*)", text)[1].replace("|", "\\|")
    anchor = re.search(r"written in: docs/([\w.-]+#[\w-]+)", text)[1]
    return f"| {mistake} | `{test}` | [{asks}]({anchor}) |"


def main(arguments, told=None):
    """Write the page, or check it; a run that is at hand is used. Gives the exit code."""
    if told is None:
        with TemporaryDirectory() as folder:
            told = run_mistakes(Path(folder))
    new, old = page(told), PAGE.read_text("utf-8") if PAGE.exists() else ""
    if new != old:
        sys.stdout.write("mistakes.md is out of date\n")
        if "--check" not in arguments:
            PAGE.write_text(new, "utf-8")
    return 1 if new != old and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
