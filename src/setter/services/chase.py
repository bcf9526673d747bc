"""What the clock brings about on the sales side: unreviewed SQLs go to sales, and whoever owes a word is asked for it.

Any number of programs may do it at any time, and whatever one has done the next finds done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from msgspec import Struct

from setter.domain.deadlines import became_unknown, chased_again
from setter.domain.errors import Refused
from setter.domain.roles import SALES
from setter.services.deadlines import plan_of, to_review
from setter.services.desk import Desk
from setter.services.due import barred
from setter.services.duties import ASK, CHASE, UNREVIEWED, meeting_task, owner_of
from setter.services.sales_follow import EXCUSED
from setter.services.sql_review import around, submit
from setter.store.audit import ITSELF
from setter.store.records import AWAITS_REVIEW, SUBMITTED, Handoff, Meeting, SalesWord, Task
from setter.store.unit import Unit

NOT_REVIEWED = "nobody reviewed it in time: sales has it"


class Chased(Struct, frozen=True):
    """What one pass came to: SQLs sent unreviewed, reps to chase, meetings to ask about, and duties that are over."""

    submitted: int = 0
    sales: int = 0
    meetings: int = 0
    closed: int = 0


def chase(desk: Desk) -> Chased:
    """Do all that is due now; Refused("role") for sales, whose duties these are not."""
    if desk.store.read(desk.role) == SALES:
        raise Refused("role", "Sales is chased, and chases nobody.", "chase", "Ask your team lead.")
    clock = replace(desk, caller=ITSELF)
    return Chased(
        submitted=_each(clock, _unreviewed, _submit_overdue),
        sales=_each(clock, _unanswered, _chase_sales),
        meetings=_each(clock, _without_word, _ask_what_became),
        closed=_each(clock, _over, _close),
    )


Find = Callable[[Desk, Unit], Iterable[int]]
Act = Callable[[Desk, Unit, int], bool]


def _each(desk: Desk, find: Find, act: Act) -> int:
    """Look for what is due, then see to each in a write of its own that looks again; how many were seen to."""
    found = desk.store.read(lambda unit: list(find(desk, unit)))
    return sum([desk.store.write(partial(_within, act, desk, due)) for due in found])


def _within(act: Act, desk: Desk, due: int, unit: Unit) -> bool:
    return act(desk, unit, due)


def _unreviewed(desk: Desk, unit: Unit) -> Iterable[int]:
    return (each.id for each in unit.deadlines.overdue_reviews(desk.now()) if _may_go(unit, each))


def _may_go(unit: Unit, handoff: Handoff) -> bool:
    """Only called off are meetings with somebody whom nobody may contact any more."""
    meeting = unit.meetings.get(handoff.meeting_id)
    return meeting is not None and not barred(unit, meeting)


def _submit_overdue(desk: Desk, unit: Unit, sql_id: int) -> bool:
    handoff = unit.meetings.handoff(sql_id)
    if handoff is None or handoff.state != AWAITS_REVIEW or not _may_go(unit, handoff):
        return False
    reviewed = around(unit, handoff)
    if handoff.review_by is None:
        unit.meetings.save_handoff(to_review(desk, unit, handoff, reviewed.meeting))
        return False
    now = desk.now()
    if handoff.review_by > now:
        return False
    submit(desk, unit, reviewed, "overdue")
    owner = owner_of(unit, UNREVIEWED, "")
    unit.tasks.add(meeting_task(reviewed.meeting, UNREVIEWED, owner, now, now, NOT_REVIEWED))
    return True


def _unanswered(desk: Desk, unit: Unit) -> Iterable[int]:
    return (each.id for each in unit.deadlines.unanswered(desk.now()) if _is_chased_now(desk, unit, each))


def _is_chased_now(desk: Desk, unit: Unit, handoff: Handoff) -> bool:
    """Say whether the rep who owes an answer is chased, unless somebody does so already or did today."""
    meeting, prospect = unit.meetings.get(handoff.meeting_id), unit.prospects.get(handoff.prospect_id)
    if meeting is None or prospect is None or prospect.erased_at is not None or not _is_owed(desk, unit, handoff):
        return False
    since = handoff.submitted_at or 0
    chases = [task for task in _tasks(unit, handoff.enrolment_id, CHASE) if task.made_at >= since]
    if any(task.state == "open" for task in chases):
        return False
    _, rep = plan_of(desk, unit, meeting)
    return chased_again(rep, max((task.made_at for task in chases), default=None), desk.now())


def _is_owed(desk: Desk, unit: Unit, handoff: Handoff) -> bool:
    """Say whether sales should have said by now whether it takes an SQL."""
    late = handoff.state == SUBMITTED and handoff.reply_by is not None and handoff.reply_by <= desk.now()
    word = unit.sales.word(handoff.id) if late else None
    return late and (word is None or not word.decision or _is_booked_anew(unit, handoff, word))


def _is_booked_anew(unit: Unit, handoff: Handoff, word: SalesWord) -> bool:
    """Say whether a meeting that its rep could not hold has been moved since: whoever has it now has yet to answer."""
    since = word.decided_at or 0
    if word.code != EXCUSED:
        return False
    changes = unit.meetings.changes(handoff.meeting_id)
    return any(each.kind in ("booked", "rescheduled") and each.changed_at > since for each in changes)


def _chase_sales(desk: Desk, unit: Unit, sql_id: int) -> bool:
    handoff = unit.meetings.handoff(sql_id)
    meeting = unit.meetings.get(handoff.meeting_id) if handoff else None
    if handoff is None or meeting is None or not _is_chased_now(desk, unit, handoff):
        return False
    _, rep = plan_of(desk, unit, meeting)
    now, words = desk.now(), f"{rep.name} has not said whether sales takes it"
    unit.tasks.add(meeting_task(meeting, CHASE, owner_of(unit, CHASE, ""), now, now, words))
    desk.audit(unit, CHASE, f"prospect/{handoff.prospect_id}", {"sql": str(handoff.id)})
    return True


def _without_word(desk: Desk, unit: Unit) -> Iterable[int]:
    return (each.id for each in unit.deadlines.without_word(desk.now()) if _is_unknown(desk, unit, each))


def _is_unknown(desk: Desk, unit: Unit, meeting: Meeting) -> bool:
    """Say whether a meeting counts as unknown and somebody can still be asked about it."""
    prospect, (plan, _) = unit.prospects.get(meeting.prospect_id), plan_of(desk, unit, meeting)
    here = prospect is not None and prospect.erased_at is None
    return here and became_unknown(meeting.status, meeting.ends_at, desk.now(), plan)


def _ask_what_became(desk: Desk, unit: Unit, meeting_id: int) -> bool:
    meeting = unit.meetings.get(meeting_id)
    if meeting is None or not _is_unknown(desk, unit, meeting):
        return False
    if any(task.meeting_id == meeting.id for task in _tasks(unit, meeting.enrolment_id, ASK)):
        return False
    _, rep = plan_of(desk, unit, meeting)
    now, words = desk.now(), f"ask {rep.name}: was it held, or did nobody come?"
    unit.tasks.add(meeting_task(meeting, ASK, meeting.booked_by, now, now, words))
    desk.audit(unit, ASK, f"meeting/{meeting.id}")
    return True


def _over(desk: Desk, unit: Unit) -> Iterable[int]:
    return (task.id for task in unit.deadlines.open_chases() if not _still_asked(desk, unit, task))


def _still_asked(desk: Desk, unit: Unit, task: Task) -> bool:
    """Say whether a duty to ask is still to be done: whoever has answered since is asked no more."""
    if task.kind == CHASE:
        handoff = unit.meetings.handoff_of_enrolment(task.enrolment_id) if task.enrolment_id else None
        return handoff is not None and _is_owed(desk, unit, handoff)
    meeting = unit.meetings.get(task.meeting_id) if task.meeting_id else None
    return meeting is not None and _is_unknown(desk, unit, meeting)


def _close(desk: Desk, unit: Unit, task_id: int) -> bool:
    task = unit.tasks.get(task_id)
    if task is None or task.state != "open" or _still_asked(desk, unit, task):
        return False
    unit.tasks.close(task_id, "done", desk.now())
    desk.audit(unit, "task_done", f"task/{task_id}", {"kind": task.kind})
    return True


def _tasks(unit: Unit, enrolment_id: int, kind: str) -> list[Task]:
    return [task for task in unit.tasks.of_enrolment(enrolment_id) if task.kind == kind]
