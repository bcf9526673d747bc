"""Measures as a table for other programs: the columns by which every number can be checked."""

from __future__ import annotations

from pathlib import Path

from setter.domain.errors import Wrong
from setter.services.measures import Told

COLUMNS = ("measure", "by", "numerator", "denominator", "value", "interval_low", "interval_high", "note")


def table(done: Told) -> bytes:
    """The measures as CSV, safe to open; a number is written out and nothing is written for none."""
    from setter.handoff.dialects import write_csv

    rows = []
    for each in done.rows:
        low, high = each.interval or (None, None)
        numbers = (each.numerator, each.denominator, each.value, low, high)
        rows.append((each.measure, each.by, *map(_written, numbers), each.note))
    return write_csv(COLUMNS, rows, "crm")


def keep(done: Told, path: Path) -> str:
    """Write the table to a file that is not there yet, and say so; Wrong where that cannot be."""
    try:
        with path.open("xb") as file:
            file.write(table(done))
    except FileExistsError:
        raise Wrong("unwritable", f"{path} is there already.", "file", "Name another file.") from None
    except OSError as error:
        sentence = f"{path} cannot be written: {error.strerror}."
        raise Wrong("unwritable", sentence, "file", "Name a file in a folder of yours.") from None
    return f"{len(done.rows)} measures are in {path}."


def _written(number: float | None) -> str:
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")
