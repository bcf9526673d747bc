"""In whatever order calls are dialled, ended and taken back: no dial the gate refuses, no SQL with a gate open."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import initialize, invariant, rule

from hands import DAY, HOUR, MINUTE, QUALIFIED, enrolment_of, prospect_named
from houses import ADA, CAMPAIGN, Furnished, advance, beside, change_campaign
from services.any_house import House, in_any_order
from setter.domain.dispositions import DISPOSITIONS
from setter.services import meeting_life
from setter.services.answer import answer
from setter.services.book import book
from setter.services.dial import dial
from setter.services.left_alone import reasons_for
from setter.services.place import promote_due
from setter.services.promote import promote
from setter.services.record_outcome import Given, record
from setter.services.sql_review import approve, return_sql, waiting
from setter.services.take_call import release, take
from setter.services.undo import last_call, undo

CHICAGO = ZoneInfo("America/Chicago")
NO = ("no_need", "not_interested", "left_company")
NO_MORE = ("disqualified", "closed", "bad_data")
SAID = sorted(QUALIFIED)
NEEDS = {
    "callback_prospect": {"callback": "in 3 days 10:00"},
    "nurture": {"revisit": "in 2 weeks"},
    "skipped": {"reason": "a reason"},
}
OF_CALLS = ("no_answer", "busy", "call_failed", "callback_prospect", "hang_up_early", "info_requested", "nurture")
FIRST = ("meeting_set", "no_need", "hang_up_early", "no_answer")
OF_ENDS = ("not_interested", "no_need", "wrong_number", "left_company", "do_not_call", "skipped")
OF_MEETINGS = ("meeting_set", "meeting_confirmed", "meeting_rescheduled", "meeting_cancelled")


def local(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, CHICAGO)


class AnyOrder(House):
    """One prospect, one caller, and everything that can be done to a call."""

    review = "none"

    def __init__(self) -> None:
        super().__init__()
        change_campaign(self.desk, ('review = "none"', f'review = "{type(self).review}"'))
        self.held = 0

    @rule()
    def a_call_is_dialled(self) -> None:
        advance(self.desk, MINUTE)
        taken = self.attempt(lambda: take(self.desk, enrolment_of(self.desk, ADA).id))
        if taken is not None:
            self.held = taken.call.id
            self.attempt(lambda: dial(self.desk, self.held))

    @rule(fields=some.sets(some.sampled_from(SAID), min_size=1), other=some.booleans())
    def something_is_said(self, fields: set[str], other: bool) -> None:
        given = {field: QUALIFIED[field] for field in fields} | ({"budget_status": "none"} if other else {})
        self.attempt(lambda: answer(self.desk, self.held, given))

    @rule()
    def all_is_said_and_a_meeting_booked(self) -> None:
        self.attempt(lambda: answer(self.desk, self.held, QUALIFIED))
        day = local(self.desk.now() + 6 * DAY)
        day += timedelta(days=(2 - day.weekday()) % 7)
        self.attempt(lambda: book(self.desk, self.held, f"{day:%Y-%m-%d} 15:00"))

    @initialize(open_gate=some.sampled_from([False, False, True]), code=some.sampled_from(FIRST))
    def the_first_call(self, open_gate: bool, code: str) -> None:
        self.a_whole_call_about_a_meeting(open_gate, code)

    @rule(open_gate=some.booleans(), code=some.sampled_from(FIRST))
    def a_whole_call_about_a_meeting(self, open_gate: bool, code: str) -> None:
        self.a_call_is_dialled()
        self.all_is_said_and_a_meeting_booked()
        if open_gate:
            self.attempt(lambda: answer(self.desk, self.held, {"budget_status": "none"}))
        self.attempt(lambda: record(self.desk, self.held, Given(code)))
        self.it_is_promoted()

    @rule(code=some.sampled_from((*OF_CALLS, *OF_MEETINGS, *OF_ENDS)), minutes=some.sampled_from([0.2, 4.0]))
    def it_ends(self, code: str, minutes: float) -> None:
        self.attempt(lambda: record(self.desk, self.held, Given(code, minutes=minutes, **NEEDS.get(code, {}))))

    @rule()
    def it_is_taken_back(self) -> None:
        call = last_call(self.desk)
        undone = self.attempt(lambda: undo(self.desk, call.id)) if call is not None else None
        if undone is not None:
            self.held = undone.id
            before = len(self.desk.store.read(lambda unit: unit.calls.attempts(undone.id)))
            again = self.attempt(lambda: dial(self.desk, undone.id))
            after = len(self.desk.store.read(lambda unit: unit.calls.attempts(undone.id)))
            assert after - before == (again is not None), "each dial counts"

    @rule()
    def it_is_let_go(self) -> None:
        self.attempt(lambda: release(self.desk, self.held))

    @rule()
    def it_is_promoted(self) -> None:
        self.attempt(lambda: promote(self.desk, prospect_named(self.desk, ADA).id, CAMPAIGN))

    @rule()
    def the_meeting_is_called_off(self) -> None:
        enrolment = enrolment_of(self.desk, ADA)
        meeting = self.desk.store.read(lambda unit: unit.meetings.open_for(enrolment.id))
        if meeting is not None:
            self.attempt(lambda: meeting_life.cancel(self.desk, meeting.id))

    @rule(good=some.booleans())
    def a_team_lead_decides_on_it(self, good: bool) -> None:
        lead = beside(self.desk, "lead")
        for sql in [each.sql for each in waiting(lead)]:
            self.attempt(partial(approve, lead, sql) if good else partial(return_sql, lead, sql, "ask again"))

    @rule(hours=some.sampled_from([1, 3, 24, 72]))
    def time_passes(self, hours: int) -> None:
        advance(self.desk, hours * HOUR)
        self.desk.store.write(lambda unit: promote_due(unit, self.desk.now()))

    @invariant()
    def every_dial_was_one_that_the_gate_allows(self) -> None:
        prospect = prospect_named(self.desk, ADA)
        dials = self.desk.store.read(lambda unit: unit.calls.attempts_of_prospect(prospect.id))
        at = sorted(each.started_at for each in dials)
        for instant in at:
            clock = local(instant)
            assert clock.weekday() < 5 and "08:30" <= f"{clock:%H:%M}" < "17:30"
            assert sum(instant - DAY < other <= instant for other in at) <= 3
            assert sum(local(other).date() == clock.date() for other in at) <= 2
        said_no = [each for each in dials if each.disposition == "do_not_call"]
        assert all(each.started_at <= said_no[0].started_at for each in dials if said_no)

    @invariant()
    def every_sql_has_all_its_gates_and_a_conversation(self) -> None:
        enrolment = enrolment_of(self.desk, ADA)

        def look(unit: Any) -> Any:
            reasons = reasons_for(unit, unit.prospects.get(enrolment.prospect_id))
            sql = unit.meetings.handoff_of_enrolment(enrolment.id)
            return sql, unit.meetings.open_for(enrolment.id), unit.calls.outcomes_of(enrolment.id), reasons

        sql, meeting, outcomes, reasons = self.desk.store.read(look)
        if enrolment.work_state == "handed_off":
            assert sql is not None
        if sql is None or reasons:
            return
        assert meeting is not None and sql.meeting_id == meeting.id
        before = [each.code for each in outcomes if each.recorded_at <= sql.promoted_at]
        assert not before or before[-1] not in NO
        gates = {each["gate"]: each["status"] for each in json.loads(sql.evidence)}
        assert len(gates) == 9 and set(gates.values()) == {"pass"}
        evidence = [each for each in json.loads(sql.evidence) if each["call"]]
        reached = {each.call_id for each in outcomes if DISPOSITIONS[each.code].human} | {self.held}
        said = {each["call"] for each in evidence if each["gate"] != "meeting_requested"}
        asked = {each["call"] for each in evidence if each["gate"] == "meeting_requested"}
        assert said <= reached
        assert asked <= reached or any(each.code in OF_MEETINGS for each in outcomes)

    @invariant()
    def nobody_who_said_no_stands_in_the_queue(self) -> None:
        enrolment = enrolment_of(self.desk, ADA)
        place = self.desk.store.read(lambda unit: unit.queue.get(enrolment.id))
        if enrolment.work_state in (*NO_MORE, "handed_off"):
            assert place is None


@pytest.mark.requirement("R-032")
@pytest.mark.parametrize(
    ("engine", "review", "examples"),
    [("sqlite", "none", 15), ("sqlite", "team_lead", 7), ("postgres", "team_lead", 2)],
)
def test_no_order_breaks_the_gate_or_the_ladder(
    url_of: Callable[..., str], furnished: Furnished, engine: str, review: str, examples: int
) -> None:
    in_any_order(AnyOrder, lambda: url_of(engine, furnished(engine, "list")), examples, 16, review=review)
