"""Put a person into a campaign, at once or with the rest of their list; and write down a number of theirs."""

from __future__ import annotations

from collections.abc import Sequence

from setter.domain.campaign import Campaign
from setter.intake.prospect import CleanPhone
from setter.law.zones import phone_zones
from setter.services.callability import window_zones
from setter.services.desk import Desk
from setter.services.place import settle
from setter.services.standing import newcomer, placed, standing_of
from setter.store.ids import new_id
from setter.store.records import Acquisition, Email, Enrolment, Phone, Prospect
from setter.store.unit import Unit

ARRIVING = "new"
"""The work state of whoever waits for the whole of their list to be there: in no queue, and found by no search."""


def enrol(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect) -> Enrolment:
    """Put a prospect into a campaign: scored, in its tier, and in the queue when it may ever be dialled."""
    blank = _blank(desk, number, prospect, "queued")
    enrolment = placed(blank, standing_of(unit, campaign, blank, prospect, desk.now()))
    unit.prospects.add_enrolment(enrolment)
    settle(unit, enrolment, prospect, desk.now())
    return enrolment


def enrol_arriving(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect, mark: str) -> Enrolment:
    """Put somebody we know already into another campaign, to be let in with the rest of the list under this mark."""
    blank = _blank(desk, number, prospect, ARRIVING, mark)
    zones = window_zones(prospect, unit.prospects.phones(prospect.id), desk.now())
    enrolment = placed(blank, standing_of(unit, campaign, blank, prospect, desk.now()), zones)
    unit.prospects.add_enrolment(enrolment)
    return enrolment


def enrol_newcomer(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    prospect: Prospect,
    phones: Sequence[Phone],
    emails: Sequence[Email],
    source: Acquisition,
    mark: str,
) -> Enrolment:
    """The same of somebody new, of whom nothing but the list's row is known, so that nothing need be read."""
    blank = _blank(desk, source.campaign, prospect, ARRIVING, mark)
    standing = newcomer(campaign, prospect, phones, emails, source, desk.now())
    enrolment = placed(blank, standing, window_zones(prospect, list(phones), desk.now()))
    unit.prospects.add_enrolment(enrolment)
    return enrolment


def phone_record(desk: Desk, prospect: Prospect, phone: CleanPhone, position: int) -> Phone:
    """A prospect's number as it is kept, with the zones it may ring in."""
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
        zones=",".join(phone_zones(phone.e164)),
        gatekeeper="",
        best_time="",
        added_at=now,
        verified_at=None,
    )


def _blank(desk: Desk, campaign: int, prospect: Prospect, work_state: str, reason: str = "") -> Enrolment:
    now = desk.now()
    return Enrolment(
        id=new_id(now),
        campaign=campaign,
        prospect_id=prospect.id,
        work_state=work_state,
        state_reason=reason,
        cycle=1,
        cycle_started_at=now,
        attempts=0,
        next_at=None,
        owner="",
        last_outcome="",
        last_attempt_at=None,
        score=0,
        priority=0,
        tier=3,
        temperature="cold",
        rung="prospect",
        zones="",
        skips=0,
        enrolled_at=now,
    )
