"""An inquiry is answered: by the first dial that reaches whoever asked, by a call of theirs, or as ticked off."""

from __future__ import annotations

from setter.services.desk import Desk
from setter.services.standing import stand
from setter.store.records import Inquiry, Task
from setter.store.unit import Unit

INQUIRY = "inquiry"
"""The kind of duty that an inquiry makes."""


def newest_open(unit: Unit, prospect_id: int) -> Inquiry | None:
    """What a person asked last and has not been answered."""
    return next((each for each in reversed(unit.inquiries.of_prospect(prospect_id)) if each.answered_at is None), None)


def answer_by_call(unit: Unit, prospect_id: int, call_id: int, reached_at: int, now: int) -> None:
    """Answer what a person had asked when a call reached them (UTC milliseconds); what they asked since still waits."""
    for inquiry in unit.inquiries.of_prospect(prospect_id):
        if inquiry.answered_at is None and inquiry.came_at <= reached_at:
            unit.inquiries.answer(inquiry.id, reached_at, call_id)
            unit.tasks.close(inquiry.task_id, "done", now)


def take_answer_back(unit: Unit, prospect_id: int, call_id: int) -> None:
    """Let what a call answered wait again, as its outcome is taken back."""
    for inquiry in unit.inquiries.of_prospect(prospect_id):
        if inquiry.answered_by_call == call_id:
            unit.inquiries.unanswer(inquiry.id)
            unit.tasks.reopen(inquiry.task_id)


def answer_by_hand(desk: Desk, unit: Unit, task: Task) -> None:
    """Answer the inquiry whose duty is ticked off: somebody wrote back, or it needs no answer."""
    for inquiry in unit.inquiries.of_prospect(task.prospect_id or 0):
        if inquiry.task_id == task.id:
            unit.inquiries.answer(inquiry.id, desk.now(), None)
    enrolment = unit.prospects.enrolment(task.enrolment_id or 0)
    prospect = unit.prospects.get(task.prospect_id or 0)
    if enrolment is not None and prospect is not None:
        stand(desk, unit, desk.campaign(unit, enrolment.campaign), enrolment, prospect)
