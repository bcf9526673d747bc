"""A report of measures as lines: one measure a line, its groups side by side where there is room for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from setter.domain.gate_names import with_gate_named
from setter.domain.measure_words import NONE, counts_words, interval_words, value_words, words
from setter.domain.measures import NO_CLEAR_DIFFERENCE, Measure
from setter.services.measures import Told
from setter.widgets.marked_table import MarkedRow
from setter.widgets.plain import cut, fit, width
from setter.widgets.read_panel import ReadRow
from setter.widgets.table_lines import Column

APART = ": difference"
QUALITY, ACTIVITY, WITHOUT = "Quality", "Activity", "Without a single case"
TOPICS = (
    ("gate ", "gates"),
    ("rejected R", "reasons of rejection"),
    ("pace of ", "quota"),
    ("cost", "money"),
    ("return on ", "money"),
    ("revenue ", "money"),
    ("show ", "meetings"),
    ("hold ", "meetings"),
    ("meetings ", "meetings"),
    ("sales minutes ", "meetings"),
    ("SQL to ", "sales"),
    ("SQL yield", "sales"),
    ("accepted ", "sales"),
    ("opportunity ", "sales"),
    ("customers", "sales"),
    ("SQL", "SQLs"),
    ("week-to-week ", "SQLs"),
    ("sales rejection", "SQLs"),
    ("repeated ", "SQLs"),
    ("appeals ", "SQLs"),
)
"""How measures of quality begin, and the heading under which they stand together."""
LEAST_NAME = 22
"""The names of measures need so many cells beside the groups."""
LEAST_GROUP = 24
"""A group's name is cut to this where its numbers take no more."""
FEW_MEASURES = 6
"""So few measures stand above their groups, each of which has the whole width."""


class MeasureLine(Struct, frozen=True):
    """One measure of its groups, and the differences between these; `section` is the heading it stands under."""

    name: str
    rows: tuple[Measure, ...]
    apart: tuple[Measure, ...]
    section: str

    @property
    def title(self) -> str:
        """Its name as people read it."""
        return with_gate_named(self.name)

    @property
    def label(self) -> str:
        """Its name without what its heading says already."""
        return self.title.removeprefix("gate ").removeprefix("rejected ")

    def of(self, group: str) -> Measure | None:
        """That of one group."""
        return next((each for each in self.rows if each.by == group), None)

    @property
    def common(self) -> tuple[str, ...]:
        """The parts of the notes that are true of every group."""
        first, *others = (each.note.split("; ") for each in self.rows)
        return tuple(part for part in first if part and all(part in other for other in others))

    def own(self, each: Measure) -> str:
        """What the note of one group says of it alone."""
        return "; ".join(part for part in each.note.split("; ") if part not in self.common)


def lines_of(told: Told) -> list[MeasureLine]:
    """Quality first, by what it is about, then activity, then what has no case at all (R-102)."""
    quality, activity = list(_lines(told.quality, _topic)), list(_lines(told.activity, lambda name: ACTIVITY))
    sections = [*dict.fromkeys(each.section for each in (*quality, *activity) if each.section != WITHOUT), WITHOUT]
    return sorted((*quality, *activity), key=lambda each: sections.index(each.section))


def _lines(rows: Sequence[Measure], section: Callable[[str], str]) -> Iterator[MeasureLine]:
    for name in dict.fromkeys(each.measure for each in rows if not each.measure.endswith(APART)):
        own = tuple(each for each in rows if each.measure == name)
        apart = tuple(each for each in rows if each.measure == name + APART)
        empty = all(words(each) == NONE for each in own)
        yield MeasureLine(name, own, apart, WITHOUT if empty else section(name))


def _topic(name: str) -> str:
    return next((f"{QUALITY}: {topic}" for begins, topic in TOPICS if name.startswith(begins)), QUALITY)


