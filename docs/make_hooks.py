"""Writes hooks.md from the docstrings of smmcore/hookspecs.py: `python docs/make_hooks.py`."""

import inspect
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sync import spaced

from smmcore import hookspecs

PAGE = Path(__file__).parent / "hooks.md"
HEAD = """# Hooks

<!-- made by docs/make_hooks.py from smmcore/hookspecs.py; change that file, then run the script -->

A plugin is a module, or any object, with functions of these names that are marked with `smmcore.hookimpl`. Hand it
over with `SMM(plugins=[plugin])`, or install it: a plugin with a network has an entry point in the group `smmcore`
and is loaded when an account needs it; a plugin without one has an entry point in the group `smmcore.plugins` and is
loaded always. [Write a network](write-a-network.md#packaging) shows the entry point.

Rules for all hooks:

- Take the arguments that you need, by their names; leave out the others. A misspelt hook or argument is an error
  when the plugin is registered, and the error names it. A plugin that was given raises it; an installed one is left
  out, reported (`smm plugins`), and the others go on.
- Hooks that are given `io` may be `async def`. They await what `io` offers and nothing else: blocking callers have
  no event loop. `io.store` keeps JSON values, apart for each account. All plugins of an account share it, so begin
  the kind of what you keep with your plugin's name: `io.store.put("my_plugin:seen", …)`. A job has a store of its own.
- Listeners are called one by one. An error in one is logged to `smmcore.plugins` with the plugin's name. It does not
  reach the others, and it does not undo or hide what happened on the network.
- Each example below is a whole plugin, and the tests run it.
"""


def hooks() -> Iterator[tuple[str, Callable[..., Any]]]:
    """All hooks, in the order in which the module has them."""
    for name, function in vars(hookspecs).items():
        if name.startswith("smm_") and inspect.isfunction(function):
            yield name, function


def page() -> str:
    """The page as it should be."""
    return "\n\n".join([HEAD.rstrip(), *(_section(name, function) for name, function in hooks())]) + "\n"


def _section(name: str, function: Callable[..., Any]) -> str:
    signature = inspect.signature(function)
    arguments = ", ".join(f"`{argument}`" for argument in signature.parameters) or "nothing"
    can = "; may be `async def`" if "io" in signature.parameters else ""
    document = spaced(inspect.getdoc(function) or "")
    return f"## {name}\n\nIs given {arguments}{can}.\n\n{document}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text("utf-8") == page() else f"{PAGE.name} is out of date")
    PAGE.write_text(page(), "utf-8")
