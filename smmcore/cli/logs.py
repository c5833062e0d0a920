"""What the core logs, on stderr: its warnings always, everything with `--debug`, and what a worker does."""

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from smmcore.cli.state import State

_CORE = logging.getLogger("smmcore")
_WORKER = logging.getLogger("smmcore.worker")
_EVENTS = logging.getLogger("smmcore.events")
_ENGINES = {"procrastinate": logging.CRITICAL, "psycopg": logging.CRITICAL, "apscheduler": logging.ERROR}
"""From what level on they are heard. What they say of outages, with tracebacks, the worker says in one line."""


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


class _DatedLines(logging.Handler):
    """Each line with its time, as often as it is said: for what runs for weeks."""

    def __init__(self, state: "State", level: int = logging.NOTSET) -> None:
        super().__init__(level)
        self._state = state

    def emit(self, record: logging.LogRecord) -> None:
        from smmcore.cli.output import clean

        if record.name == _EVENTS.name and not self._state.debug:
            return  # they are for programs
        at = datetime.fromtimestamp(record.created, UTC).astimezone()
        word = "Warning: " if record.levelno >= logging.WARNING else ""
        if self._state.debug:
            word += f"{record.name}: "
        with suppress(OSError):  # nobody may be there to read it, and the work goes on
            click.echo(
                f"{at:%Y-%m-%d %H:%M:%S %z} {word}{self._state.hidden(clean(record.getMessage()))}", err=True
            )


class _Documents(logging.Handler):
    """The facts of each event as one line of JSON on stdout."""

    def __init__(self, state: "State") -> None:
        super().__init__()
        self._state = state

    def emit(self, record: logging.LogRecord) -> None:
        at = datetime.fromtimestamp(record.created, UTC).isoformat()
        line = json.dumps({"at": at, **getattr(record, "smmcore", {})}, ensure_ascii=False, default=str)
        with suppress(OSError):
            click.echo(self._state.hidden(line))


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


@contextmanager
def dated(state: "State", *, quiet: bool) -> Iterator[None]:
    """What a worker does, line by line on stderr; `quiet` leaves its warnings. With `--json`, events on stdout."""
    with ExitStack() as ends:
        for handler in [h for h in _CORE.handlers if isinstance(h, _Lines)]:
            _CORE.removeHandler(handler)
            ends.callback(_CORE.addHandler, handler)
        _heard(ends, _CORE, _DatedLines(state))
        if not quiet:
            _at_least(ends, _WORKER)
        if state.json:
            _heard(ends, _EVENTS, _Documents(state))
            _at_least(ends, _EVENTS)
        for name, level in _ENGINES.items():
            _heard(
                ends, logging.getLogger(name), _DatedLines(state, logging.NOTSET if state.debug else level)
            )
        yield


def _heard(ends: ExitStack, logger: logging.Logger, handler: logging.Handler) -> None:
    logger.addHandler(handler)
    ends.callback(logger.removeHandler, handler)


def _at_least(ends: ExitStack, logger: logging.Logger) -> None:
    """Let it say what it does, or more where more was asked for."""
    ends.callback(logger.setLevel, logger.level)
    logger.setLevel(min(logging.INFO, logger.getEffectiveLevel()))
