"""The pages as a site: `sphinx-build -EW docs build/site`. Needs the extra `docs`.

Sphinx, because Material for MkDocs ends in May 2027. The pages stay plain Markdown that reads well without it.
"""

from typing import Any

project = "smmcore"
html_title = "smmcore"
extensions = ["myst_parser"]
exclude_patterns = ["examples"]
html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
myst_heading_anchors = 4  # the same anchors as a code host makes
nitpicky = True
smartquotes = False  # the words stay as they are written

NAVIGATION = {
    "Start": ["Overview <self>", "configuration"],
    "Use it": ["embedding", "cli", "exactly-once", "workers", "uploads"],
    "Networks": [
        "capabilities",
        "telegram",
        "bluesky",
        "vk",
        "facebook",
        "instagram",
        "meta",
        "meta-sandbox",
    ],
    "Write a network": [
        "first-network",
        "growing-a-network",
        "write-a-network",
        "testing-a-network",
        "mistakes",
        "new-plugin",
    ],
    "Reference": ["models", "hooks", "errors"],
    "Why it works": ["faults", "architecture"],
}
"""What stands at the side of every page; a page that is missing here is an error of the build."""


def navigate(_app: Any, page: str, source: list[str]) -> None:
    """Give the first page its contents. They are not written there: code hosts would show the directives."""
    if page == "index":
        for caption, pages in NAVIGATION.items():
            source[0] += "\n".join(
                ["", "```{toctree}", ":hidden:", f":caption: {caption}", "", *pages, "```", ""]
            )


def setup(app: Any) -> None:
    app.connect("source-read", navigate)
