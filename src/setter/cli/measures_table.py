"""Measures of several groups side by side, in as few lines as there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from setter.cli.measures_kept import Shown
from setter.cli.speech import in_columns

Cells = Mapping[tuple[str, str], str]
"""What is told, by measure and group."""
SHORTEST = 20
"""No name is cut to fewer letters than these."""
MARGIN = 2
BEGINNINGS = ("SQLs submitted per week", "SQL to accepted", "show rate", "cost per accepted SQL", "sales minutes lost")
"""The measures with which another matter begins, after an empty line."""


def table(shown: Shown, width: int) -> Iterator[str]:
    """Groups in columns where all of them have room; else whichever way takes fewer lines, in several parts.

    Where their counts alone would have room side by side, and a table may be told so, those are all it tells.
    """
    title, measures, names, room = shown.title, shown.measures, shown.names, width - MARGIN
    for cells in (shown.cells, shown.counts):
        label = room - sum(each + 2 for each in _widths(cells, measures, names).values())
        rows = _cut(measures, label) if cells and label >= min(_longest((title, *measures)), SHORTEST) else {}
        if rows:
            yield from _part(title, cells, rows, names)
            return
    yield from _in_parts(title, shown.cells, measures, names, room)


def _in_parts(title: str, cells: Cells, measures: Sequence[str], names: Sequence[str], room: int) -> Iterator[str]:
    beside = _widths(cells, measures, names)
    turned = {(by, measure): told for (measure, by), told in cells.items()}
    below = _widths(turned, names, measures)
    wide = _chunks(beside, room - _longest((title, *measures)))
    tall = _chunks(below, room - _longest((title, *names)))
    if len(wide) * (len(measures) + 1) <= len(tall) * (len(names) + 1):
        for chunk in wide:
            yield from _part(title, cells, {name: name for name in measures}, chunk)
    else:
        for chunk in tall:
            yield from _part(title, turned, {name: name for name in names}, chunk)


def _part(title: str, cells: Cells, rows: Mapping[str, str], columns: Sequence[str]) -> Iterator[str]:
    told = [[title, *columns]]
    told += [[shown, *(cells.get((row, column), "") for column in columns)] for row, shown in rows.items()]
    for row, line in zip(("", *rows), in_columns(told).splitlines(), strict=True):
        if row in BEGINNINGS and row != next(iter(rows)):
            yield ""
        yield f"{' ' * MARGIN}{line}".rstrip()


def _widths(cells: Cells, rows: Sequence[str], columns: Sequence[str]) -> dict[str, int]:
    from rich.cells import cell_len

    return {
        column: max(cell_len(column), *(cell_len(cells.get((row, column), "")) for row in rows)) for column in columns
    }


def _longest(words: Sequence[str]) -> int:
    from rich.cells import cell_len

    return max(map(cell_len, words))


def _cut(labels: Sequence[str], most: int) -> dict[str, str]:
    """Each label as it is shown; none where two would look the same."""
    from rich.cells import cell_len, set_cell_size

    shown = {each: each if cell_len(each) <= most else f"{set_cell_size(each, most - 1).rstrip()}…" for each in labels}
    return shown if len(set(shown.values())) == len(shown) else {}


def _chunks(widths: Mapping[str, int], room: int) -> list[list[str]]:
    """As many columns together as there is room for; at least one."""
    found: list[list[str]] = [[]]
    taken = 0
    for name, width in widths.items():
        if found[-1] and taken + width + 2 > room:
            found.append([])
            taken = 0
        found[-1].append(name)
        taken += width + 2
    return found
