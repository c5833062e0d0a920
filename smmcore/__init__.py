"""A framework that does a social media manager's work: publish, moderate, measure.

All that embedders and plugins' authors need is here by name; each name is imported when it is first used, so that
`import smmcore` is light. The names and their homes are in `__init__.pyi`.

PYTEST_DONT_REWRITE: it may be imported before pytest, which then must not complain.
"""

from typing import Any

import lazy_loader

_lazily, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("smmcore")
    return _lazily(name)
