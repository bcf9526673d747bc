"""Reports of measures: as a page side by side, as JSON by which every number can be checked, as a table for others."""

from __future__ import annotations

from typing import Any

from setter.cli.measures_page import page
from setter.domain.measures import Measure
from setter.services.desk import Desk
from setter.services.measures import Asked
from setter.services.measures_file import table
from setter.services.measures_named import MEASURES


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
    """A number of at most fifteen figures: without the dust of adding decimal fractions."""
    return number if isinstance(number, int) else float(f"{number:.15g}")
