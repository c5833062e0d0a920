"""`smm edit`, `smm delete` and `smm pin`."""

import click

from smmcore.cli.state import State, as_json, pass_state


@click.command()
@click.argument("account")
@click.argument("id")
@click.argument("file")
@as_json
@pass_state
def edit(state: State, account: str, id: str, file: str) -> None:
    """Put the post of FILE in the place of what was published as ID."""
    from smmcore.cli import output
    from smmcore.cli.publishing import one_post

    planned = one_post(file)
    with state.opened() as smm, output.working("Editing…"):
        published = smm.edit(account, id, planned.post)
    if state.json:
        output.document(published)
    else:
        output.line("; ".join([f"{published.url or published.id} is changed", *published.warnings]))


@click.command()
@click.argument("account")
@click.argument("id")
@as_json
@pass_state
def delete(state: State, account: str, id: str) -> None:
    """Delete a published post; one that is already gone is a success."""
    from smmcore.cli import output

    with state.opened() as smm, output.working("Deleting…"):
        smm.delete(account, id)
    if state.json:
        output.document({"account": account, "id": id, "deleted": True})
    else:
        output.line(f"{id} is deleted.")


@click.command()
@click.argument("account")
@click.argument("id")
@click.option("--unpin", is_flag=True, help="Take the pin away.")
@as_json
@pass_state
def pin(state: State, account: str, id: str, unpin: bool) -> None:
    """Pin a published post to the top of its page."""
    from smmcore.cli import output

    with state.opened() as smm, output.working("Pinning…"):
        smm.pin(account, id, pinned=not unpin)
    if state.json:
        output.document({"account": account, "id": id, "pinned": not unpin})
    else:
        output.line(f"{id} is {'not pinned any more' if unpin else 'pinned'}.")
