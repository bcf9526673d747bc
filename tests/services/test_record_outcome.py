"""How a call ended, and everything that follows: state, time, number, duties, suppression (domain §5)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from hands import (
    DAY,
    HOUR,
    MINUTE,
    dialled,
    ended,
    enrolment_of,
    entry_of,
    everything,
    on_strip,
    phones_of,
    place_of,
    taken,
)
from houses import ADA, Colleague, advance, wait_until
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.errors import Refused, Wrong
from setter.services.clock import parse_instant
from setter.services.desk import Desk
from setter.services.left_alone import reasons_for
from setter.services.record_outcome import Given, record


@dataclass(frozen=True)
class Follows:
    """What must follow when Ada is reached on her only number, on Tuesday 24 November at 10:30 in Chicago."""

    work_state: str
    next_at: str | None = None
    given: dict[str, Any] = field(default_factory=dict)
    number: str = "ok"
    tasks: tuple[str, ...] = ()
    suppressed: bool = False
    attempts: int = 1
    promise: str = ""
    conversation: bool = False


TOMORROW_EARLY = "2026-11-25T14:30:00Z"
"""Another day part than today's: half past eight in Chicago. Thursday is Thanksgiving."""
EFFECTS = {
    "no_answer": Follows("cooling", TOMORROW_EARLY),
    "busy": Follows("cooling", "2026-11-24T17:15:00Z", attempts=0),
    "voicemail_left": Follows("cooling", "2026-11-27T14:30:00Z"),
    "voicemail_no_message": Follows("cooling", TOMORROW_EARLY),
    "call_failed": Follows("cooling", "2026-11-24T16:45:00Z", attempts=0),
    "disconnected": Follows("bad_data", number="bad"),
    "wrong_number": Follows("bad_data", number="not_theirs"),
    "left_company": Follows("disqualified", tasks=("find_successor",)),
    "gatekeeper_block": Follows("cooling", "2026-11-30T14:30:00Z"),
    "gatekeeper_time": Follows("callback", "2026-11-25T16:00:00Z", {"callback": "tomorrow 10"}, promise="soft"),
    "referred": Follows("nurture", "2027-02-22T14:30:00Z", {"referred": "Gil Nash"}, attempts=0),
    "callback_prospect": Follows("callback", "2026-11-25T16:00:00Z", {"callback": "tomorrow 10"}, promise="hard"),
    "callback_vague": Follows("callback", "2026-12-01T14:30:00Z", {"callback": "1 dec"}, promise="soft"),
    "hang_up_early": Follows("cooling", "2026-12-09T14:30:00Z"),
    "info_requested": Follows("cooling", "2026-11-30T14:30:00Z", tasks=("send_information",), conversation=True),
    "nurture": Follows("nurture", "2027-03-02T14:30:00Z", {"revisit": "2 mar"}, attempts=0, conversation=True),
    "no_need": Follows("disqualified", conversation=True),
    "no_budget": Follows("disqualified", conversation=True),
    "not_target": Follows("disqualified", conversation=True),
    "cannot_use": Follows("disqualified", conversation=True),
    "existing_customer": Follows("disqualified", tasks=("tell_sales",)),
    "open_opportunity": Follows("disqualified", tasks=("tell_sales",)),
    "competitor": Follows("disqualified"),
    "not_interested": Follows("exhausted", "2027-05-24T13:30:00Z"),
    "language_barrier": Follows("cooling", TOMORROW_EARLY, tasks=("reassign_language",)),
    "do_not_call": Follows("closed", suppressed=True),
    "complaint": Follows("closed", suppressed=True, tasks=("alert_compliance",)),
    "deceased": Follows("closed", suppressed=True),
    "skipped": Follows("queued", "2026-11-24T17:00:00Z", {"reason": "not now"}, attempts=0),
}
OF_A_MEETING = {"meeting_set", "meeting_confirmed", "meeting_rescheduled", "meeting_cancelled"}


def test_every_outcome_has_its_proof() -> None:
    assert set(EFFECTS) | OF_A_MEETING == set(DISPOSITIONS)