def groups_of(lines: Sequence[MeasureLine]) -> tuple[str, ...]:
    """The groups that most measures have."""
    found = Counter(tuple(each.by for each in line.rows) for line in lines)
    return found.most_common(1)[0][0] if found else ()


class Table(Struct, frozen=True):
    """The lines ready for a table; `cells` is the width it needs with all groups side by side."""

    columns: tuple[Column, ...]
    rows: tuple[MarkedRow, ...]
    cells: int


def table_of(lines: Sequence[MeasureLine], groups: Sequence[str], *, intervals: bool) -> Table:
    """One measure a line, a column for each group, and last the difference where two are compared."""
    compared = len(groups) == 2 and any(line.apart for line in lines)
    cells = [_column(lines, group, intervals) for group in groups]
    wide = [max(LEAST_GROUP, *map(width, column)) for column in cells]
    names = [cut(group, room) for group, room in zip(groups, wide, strict=True)]
    if compared:
        cells.append([_difference(line) for line in lines])
    told = [(line.label, *(column[at] for column in cells)) for at, line in enumerate(lines)]
    titles = (Column(""), *map(Column, names), *([Column("difference", spare=True)] if compared else ()))
    return Table(titles, tuple(_under_headings(lines, told)), LEAST_NAME + sum(each + 2 for each in wide))


def _under_headings(lines: Sequence[MeasureLine], told: Sequence[tuple[str, ...]]) -> Iterator[MarkedRow]:
    before = ""
    for line, cells in zip(lines, told, strict=True):
        if line.section != before:
            yield MarkedRow("", (line.section,))
            before = line.section
        yield MarkedRow(line.name, cells, "$text-muted" if line.section == WITHOUT else "$text")


def _column(lines: Sequence[MeasureLine], group: str, intervals: bool) -> list[str]:
    """The cells of one group, their numbers under one another."""
    own = [line.of(group) for line in lines]
    shares = [each for each in own if each is not None and each.unit == "share" and each.denominator]
    counts = max((width(counts_words(each)) for each in shares), default=0)
    value = max((width(value_words(each)) for each in shares), default=0)
    told = [(_cell(each, counts, value), each) for each in own]
    return [f"{cell}  {interval_words(each)}".rstrip() if each and intervals else cell for cell, each in told]


def _cell(each: Measure | None, counts: int, value: int) -> str:
    if each is None:
        return ""
    told = value_words(each)
    if each.unit == "share" and each.denominator:
        told = f"{fit(counts_words(each), counts, 'right')}  {fit(told, value, 'right')}"
    else:
        told = " " * max(counts + value + 2 - width(told), 0) + told
    return told


def _difference(line: MeasureLine) -> str:
    if not line.apart or line.section == WITHOUT:
        return ""
    (each,) = line.apart
    return NO_CLEAR_DIFFERENCE if each.note.startswith(NO_CLEAR_DIFFERENCE) else f"clear: {value_words(each)}"


def difference_words(each: Measure, *, named: bool) -> str:
    """How far two groups lie apart, and whether that is clear; `named` says which two."""
    said = each.note.partition("; ")[0]
    told = said if each.value is None else f"{words(each)}; {said}"
    return f"{each.by}: {told}" if named else f"difference: {told}"


def reading_of(line: MeasureLine, told: Told) -> list[ReadRow]:
    """All about one measure: each group, the differences, what it means, and what is to be known of the report."""
    rows = [ReadRow(each.by, " · ".join(part for part in (_in_full(each), line.own(each)) if part))
            for each in line.rows]  # fmt: skip
    rows += [ReadRow("apart", difference_words(each, named=True)) for each in line.apart]
    rows += [ReadRow("means", part) for part in line.common]
    return [*rows, *(ReadRow("mind", remark) for remark in told.remarks)]


def _in_full(each: Measure) -> str:
    """A measure with the numbers it was divided from, whatever its unit."""
    if each.unit in ("share", "count") or not each.denominator:
        return words(each)
    return f"{counts_words(each)} = {words(each)}"
