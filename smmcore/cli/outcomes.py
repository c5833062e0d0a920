"""What became of posts, for people and for programs."""

from collections.abc import Iterable
from typing import Any

from smmcore.cli import output
from smmcore.cli.errors import DONE, FAILED, UNCONFIRMED
from smmcore.models import Failed, Published, Result, Scheduled, Unconfirmed

HEADERS = ("account", "key", "state", "details")


def exit_code(results: Iterable[Result]) -> int:
    several = list(results)
    if any(isinstance(result, Unconfirmed) for result in several):
        return UNCONFIRMED
    return FAILED if any(isinstance(result, Failed) for result in several) else DONE


def state(result: Result) -> str:
    return type(result).__name__.lower()


def as_data(result: Result) -> dict[str, Any]:
    from smmcore.models.converting import dump

    return {"state": state(result), **dump(result)}


def show(results: Iterable[Result]) -> None:
    several = list(results)
    output.table(HEADERS, [[r.account, r.key, state(r), details(r)] for r in several])
    if any(isinstance(result, Scheduled) for result in several):
        output.note(
            "`smm worker`, or `smm publish --due` from cron, sends what is scheduled when its time has come."
        )
    for account in dict.fromkeys(r.account for r in several if isinstance(r, Unconfirmed)):
        output.note(f"Nobody knows about some posts on {account}: run `smm reconcile {account}`.")


def details(result: Result) -> str:
    if isinstance(result, Published):
        return _published(result)
    if isinstance(result, Scheduled):
        return f"for {output.when(result.at)}"
    if isinstance(result, Failed):
        return f"{result.error}{_reached(result.reached)}"
    return f"{result.reason}{_reached(result.reached)}"


def _published(result: Published) -> str:
    place = result.url or result.id
    if result.repeated:
        at = f" {output.when(result.at)}" if result.at else ""
        place = f"already published{at} ({place}); to publish it again give it another --key"
    return "; ".join([place, *result.warnings])


def _reached(steps: tuple[str, ...]) -> str:
    return f" (after {', '.join(steps)})" if steps else ""
