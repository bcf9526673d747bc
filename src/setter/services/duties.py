"""Whose duty it is: what a call leaves to be done goes to whoever may do it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from setter.domain.roles import COMPLIANCE, DECIDING, LEADING
from setter.services.desk import Desk
from setter.store.ids import new_id
from setter.store.records import Enrolment, Meeting, Task
from setter.store.unit import Unit

POOL = ""
REVIEW = "review_sql"
"""The duty to approve or return an SQL; only that ends it."""
COMPLETE = "complete_sql"
"""The duty to complete what a team lead returned; its words say what is missing."""
TURNED_DOWN = "sql_turned_down"
"""The duty to read why a team lead rejected an SQL."""
UNREVIEWED = "sql_not_reviewed"
"""The duty to know that sales has an SQL that nobody reviewed in time."""
CHASE = "chase_sales"
"""The duty to ask a rep for the answer that they owe; the answer ends it."""
ASK = "ask_what_became"
"""The duty to ask what became of a meeting; whoever says so ends it."""
RESCUE = "rescue_no_show"
"""The duty to ring whoever did not come; a call that reaches for them ends it."""
REJECTED_DUTY = "sales_rejected"
"""The duty to read why sales rejected an SQL; its words say the reason and the gate."""
REBOOK = "rebook_meeting"
"""The duty to book a meeting anew: its rep cannot hold it, or it was called off for no good reason."""
MEND = "mend_data"
"""The duty to find the right data of somebody whom sales could not reach."""
APPEAL = "decide_appeal"
"""The duty to decide a caller's appeal against a rejection; only that ends it."""
APPEALED = "appeal_decided"
"""The duty to read what became of one's appeal."""
DELIVERY_FAILED = "delivery_failed"
"""The duty to see to what cannot be delivered to a rep or a prospect; its arrival ends it."""
GUEST_DECLINED = "guest_declined"
"""The duty to ring a guest who declined an invitation; its words say who."""
GUEST_PROPOSES = "guest_proposes"
"""The duty to see to a guest who asks for another time; its words say who, and for when."""
GO_ALONG = (COMPLETE, REVIEW, CHASE, "tell_sales", REJECTED_DUTY, MEND)
"""Duties about an SQL: they are about whichever meeting it is about."""
NAME_A_LEAD = "name a team lead: setter colleague NAME --role team_lead."
"""What helps who leads a team alone, and set what somebody else is to decide."""
ONE_CALL = (RESCUE, REBOOK)
"""Duties whose call is promised as well: whoever makes it has seen to both."""
DONE_BY: Mapping[str, tuple[str, ...]] = {
    "alert_compliance": (COMPLIANCE, *LEADING),
    "review_skips": LEADING,
    "lead_review": LEADING,
    REVIEW: LEADING,
    UNREVIEWED: LEADING,
    CHASE: LEADING,
    APPEAL: LEADING,
    "tell_sales": LEADING,
    DELIVERY_FAILED: LEADING,
    "reassign_language": LEADING,
}
"""The roles that a kind of duty is for, the first one that anybody has; all other duties are the caller's own."""


def add_duty(
    desk: Desk,
    unit: Unit,
    enrolment: Enrolment,
    kind: str,
    due_at: int,
    *,
    words: str = "",
    meeting_id: int | None = None,
    call_id: int | None = None,
) -> None:
    """Add a duty about a prospect, for whoever it is for."""
    owner, now = owner_of(unit, kind, desk.caller), desk.now()
    who = (enrolment.id, enrolment.prospect_id, meeting_id, call_id)
    unit.tasks.add(Task(new_id(now), kind, enrolment.campaign, *who, owner, due_at, words, "open", now, None))


def owner_of(unit: Unit, kind: str, caller: str) -> str:
    """Name whose duty it is: the caller's own, or that of somebody with the role; the pool's where nobody has it."""
    roles = DONE_BY.get(kind)
    if roles is None:
        return caller
    colleagues = unit.settings.colleagues()
    for role in roles:
        having = sorted(name for name, held in colleagues if held == role)
        if having:
            return caller if caller in having else having[0]
    return POOL


def judge_of(unit: Unit, set_by: Collection[str]) -> str:
    """Name who decides about what some people set: the first who leads and is none of them, else the pool's."""
    colleagues = unit.settings.colleagues()
    able = (sorted(name for name, held in colleagues if held == role and name not in set_by) for role in LEADING)
    return next((having[0] for having in able if having), POOL)


def who_else(unit: Unit, set_by: Collection[str]) -> str:
    """Say who decides about what some people set, which they may not themselves; or how to have somebody who may."""
    able = sorted(name for name, held in unit.settings.colleagues() if held in DECIDING and name not in set_by)
    who = judge_of(unit, set_by) or next(iter(able), "")
    return f"{who} may decide it." if who else f"Nobody else may: {NAME_A_LEAD}"


def meeting_task(meeting: Meeting, kind: str, owner: str, due_at: int, now: int, words: str = "") -> Task:
    """A duty that is owed about a meeting."""
    about = (meeting.campaign, meeting.enrolment_id, meeting.prospect_id, meeting.id, meeting.call_id)
    return Task(new_id(now), kind, *about, owner, due_at, words, "open", now, None)


def close_duties(unit: Unit, enrolment_id: int, kinds: Iterable[str], state: str, now: int) -> None:
    """Close the open duties of some kinds about a prospect, whichever meeting they were about."""
    for task in unit.tasks.of_enrolment(enrolment_id):
        if task.kind in kinds and task.state == "open":
            unit.tasks.close(task.id, state, now)
