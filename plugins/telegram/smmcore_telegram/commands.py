"""Telegram's own commands for `smm`."""

import click

from smmcore.cli.state import State, pass_state
from smmcore.errors import InvalidInput
from smmcore.io import IO
from smmcore.io.blocking import run
from smmcore.models import Account
from smmcore_telegram.bot import Bot
from smmcore_telegram.errors import NAME
from smmcore_telegram.platform import Telegram


@click.command("telegram-webhook")
@click.argument("account")
@click.argument("url", required=False)
@click.option("--delete", is_flag=True, help="Go back to asking for updates.")
@pass_state
def webhook(state: State, account: str, url: str | None, *, delete: bool) -> None:
    """Let Telegram call URL with updates; without URL, show where it calls.

    The account needs a webhook_secret: Telegram sends it along, and calls without it are refused.
    """
    with state.opened() as smm:
        found = smm.engine.context.account(account)
        if found.platform != NAME:
            raise InvalidInput(f"{account} is an account of {found.platform}, not of {NAME}")
        io = smm.engine.context.io(smm.io, found)
        if url or delete:
            run(Telegram().set_webhook(io, found, None if delete else url))
        click.echo(run(_described(io, found)))


async def _described(io: IO, account: Account) -> str:
    told = await Bot(io, account).call("getWebhookInfo")
    if not told.get("url"):
        return "no webhook: updates are asked for"
    trouble = f"; last trouble: {told['last_error_message']}" if told.get("last_error_message") else ""
    return f"{told['url']}, {told.get('pending_update_count', 0)} updates waiting{trouble}"
