"""People who are written many at once, with all that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from setter.store.records import Acquisition, Email, Enrolment, Phone, Prospect


class NewCompany(NamedTuple):
    """A company that nobody has named yet."""

    id: int
    client_id: str
    name: str
    match_key: str


@dataclass
class Newcomers:
    """Their records; `words` are those by which each prospect, by id, is found."""

    companies: list[NewCompany] = field(default_factory=list)
    prospects: list[Prospect] = field(default_factory=list)
    phones: list[Phone] = field(default_factory=list)
    emails: list[Email] = field(default_factory=list)
    acquisitions: list[Acquisition] = field(default_factory=list)
    enrolments: list[Enrolment] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)
