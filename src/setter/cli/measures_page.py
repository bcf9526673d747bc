"""A report of measures as a page of plain text: groups in columns, quality above activity, bars without colours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap

from setter.cli.speech import in_columns
from setter.domain.measure_words import NONE, words
from setter.domain.measures import Measure
from setter.services.measures import Told

USUAL_WIDTH = 100
NARROWEST_PLOT = 12
WIDEST_PLOT = 40
PLOTTED = ("SQL acceptance", "sales rejection", "conversion to the next rung", "field correct", "key fields correct")
"""The shares whose intervals are drawn."""
BARS = "▁▂▃▄▅▆▇█"


def page(done: Told, *, notes: bool = False) -> str:
    """The whole report; `notes` tells under it what each number means."""
    width = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    lines = [f"{done.title}, {done.first} to {done.last}, by the days of {done.zone}"]
    for title, rows in (("Quality", done.quality), ("Activity", done.activity)):
        if rows:
            lines += ["", title, *_block(rows, width)]
    lines += _plots(done.quality, width)
    lines += _weeks(done, width)
    lines += ["", *(line for remark in done.remarks for line in wrap(remark, width))] if done.remarks else []
    told = _notes(done.rows, width) if notes else ["What each number means: --notes."]
    return "\n".join([*lines, "", *told]) if done.rows else f"{lines[0]}\nNothing yet."


def _block(rows: Sequence[Measure], width: int) -> Iterator[str]:
    """Tables of what is measured of the same groups, then differences; what has no case is only named."""
    apart = [each for each in rows if each.unit == "difference"]
    kept = [each for each in rows if each.unit != "difference"]
    for together in _tables(kept):
        told = [each for each in together if words(each) != NONE]
        names = list(dict.fromkeys(each.by for each in together))
        measures = list(dict.fromkeys(each.measure for each in told))
        if measures:
            cells = {(each.measure, each.by): words(each) for each in together}
            yield from _table(cells, measures, names, width)
    for each in apart:
        yield f"  {each.measure}, {each.by}: {words(each)}: {each.note.partition(';')[0]}"
    empty = {each.measure for each in kept} - {each.measure for each in kept if words(each) != NONE}
    if empty:
        named = "; ".join(each for each in _measures(kept) if each in empty)
        yield from wrap(f"Without a single case: {named}.", width, initial_indent="  ", subsequent_indent="  ")


def _measures(rows: Sequence[Measure]) -> list[str]:
    return list(dict.fromkeys(each.measure for each in rows))


def _tables(rows: Sequence[Measure]) -> list[list[Measure]]:
    """Put measures together that have a group in common."""
    tables: list[tuple[set[str], list[Measure]]] = []
    for measure in _measures(rows):
        own = [each for each in rows if each.measure == measure]
        names = {each.by for each in own}
        found = next((each for each in tables if each[0] & names), None)
        if found is None:
            tables.append((names, own))
        else:
            found[0].update(names)
            found[1].extend(own)
    return [together for _, together in tables]


def _table(
    cells: Mapping[tuple[str, str], str], measures: Sequence[str], names: Sequence[str], width: int
) -> Iterator[str]:
    """Groups in columns, or in rows where there are more groups than measures; so many columns as there is room for."""
    from rich.cells import cell_len

    if len(names) > len(measures):
        cells = {(by, measure): told for (measure, by), told in cells.items()}
        measures, names = names, measures
    room = width - 4 - max(map(cell_len, measures))
    sizes = {name: max(cell_len(cells.get((each, name), "")) for each in measures) for name in names}
    chunk: list[str] = []
    for name in names:
        if chunk and sum(max(sizes[each], cell_len(each)) + 2 for each in (*chunk, name)) > room:
            yield from _columns(cells, measures, chunk)
            chunk = []
        chunk.append(name)
    yield from _columns(cells, measures, chunk)


def _columns(cells: Mapping[tuple[str, str], str], measures: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    rows = [["", *names]]
    rows += [[each, *(cells.get((each, name), "") for name in names)] for each in measures]
    yield from (f"  {line}".rstrip() for line in in_columns(rows).splitlines())


def _plots(rows: Sequence[Measure], width: int) -> Iterator[str]:
    """Intervals under one another on one scale from 0 to 100 %: those that overlap differ by chance, maybe."""
    for name in PLOTTED:
        drawn = [each for each in rows if each.measure == name and each.interval is not None]
        if len(drawn) < 2:
            continue
        longest = max(len(each.by) for each in drawn)
        room = min(width - longest - 6, WIDEST_PLOT)
        if room < NARROWEST_PLOT:
            continue
        yield ""
        yield f"{name}, 95 % interval"
        yield f"  {'':{longest}}  0{'100 %':>{room - 1}}"
        for each in drawn:
            yield f"  {each.by:{longest}}  {whisker(each, room)}".rstrip()


def whisker(each: Measure, room: int) -> str:
    """`├──●──┤` from one end of the interval to the other."""
    if each.interval is None or each.value is None:
        return ""
    low, high, at = (min(round(end * (room - 1)), room - 1) for end in (*each.interval, each.value))
    signs = [" "] * room
    signs[low : high + 1] = ["─"] * (high + 1 - low)
    signs[low], signs[high] = "├", "┤"
    signs[at] = "●"
    return "".join(signs).rstrip()


def _weeks(done: Told, width: int) -> Iterator[str]:
    shown = [(name, weeks) for name, weeks in done.weekly if any(weeks)]
    if not shown:
        return
    most = max(max(weeks) for _, weeks in shown)
    longest = max(len(name) for name, _ in shown)
    yield ""
    yield f"SQLs submitted in each whole week, {most} at most"
    for name, weeks in shown:
        bars = "".join(BARS[round(each / most * (len(BARS) - 1))] if each else " " for each in weeks)
        yield f"  {name:{longest}}  {bars[-max(width - longest - 4, 1) :]}".rstrip()


def _notes(rows: Sequence[Measure], width: int) -> Iterator[str]:
    """What each number means, once where it is the same for all groups."""
    yield "What each number means"
    for name in dict.fromkeys(each.measure for each in rows):
        own = [each for each in rows if each.measure == name and each.note]
        if len({each.note for each in own}) == 1:
            told = [f"{name}: {own[0].note}."]
        else:
            told = [f"{name}, {each.by}: {each.note}." for each in own]
        for each in told:
            yield from wrap(each, width, initial_indent="  ", subsequent_indent="    ")
