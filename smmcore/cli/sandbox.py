"""`smm sandbox`."""

import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.state import State, as_json, pass_state
from smmcore.errors import InvalidInput

if TYPE_CHECKING:
    from smmcore.models import Account
    from smmcore.platform import FakeNetwork, Platform, RealNetwork, Sandbox

PORT = 8642


@click.command()
@click.argument("networks", nargs=-1, metavar="[NETWORK…]")
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0 takes any.")
@as_json
@pass_state
def sandbox(state: State, networks: tuple[str, ...], port: int) -> None:
    """Serve networks on this machine, until Ctrl-C: these, or the fakes of all that are installed.

    Nothing that is published there leaves this machine. A network that brings its own server code instead of a
    fake is started only when it is named.
    """
    from smmcore.platform import FetchesMedia, RealNetwork

    platforms = _platforms(networks)
    sandboxes = _sandboxes(platforms, networks)
    fakes = {name: sandbox for name, sandbox in sandboxes.items() if not isinstance(sandbox, RealNetwork)}
    others = [name for name in sandboxes if name not in fakes]
    with ExitStack() as stack:
        found = _served(stack, fakes, port)
        if networks:
            found |= {name: (sandboxes[name], _started(stack, sandboxes[name], name)) for name in others}
        if not found:
            raise InvalidInput(
                f"no network here brings a fake; name one to start it: smm sandbox {others[0]}"
            )
        fetching = any(isinstance(platform, FetchesMedia) for platform in platforms)
        uploads = _uploads(stack) if fetching else {}
        _announce(state, found, [] if networks else others, uploads)
        _until_interrupted()


def _platforms(networks: Sequence[str]) -> "Sequence[Platform]":
    from smmcore.plugins import Plugins

    plugins = Plugins()
    return [plugins.platform(name) for name in networks] if networks else plugins.platforms()


def _uploads(stack: ExitStack) -> dict[str, str]:
    """A folder that is shown to the fakes; what `[uploads]` has to say for it."""
    from smmcore.sandbox import public_folder

    uploader = stack.enter_context(public_folder())
    return {"to": uploader.name, "folder": str(uploader.folder), "url": uploader.url}


def _sandboxes(
    platforms: "Sequence[Platform]", networks: Sequence[str]
) -> "dict[str, FakeNetwork | RealNetwork]":
    from smmcore.platform import Sandboxed

    found = {platform.name: platform.sandbox() for platform in platforms if isinstance(platform, Sandboxed)}
    if without := [name for name in networks if name not in found]:
        raise InvalidInput(f"{without[0]} brings no sandbox")
    if not found:
        raise InvalidInput("no installed network brings a sandbox; run: pip install smmcore-NAME[sandbox]")
    return found


def _served(stack: ExitStack, fakes: "dict[str, FakeNetwork]", port: int) -> "dict[str, tuple[Sandbox, str]]":
    if not fakes:
        return {}
    from smmcore.sandbox import mounted, serving

    app = mounted({name: fake.app for name, fake in fakes.items()})
    url = stack.enter_context(serving(app, port=port))
    return {name: (fake, f"{url}/{name}") for name, fake in fakes.items()}


def _started(stack: ExitStack, sandbox: "FakeNetwork | RealNetwork", name: str) -> str:
    from smmcore.cli import output
    from smmcore.sandbox import opened

    with output.working(f"Starting {name}…"):
        return stack.enter_context(opened(sandbox))


def _announce(
    state: State,
    found: "dict[str, tuple[Sandbox, str]]",
    others: Sequence[str],
    uploads: Mapping[str, str],
) -> None:
    from smmcore.cli import output

    accounts = {name: fake.account(place, f"sandbox-{name}") for name, (fake, place) in found.items()}
    pages = {name: fake.page(place) for name, (fake, place) in found.items()}
    config = _config(list(accounts.values()), uploads)
    if state.json:
        urls = {name: place for name, (_, place) in found.items()}
        output.document({"sandbox": True, "urls": urls, "pages": pages, "config": config})
        return
    output.line("SANDBOX: nothing leaves this machine. Ctrl-C ends it.")
    output.line("")
    for name, page in pages.items():
        output.line(f"SANDBOX page of {name}: {page}")
    for name in others:
        output.line(f"{name} brings its own server code: smm sandbox {name}")
    output.line("\nAn smm.toml for it (the secrets are invented):\n")
    output.line(config)


def _config(accounts: "list[Account]", uploads: Mapping[str, str]) -> str:
    from smmcore import toml

    lines = ['journal = "sandbox.sqlite3"', "allow_clear_secrets = true  # SANDBOX: invented secrets only"]
    if uploads:
        lines += ["", "[uploads]", *(f"{name} = {toml.value(value)}" for name, value in uploads.items())]
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
