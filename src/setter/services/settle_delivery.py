"""What became of a delivery that was handed over: it arrived, it is tried again, or a person has to see to it."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.retries import ends_at, next_try
from setter.domain.units import HOUR
from setter.handoff.parcel import Arrived, NotSent
from setter.handoff.told import CALENDAR, EMAIL
from setter.services.desk import Desk
from setter.services.duties import DELIVERY_FAILED, meeting_task, owner_of
from setter.services.meeting_life import OPEN
from setter.services.outbox import GIVEN_UP, SENT, WAITING, conclude
from setter.services.take_delivery import Taken
from setter.store.records import CalendarEntry, Delivery, Meeting
from setter.store.unit import Unit

TOLD_AFTER_TRIES = 4
"""From so many tries on a person hears of it, while it is still being tried."""
LACKING_MS = HOUR
"""So long a delivery waits for a machine that has its secret or folder before a person hears of it."""


def settle(desk: Desk, unit: Unit, taken: Taken, came: Arrived | NotSent) -> Delivery | None:
    """Write what came of a delivery; None where it took so long that somebody else has it in hand by now."""
    meeting = unit.meetings.get(taken.row.meeting_id)
    assert meeting is not None
    settled = _arrived(desk, taken, came) if isinstance(came, Arrived) else _missed(desk, taken, came, meeting)
    if not unit.deliveries.settle(settled):
        return None
    if isinstance(came, Arrived):
        _note_entry(unit, taken, came)
    _see_to_duty(desk, unit, settled, meeting)
    row = taken.row
    about = {"meeting": str(row.meeting_id), "change": row.change, "channel": row.channel, "receiver": row.receiver}
    detail = {**about, "tries": settled.tries}
    desk.audit(unit, "delivery", f"delivery/{row.id}", detail, old=taken.before.state, new=settled.state)
    return settled


def last_moment(row: Delivery, meeting: Meeting) -> int:
    """Until when a delivery is tried (UTC ms)."""
    return ends_at(row.made_at, meeting.starts_at if meeting.status in OPEN else None)


def give_up_lacking(desk: Desk, unit: Unit, delivery_id: int) -> None:
    """Have a person see to what no machine can send, and give up what none could send to the last."""
    row = unit.deliveries.get(delivery_id)
    meeting = unit.meetings.get(row.meeting_id) if row else None
    if row is None or meeting is None or row.state != WAITING:
        return
    if desk.now() >= last_moment(row, meeting):
        row = conclude(desk, unit, row, GIVEN_UP, row.problem)
    _see_to_duty(desk, unit, row, meeting, late=desk.now() >= row.made_at + LACKING_MS)


def _arrived(desk: Desk, taken: Taken, came: Arrived) -> Delivery:
    return replace(taken.row, state=SENT, sent_at=desk.now(), reference=came.reference, problem=came.note, content="")


def _missed(desk: Desk, taken: Taken, came: NotSent, meeting: Meeting) -> Delivery:
    now = desk.now()
    again = next_try(taken.row.tries, now, last_moment(taken.before, meeting)) if came.passing else None
    handed_over = taken.before.handed_over_at if came.untouched else taken.row.handed_over_at
    content = taken.before.content if came.untouched else taken.row.content
    row = replace(taken.row, handed_over_at=handed_over, problem=came.message, content=content)
    return replace(row, state=GIVEN_UP) if again is None else replace(row, state=WAITING, due_at=again)


def _note_entry(unit: Unit, taken: Taken, came: Arrived) -> None:
    """Remember where a meeting stands in its rep's calendar, or that it stands there no more."""
    record, meeting_id = taken.parcel.record, taken.row.meeting_id
    if taken.row.channel != CALENDAR:
        return
    if record.cancelled:
        unit.deliveries.drop_entry(meeting_id)
    else:
        unit.deliveries.save_entry(CalendarEntry(meeting_id, came.reference, came.etag, record.public.sequence))


def _see_to_duty(desk: Desk, unit: Unit, row: Delivery, meeting: Meeting, late: bool = False) -> None:
    """One duty a meeting, while anything of it cannot be delivered."""
    now = desk.now()
    fails = row.state == GIVEN_UP or (row.state == WAITING and (late or row.tries >= TOLD_AFTER_TRIES))
    fails = fails or (row.state == SENT and row.channel == EMAIL and bool(row.problem))
    duties = [each for each in unit.tasks.of_enrolment(meeting.enrolment_id) if each.meeting_id == meeting.id]
    stands = any(each.kind == DELIVERY_FAILED and each.state == "open" for each in duties)
    if fails and not stands:
        owner, words = owner_of(unit, DELIVERY_FAILED, desk.caller), f"{row.channel} to {row.receiver}: {row.problem}"
        unit.tasks.add(meeting_task(meeting, DELIVERY_FAILED, owner, now, now, words))
    elif stands and not fails and not any(each.state == GIVEN_UP for each in _newest(unit, meeting)):
        unit.tasks.close_for_meeting(meeting.id, DELIVERY_FAILED, "done", now)


def _newest(unit: Unit, meeting: Meeting) -> list[Delivery]:
    return [each for each in unit.deliveries.of_meeting(meeting.id) if each.change == meeting.change]
