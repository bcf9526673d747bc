"""How right the records are that suppliers gave us, by what callers marked, against a target of 98 % (R-104)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from setter.domain.days import day_of
from setter.domain.measures import Measure, accuracy_words, by_measure, joined, share
from setter.domain.metrics import Proportion
from setter.services.desk import Desk
from setter.services.measures import Asked, Told, scope_of
from setter.services.measures_counted import NO_SOURCE
from setter.services.verify import FIELDS, VERIFIED
from setter.store.unit import Unit

KEY_FIELDS = ("full_name", "title", "company_name", "phone", "email")
"""The fields of a record that the target is set for; a phone is right where it reaches the person."""
ALL = "all sources"
FIELD_NOTE = "verified correct / marked; activity: by the day of the mark; what nobody marked is not counted"


def accuracy(desk: Desk, asked: Asked) -> Told:
    """Accuracy by field, by source and by imported file, of fields and of whole records."""

    def look(unit: Unit) -> Told:
        scope = scope_of(desk, unit, asked)
        marks = unit.measures.marks(scope.span())
        records = unit.measures.marked_records(scope.span(), KEY_FIELDS)
        batches = _named(unit.measures.batches(), scope.zone)
        rows = [*_by_field(marks), *_records(ALL, records)]
        keys = [row for row in marks if row["field"] in KEY_FIELDS]
        for name, where in _groups(keys, batches):
            rows.append(_share("key fields correct", name, [row for row in keys if where(row)]))
            rows += _records(name, [row for row in records if where(row)])
        remarks = (*_verdicts(rows), *REMARKS)
        return Told("Accuracy", scope.first, scope.last, scope.zone, by_measure(rows), remarks=remarks)

    return desk.store.read(look)


REMARKS = (
    "Key fields: name, title, company, phone, e-mail. A value counts as it was supplied: once it was put right, "
    "later marks are of our own.",
)


def _groups(rows: Sequence[Mapping[str, Any]], batches: Mapping[int, str]) -> Iterator[tuple[str, Any]]:
    for source in sorted({row["source"] for row in rows}):
        yield f"source: {source or NO_SOURCE}", lambda row, source=source: row["source"] == source
    for batch in sorted({row["batch"] for row in rows} & set(batches)):
        yield f"file: {batches[batch]}", lambda row, batch=batch: row["batch"] == batch


def _named(batches: Sequence[tuple[int, str, int]], zone: str) -> dict[int, str]:
    """Imported files by their name and the day they came, with their number where that is not enough."""
    names = {number: f"{name} of {day_of(at, zone)}" for number, name, at in batches}
    times = Counter(names.values())
    return {number: name if times[name] == 1 else f"{name} ({number})" for number, name in names.items()}


def _verdicts(rows: Sequence[Measure]) -> Iterator[str]:
    """By which verdict on the target the key fields and whole records of whom stand."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in rows:
        if each.denominator and each.measure in ("key fields correct", "records correct"):
            found[each.note.partition(";")[0]].append(f"{each.by} ({each.measure.partition(' correct')[0]})")
    for verdict, whose in sorted(found.items()):
        yield f"{verdict[0].upper()}{verdict[1:]}: {', '.join(whose)}."


def _by_field(marks: Sequence[Mapping[str, Any]]) -> Iterator[Measure]:
    labels = {"phone": "phone", **FIELDS}
    found = {row["field"] for row in marks}
    for field in (*KEY_FIELDS, *sorted(found - set(KEY_FIELDS))):
        yield _share("field correct", labels.get(field, field), [row for row in marks if row["field"] == field])
    yield _share("key fields correct", ALL, [row for row in marks if row["field"] in KEY_FIELDS])


def _share(measure: str, by: str, marks: Sequence[Mapping[str, Any]], note: str = FIELD_NOTE) -> Measure:
    verdicts: Counter[str] = Counter()
    for row in marks:
        verdicts[row["verdict"]] += row["number"]
    right, checked = verdicts[VERIFIED], sum(verdicts.values())
    return share(measure, by, right, checked, joined(accuracy_words(Proportion(right, checked)), note))


def _records(by: str, records: Sequence[Mapping[str, Any]]) -> Iterator[Measure]:
    """Whole records by two rules: of those wholly checked, and of all in which anything was."""
    whole = [row for row in records if row["whole"]]
    for measure, rows, note in (
        ("records correct", whole, "every key field correct / every key field marked"),
        ("records without a known error", records, "no key field wrong / any key field marked; errors may be unseen"),
    ):
        checked = sum(row["number"] for row in rows)
        right = sum(row["number"] for row in rows if not row["flawed"])
        yield share(measure, by, right, checked, joined(accuracy_words(Proportion(right, checked)), note))
