"""`smm sandbox`."""

import signal
import time
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.models import Account
    from smmcore.platform import Sandbox

PORT = 8642


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any.")
@as_json
@pass_state
def sandbox(state: State, port: int) -> None:
    """Serve the fakes of all installed networks on this machine, until Ctrl-C.

    Nothing that is published there leaves this machine.
    """
    fakes = _fakes()
    from smmcore.sandbox import mounted, serving

    with serving(mounted({name: fake.app for name, fake in fakes.items()}), port=port) as url:
        found = {name: (fake, f"{url}/{name}") for name, fake in fakes.items()}
        _announce(state, url, found)
        _until_interrupted()


def _fakes() -> "dict[str, Sandbox]":
    from smmcore.errors import InvalidInput
    from smmcore.platform import Sandboxed
    from smmcore.plugins import Plugins

    fakes = {
        platform.name: platform.sandbox()
        for platform in Plugins().platforms()
        if isinstance(platform, Sandboxed)
    }
    if not fakes:
        raise InvalidInput("no installed network brings a sandbox; run: pip install smmcore-NAME[sandbox]")
    return fakes


def _announce(state: State, url: str, found: "dict[str, tuple[Sandbox, str]]") -> None:
    from smmcore.cli import output

    accounts = {name: fake.account(place, f"sandbox-{name}") for name, (fake, place) in found.items()}
    pages = {name: fake.page(place) for name, (fake, place) in found.items()}
    config = _config(list(accounts.values()))
    if state.json:
        output.document({"sandbox": True, "url": url, "pages": pages, "config": config})
        return
    output.line(f"SANDBOX on {url}: nothing leaves this machine. Ctrl-C ends it.")
    output.line("")
    for name, page in pages.items():
        output.line(f"SANDBOX page of {name}: {page}")
    output.line("\nAn smm.toml for it (the secrets are invented):\n")
    output.line(config)


def _config(accounts: "list[Account]") -> str:
    from smmcore import toml

    lines = ['journal = "sandbox.sqlite3"', "allow_clear_secrets = true  # SANDBOX: invented secrets only"]
    for account in accounts:
        table: dict[str, Any] = {"platform": account.platform, "id": account.id}
        table |= {f"secrets.{name}": secret.reveal() for name, secret in account.secrets.items()}
        lines += ["", f"[accounts.{toml.key(account.name)}]"]
        lines += [f"{name} = {toml.value(value)}" for name, value in {**table, **account.settings}.items()]
    return "\n".join(lines)


def _until_interrupted() -> None:
    """What stops services (SIGTERM) ends it as Ctrl-C does: nothing is left behind."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        click.echo(err=True)
    finally:
        signal.signal(signal.SIGTERM, before)
