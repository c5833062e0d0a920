"""A group that knows its commands by name, and imports one when it is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NoReturn

import click

from smmcore.cli.errors import exit_code, say, tidy_up
from smmcore.cli.state import State


class LazyGroup(click.Group):
    """`table` has each command's place below this package, and its line in the help."""

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self._table = dict(table)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(dict.fromkeys([*self._table, *_plugins_commands(ctx, networks=False)]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self._table:
            module, _, name = self._table[cmd_name][0].partition(":")
            command: click.Command = getattr(import_module(f"smmcore.cli.{module}"), name)
            return command
        return _plugins_commands(ctx, networks=True).get(cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self._table.items()])
        brought = _plugins_commands(ctx, networks=False)
        if more := [
            (name, brought[name].get_short_help_str()) for name in brought if name not in self._table
        ]:
            with formatter.section("Commands of plugins"):
                formatter.write_dl(more)

    def main(self, *args: Any, **more: Any) -> NoReturn:
        """As click's, but every failure is one clear line and an exit code: see `smmcore.cli.errors`."""
        state = State()
        try:
            result: Any = super().main(*args, **{**more, "standalone_mode": False, "obj": state})
            code = result if isinstance(result, int) and not isinstance(result, bool) else 0
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the boundary to a person
            code = exit_code(error)
            say(error, state)
        finally:
            state.close()
        tidy_up()
        raise SystemExit(code)


def _plugins_commands(ctx: click.Context, *, networks: bool) -> dict[str, click.Command]:
    """The commands that plugins bring; those of networks only where the help need not be quick."""
    from importlib.metadata import entry_points

    if not entry_points(group="smmcore.plugins") and not (networks and entry_points(group="smmcore")):
        return {}
    state = ctx.find_object(State) or State()
    state.listen()
    from smmcore.events import Events
    from smmcore.plugins import Plugins

    plugins = Plugins()
    if networks:
        plugins.load_all()
    found = [command for command in Events(plugins).commands() if isinstance(command, click.Command)]
    return {command.name: command for command in found if command.name}
