"""A meeting that is called off or moved: whom it brings back, and whom it leaves alone (domain §2.7)."""

from __future__ import annotations

import pytest

from hands import DAY, DAY_BEFORE, booked, dialled, ended, enrolment_of, entry_of, meeting_of, place_of, promise_of
from houses import ADA, CAMPAIGN, advance, wait_until
from setter.domain.errors import Refused
from setter.domain.work_state import step
from setter.services import meeting_life
from setter.services.clock import parse_instant
from setter.services.desk import Desk
from setter.services.queue_view import queue_of
from setter.services.record_outcome import Given, record
from setter.services.take_call import release, take

THREE_BUSINESS_DAYS_ON = parse_instant("2026-11-30T14:30:00Z")


def cancel(desk: Desk) -> None:
    meeting_life.cancel(desk, meeting_of(desk).id, "no time")


def ready(desk: Desk) -> list[str]:
    return [entry.line.full_name for entry in queue_of(desk, CAMPAIGN) if entry.line.slot == 0]


@pytest.mark.requirement("R-014")
@pytest.mark.parametrize("answers", [{}, {"budget_status": "none"}])
def test_whoever_waited_for_it_comes_back_some_days_on(desk: Desk, answers: dict[str, str]) -> None:
    booked(desk, ADA, when="1 dec 3pm", **answers)
    cancel(desk)
    after = enrolment_of(desk, ADA)
    assert (after.work_state, after.next_at, after.owner) == ("nurture", THREE_BUSINESS_DAYS_ON, "")
    assert ADA not in ready(desk)
    wait_until(desk, THREE_BUSINESS_DAYS_ON)
    assert ADA in ready(desk)


def test_no_call_is_promised_for_a_meeting_that_is_off(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm", budget_status="none")
    assert promise_of(desk) is not None
    cancel(desk)
    assert promise_of(desk) is None


def test_a_promise_of_their_own_stands(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm", budget_status="none")
    wait_until(desk, "2026-11-25T16:00:00Z")
    ended(desk, "callback_prospect", ADA, callback="30 nov 10:00")
    promised = promise_of(desk)
    cancel(desk)
    assert promise_of(desk) == promised and enrolment_of(desk, ADA).work_state == "callback"


@pytest.mark.requirement("R-010")
def test_the_rung_goes_with_the_sql(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    assert enrolment_of(desk, ADA).rung == "SQL"
    cancel(desk)
    assert enrolment_of(desk, ADA).rung == "MQL"
    assert entry_of(desk, ADA).line.rung == "MQL"


@pytest.mark.requirement("R-014")
@pytest.mark.parametrize("answers", [{}, {"budget_status": "none"}])
@pytest.mark.parametrize(
    "code", ["no_need", "not_interested", "left_company", "existing_customer", "nurture", "do_not_call"]
)
def test_whoever_said_no_stays_away_when_the_meeting_is_called_off_as_the_duty_says(
    desk: Desk, code: str, answers: dict[str, str]
) -> None:
    booked(desk, ADA, when="1 dec 3pm", **answers)
    wait_until(desk, DAY_BEFORE)
    _, reply = ended(desk, code, ADA, **({"revisit": "2027-03-01"} if code == "nurture" else {}))
    before = enrolment_of(desk, ADA)
    cancel(desk)
    after = enrolment_of(desk, ADA)
    expected = "closed" if code == "do_not_call" else reply.work_state
    assert (after.work_state, after.next_at) == (expected, None if expected == "closed" else before.next_at)
    assert ADA not in ready(desk)


def test_whoever_is_on_the_line_goes_on_and_is_put_back_without_the_meeting(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    wait_until(desk, DAY_BEFORE)
    call = take(desk, enrolment_of(desk, ADA).id).call
    assert call is not None
    cancel(desk)
    assert enrolment_of(desk, ADA).work_state == "in_call"
    release(desk, call.id)
    assert enrolment_of(desk, ADA).work_state == "nurture" and place_of(desk, ADA) is not None


def test_a_dialled_call_ends_from_the_state_without_the_meeting(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    wait_until(desk, DAY_BEFORE)
    call = dialled(desk, ADA)
    cancel(desk)
    assert record(desk, call.id, Given("no_answer")).work_state == "cooling"


def test_a_meeting_that_moves_takes_its_calls_along(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm", budget_status="none")
    advance(desk, DAY)
    meeting_life.reschedule(desk, meeting_of(desk).id, "8 dec 3pm")
    due = parse_instant("2026-12-07T14:30:00Z")
    assert promise_of(desk).due_at == due and enrolment_of(desk, ADA).next_at == due


def test_one_with_an_sql_moves_when_its_prospect_is_due(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    moved = meeting_life.reschedule(desk, meeting_of(desk).id, "8 dec 3pm")
    assert enrolment_of(desk, ADA).next_at == moved.starts_at


@pytest.mark.parametrize(
    ("before", "after"),
    [("disqualified", "nurture"), ("closed", "queued"), ("exhausted", "handed_off"), ("nurture", "callback")],
)
def test_the_table_of_states_knows_no_such_step(before: str, after: str) -> None:
    with pytest.raises(Refused) as refused:
        step(before, after)
    assert refused.value.code == "work_state"
