"""The tables: cases that went alike are one row. In the terminal and between marks in a page, the same rows."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from .cases import Case, Seen

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "faults.md"
BEGIN, END = "<!-- begin of what benchmarks/faults.py wrote -->", "<!-- end of what it wrote -->"
_NOT_DONE = "–"


@frozen
class Table:
    """`notes` stand under it."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def ours(title: str, cases: Sequence[Case]) -> Table:
    """What became of our posts on one network."""
    kinds = list(dict.fromkeys(case.kind for case in cases))
    groups: dict[tuple[str, ...], list[str]] = {}
    for case in cases:
        groups.setdefault(_cells(case), []).append(case.kind)
    heads = (
        "what goes wrong",
        "the call says (posts)",
        "the same call again",
        "then",
        "in the end",
        "kinds of post",
    )
    rows = [(*cells, _kinds(found, kinds)) for cells, found in groups.items()]
    notes = [f"WRONG: {case.kind}, {case.trouble}: {case.wrong}" for case in cases if case.wrong]
    return Table(title, heads, sorted(rows, key=_order(cases)), notes)


def _cells(case: Case) -> tuple[str, ...]:
    last = [case.called, *filter(None, [case.again]), *case.then][-1]
    return (
        case.trouble,
        str(case.called),
        str(case.again) if case.again else _NOT_DONE,
        ", ".join(seen.says for seen in case.then) or _NOT_DONE,
        f"WRONG: {last.posts}"
        if case.wrong
        else f"{last.posts}, {case.lacks}"
        if case.lacks
        else str(last.posts),
    )


def _order(cases: Sequence[Case]) -> Callable[[Sequence[str]], int]:
    """By trouble, in the order in which they were tried; else as found."""
    troubles = list(dict.fromkeys(case.trouble for case in cases))
    return lambda row: troubles.index(row[0])


def _kinds(found: Sequence[str], kinds: Sequence[str]) -> str:
    """Which kinds of post, and at how many moments, where that was more than one."""
    counts = Counter(found)
    if len(kinds) > 2 and len(counts) == len(found) == len(kinds):
        return f"all {len(kinds)}"
    times = {kind: f" ×{counts[kind]}" if counts[kind] > 1 else "" for kind in kinds}
    return ", ".join(f"{kind}{times[kind]}" for kind in kinds if kind in counts)


def beside(title: str, columns: Mapping[str, Sequence[Case]], notes: Sequence[str] = ()) -> Table:
    """What became of the same posts with each of several programs: a row for each trouble, a column for each."""
    tried = {name: {(case.trouble, case.kind): case for case in cases} for name, cases in columns.items()}
    places = list(dict.fromkeys(place for cases in tried.values() for place in cases))
    kinds = list(dict.fromkeys(kind for _, kind in places))
    groups: dict[tuple[str, ...], list[str]] = {}
    for trouble, kind in places:
        cells = [_beside(cases.get((trouble, kind))) for cases in tried.values()]
        groups.setdefault((trouble, *cells), []).append(kind)
    rows = [
        (row[0], ", ".join(kind for kind in kinds if kind in found), *row[1:])
        for row, found in groups.items()
    ]
    troubles = list(dict.fromkeys(trouble for trouble, _ in places))
    return Table(
        title, ("what goes wrong", "post", *columns), sorted(rows, key=lambda r: troubles.index(r[0])), notes
    )


def _beside(case: Case | None) -> str:
    if case is None:
        return _NOT_DONE
    if not case.met:
        return "not met"
    seen = [case.called, *filter(None, [case.again])]
    return ", again ".join(f"{each.says} ({_loud(each)})" for each in seen)


def _loud(seen: Seen) -> str:
    return f"**{seen.there}**" if seen.posts > 1 else seen.there


# Writing


def text(tables: Iterable[Table]) -> Iterator[str]:
    """Lines for the terminal."""
    for table in tables:
        widths = [max(map(len, column)) for column in zip(table.heads, *table.rows, strict=True)]
        yield f"\n{table.title}"
        for row in (table.heads, *table.rows):
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        yield from table.notes


def markdown(measured: str, tables: Iterable[Table]) -> str:
    """The tables as they stand in the page."""
    return "\n".join([f"{measured}\n", *map(_section, tables)])


def _section(table: Table) -> str:
    lines = [_row(row) for row in (table.heads, ["---"] * len(table.heads), *table.rows)]
    notes = [f"- {note}" for note in table.notes]
    return "\n".join([f"### {table.title}", "", *lines, "", *notes, *([""] if notes else [])])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def written(page: str, made: str) -> str:
    """The page with what was made between its marks. Raises `ValueError` if it has none."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page lacks the lines {BEGIN} and {END}")
    return f"{head}{begin}\n\n{made}\n{end}{tail}"
