"""`smm stats`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from smmcore.cli.errors import FAILED
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.models import Metric
    from smmcore.smm import SMM

HEADERS = ("account", "of", "figure", "value", "as of", "source")


@click.command()
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT…]")
@click.option("--post", "posts", multiple=True, metavar="ID", help="Only of this post; needs one ACCOUNT.")
@click.option(
    "--page", "pages", multiple=True, metavar="HANDLE", help="Of this other page; needs one ACCOUNT."
)
@as_json
@pass_state
@click.pass_context
def stats(
    context: click.Context,
    state: State,
    accounts: tuple[str, ...],
    posts: tuple[str, ...],
    pages: tuple[str, ...],
) -> None:
    """Read the figures of accounts and of all posts that were published there, or of others' pages.

    What a network does not tell is left out, never shown as zero.
    """
    from smmcore.cli import output

    if posts and len(accounts) != 1:
        raise click.UsageError("--post needs the one ACCOUNT where the posts are", context)
    if pages and (posts or len(accounts) != 1):
        raise click.UsageError("--page needs the one ACCOUNT to look with, and no --post", context)
    failures: dict[str, str] = {}
    metrics: list[Metric] = []
    with state.opened() as smm, output.working("Reading figures…") as say:
        for account in smm.engine.accounts(accounts or None):
            say(f"Reading figures of {account.name}…")
            metrics += _of(smm, account.name, posts, pages, failures)
    _show(state, metrics, failures)
    context.exit(FAILED if failures else 0)


def _of(
    smm: "SMM", account: str, posts: Sequence[str], pages: Sequence[str], failures: dict[str, str]
) -> "list[Metric]":
    """The account's figures; what fails is noted and leaves the rest."""
    if pages:
        return _tried(account, failures, lambda: smm.page_metrics(account, pages), needed=True) or []
    if posts:
        return _tried(account, failures, lambda: smm.post_metrics(account, posts), needed=True) or []
    whole = _tried(account, failures, lambda: smm.account_metrics(account), needed=False)
    single = _tried(account, failures, lambda: smm.post_metrics(account), needed=whole is None)
    return [*(whole or []), *(single or [])]


def _tried(
    account: str, failures: dict[str, str], read: "Callable[[], list[Metric]]", *, needed: bool
) -> "list[Metric] | None":
    from smmcore.cli.errors import message
    from smmcore.errors import Mistake, Unsupported

    try:
        return read()
    except Mistake:
        raise
    except Unsupported as error:
        if needed:
            failures.setdefault(account, message(error))
    except Exception as error:  # noqa: BLE001 - a network that breaks takes nothing else down
        failures.setdefault(account, message(error))
    return None


def _show(state: State, metrics: "list[Metric]", failures: dict[str, str]) -> None:
    from smmcore.cli import output

    if state.json:
        output.document({"metrics": metrics, "errors": failures})
        return
    if metrics:
        output.table(HEADERS, [_row(metric) for metric in metrics])
    elif not failures:
        output.line("The networks tell no figures yet.")
    for account, failure in failures.items():
        output.note(f"Error: {account}: {failure}")


def _row(metric: "Metric") -> list[str]:
    from smmcore.cli import output

    of = "account" if metric.subject.kind.value == "account" else metric.subject.id
    name = f"{metric.name.value} {metric.detail}".strip()
    unit = "" if metric.unit == "1" else f" {metric.unit}"
    return [metric.subject.account, of, name, f"{metric.value}{unit}", output.when(metric.end), metric.source]
