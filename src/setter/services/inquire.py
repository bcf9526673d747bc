"""Somebody asks us otherwise than by telephone: they become a prospect, and to answer a duty with its time (R-013)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.calling_window import local_time
from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.domain.inquiry import CHANNELS, due
from setter.domain.schedule import Schedule
from setter.intake.prospect import CleanProspect
from setter.services.answer_inquiry import INQUIRY
from setter.services.callability import opening_for
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.duties import POOL, owner_of
from setter.services.inquirers import Inquirers, inquirers
from setter.services.land import REFUSED, land
from setter.services.standing import stand
from setter.services.woken import woken
from setter.store.ids import new_id
from setter.store.records import CampaignRow, Enrolment, Inquiry, Prospect, Task
from setter.store.unit import Unit

NEW, UNCHANGED, LEFT_ALONE = "new", "unchanged", "left_alone"
ASLEEP = ("new", "cooling", "nurture", "exhausted")
"""Work states out of which whoever asks is queued at once (domain §2.7)."""
ENDED = ("disqualified", "closed")
"""Work states in which nobody calls; a team lead decides what becomes of the inquiry."""
MOST_WORDS = 200


class Question(Struct, frozen=True):
    """One inquiry as it came, at an instant in UTC milliseconds; `external_id` is what its form calls it, or ''."""

    who: CleanProspect
    came_at: int
    channel: str
    text: str = ""
    external_id: str = ""


class Taken(Struct, frozen=True):
    """What became of an inquiry: "new", "unchanged", or "left_alone" where it is from somebody who is to be left alone.

    `due_at` is by when a new one is to be answered (UTC milliseconds).
    """

    fate: str
    prospect: int
    due_at: int


def inquire(desk: Desk, campaign_id: str, question: Question) -> Taken:
    """Take an inquiry in; the same again changes nothing. Wrong for one that lies ahead."""
    check_time(question.came_at, desk.now())
    return desk.store.write(lambda unit: take_up(desk, unit, desk.active_row(unit, campaign_id), question))


def check_time(came_at: int, now: int) -> None:
    """Let no inquiry come in that has yet to come: Wrong."""
    if came_at > now:
        raise Wrong("inquiry_ahead", f"{iso(came_at)} lies ahead.", "came at", "Check the clock and the zone.")


def take_up(desk: Desk, unit: Unit, row: CampaignRow, question: Question) -> Taken:
    """Take an inquiry in, inside a write: the person found or made as by a list, a duty with its time, and their tier.

    From whoever asked not to be contacted it is kept for compliance, and they stay in no queue. Wrong, before anything
    is written, for an id that is another inquiry's.
    """
    known = unit.inquiries.named(row.number, question.channel, question.external_id)
    if known is not None and known.came_at != question.came_at:
        sentence = f"Its id is another inquiry's, which came at {iso(known.came_at)}."
        raise Wrong("inquiry_id", sentence, "id", "Ids that begin anew in each file are none: leave that column out.")
    if known is not None:
        return Taken(UNCHANGED, known.prospect_id, known.due_at)
    campaign = desk.campaign(unit, row.number)
    came_on = local_time(question.came_at, "UTC").date().isoformat()
    kind, source = CHANNELS[question.channel], f"{question.channel} inquiry"
    people = inquirers(desk, unit, campaign, row.number, kind, source, came_on)
    fate, _ = land(people, question.who, {})
    if fate == REFUSED:
        return _leave_alone(desk, unit, people, question)
    prospect, enrolment = unit.prospects.get(people.met), unit.prospects.enrolled(row.number, people.met)
    assert prospect is not None and enrolment is not None
    opening = _opening(desk, unit, campaign, prospect, enrolment)
    due_at = due(question.came_at, campaign.calling.inquiry_answer_minutes, opening)
    owner = owner_of(unit, "lead_review", POOL) if enrolment.work_state in ENDED else POOL
    if not _keep(desk, unit, question, _duty(desk, INQUIRY, row.number, enrolment, prospect, owner, due_at)):
        return Taken(UNCHANGED, prospect.id, due_at)
    stand(desk, unit, campaign, woken(enrolment, ASLEEP, desk.now()), prospect)
    return Taken(NEW, prospect.id, due_at)


def _opening(desk: Desk, unit: Unit, campaign: Campaign, prospect: Prospect, enrolment: Enrolment) -> Schedule | None:
    """When whoever asked may be rung; None for somebody without a number, or of whom nobody knows where they are."""
    opening = opening_for(unit, campaign, prospect, enrolment, desk.now())
    return opening if opening.zones and unit.prospects.phones(prospect.id) else None


def _duty(
    desk: Desk, kind: str, campaign: int, place: Enrolment | None, prospect: Prospect, owner: str, due_at: int
) -> Task:
    about = (place.id if place else None, prospect.id, None, None)
    return Task(new_id(desk.now()), kind, campaign, *about, owner, due_at, "", "open", desk.now(), None)


def _leave_alone(desk: Desk, unit: Unit, people: Inquirers, question: Question) -> Taken:
    prospect, now = people.left_alone(question.who), desk.now()
    enrolment = unit.prospects.enrolled(people.number, prospect.id)
    owner = owner_of(unit, "alert_compliance", POOL)
    duty = _duty(desk, "alert_compliance", people.number, enrolment, prospect, owner, now)
    kept = _keep(desk, unit, question, duty)
    return Taken(LEFT_ALONE if kept else UNCHANGED, prospect.id, now)


def _keep(desk: Desk, unit: Unit, question: Question, duty: Task) -> bool:
    """Write an inquiry and the duty that it makes; False where it is on record already."""
    assert duty.prospect_id is not None
    now = desk.now()
    inquiry = Inquiry(
        id=new_id(now),
        campaign=duty.campaign,
        prospect_id=duty.prospect_id,
        channel=question.channel,
        external_id=question.external_id,
        text=question.text,
        came_at=question.came_at,
        due_at=duty.due_at,
        task_id=duty.id,
        recorded_at=now,
        recorded_by=desk.caller,
    )
    if not unit.inquiries.add(inquiry):
        return False
    words = f"{question.channel} inquiry: {' '.join(question.text.split())}".removesuffix(": ")
    unit.tasks.add(replace(duty, words=words[:MOST_WORDS]))
    detail = {"channel": question.channel, "duty": duty.kind}
    desk.audit(unit, "inquiry", f"prospect/{duty.prospect_id}", detail)
    return True
