"""Failures as people see them: one line that says what to do, and an exit code."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from smmcore.errors import AnswerLost, Mistake, NotConfirmed, SMMError

if TYPE_CHECKING:
    from smmcore.cli.state import State

_ASKS_FOR_HELP: type[click.UsageError] | tuple[()] = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""A group of commands was named alone; older clicks print the help by themselves."""
DONE, FAILED, WRONG_USE, UNCONFIRMED, INTERRUPTED = 0, 1, 2, 3, 130


def exit_code(error: BaseException) -> int:
    if isinstance(error, _ASKS_FOR_HELP):
        return DONE
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, click.UsageError | Mistake):
        return WRONG_USE
    if isinstance(error, AnswerLost | NotConfirmed):
        return UNCONFIRMED
    return FAILED


def say(error: BaseException, state: "State") -> None:
    """Print the line on stderr, the traceback where it was asked for, and with `--json` a document."""
    if isinstance(error, _ASKS_FOR_HELP) and error.ctx:
        click.echo(error.ctx.get_help())
        return
    line = state.hidden(message(error))
    if state.debug and not isinstance(error, click.ClickException | click.Abort):
        import traceback

        _to_stderr(state.hidden("".join(traceback.format_exception(error))))
    _to_stderr(f"Error: {line}")
    if state.json and not isinstance(error, click.Abort | OSError):
        from smmcore.cli.output import document

        document({"error": {"type": type(error).__name__, "message": line}})


def _to_stderr(text: str) -> None:
    with suppress(OSError):  # nobody may be there to read it
        click.echo(text, err=True)


def message(error: BaseException) -> str:
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "smm"
        return f"{error.format_message().rstrip('.')} (see {path} --help)"
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, SMMError):
        return "; ".join([str(error), *getattr(error, "__notes__", ())])
    if isinstance(error, OSError):
        reason = error.strerror or str(error)
        return f"{error.filename}: {reason}" if error.filename else reason
    return f"{type(error).__name__}: {error}; run `smm --debug …` for the traceback"


def tidy_up() -> None:
    """Let the interpreter end in peace if nobody can be written to any more."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