@pytest.mark.parametrize("code", EFFECTS)
def test_what_follows_from_an_outcome(desk: Desk, code: str) -> None:
    follows = EFFECTS[code]
    call, reply = ended(desk, code, ADA, **follows.given)
    after = enrolment_of(desk, ADA)
    next_at = parse_instant(follows.next_at) if follows.next_at else None
    assert (after.work_state, after.next_at, after.attempts) == (follows.work_state, next_at, follows.attempts)
    assert after.last_outcome == code and reply.work_state == follows.work_state
    assert phones_of(desk, ADA)[0].standing == follows.number

    def look(unit: Any) -> Any:
        prospect = unit.prospects.get(call.prospect_id)
        promise = unit.tasks.open_callback(after.id)
        duties = tuple(task.kind for task in unit.tasks.of_enrolment(after.id) if task.state == "open")
        closed = unit.calls.get(call.id)
        return bool(reasons_for(unit, prospect)), promise.kind if promise else "", duties, closed

    suppressed, promise, duties, closed = desk.store.read(look)
    assert (suppressed, promise, duties) == (follows.suppressed, follows.promise, follows.tasks)
    assert reply.suppressed == follows.suppressed
    assert (closed.state, closed.outcome, bool(closed.conversation)) == ("closed", code, follows.conversation)
    waits = {"cooling", "callback", "nurture", "exhausted", "queued"}
    assert (place_of(desk, ADA) is not None) == (follows.work_state in waits)


@pytest.mark.requirement("R-014")
@pytest.mark.parametrize("code", [code for code, follows in EFFECTS.items() if follows.next_at])
def test_whoever_waits_comes_back_at_that_time_and_not_a_minute_before(desk: Desk, code: str) -> None:
    ended(desk, code, ADA, **EFFECTS[code].given)
    due = parse_instant(str(EFFECTS[code].next_at))
    lead = 5 * MINUTE if EFFECTS[code].promise else 0
    for at, comes in ((due - lead - MINUTE, False), (due - lead, True)):
        wait_until(desk, at)
        assert (entry_of(desk, ADA).line.slot == 0) is comes


@pytest.mark.parametrize("code", ["no_need", "no_budget", "not_target", "cannot_use"])
@pytest.mark.requirement("R-014")
def test_a_no_that_is_bound_to_time_is_nurture_with_its_date_and_reason(desk: Desk, code: str) -> None:
    ended(desk, code, ADA, revisit="2 mar")
    after = enrolment_of(desk, ADA)
    assert (after.work_state, after.state_reason) == ("nurture", code)
    assert after.next_at == parse_instant("2027-03-02T14:30:00Z")


class TestTheSecondTime:
    """Some outcomes mean more when they come again."""

    def again(self, desk: Desk, code: str) -> None:
        advance(desk, 14 * DAY)
        ended(desk, code, ADA)

    def test_not_interested_twice_is_no_more_calls_for_this_client(self, desk: Desk) -> None:
        ended(desk, "not_interested", ADA)
        wait_until(desk, "2027-05-24T13:30:00Z")
        _, reply = ended(desk, "not_interested", ADA)
        assert reply.suppressed and enrolment_of(desk, ADA).work_state == "closed"

    def test_hanging_up_twice_is_rest_for_a_season(self, desk: Desk) -> None:
        ended(desk, "hang_up_early", ADA)
        self.again(desk, "hang_up_early")
        assert enrolment_of(desk, ADA).work_state == "nurture"

    def test_a_third_failure_in_a_row_asks_for_a_look_at_the_number(self, desk: Desk) -> None:
        for hours, checks in ((0, []), (1, []), (23, ["check_number"])):
            advance(desk, hours * HOUR)
            ended(desk, "call_failed", ADA)
            assert on_strip(desk) == checks

    def test_the_last_attempt_of_a_plan_is_rest_until_the_next_cycle(self, desk: Desk) -> None:
        states = []
        while not states or states[-1] == "cooling":
            ended(desk, "no_answer", ADA)
            states.append(enrolment_of(desk, ADA).work_state)
            wait_until(desk, enrolment_of(desk, ADA).next_at)
        # Thanksgiving and Christmas push the eighth attempt past the thirty-five days of a cycle.
        assert states == ["cooling"] * 6 + ["exhausted"]
        ended(desk, "no_answer", ADA)
        after = enrolment_of(desk, ADA)
        assert (after.work_state, after.cycle, after.attempts) == ("cooling", 2, 1)


