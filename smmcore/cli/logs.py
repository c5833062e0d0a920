"""What the core logs, on stderr: its warnings always, everything with `--debug`."""

import logging
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from smmcore.cli.state import State

_CORE = logging.getLogger("smmcore")


class _Lines(logging.Handler):
    """Each warning once: several parts of one call may find the same."""

    def __init__(self, state: "State") -> None:
        super().__init__()
        self._state = state
        self._said: set[str] = set()
        self.level_before = _CORE.level

    def emit(self, record: logging.LogRecord) -> None:
        text = self._state.hidden(record.getMessage())
        warning = record.levelno >= logging.WARNING
        line = f"Warning: {text}" if warning else f"{record.name}: {text}"
        if not warning or line not in self._said:
            self._said.add(line)
            click.echo(line, err=True)


def listen(state: "State", handler: logging.Handler | None) -> logging.Handler:
    if handler is None:
        handler = _Lines(state)
        _CORE.addHandler(handler)
    _CORE.setLevel(logging.DEBUG if state.debug else logging.WARNING)
    return handler


def forget(handler: logging.Handler) -> None:
    _CORE.removeHandler(handler)
    if isinstance(handler, _Lines):
        _CORE.setLevel(handler.level_before)
