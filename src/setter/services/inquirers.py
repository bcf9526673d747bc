"""Those whom an inquiry may be from, as a list's rows find them; whoever is new is in the campaign at once."""

from __future__ import annotations

from dataclasses import dataclass

from setter.domain.campaign import Campaign
from setter.domain.weigher import weigher_of
from setter.intake.prospect import CleanProspect
from setter.services.desk import Desk
from setter.services.enrol import enrol
from setter.services.land import LANDED, MERGED, OPT_OUT_REASON, Source
from setter.services.left_alone import acts_against
from setter.services.meet import add_person
from setter.services.people_on_record import OnRecord
from setter.services.suppress import close_everywhere
from setter.store.records import Prospect
from setter.store.unit import Unit

NO_LIST = "inquiry:"
"""What no enrolment carries as the mark of a list it came in."""


@dataclass
class Inquirers(OnRecord):
    """The people on record; `met` is the record of whoever asked, once somebody was added or taken in."""

    met: int = 0

    def add(self, row: CleanProspect) -> None:
        """Add somebody new, who can be called at once."""
        person = add_person(self.desk, self.unit, self.client, row, self.source_of(0))
        self._bring_in(person.id)

    def left_alone(self, row: CleanProspect) -> Prospect:
        """The record of somebody whom nobody may contact: on record or not, they stay out of every queue."""
        records = self.who_is(row)
        asked = [each for each in records if self.blocked([each])]
        if records:
            return self._prospect((asked or records)[0])
        self.add(row)
        met = self._prospect(self.met)
        close_everywhere(self.unit, met.id, OPT_OUT_REASON, acts_against(self.unit, met), self.desk.now())
        return self._prospect(met.id)

    def _bring_in(self, known: int) -> str:
        self.met = known
        if self.unit.prospects.enrolled(self.number, known) is not None:
            return ""
        enrol(self.desk, self.unit, self.campaign, self.number, self._prospect(known))
        return MERGED if self.unit.prospects.enrolments(known)[1:] else LANDED


def inquirers(desk: Desk, unit: Unit, campaign: Campaign, number: int, kind: str, name: str, on: str) -> Inquirers:
    """The people of a campaign's client; whoever comes has this kind of source and its name, from a day on."""
    whose = (desk, unit, campaign, number)
    return Inquirers(*whose, Source(name, kind, on), None, NO_LIST, weigher_of(campaign.scoring))
