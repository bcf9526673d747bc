"""Put a person into a campaign, at once or with the rest of their list; and write down how to reach them."""

from __future__ import annotations

from setter.domain.campaign import Campaign
from setter.domain.scoring import REST
from setter.intake.prospect import CleanEmail, CleanPhone
from setter.intake.ready import joined_zones
from setter.law.jurisdictions import Where
from setter.services.callability import locality_of
from setter.services.desk import Desk
from setter.services.placing import place_anew
from setter.services.standing import placed, standing_of
from setter.store.ids import new_id
from setter.store.records import Email, Enrolment, Phone, Prospect
from setter.store.rescore import Figures
from setter.store.unit import Unit

ARRIVING = "new"
"""The work state of whoever waits for the whole of their list to be there: in no queue, and found by no search."""

NOWHERE = Where("", "")
UNWEIGHED = Figures(score=0, priority=0, tier=REST, temperature="cold", rung="prospect")


def enrol(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect) -> Enrolment:
    """Put a prospect into a campaign: scored, in its tier, and in the queue when nothing but time keeps them out."""
    blank = fresh_enrolment(number, prospect.id, "queued", desk.now())
    enrolment = placed(blank, standing_of(unit, campaign, blank, prospect, desk.now()))
    unit.prospects.add_enrolment(enrolment)
    place_anew(desk, unit, enrolment, prospect)
    return unit.prospects.enrolment(enrolment.id) or enrolment


def enrol_arriving(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect, mark: str) -> Enrolment:
    """Put somebody we know already into another campaign, to be let in with the rest of the list under this mark."""
    blank = fresh_enrolment(number, prospect.id, ARRIVING, desk.now(), mark)
    where = locality_of(prospect, unit.prospects.phones(prospect.id), desk.now())
    enrolment = placed(blank, standing_of(unit, campaign, blank, prospect, desk.now()), where)
    unit.prospects.add_enrolment(enrolment)
    return enrolment


def phone_record(desk: Desk, prospect: Prospect, phone: CleanPhone, position: int, zones: str | None = None) -> Phone:
    """A prospect's number as it is kept, with the zones it may ring in (comma-joined, where they are known already)."""
    now = desk.now()
    return Phone(
        id=new_id(now),
        client_id=prospect.client_id,
        prospect_id=prospect.id,
        e164=phone.e164,
        raw=phone.raw,
        extension=phone.extension,
        kind=phone.kind,
        position=position,
        standing="ok",
        zones=joined_zones(phone.e164) if zones is None else zones,
        gatekeeper="",
        best_time="",
        added_at=now,
        verified_at=None,
    )


def email_record(desk: Desk, prospect: Prospect, email: CleanEmail, position: int) -> Email:
    """A prospect's address as it is kept."""
    now = desk.now()
    return Email(new_id(now), prospect.client_id, prospect.id, email.address, email.key, position, now, None)


def fresh_enrolment(
    campaign: int,
    prospect_id: int,
    work_state: str,
    now: int,
    reason: str = "",
    figures: Figures = UNWEIGHED,
    where: Where = NOWHERE,
) -> Enrolment:
    """A place in a campaign that nobody has called from yet."""
    return Enrolment(
        id=new_id(now),
        campaign=campaign,
        prospect_id=prospect_id,
        work_state=work_state,
        state_reason=reason,
        cycle=1,
        cycle_started_at=now,
        attempts=0,
        next_at=None,
        owner="",
        last_outcome="",
        last_attempt_at=None,
        **figures._asdict(),
        **where._asdict(),
        skips=0,
        enrolled_at=now,
    )