class TestOnce:
    """An outcome is recorded once, whatever the keyboard or the network does."""

    def test_the_same_again_gives_the_same_reply_and_changes_nothing(self, desk: Desk) -> None:
        given = Given("callback_prospect", callback="tomorrow 10", note="asked nicely", minutes=2)
        call = dialled(desk, ADA)
        first = record(desk, call.id, given)
        before = everything(desk)
        advance(desk, 5 * MINUTE)
        assert record(desk, call.id, given) == first
        assert everything(desk) == before

    @pytest.mark.parametrize("other", [Given("busy"), Given("no_answer", note="x"), Given("no_answer", minutes=1)])
    def test_another_payload_is_refused_and_changes_nothing(self, desk: Desk, other: Given) -> None:
        call, _ = ended(desk, "no_answer", ADA)
        before = everything(desk)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, other)
        assert refused.value.code == "outcome_recorded"
        assert everything(desk) == before

    def test_nothing_is_recorded_of_a_call_that_was_not_dialled(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        before = everything(desk)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given("no_answer"))
        assert refused.value.code == "not_dialled" and everything(desk) == before

    def test_a_dialled_call_cannot_be_skipped(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given("skipped", reason="x"))
        assert refused.value.code == "dialled"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (Given("callback_prospect"), "callback_needed"),
            (Given("callback_vague"), "day_needed"),
            (Given("referred"), "name_needed"),
            (Given("no_such_thing"), "unknown_outcome"),
            (Given("no_answer", answers={"no_field": "x"}), "unknown_field"),
            (Given("callback_prospect", callback="24 nov 2025 10:00"), "when"),
        ],
    )
    def test_what_is_missing_or_wrong_is_said_and_leaves_the_call_live(
        self, desk: Desk, given: Given, code: str
    ) -> None:
        call = dialled(desk, ADA)
        before = everything(desk)
        with pytest.raises(Wrong) as wrong:
            record(desk, call.id, given)
        assert wrong.value.code == code
        assert everything(desk) == before

    def test_a_promise_outside_calling_hours_is_refused_at_once(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given("callback_prospect", callback="tomorrow 8pm"))
        assert refused.value.code == "callback_outside_hours"

    def test_a_colleagues_call_is_hers(self, desk: Desk, colleague: Colleague) -> None:
        call = dialled(desk, ADA)
        with pytest.raises(Refused) as refused:
            record(colleague(desk, "noor"), call.id, Given("no_answer"))
        assert refused.value.code == "not_yours"


def test_no_meeting_outcome_without_a_meeting(desk: Desk) -> None:
    for code in sorted(OF_A_MEETING - {"meeting_cancelled"}):
        call = dialled(desk, ADA)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given(code))
        assert refused.value.code == "no_meeting"


@pytest.mark.requirement("R-061")
@pytest.mark.requirement("R-063")
@pytest.mark.parametrize(
    ("code", "given", "level"),
    [
        ("info_requested", {}, "warm"),
        ("callback_prospect", {"callback": "tomorrow 10"}, "hot"),
        ("no_answer", {}, "cold"),
    ],
)
def test_what_a_prospect_shows_on_the_call_warms_them_at_once(
    desk: Desk, code: str, given: dict[str, str], level: str
) -> None:
    ended(desk, code, ADA, **given)
    assert enrolment_of(desk, ADA).temperature == level


def test_what_was_said_counts_in_the_score_at_once(desk: Desk) -> None:
    before = enrolment_of(desk, ADA).score
    ended(desk, "info_requested", ADA, answers={"vehicles": "14", "delivery_by": "own_vans"})
    assert (before, enrolment_of(desk, ADA).score) == (11, 25), "28 points of fit, then 63: two fifths count"
