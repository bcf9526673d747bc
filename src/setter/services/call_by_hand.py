"""A number is typed by hand: whoever we know by it, or somebody new, is taken for a call like anybody else (R-042)."""

from __future__ import annotations

from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.intake.prospect import CleanProspect
from setter.services.acquired import acquired
from setter.services.colleagues import check_on_the_phone
from setter.services.desk import Desk
from setter.services.meet import add_person, enrolled_or_new, introduced, known_as, refuse_who_asked
from setter.services.take_call import Taken, take_in
from setter.store.ids import new_id
from setter.store.records import Prospect
from setter.store.unit import Unit

SOURCE, WORDS = "other", "typed by hand"
"""R-040 knows no kind of its own for a number that somebody typed: what it was read from is not known."""
UNKNOWN = "Unknown person"


def call_by_hand(desk: Desk, campaign_id: str, number: str, name: str = "", company: str = "") -> Taken:
    """Take whoever has this number in any spelling, under a lease: the one person we know by it, else a new prospect.

    The gate is asked as for anybody: Refused for a number, name or company that is to be left alone, and for whatever
    `take` refuses; then nobody was added. Wrong for what is no number, and where several people share it.
    """
    call_id = new_id(desk.now())

    def begin(unit: Unit) -> Taken:
        check_on_the_phone(desk, unit, "take")
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign(unit, row.number)
        person = introduced(campaign, number, name, company)
        if not person.phones:
            raise Wrong("not_a_number", "No number was typed.", "number", "Write it as +1 312 555 0142.")
        prospect = known_as(unit, campaign.client.id, person)
        if prospect is None:
            prospect = _meet(desk, unit, campaign, row.number, person)
        enrolment = enrolled_or_new(desk, unit, campaign, row.number, prospect)
        return take_in(desk, unit, enrolment.id, call_id)

    return desk.store.write(begin)


def _meet(desk: Desk, unit: Unit, campaign: Campaign, number: int, person: CleanProspect) -> Prospect:
    refuse_who_asked(unit, campaign.client.id, person, "take", "Take the next one.", unnamed_too=True)
    source = acquired(0, number, SOURCE, WORDS, desk.now())
    prospect = add_person(desk, unit, campaign.client.id, person, source, UNKNOWN)
    desk.audit(unit, "call_by_hand", f"prospect/{prospect.id}")
    return prospect
