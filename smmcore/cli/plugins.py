"""`smm plugins`."""

import importlib.metadata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from smmcore.cli.errors import FAILED
from smmcore.cli.state import State, as_json, pass_state

if TYPE_CHECKING:
    from smmcore.plugins import Plugins

HEADERS = ("plugin", "kind", "brings", "distribution", "state")


@click.command()
@as_json
@pass_state
@click.pass_context
def plugins(context: click.Context, state: State) -> None:
    """List installed plugins, and those that are broken with the reason."""
    from smmcore.cli import output

    found = described()
    if state.json:
        output.document({"plugins": found})
    elif found:
        output.table(HEADERS, [_row(plugin) for plugin in found])
    else:
        output.line("No plugins are installed; a network comes with pip install smmcore-NAME.")
    context.exit(FAILED if any(plugin["broken"] for plugin in found) else 0)


def _row(plugin: dict[str, Any]) -> list[str]:
    brings = [plugin["network"] or "", *(f"smm {name}" for name in plugin["commands"])]
    words = ", ".join(part for part in brings if part)
    return [plugin["name"], plugin["kind"], words, plugin["distribution"], plugin["broken"] or "ok"]


def described() -> list[dict[str, Any]]:
    """Every installed plugin, loaded."""
    from smmcore.plugins import Plugins

    loaded = Plugins()
    loaded.load_all()
    broken = {plugin.name: plugin.reason for plugin in loaded.broken}
    titles = {platform.name: platform.title for platform in loaded.platforms()}
    commands = _commands(loaded, broken)
    return [
        {
            "name": name,
            "kind": kind,
            "network": titles.get(name),
            "commands": commands.get(name, []),
            "distribution": distribution,
            "broken": broken.get(name),
        }
        for name, kind, distribution in _installed()
    ]


def _commands(loaded: "Plugins", broken: dict[str, str]) -> dict[str, list[str]]:
    """What each plugin adds to `smm`."""
    found: dict[str, list[str]] = {}
    for owner in loaded.implementations("smm_commands"):
        try:
            brought: Any = owner.function()
            found[owner.plugin_name] = [str(command.name) for command in brought]
        except Exception as error:  # noqa: BLE001 - it is named, and the others go on
            broken[owner.plugin_name] = f"{type(error).__name__}: {error}"
    return found


def _installed() -> Iterator[tuple[str, str, str]]:
    from smmcore.plugins import GROUP, LISTENERS

    for group, kind in ((GROUP, "network"), (LISTENERS, "plugin")):
        for point in sorted(importlib.metadata.entry_points(group=group), key=lambda point: point.name):
            dist = point.dist
            yield point.name, kind, f"{dist.name} {dist.version}" if dist else ""
