"""Reports of measures: as a page side by side, as JSON by which every number can be checked, as a table for others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from setter.cli.measures_page import page
from setter.domain.measures import Measure
from setter.services.desk import Desk
from setter.services.measures import Asked, Told


def _programmes(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import programmes

    return programmes(desk, asked)


def _sources(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import sources

    return sources(desk, asked)


def _callers(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_reports import callers

    return callers(desk, asked)


def _accuracy(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_accuracy import accuracy

    return accuracy(desk, asked)


def _funnel(desk: Desk, asked: Asked) -> Told:
    from setter.services.measures_worked import funnel

    return funnel(desk, asked)


MEASURES: Mapping[str, Callable[[Desk, Asked], Told]] = {
    "programmes": _programmes,
    "sources": _sources,
    "callers": _callers,
    "accuracy": _accuracy,
    "funnel": _funnel,
}
"""The reports that are lists of measures."""
COLUMNS = ("measure", "by", "numerator", "denominator", "value", "interval_low", "interval_high", "note")


def measured(desk: Desk, name: str, asked: Asked, *, as_csv: bool, notes: bool) -> tuple[Any, str | bytes]:
    """One report for programs and in words, or as a CSV of the same columns."""
    done = MEASURES[name](desk, asked)
    document = [told(each) for each in done.rows]
    return document, table(done) if as_csv else page(done, notes=notes)


def told(each: Measure) -> dict[str, Any]:
    """A measure for programs."""
    return {
        "measure": each.measure,
        "by": each.by,
        "numerator": _exact(each.numerator),
        "denominator": _exact(each.denominator),
        "value": each.value,
        "interval": each.interval,
        "note": each.note,
    }


def _exact(number: float) -> float:
    """A number without the dust of adding decimal fractions."""
    return number if isinstance(number, int) else round(number, 6)


def table(done: Told) -> bytes:
    """The measures as CSV, safe to open; a number is written out and nothing is written for none."""
    from setter.handoff.dialects import write_csv

    rows = []
    for each in done.rows:
        low, high = each.interval or (None, None)
        numbers = (each.numerator, each.denominator, each.value, low, high)
        rows.append((each.measure, each.by, *map(_written, numbers), each.note))
    return write_csv(COLUMNS, rows, "crm")


def _written(number: float | None) -> str:
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")
