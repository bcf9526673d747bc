"""People who are written many at once, with all that belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Row = tuple[Any, ...]
"""The values of a table's row, in the order of its record's fields."""


class NewCompany(NamedTuple):
    """A company that nobody has named yet."""

    id: int
    client_id: str
    name: str
    match_key: str


@dataclass
class Newcomers:
    """Their rows by table; `words` are those by which each prospect, by id, is found."""

    companies: list[NewCompany] = field(default_factory=list)
    prospects: list[Row] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    emails: list[Row] = field(default_factory=list)
    acquisitions: list[Row] = field(default_factory=list)
    enrolments: list[Row] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)


class Drafted(NamedTuple):
    """Somebody as they will be written; `prospect` has no company yet, which may be on record by another name."""

    id: int
    company: str
    match_key: str
    prospect: Row
    phones: Sequence[Row]
    emails: Sequence[Row]
    acquisition: Row
    enrolment: Row
    words: str
