"""What tests of reading ask of an opened list."""

from __future__ import annotations

from pathlib import Path

import pytest

from setter.domain.errors import Wrong
from setter.intake.read import RowSource, open_rows
from setter.intake.rows import BadRow, Row

PEOPLE = "name,phone\nJames Butt,504-621-8927\nArt Venere,856-636-8749\n"


def rows_of(source: RowSource) -> list[Row]:
    return [row for row in source if isinstance(row, Row)]


def bad_rows_of(source: RowSource) -> list[BadRow]:
    return [row for row in source if isinstance(row, BadRow)]


def names_of(source: RowSource) -> list[object]:
    return [row.values["name"] for row in rows_of(source)]


def refusal(path: Path, encoding: str | None = None) -> Wrong:
    with pytest.raises(Wrong) as caught:
        list(open_rows(path, encoding))
    assert caught.value.message.endswith(".")
    assert caught.value.where
    return caught.value
