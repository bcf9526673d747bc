"""What sales says later, of an older SQL or otherwise than before: everything follows its last word, and once."""

from __future__ import annotations

import pytest

from hands import (
    DAY,
    as_lead,
    booked,
    dialled,
    ended,
    enrolment_of,
    meeting_of,
    open_tasks,
    place_of,
    promise_of,
    sql_of,
)
from houses import ADA, advance, beside, wait_until
from services.sales_told import AFTER, accepts, after_the_meeting, as_sales, handed, its_meeting, refusal, rejects, says
from setter.domain.sales_answer import SaleSays
from setter.services.appeal import appeal, decide
from setter.services.chase import chase
from setter.services.credit import credit_of
from setter.services.desk import Desk
from setter.services.measures import Asked
from setter.services.measures_reports import callers
from setter.services.meeting_life import reschedule
from setter.services.no_show import no_show
from setter.services.record_outcome import Given, record
from setter.services.sales_reply import answer
from setter.store.records import Task


def duties(desk: Desk) -> list[str]:
    """The open duties about Ada."""
    return sorted(each.kind for each in open_tasks(desk) if each.kind != "confirm_meeting")


def chases(desk: Desk) -> list[Task]:
    """The open duties to ask the rep."""
    return [each for each in open_tasks(desk) if each.kind == "chase_sales"]


def test_a_word_on_an_older_sql_leaves_the_newer_one_alone(desk: Desk) -> None:
    first = handed(desk)
    rejects(desk, "R04")
    advance(desk, 91 * DAY)
    booked(desk, ADA, when="in 2 days 3pm")
    for code in ("R11", "R13", "", "R03"):
        says_now = (
            SaleSays(decision="rejected", code=code, reason="so it is") if code else SaleSays(decision="accepted")
        )
        answer(as_sales(desk), first.id, says_now)
        enrolment = enrolment_of(desk, ADA)
        assert (enrolment.work_state, enrolment.rung) == ("handed_off", "SQL"), code
        assert (meeting_of(desk).status, promise_of(desk)) == ("booked", None)
        assert "rebook_meeting" not in duties(desk)


class TestSalesDecidesOtherwise:
    def test_where_they_belong_is_where_its_last_code_sends_them(self, desk: Desk) -> None:
        handed(desk)
        rejects(desk, "R04")
        later, cycle = enrolment_of(desk, ADA).next_at, enrolment_of(desk, ADA).cycle
        rejects(desk, "R11", "a competitor")
        assert enrolment_of(desk, ADA).work_state == "disqualified"
        rejects(desk, "R04", "no, another one; but no money")
        back = enrolment_of(desk, ADA)
        assert (back.work_state, back.next_at, back.state_reason) == ("nurture", later, "sales_rejected_R04")
        rejects(desk, "R03", "none after all")
        assert enrolment_of(desk, ADA).cycle == back.cycle and back.cycle == cycle + 1, "one new cycle"
        rejects(desk, "R13", "it was I who had no time")
        assert enrolment_of(desk, ADA).work_state == "callback" and promise_of(desk) is not None
        assert duties(desk) == ["rebook_meeting"], "nothing was rejected"
        accepts(desk)
        assert duties(desk) == ["rebook_meeting"]

    def test_whoever_said_no_since_is_left_alone_though_sales_takes_them(self, desk: Desk) -> None:
        handed(desk)
        rejects(desk, "R04")
        advance(desk, 91 * DAY)
        ended(desk, "not_target", ADA, minutes=2)
        assert enrolment_of(desk, ADA).work_state == "disqualified"
        accepts(desk)
        assert (enrolment_of(desk, ADA).work_state, promise_of(desk)) == ("disqualified", None)

    def test_a_caller_appeals_against_a_rejection_that_took_anothers_place(self, desk: Desk) -> None:
        sql = handed(desk)
        rejects(desk, "R03")
        appeal(desk, sql.id, "she named a need")
        rejects(desk, "R04", "no money, then")
        appeal(desk, sql.id, "she named a budget")
        assert decide(as_lead(desk), sql.id, "overturned", "so she did").accepted
        assert refusal(lambda: appeal(desk, sql.id, "again")).code == "appealed"

    def test_the_reps_own_trouble_is_over_once_it_is_booked_anew(self, desk: Desk) -> None:
        handed(desk)
        rejects(desk, "R13", "my child is ill")
        advance(desk, DAY)
        other = next(each for each in _reps(desk) if each != meeting_of(desk).rep)
        reschedule(desk, meeting_of(desk).id, "2 dec 3pm", rep=other)
        assert duties(desk) == []
        wait_until(desk, "2026-12-07T21:00:00Z")
        chase(desk)
        assert len(chases(desk)) == 1, "whoever has it now has yet to answer"
        rejects(desk, "R13", "and now mine")
        assert duties(desk) == ["ask_what_became", "rebook_meeting"]
        assert enrolment_of(desk, ADA).work_state == "callback" and chases(desk) == []
        reschedule(desk, meeting_of(desk).id, "in 2 days 3pm")
        assert (enrolment_of(desk, ADA).work_state, promise_of(desk), place_of(desk, ADA)) == ("handed_off", None, None)
        accepts(desk)
        assert "sales_rejected" not in duties(desk) and "rebook_meeting" not in duties(desk)


