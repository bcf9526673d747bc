"""What was known of a prospect before an outcome, read from the store's own history."""

from __future__ import annotations

from datetime import date

from setter.domain.cadence import AddBusinessDays
from setter.domain.calling_window import are_known, local_time
from setter.domain.campaign import Campaign
from setter.domain.day_parts import PartDials, Tried
from setter.domain.dispositions import DISPOSITIONS, Effect
from setter.domain.outcome import Callback, Situation
from setter.domain.work_state import WorkState
from setter.law.business_days import add_business_days
from setter.services.attempts import NOT_A_DIAL, dialled
from setter.services.callability import laws_on, zones_of
from setter.services.duties import RESCUE
from setter.services.left_alone import reasons_for
from setter.store.localities import names_in
from setter.store.records import Attempt, Call, Ending, Enrolment, OutcomeRow, Prospect
from setter.store.records import Callback as Promise
from setter.store.unit import Unit

FAILED = "call_failed"


def situation_of(
    unit: Unit,
    campaign: Campaign,
    call: Call,
    enrolment: Enrolment,
    prospect: Prospect,
    now: int,
    qualified: bool,
    answered: tuple[PartDials, ...] = (),
) -> Situation:
    """A prospect's situation before the call in hand ended; `answered` is what the campaign learned of day parts."""
    attempts = unit.calls.attempts_of_enrolment(enrolment.id)
    cycle = [each for each in attempts if each.started_at >= enrolment.cycle_started_at and each.call_id != call.id]
    past = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    outcomes = {(each.call_id, each.code): each.effect_code for each in unit.calls.outcomes_of(enrolment.id)}
    promise = unit.tasks.open_callback(enrolment.id)
    meeting = unit.meetings.open_for(enrolment.id)
    codes = [outcomes.get((each.call_id, each.disposition), each.disposition) for each in cycle]
    return Situation(
        work_state=state_before(unit, call),
        zones=zones_of(prospect, enrolment),
        cycle_started_at=_cycle_started_at(unit, call, enrolment, cycle),
        caller=call.caller,
        cycle=enrolment.cycle,
        next_at=enrolment.next_at,
        attempts_made=enrolment.attempts,
        tried=_tried(cycle, codes, dialled(unit, call.id), answered),
        other_phones=_other_phones(unit, call, prospect),
        busy_today=_busy_today(cycle, codes, enrolment, now),
        failed_in_a_row=_trailing(codes, FAILED),
        hang_ups=codes.count("hang_up_early"),
        gatekeeper_blocks=codes.count("gatekeeper_block"),
        not_interested=sum(effect_of(each) is Effect.NOT_INTERESTED for each in past),
        moves=_moves(unit, promise),
        skips=enrolment.skips,
        rescues=0 if meeting is not None else _rescues(unit, enrolment),
        promise=_as_promised(promise),
        meeting_at=meeting.starts_at if meeting else None,
        qualified=qualified,
        suppressed=bool(reasons_for(unit, prospect)),
        laws=laws_on(unit, campaign, prospect, now),
    )


def _tried(
    cycle: list[Attempt], codes: list[str], of_this_call: list[Attempt], answered: tuple[PartDials, ...]
) -> Tried:
    """When we rang them in this cycle: what they rang themselves, and what gave no line, tried no part of a day."""
    before = [each for each, code in zip(cycle, codes, strict=True) if code not in (NOT_A_DIAL, FAILED)]
    ours = [each for each in (*before, *of_this_call) if each.direction == "outbound"]
    return Tried(
        parts=tuple(each.day_part for each in ours if each.day_part),
        weekdays=tuple(date.fromisoformat(each.local_wall[:10]).weekday() for each in ours),
        answered=answered,
    )


def _rescues(unit: Unit, enrolment: Enrolment) -> int:
    """How many calls after a no-show the one in hand makes; 0 where none is owed."""
    duties = [task for task in unit.tasks.of_enrolment(enrolment.id) if task.kind == RESCUE]
    owed = [task.meeting_id for task in duties if task.state == "open"]
    return sum(task.meeting_id == owed[-1] and task.state != "cancelled" for task in duties) if owed else 0


def _moves(unit: Unit, promise: Promise | None) -> int:
    """How often an open promise was moved: one call ends the promise before and makes the next one."""
    if promise is None:
        return 0
    ended_by = {each.closed_by_call: each for each in unit.tasks.callbacks_of(promise.enrolment_id) if _moved(each)}
    moves, before = 0, ended_by.get(promise.call_id)
    while before is not None:
        moves, before = moves + 1, ended_by.get(before.call_id)
    return moves


def _moved(promise: Promise) -> bool:
    return promise.state == "moved"


def _as_promised(promise: Promise | None) -> Callback | None:
    if promise is None:
        return None
    timed = bool(promise.timed)
    return Callback(promise.kind, promise.wall, promise.zone, promise.due_at, promise.owner, timed)


def _cycle_started_at(unit: Unit, call: Call, enrolment: Enrolment, cycle: list[Attempt]) -> int:
    """A cycle begins at its first attempt (domain §3.7): nobody's plan runs out while they wait for it on a list."""
    dialled_first = [] if cycle else dialled(unit, call.id)
    return dialled_first[0].started_at if dialled_first else enrolment.cycle_started_at


def business_days_of(prospect: Prospect, default_country: str) -> AddBusinessDays:
    """Counting business days in a prospect's own calendar: (day, n) to a date."""

    def count(day: date, days: int) -> date:
        return add_business_days(prospect.country or default_country, prospect.region, day, days)

    return count


def _other_phones(unit: Unit, call: Call, prospect: Prospect) -> int:
    dialled = unit.calls.attempts(call.id)
    last = dialled[-1].phone_id if dialled else None
    return sum(phone.standing == "ok" and phone.id != last for phone in unit.prospects.phones(prospect.id))


def _busy_today(cycle: list[Attempt], codes: list[str], enrolment: Enrolment, now: int) -> int:
    zones = names_in(enrolment.zones)
    zone = zones[0] if are_known(zones) else "UTC"
    today = local_time(now, zone).date()
    busy = [each for each, code in zip(cycle, codes, strict=True) if code == "busy"]
    return sum(local_time(each.started_at, zone).date() == today for each in busy)


def state_before(unit: Unit, call: Call) -> WorkState:
    """The state that the call began from; nobody is handed off without the SQL that says so."""
    before = WorkState(call.state_before)
    if before is WorkState.HANDED_OFF and unit.meetings.handoff_of_enrolment(call.enrolment_id) is None:
        return WorkState.CALLBACK
    return before


def _trailing(codes: list[str], wanted: str) -> int:
    count = 0
    for code in reversed(codes):
        if code != wanted:
            break
        count += 1
    return count


def effect_of(outcome: OutcomeRow | Ending) -> Effect | None:
    """What a recorded outcome set in motion: by the built-in code kept with it, whatever the campaign says now."""
    known = DISPOSITIONS.get(outcome.effect_code)
    return known.effect if known else None
