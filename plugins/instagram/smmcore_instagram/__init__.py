"""Instagram for smmcore."""

from collections.abc import Iterator

from smmcore.hookspecs import hookimpl
from smmcore.platform import Platform


@hookimpl
def smm_platforms() -> Iterator[Platform]:
    from smmcore_instagram.platform import Instagram

    yield Instagram()
