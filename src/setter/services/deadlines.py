"""By when an SQL must be reviewed, and answered by sales: set as it is made and submitted, moved with its meeting."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain import deadlines
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.services.desk import Desk
from setter.services.duties import GO_ALONG
from setter.services.rep_time import rep_of
from setter.store.records import AWAITS_REVIEW, SUBMITTED, Handoff, Meeting
from setter.store.unit import Unit


def to_review(desk: Desk, unit: Unit, handoff: Handoff, meeting: Meeting) -> Handoff:
    """An SQL as it waits for a team lead, and until when; it has yet to be saved."""
    plan, rep = plan_of(desk, unit, meeting)
    by = deadlines.review_by(plan, rep, desk.now(), meeting.starts_at)
    return replace(handoff, state=AWAITS_REVIEW, review="waits", review_by=by)


def to_sales(desk: Desk, unit: Unit, handoff: Handoff, meeting: Meeting, review: str, reviewer: str = "") -> Handoff:
    """An SQL as sales has it from now on, and by when sales answers; it has yet to be saved."""
    plan, rep = plan_of(desk, unit, meeting)
    now = desk.now()
    by = deadlines.reply_by(plan, rep, now, meeting.ends_at)
    return replace(handoff, state=SUBMITTED, submitted_at=now, review=review, reviewer=reviewer, reply_by=by)


def move_sql(desk: Desk, unit: Unit, sql_id: int, meeting: Meeting) -> None:
    """Let an SQL follow to the meeting that took its meeting's place, and its deadlines with it."""
    handoff = unit.meetings.handoff(sql_id)
    before = unit.meetings.get(handoff.meeting_id) if handoff else None
    unit.meetings.move_handoff(sql_id, meeting.id)
    if before is not None:
        duties_go_along(unit, before.id, meeting.id)
    move_deadlines(desk, unit, meeting, other_rep=before is None or before.rep != meeting.rep)


def duties_go_along(unit: Unit, meeting_id: int, moved_to: int) -> None:
    """Let what is owed about the SQL of a meeting be owed about the one that took its place."""
    for kind in GO_ALONG:
        unit.tasks.move_along(meeting_id, kind, moved_to)


def move_deadlines(desk: Desk, unit: Unit, meeting: Meeting, *, other_rep: bool) -> None:
    """Let the deadlines of a moved meeting's SQL follow: no review is given more time, another rep begins anew."""
    handoff = unit.meetings.handoff_of(meeting.id)
    if handoff is None:
        return
    plan, rep = plan_of(desk, unit, meeting)
    moved, now = handoff, desk.now()
    if handoff.state == AWAITS_REVIEW:
        by = deadlines.review_by(plan, rep, now, meeting.starts_at)
        moved = replace(handoff, review_by=min(by, handoff.review_by or by))
    elif handoff.submitted_at is not None:
        since = now if other_rep else handoff.submitted_at
        moved = replace(handoff, reply_by=deadlines.reply_by(plan, rep, since, meeting.ends_at))
    if moved != handoff:
        unit.meetings.save_handoff(moved)


def plan_of(desk: Desk, unit: Unit, meeting: Meeting) -> tuple[HandoffPlan, Rep]:
    """By which plan a meeting was made, and who holds it."""
    campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
    return campaign.handoff, rep_of(desk, unit, meeting)
