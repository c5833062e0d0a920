"""Telegram channels and their discussion groups for smmcore."""

from collections.abc import Iterator

from smmcore.hookspecs import hookimpl
from smmcore.platform import Platform


@hookimpl
def smm_platforms() -> Iterator[Platform]:
    from smmcore_telegram.platform import Telegram

    yield Telegram()
