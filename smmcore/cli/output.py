"""Tables for people, plain lines for pipes, one JSON document for programs."""

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from threading import Timer
from typing import Any
from zoneinfo import ZoneInfo

import click

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+")
"""What could steer a terminal or turn its text round; other people's words are printed here."""
_GAP, _LEAST = 2, 11
"""Columns between columns, and how narrow one that wraps may get."""
_STYLES = {
    "published": "green",
    "scheduled": "cyan",
    "sending": "cyan",
    "failed": "red",
    "unconfirmed": "bold yellow",
    "cancelled": "dim",
    "yes": "green",
    "ok": "green",
    "no": "red",
    "broken": "red",
    "needs you": "bold yellow",
}


def document(data: Any, *, hide: Callable[[str], str] = str) -> None:
    """The one JSON document on stdout."""
    from smmcore.models.converting import dump

    click.echo(hide(json.dumps(dump(data), ensure_ascii=False, indent=2, default=str)))


def clean(text: Any) -> str:
    return _CONTROL.sub(" ", "" if text is None else str(text)).strip()


def line(text: str) -> None:
    click.echo(text)


def note(text: str) -> None:
    """For the person beside the program: stderr."""
    click.echo(text, err=True)


def counted(number: int, one: str) -> str:
    """How many things, in words that fit the number."""
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def table(headers: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Fitted to the terminal; in a pipe, every row is one line and nothing is cut off."""
    cells = [[clean(cell) for cell in row] for row in rows]
    if sys.stdout and sys.stdout.isatty():
        _rich(headers, cells)
    else:
        _plain(headers, cells)


def _plain(headers: Sequence[str], rows: list[list[str]]) -> None:
    filled = [list(headers), *[[cell or "-" for cell in row] for row in rows]]
    widths = [max(len(row[place]) for row in filled) for place in range(len(headers))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in filled]
    click.echo("\n".join(text.rstrip() for text in lines))


def _rich(headers: Sequence[str], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=sys.stdout)
    whole = _kept_whole(headers, rows, console.width)
    drawn = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for place, header in enumerate(headers):
        drawn.add_column(header, overflow="fold", no_wrap=place in whole)
    for row in rows:
        drawn.add_row(*[Text(cell, style=_STYLES.get(cell, "")) for cell in row])
    with console.capture() as shown:
        console.print(drawn)
    click.echo(shown.get(), nl=False)  # it knows of terminals that have few letters


def _kept_whole(headers: Sequence[str], rows: list[list[str]], width: int) -> set[int]:
    """The columns that do not wrap: the shortest ones, as long as there is room left for the others."""
    widths = [max(len(row[place]) for row in [list(headers), *rows]) + _GAP for place in range(len(headers))]
    left = width
    whole: set[int] = set()
    for place in sorted(range(len(widths)), key=lambda place: widths[place]):
        others = [min(widths[o], _LEAST) for o in range(len(widths)) if o not in {*whole, place}]
        if widths[place] + sum(others) <= left:
            whole.add(place)
            left -= widths[place]
    return whole


def when(at: datetime | None, zone: str | None = None) -> str:
    """A time on the clock of its author, else on this machine's."""
    if at is None:
        return ""
    local = at if at.utcoffset() and not zone else at.astimezone(_clock(zone) if zone else None)
    return local.strftime("%Y-%m-%d %H:%M %z")


def _clock(zone: str) -> ZoneInfo | None:
    """None for a zone that this machine does not know: another one may have written it down."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        return None


@contextmanager
def working(words: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what takes longer than a second; the function that is given changes the words."""
    if not (sys.stderr and sys.stderr.isatty()):
        with nullcontext():
            yield _silent
        return
    from rich.console import Console

    status = Console(stderr=True).status(words)
    timer = Timer(1.0, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield status.update
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def _silent(_: str) -> None:
    pass
