"""The columns of a file that belong to what it tells and not to the person, by their headers or as the user says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from setter.domain.errors import Wrong
from setter.intake.text import words


def own_columns(
    columns: Iterable[str], headers: Mapping[str, tuple[str, ...]], overrides: Sequence[str]
) -> dict[str, str]:
    """The columns that belong to what a file tells, and not to the person, by their headers.

    What the user says of one, FIELD=COLUMN, goes before its header; Wrong for a column that there is none of.
    """
    named = list(columns)
    by_words = {words(column): column for column in reversed(named)}
    found = {}
    for field, known_as in headers.items():
        known = [by_words[header] for header in known_as if header in by_words]
        if known:
            found[field] = known[0]
    for override in overrides:
        field, column = field_of(override), override.partition("=")[2].strip()
        if field in headers and words(column) in by_words:
            found[field] = by_words[words(column)]
        elif field in headers:
            raise Wrong("unknown_column", f"There is no column {column!r}.", "--map", f"Columns: {', '.join(named)}.")
    return found


def field_of(override: str) -> str:
    """The field that an override, FIELD=COLUMN, is about."""
    return override.partition("=")[0].strip()
