"""What a page of measures shows: the same thing once, what never happened by its name, what belongs together apart."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.gate_names import with_gate_named
from setter.domain.measure_words import NONE, counts_words, words
from setter.domain.measures import Measure

RARE = (
    *("gate false positives", "SQLs pending", "SQLs excused", "SQLs returned", "SQLs withdrawn", "repeated no-shows"),
    *("appeals overturned", "meetings unknown", "outside the target market", "calls, inbound", "rejected R"),
)
"""What is only named where it never happened."""
PRECISE, EACH = "gate precision, ", "precision of each gate"
LEAST, MOST, BOTH = "sales rejection, at least", "sales rejection, at most", "with what is pending"
THEMES = (
    ("Rejected for", "rejected ", ""),
    ("Gate precision", PRECISE, ""),
    ("Not caught by", "gate false positives, ", ""),
    ("By segment", "", " by segment"),
)
"""What has a table of its own: its title, and how its measures begin and end."""


class Shown(Struct, frozen=True):
    """One table: its title, its cells by measure and group, its measures and its groups in order.

    `counts` are the same cells as counts only, for many groups; empty where that would say too little.
    """

    title: str
    cells: dict[tuple[str, str], str]
    measures: tuple[str, ...]
    names: tuple[str, ...]
    counts: dict[tuple[str, str], str] = {}


class Kept(Struct, frozen=True):
    """The tables of a page, and the names of what was nought for everybody and of what nobody has a case of.

    `as_accepted`: every SQL passed every gate, so that the precision of each is the acceptance.
    """

    tables: tuple[Shown, ...]
    nought: tuple[str, ...]
    empty: tuple[str, ...]
    as_accepted: bool


def kept_of(rows: Sequence[Measure]) -> Kept:
    """Sort measures of the same kind of groups into tables."""
    named = measures_in(rows)
    own = {name: [each for each in rows if each.measure == name] for name in named}
    nought = [name for name in named if name.startswith(RARE) and _never(own[name])]
    empty = [name for name in named if name not in nought and all(words(each) == NONE for each in own[name])]
    once, as_accepted = _alike_once(rows)
    left = [each for each in once if each.measure not in {*nought, *empty}]
    apart = [[each for each in left if _theme(each) == title] for title, _, _ in THEMES]
    shown = [_shown("", each) for each in _together([each for each in left if not _theme(each)])]
    shown += [_shown(_theme(each[0]), each) for each in apart if each]
    return Kept(tuple(shown), tuple(map(with_gate_named, nought)), tuple(map(with_gate_named, empty)), as_accepted)


def measures_in(rows: Sequence[Measure]) -> list[str]:
    """The names of measures, each once."""
    return list(dict.fromkeys(each.measure for each in rows))


def _never(own: Sequence[Measure]) -> bool:
    return not any(each.numerator for each in own) and any(each.denominator for each in own)


def _theme(each: Measure) -> str:
    """The title of the table to which a measure belongs, "" for the first one."""
    fitting = (title for title, begin, end in THEMES if each.measure.startswith(begin) and each.measure.endswith(end))
    return next(fitting, "")


def _alike_once(rows: Sequence[Measure]) -> tuple[list[Measure], bool]:
    """The same rows with the precision of gates that are all alike told once; and whether it is the acceptance."""
    told = {name: tuple((each.by, words(each)) for each in rows if each.measure == name) for name in measures_in(rows)}
    precise = {name: each for name, each in told.items() if name.startswith(PRECISE)}
    if len(set(precise.values())) != 1:
        return list(rows), False
    first = next(iter(precise))
    if precise[first] == told.get("SQL acceptance"):
        return [each for each in rows if each.measure not in precise], True
    once = (each for each in rows if each.measure == first or each.measure not in precise)
    return [replace(each, measure=EACH) if each.measure == first else each for each in once], False


def _together(rows: Sequence[Measure]) -> list[list[Measure]]:
    """Put measures together that have a group in common."""
    tables: list[tuple[set[str], list[Measure]]] = []
    for measure in measures_in(rows):
        own = [each for each in rows if each.measure == measure]
        names = {each.by for each in own}
        found = next((each for each in tables if each[0] & names), None)
        if found is None:
            tables.append((names, own))
        else:
            found[0].update(names)
            found[1].extend(own)
    return [together for _, together in tables]


def _shown(title: str, rows: Sequence[Measure]) -> Shown:
    """Lay out one table; whoever has no case of anything in it has no place there."""
    begin, end = next(((begin, end) for each, begin, end in THEMES if each == title), ("", ""))
    keys = [(with_gate_named(each.measure).removeprefix(begin).removesuffix(end), each.by) for each in rows]
    cells = dict(zip(keys, map(words, rows), strict=True))
    _join_bounds(cells, rows)
    measures = dict.fromkeys(measure for measure, _ in cells)
    told = {by for (_, by), cell in cells.items() if cell != NONE}
    names = (by for by in dict.fromkeys(each.by for each in rows) if by in told)
    counts = dict(zip(keys, map(counts_words, rows), strict=True)) if begin else {}
    return Shown(title, cells, tuple(measures), tuple(names), counts)


def _join_bounds(cells: dict[tuple[str, str], str], rows: Sequence[Measure]) -> None:
    """The two bounds of the rejection as one line, and none where nothing is pending."""
    least, most = ({each.by: each for each in rows if each.measure == name} for name in (LEAST, MOST))
    if not least.keys() & most.keys():
        return
    pending = any(low.numerator != most[by].numerator for by, low in least.items() if by in most)
    before = dict(cells)
    cells.clear()
    for (measure, by), cell in before.items():
        if measure == LEAST and by in most and pending:
            cells[BOTH, by] = _bounds(least[by], most[by])
        elif measure not in (LEAST, MOST):
            cells[measure, by] = cell


def _bounds(low: Measure, high: Measure) -> str:
    """Two bounds as one, such as "8–13 / 38 (21–34 %)"."""
    if not low.denominator:
        return NONE
    counts = f"{low.numerator}–{high.numerator} / {low.denominator}"
    if low.value is None or high.value is None:
        return counts
    return f"{counts} ({100 * low.value:.0f}–{100 * high.value:.0f} %)"
