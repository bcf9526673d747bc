"""A report of measures as a page of plain text: groups in columns, quality above activity, bars without colours."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor
from textwrap import wrap

from msgspec.structs import replace

from setter.cli.speech import in_columns
from setter.domain.measure_words import NONE, words
from setter.domain.measures import Measure
from setter.services.measures import Told

USUAL_WIDTH = 100
NARROWEST_PLOT = 12
WIDEST_PLOT = 40
PLOTTED = ("SQL acceptance", "sales rejection", "conversion to the next rung", "field correct", "key fields correct")
"""The shares whose intervals are drawn."""
RARE = ("gate false positives", "SQLs ", "repeated no-shows", "meetings unknown")
"""What is only named where it never happened."""
PRECISE = "gate precision, "
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
    kept, dull = _told_apart([each for each in rows if each.unit != "difference"])
    for together in _tables(kept):
        told = [each for each in together if words(each) != NONE]
        names = list(dict.fromkeys(each.by for each in together))
        measures = list(dict.fromkeys(each.measure for each in told))
        if measures:
            cells = {(each.measure, each.by): words(each) for each in together}
            yield from _table(cells, measures, names, width)
    for each in apart:
        yield f"  {each.measure}, {each.by}: {words(each)}: {each.note.partition(';')[0]}"
    if dull:
        named = "; ".join(dull)
        yield from wrap(f"Nought: {named}.", width, initial_indent="  ", subsequent_indent="  ")
    empty = {each.measure for each in kept} - {each.measure for each in kept if words(each) != NONE}
    if empty:
        named = "; ".join(each for each in _measures(kept) if each in empty)
        yield from wrap(f"Without a single case: {named}.", width, initial_indent="  ", subsequent_indent="  ")


def _told_apart(rows: Sequence[Measure]) -> tuple[list[Measure], list[str]]:
    """What stands in the tables, and what is nought for everybody and only named; gates alike are told as one."""
    by_name = {name: [each for each in rows if each.measure == name] for name in _measures(rows)}
    dull = [
        name
        for name, own in by_name.items()
        if name.startswith(RARE) and not any(each.numerator for each in own) and any(each.denominator for each in own)
    ]
    precise = {name: [words(each) for each in own] for name, own in by_name.items() if name.startswith(PRECISE)}
    alike = len(precise) > 1 and len({tuple(each) for each in precise.values()}) == 1
    first = next(iter(precise), "")
    kept = [
        replace(each, measure=f"{PRECISE}every gate") if alike and each.measure == first else each
        for each in rows
        if each.measure not in dull and not (alike and each.measure in precise and each.measure != first)
    ]
    return kept, dull


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
    """Groups in columns, or in rows where there are as many as measures; so many columns as there is room for."""
    from rich.cells import cell_len

    if len(names) > 1 and len(names) >= len(measures):
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
        low, high = _scale(drawn)
        yield f"  {'':{longest}}  {100 * low:<{room // 2}.0f}{f'{100 * high:.0f} %':>{room - room // 2}}"
        for each in drawn:
            yield f"  {each.by:{longest}}  {whisker(each, room, low, high)}".rstrip()


def _scale(rows: Sequence[Measure]) -> tuple[float, float]:
    """From the ten per cent below the lowest end to those above the highest."""
    ends = [end for each in rows for end in each.interval or ()]
    low, high = floor(10 * min(ends)) / 10, ceil(10 * max(ends)) / 10
    return low, max(high, low + 0.1)


def whisker(each: Measure, room: int, low_end: float = 0.0, high_end: float = 1.0) -> str:
    """`├──●──┤` from one end of the interval to the other, on a scale between two shares."""
    if each.interval is None or each.value is None:
        return ""
    ends = ((end - low_end) / (high_end - low_end) for end in (*each.interval, each.value))
    low, high, at = (max(0, min(round(end * (room - 1)), room - 1)) for end in ends)
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