def test_a_repeated_no_show_needs_one_and_ends_the_next_meeting(desk: Desk) -> None:
    handed(desk)
    assert refusal(lambda: rejects(desk, "R14", "she never comes")).code == "nobody_missed"
    after_the_meeting(desk)
    no_show(desk, meeting_of(desk).id)
    booked(desk, ADA, when="in 2 days 3pm")
    rejects(desk, "R14", "she never comes")
    assert (its_meeting(desk).status, enrolment_of(desk, ADA).work_state) == ("cancelled", "nurture")


def test_whoever_was_rejected_after_a_meeting_of_which_nobody_said_a_word_is_met_anew(desk: Desk) -> None:
    first = handed(desk)
    after_the_meeting(desk)
    rejects(desk, "R06", "not before the summer")
    assert refusal(lambda: reschedule(desk, its_meeting(desk).id, "in 2 days 3pm")).code == "rejected"
    wait_until(desk, enrolment_of(desk, ADA).next_at or 0)
    booked(desk, ADA, when="in 1 day 3pm")
    assert sql_of(desk).id != first.id and enrolment_of(desk, ADA).work_state == "handed_off"


def test_nobody_is_asked_to_ring_whoever_wants_no_calls(desk: Desk) -> None:
    handed(desk)
    record(desk, dialled(desk, ADA).id, Given("do_not_call"))
    for code in ("R13", "R09"):
        rejects(desk, code, "so it is")
        assert not {"rebook_meeting", "mend_data"} & set(duties(desk)), code
    assert promise_of(desk) is None


@pytest.mark.requirement("R-085")
def test_what_a_colleague_rescues_counts_for_whoever_set_it_in_every_count(desk: Desk) -> None:
    sql, noor = handed(desk), beside(desk, "noor")
    wait_until(desk, AFTER)
    no_show(desk, meeting_of(desk).id)
    advance(desk, DAY)
    booked(noor, ADA, when="in 1 day 3pm")
    assert sql_of(desk).id == sql.id and meeting_of(desk).booked_by == "noor"
    accepts(desk)
    advance(desk, 3 * DAY)
    says(desk, met="held")
    own = {name: credit_of(desk, name, 0, 2**60) for name in ("mira", "noor")}
    assert [(each.made, each.accepted, each.held) for each in own.values()] == [(1, 1, 0), (0, 0, 1)]
    told = [each for each in callers(as_lead(desk), Asked()).rows if each.measure == "SQL acceptance"]
    assert [(each.by, each.numerator) for each in told if each.numerator] == [("mira", 1)]


def _reps(desk: Desk) -> list[str]:
    return [each.id for each in desk.store.read(lambda unit: desk.campaign(unit, 1)).handoff.reps]
