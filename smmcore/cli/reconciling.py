"""`smm reconcile`."""

from typing import TYPE_CHECKING

import click

from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.models import Result
    from smmcore.smm import SMM


@click.command()
@click.argument("accounts", nargs=-1, metavar="[ACCOUNT…]")
@click.option("--send", is_flag=True, help="Then publish what is due, with what proved absent.")
@click.option("--resolve", metavar="KEY", help="Say what you have seen; needs one ACCOUNT.")
@click.option("--id", help="With --resolve: the post is there, under this identifier.")
@click.option("--absent", is_flag=True, help="With --resolve: the post is not there.")
@as_json
@pass_state
@click.pass_context
def reconcile(
    context: click.Context,
    state: State,
    accounts: tuple[str, ...],
    send: bool,
    resolve: str | None,
    id: str | None,
    absent: bool,
) -> None:
    """Ask the networks about posts of which nobody knows whether they were published.

    What is found becomes published; what is proven absent waits to be sent again. What cannot be proven waits
    for you: look at the page, then say --resolve KEY with --id ID or --absent.
    """
    from smmcore.cli import outcomes, output

    _check(context, accounts, resolve, id, absent=absent)
    with state.opened() as smm, output.working("Asking the networks…"):
        if resolve:
            results: list[Result] = [smm.resolve(accounts[0], resolve, id=id)]
        else:
            results = list(smm.reconcile(accounts or None))
        results = _with_sent(smm, results) if send else results
    if state.json:
        output.document({"results": [outcomes.as_data(result) for result in results]})
    elif results:
        outcomes.show(results)
    else:
        output.line("Nothing is unconfirmed.")
    context.exit(outcomes.exit_code(results))


def _check(
    context: click.Context, accounts: tuple[str, ...], resolve: str | None, id: str | None, *, absent: bool
) -> None:
    if not resolve:
        if id is not None or absent:
            raise click.UsageError(
                f"{'--absent' if id is None else '--id'} belongs to --resolve KEY", context
            )
        return
    if len(accounts) != 1:
        raise click.UsageError("--resolve needs the one ACCOUNT where the post was to appear", context)
    if (id is None) != absent:
        raise click.UsageError("--resolve needs what you have seen: --id ID, or --absent", context)
    if id is not None and not id.strip():
        raise click.UsageError("--id must not be empty; if the post is not there, say --absent", context)


def _with_sent(smm: "SMM", results: "list[Result]") -> "list[Result]":
    """The results, the later ones in the place of those that they replace."""
    sent = {(result.account, result.key): result for result in smm.work()}
    kept = [sent.pop((result.account, result.key), result) for result in results]
    return [*kept, *sent.values()]
