"""The people of a client as they are on record, among whom a list is landed in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.weigher import Weigher
from setter.intake.companies import company_key
from setter.intake.match import same_name
from setter.intake.merge import merge
from setter.intake.prospect import CleanProspect, Known
from setter.intake.ready import Ready, ready_for
from setter.services.acquaint import known_by_id, on_record, one_person, who_is
from setter.services.acquired import acquired
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING, enrol_arriving
from setter.services.land import LANDED, MERGED, UNCHANGED, Source
from setter.services.left_alone import Key, standing_against
from setter.services.merge_in import company_match, write_changes
from setter.services.newcomers import Drafting, add_newcomers
from setter.services.suppress import shared, suppress_named, suppress_person, suppress_value
from setter.services.unite import unite
from setter.store.newcomers import Drafted
from setter.store.records import Acquisition, Prospect
from setter.store.unit import Unit


@dataclass
class OnRecord:
    """The people on record; whoever is new in the campaign arrives under `mark`, to be let in with the whole list.

    `points` are the campaign's rules, made ready for many; `drafts` are rows of the list, by place, drafted by them.
    `oldest` is the lowest enrolment that carries the mark and was there before; 0 when there is none.
    """

    desk: Desk
    unit: Unit
    campaign: Campaign
    number: int
    source: Source
    batch_id: int | None
    mark: str
    weigher: Weigher
    drafts: dict[int, Drafted] = field(default_factory=dict)
    oldest: int = 0
    enrolled: int = 0
    _read: dict[int, Known] = field(default_factory=dict)

    @property
    def client(self) -> str:
        """Whose people they are."""
        return self.campaign.client.id

    def who_is(self, row: Known) -> list[int]:
        """Every record of the person a row is about."""
        return who_is(row, on_record(self.unit, self.client), self.known)

    def known(self, prospect_id: int) -> Known:
        """What is known of somebody on record, read once until something is written."""
        if prospect_id not in self._read:
            self._read[prospect_id] = known_by_id(self.unit, prospect_id)
        return self._read[prospect_id]

    def named_at(self, full_name: str, company: str) -> list[int]:
        """Everybody at a company who can have this whole name."""
        found = self.unit.prospects.company(self.client, company_key(company))
        people = self.unit.identity.named_at(found) if found is not None else []
        return [each for each, name in people if same_name(full_name, name)]

    def blocked(self, records: Sequence[int]) -> bool:
        """Say whether the person of any of these records must not be contacted."""
        return any(self.known(each).opted_out for each in records)

    def standing(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Those of the keys that are suppressed, each with its reason."""
        return standing_against(self.unit, self.client, keys)

    def is_shared(self, key: Key, records: Sequence[int]) -> bool:
        """Say whether a number or address is also somebody else's than these records' person."""
        return shared(self.unit, self.client, *key, records)

    def suppress(self, records: Sequence[int], keys: Sequence[Key], reason: str, spared: Sequence[str]) -> None:
        """Suppress the person of these records, and these keys besides; `spared` values are colleagues' too."""
        self._read.clear()
        people = [each for each in map(self.unit.prospects.get, records) if each is not None]
        for prospect in people:
            suppress_person(self.desk, self.unit, prospect, reason, None, spared=spared, besides=keys)
        if not people:
            suppress_named(self.desk, self.unit, self.client, keys, reason)

    def suppress_all_with(self, keys: Sequence[Key], reason: str) -> None:
        """Suppress numbers and addresses and everybody who has them."""
        self._read.clear()
        for kind, value in keys:
            suppress_value(self.desk, self.unit, self.client, kind, value, reason)

    def add(self, row: CleanProspect) -> None:
        """Add somebody new, who arrives with the rest of the list."""
        ready = ready_for(self.client, self.desk.now())(row)
        companies = self.unit.prospects.companies(self.client, {company_match(row.company)}) if row.company else {}
        add_newcomers(self, [self.drafting().draft(ready)], companies)

    def take_in(self, row: CleanProspect, records: Sequence[int]) -> str:
        """Add what a row knows more of a person; several records become one. Landed, merged or unchanged."""
        kept, united = self._unite(row, records)
        fresh_source = self.unit.prospects.add_acquisition(self.source_of(kept))
        changes = merge(self.known(kept), row)
        if changes:
            self._read.clear()
            write_changes(self.desk, self.unit, self._prospect(kept), changes, row.flags)
        place = self._bring_in(kept)
        changed = bool(changes) or united or fresh_source
        return place or (MERGED if changed else UNCHANGED)

    def acquired(self, prospect_id: int) -> bool:
        """Say whether somebody has come from this very source already."""
        this = self.source_of(prospect_id)
        return any(
            (each.campaign, each.source, each.kind, each.acquired_on)
            == (this.campaign, this.source, this.kind, this.acquired_on)
            for each in self.unit.prospects.acquisitions(prospect_id)
        )

    def _unite(self, row: Known, records: Sequence[int]) -> tuple[int, bool]:
        """Make the records of one person one: the one that stays, and whether anything changed."""
        if len(records) == 1:
            return records[0], False
        mine = one_person(row, [(each, self.known(each).full_name) for each in records])
        places = [self.unit.prospects.enrolled(self.number, each) for each in mine]
        arriving = sum(place is not None and self.mark in place.state_reason for place in places)
        self._read.clear()
        kept, united = unite(self.desk, self.unit, mine)
        place = self.unit.prospects.enrolled(self.number, kept)
        self.enrolled -= arriving - (place is not None and self.mark in place.state_reason)
        return kept, united

    def _prospect(self, prospect_id: int) -> Prospect:
        prospect = self.unit.prospects.get(prospect_id)
        assert prospect is not None
        return prospect

    def _bring_in(self, known: int) -> str:
        """Enrol somebody known, or take up an arrival that an import has left behind; "" when they were in already."""
        enrolment = self.unit.prospects.enrolled(self.number, known)
        if enrolment is None:
            enrol_arriving(self.desk, self.unit, self.campaign, self.number, self._prospect(known), self.mark)
            self.enrolled += 1
            return MERGED
        if enrolment.work_state != ARRIVING:
            return ""
        self.oldest = min(self.oldest or enrolment.id, enrolment.id)
        if self.mark in enrolment.state_reason:
            return ""
        marks = enrolment.state_reason + self.mark
        self.unit.prospects.save_enrolment(replace(enrolment, state_reason=marks))
        self.enrolled += 1
        return LANDED if len(self.unit.prospects.enrolments(known)) == 1 else MERGED

    def drafted(self, place: int, row: Ready) -> Drafted:
        """A row of the list as it will be written, where it was not drafted beforehand."""
        return self.drafts.get(place) or self.drafting().draft(row)

    def drafting(self) -> Drafting:
        """What newcomers are drafted by."""
        return Drafting(self.desk, self.campaign, self.number, self.mark, self.weigher, self.source_of(0))

    def source_of(self, prospect_id: int) -> Acquisition:
        """This list as somebody's source, with what it cost (R-040, R-048)."""
        return acquired(
            prospect_id,
            self.number,
            self.source.kind,
            self.source.name,
            self.desk.now(),
            on=self.source.acquired_on,
            batch_id=self.batch_id,
            cost=self.campaign.cost.per_record.get(self.source.name, 0.0),
            provenance=self.source.provenance,
        )
