"""Telegram channels and their discussion groups for smmcore."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from smmcore.hookspecs import hookimpl
from smmcore.io import IO
from smmcore.jobs import Job
from smmcore.models import Account, Published
from smmcore.platform import Platform

if TYPE_CHECKING:
    import click


@hookimpl
def smm_platforms() -> Iterator[Platform]:
    from smmcore_telegram.platform import Telegram

    yield Telegram()


@hookimpl
def smm_commands() -> "Iterator[click.Command]":
    from smmcore_telegram.commands import webhook

    yield webhook


@hookimpl
def smm_jobs() -> Iterator[Job]:
    """Telegram keeps updates for a day: what is not fetched by then, nobody will ever know."""
    from smmcore_telegram.listening import JOB

    yield JOB


@hookimpl
async def smm_published(io: IO, account: Account, published: Published) -> None:
    """Learn of posts that a person has found: no other lost post may be taken for them."""
    if account.platform == "telegram":
        from smmcore_telegram.listening import learn

        await learn(io, account, published)
