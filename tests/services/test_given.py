"""What a caller gives with an outcome fits it, or is refused by name before anything is written."""

from __future__ import annotations

import pytest

from hands import dialled, enrolment_of, everything, taken
from houses import ADA, CAMPAIGN, Colleague, advance
from setter.domain.errors import Refused, SetterError, Wrong
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call
from setter.services.undo import undo


def refusal(desk: Desk, given: Given, undialled: bool = False) -> SetterError:
    """The refusal of an outcome, which leaves everything as it was."""
    call = taken(desk, ADA) if undialled else dialled(desk, ADA)
    before = everything(desk)
    with pytest.raises(SetterError) as refused:
        record(desk, call.id, given)
    assert everything(desk) == before
    return refused.value


@pytest.mark.parametrize(
    ("given", "where", "takers"),
    [
        (Given("no_answer", callback="tomorrow 10"), "--callback", "callback_prospect"),
        (Given("callback_prospect", callback="tomorrow 10", revisit="1 dec"), "--revisit", "nurture"),
        (Given("competitor", revisit="1 dec"), "--revisit", "no_budget"),
        (Given("no_answer", referred="Gil Nash"), "--referred", "left_company"),
        (Given("not_interested", company_wide=True), "--company-wide", "complaint"),
        (Given("busy", reason="later"), "--reason", "skipped"),
    ],
)
def test_a_part_that_does_not_fit_is_refused_and_says_where_it_would(
    desk: Desk, given: Given, where: str, takers: str
) -> None:
    refused = refusal(desk, given)
    assert (refused.code, refused.exit_code, refused.where) == ("does_not_fit", 2, where)
    assert given.code in refused.message and takers in refused.hint


@pytest.mark.parametrize("minutes", [float("nan"), float("inf"), -1, 601])
def test_a_call_lasts_as_long_as_calls_do(desk: Desk, minutes: float) -> None:
    refused = refusal(desk, Given("no_answer", minutes=minutes))
    assert (refused.code, refused.exit_code, refused.where) == ("minutes", 2, "--minutes")


def test_a_promised_call_needs_its_hour(desk: Desk) -> None:
    refused = refusal(desk, Given("callback_prospect", callback="tue"))
    assert (refused.code, refused.exit_code) == ("when", 2)
    assert refused.message == "Tuesday 1 December 2026, any time in Chicago (CST) has no time of day."


@pytest.mark.parametrize("given", [{"callback": "tue"}, {"revisit": "tue"}])
def test_some_week_takes_a_day(desk: Desk, given: dict[str, str]) -> None:
    call = dialled(desk, ADA)
    assert record(desk, call.id, Given("callback_vague", **given)).work_state == "callback"  # type: ignore[arg-type]


@pytest.mark.requirement("R-014")
def test_nurture_needs_its_day(desk: Desk) -> None:
    refused = refusal(desk, Given("nurture"))
    assert (refused.code, refused.exit_code) == ("day_needed", 2)


def test_no_meeting_is_cancelled_where_none_stands(desk: Desk) -> None:
    refused = refusal(desk, Given("meeting_cancelled"))
    assert (refused.code, refused.exit_code) == ("no_meeting", 1)


def test_a_time_outside_the_hours_is_answered_with_the_day_of_the_next_opening(desk: Desk) -> None:
    refused = refusal(desk, Given("callback_prospect", callback="fri 6pm"))
    assert refused.code == "callback_outside_hours"
    assert refused.hint == "It opens next on Monday 30 November, 08:30 CST."


def test_every_answer_that_cannot_be_read_is_named_at_once(desk: Desk) -> None:
    call = dialled(desk, ADA)
    with pytest.raises(Wrong) as wrong:
        answer(desk, call.id, {"vehicles": "many", "timing": "soonish", "need_quote": "they lose two hours a day"})
    assert wrong.value.where == "vehicles, timing"
    assert "whole number" in wrong.value.message and "options" in wrong.value.message
    assert desk.store.read(lambda unit: unit.calls.answers_of_call(call.id)) == []


@pytest.mark.parametrize(
    ("code", "words"),
    [("do_not_call", "asked not to be called"), ("deceased", "has died"), ("complaint", "complained")],
)
def test_what_stays_is_said_in_its_own_words(desk: Desk, code: str, words: str) -> None:
    call = dialled(desk, ADA)
    record(desk, call.id, Given(code))
    with pytest.raises(Refused) as refused:
        undo(desk, call.id)
    assert refused.value.code == "suppressed" and words in refused.value.message
    assert enrolment_of(desk, ADA).work_state == "closed"


def test_a_hold_that_ran_out_says_when(desk: Desk, colleague: Colleague, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Chicago")
    call = taken(desk, ADA)
    advance(desk, 40 * 60_000)
    next_call(colleague(desk, "noor"), CAMPAIGN)
    with pytest.raises(Refused) as refused:
        dial(desk, call.id)
    assert refused.value.code == "call_over" and "ran out" in refused.value.message
    assert "10:45 CST" in refused.value.message
