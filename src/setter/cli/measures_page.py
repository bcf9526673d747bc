"""A report of measures as a page of plain text: groups in columns, quality above activity, bars without colours."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import ceil, floor
from textwrap import wrap

from setter.cli.measures_kept import kept_of
from setter.cli.measures_table import table
from setter.domain.measure_words import words
from setter.domain.measures import NO_CLEAR_DIFFERENCE, Measure
from setter.services.measures import Told

USUAL_WIDTH = 100
NARROWEST_PLOT = 12
WIDEST_PLOT = 40
PLOTTED = ("SQL acceptance", "conversion to the next rung", "field correct", "key fields correct")
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
    kept = kept_of([each for each in rows if each.unit != "difference"])
    for place, shown in enumerate(kept.tables):
        yield from [""] if place else []
        yield from table(shown, width)
    yield from _differences([each for each in rows if each.unit == "difference"], width)
    if kept.as_accepted:
        yield from _wrapped("Each gate's precision is the SQL acceptance: all SQLs decided passed every gate.", width)
    for title, names in (("Nought", kept.nought), ("Without a single case", kept.empty)):
        if names:
            yield from _wrapped(f"{title}: {'; '.join(names)}.", width)


def _differences(rows: Sequence[Measure], width: int) -> Iterator[str]:
    """Pair by pair where they lie apart; the pairs of which nothing is clear are many, and told in one sentence."""
    pairs: defaultdict[str, list[str]] = defaultdict(list)
    unclear = [each for each in rows if each.note.startswith(NO_CLEAR_DIFFERENCE)]
    many = len({each.by for each in rows}) > 1
    for each in rows:
        if not (many and each in unclear):
            name = each.measure.removesuffix(": difference")
            pairs[each.by].append(f"{name} {words(each)}: {each.note.partition(';')[0]}")
    for pair, told in pairs.items():
        yield from ["", *_wrapped(f"Difference, {pair}", width)]
        for line in told:
            yield from (f"  {each}" for each in _wrapped(line, width - 2))
    if many and unclear:
        yield from ["", *_wrapped(f"No clear difference in {len(unclear)} of {len(rows)} comparisons.", width)]


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(text, width, initial_indent="  ", subsequent_indent="  ")


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
