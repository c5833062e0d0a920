"""`smm`: thin over `SMM`. A command is imported when it is used, so that `smm --help` is quick."""

import click

from smmcore.cli.lazy import LazyGroup
from smmcore.cli.state import State, pass_state

COMMANDS = {
    "accounts": ("accounts:accounts", "List, add and check accounts."),
    "abilities": ("accounts:abilities", "Show what an account can do, and why not."),
    "publish": ("publishing:publish", "Publish posts now, or plan them for later."),
    "worker": ("worker:worker", "Publish what is due, for as long as it runs."),
    "status": ("journal:status", "Show what the journal knows of posts."),
    "journal": ("journals:journal", "Look into the journal, and look after it."),
    "cancel": ("journal:cancel", "Take back a post that waits for its time."),
    "reconcile": ("reconciling:reconcile", "Find out about posts of which nobody knows."),
    "edit": ("upkeep:edit", "Change a published post."),
    "delete": ("upkeep:delete", "Delete a published post."),
    "pin": ("upkeep:pin", "Pin a published post, or unpin it."),
    "comments": ("community:comments", "Read comments, or follow them."),
    "mentions": ("community:mentions", "Read where others name an account."),
    "reply": ("community:reply", "Answer a comment."),
    "moderate": ("community:moderate", "Delete, ban, restrict; ask the judges."),
    "stats": ("stats:stats", "Read the figures of accounts and posts."),
    "doctor": ("doctor:doctor", "Look for what needs a person."),
    "plugins": ("plugins:plugins", "List installed plugins, and broken ones."),
    "new-plugin": ("new_plugin:new_plugin", "Write a plugin for a new network, to start from."),
    "sandbox": ("sandbox:sandbox", "Serve networks on this machine, to try things on."),
    "demo": ("demo:demo", "Publish a bakery's month to a sandbox and look at it."),
}
"""Where each command is, below this package, and what the help says of it."""

EPILOG = """Every command takes --json for programs: one JSON document on stdout. Networks may bring
commands of their own: smm plugins names them.

Exit codes: 0 done; 1 something failed; 2 wrong use; 3 something is unconfirmed (see smm reconcile)."""


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.option("--config", metavar="PATH", help="Use this smm.toml, not the nearest one.")
@click.option("--debug", is_flag=True, help="Log everything to stderr; secrets stay hidden.")
@click.version_option(package_name="smmcore", prog_name="smm")
@pass_state
@click.pass_context
def smm(context: click.Context, state: State, config: str | None, debug: bool) -> None:
    """Publish, moderate and measure on social networks, from one smm.toml."""
    state.path, state.debug = config, debug
    state.listen()
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    smm.main(prog_name="smm")
