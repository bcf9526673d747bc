"""People who are written many at once: what is said of each, column for column; everything else has its default."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class NewProspect(NamedTuple):
    """Somebody new, as a list tells of them."""

    id: int
    client_id: str
    company_id: int | None
    company_name: str
    full_name: str
    first_name: str
    last_name: str
    title: str
    seniority: str
    business_function: str
    language: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    website: str
    domain: str
    external_id: str
    claimed_stage: str
    notes: str
    attributes: str
    flags: str
    created_at: int
    updated_at: int


class NewPhone(NamedTuple):
    """A number of theirs."""

    id: int
    client_id: str
    prospect_id: int
    e164: str
    raw: str
    extension: str
    kind: str
    position: int
    zones: str
    added_at: int


class NewEmail(NamedTuple):
    """An address of theirs."""

    id: int
    client_id: str
    prospect_id: int
    address: str
    match_key: str
    position: int
    added_at: int


class NewAcquisition(NamedTuple):
    """How they came to us."""

    id: int
    prospect_id: int
    campaign: int
    batch_id: int | None
    kind: str
    source: str
    media_class: str
    direction: str
    provenance: str
    cost: float
    acquired_on: str
    recorded_at: int


class NewEnrolment(NamedTuple):
    """Their place in the campaign."""

    id: int
    campaign: int
    prospect_id: int
    work_state: str
    state_reason: str
    cycle_started_at: int
    score: int
    priority: int
    tier: int
    temperature: str
    rung: str
    zones: str
    enrolled_at: int


class NewCompany(NamedTuple):
    """A company of theirs that nobody has named yet."""

    id: int
    client_id: str
    name: str
    match_key: str


@dataclass
class Newcomers:
    """People with all that belongs to them; `words` are those by which each prospect, by id, is found."""

    companies: list[NewCompany] = field(default_factory=list)
    prospects: list[NewProspect] = field(default_factory=list)
    phones: list[NewPhone] = field(default_factory=list)
    emails: list[NewEmail] = field(default_factory=list)
    acquisitions: list[NewAcquisition] = field(default_factory=list)
    enrolments: list[NewEnrolment] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)

    def tables(self) -> list[tuple[str, type[Any], list[Any]]]:
        """Each table with the shape of its new rows and the rows, parents first."""
        return [
            ("prospect", NewProspect, self.prospects),
            ("phone", NewPhone, self.phones),
            ("email", NewEmail, self.emails),
            ("acquisition", NewAcquisition, self.acquisitions),
            ("enrolment", NewEnrolment, self.enrolments),
        ]
