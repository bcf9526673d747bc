"""An SQL is complete by construction: evidence, a meeting, a conversation, and a prospect who did not say no."""

from __future__ import annotations

from typing import Any

import pytest

from hands import (
    DAY_BEFORE,
    QUALIFIED,
    booked,
    dialled,
    ended,
    enrolment_of,
    meeting_of,
    on_strip,
    promise_of,
    promoted,
    refused_promotion,
    sql_of,
)
from houses import ADA, TO_REVIEW, Colleague, advance, change_campaign, wait_until
from setter.domain.errors import Wrong
from setter.services import meeting_life
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.hand_off import export, meeting_record, packet
from setter.services.place import promote_due
from setter.services.record_outcome import Given, record
from setter.services.tasks import strip


class TestWhoSaidNo:
    """Gates can be met by somebody who does not want it: no SQL of theirs (R-008)."""

    @pytest.mark.requirement("R-008")
    def test_on_the_very_call(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("no_need", answers=QUALIFIED, minutes=5))
        assert refused_promotion(desk).code == "work_state"
        assert enrolment_of(desk, ADA).work_state == "disqualified"

    @pytest.mark.parametrize("code", ["not_interested", "left_company", "existing_customer", "nurture"])
    def test_on_the_call_to_confirm(self, desk: Desk, code: str) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        wait_until(desk, DAY_BEFORE)
        given = {"revisit": "2027-03-01"} if code == "nurture" else {}
        ended(desk, code, ADA, answers={"budget_status": "can_find"}, **given)
        assert refused_promotion(desk).code == "work_state"

    @pytest.mark.requirement("R-075")
    def test_for_good(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        wait_until(desk, DAY_BEFORE)
        ended(desk, "do_not_call", ADA, answers={"budget_status": "can_find"})
        assert refused_promotion(desk).code == "suppressed"


class TestOneJudgement:
    """What the outcome decides and what the SQL is made from is one and the same verdict."""

    @pytest.mark.requirement("R-007")
    def test_a_confirmation_call_with_the_answers_is_a_conversation_and_an_sql(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("callback_vague", callback="30 nov"))
        wait_until(desk, DAY_BEFORE)
        _, reply = ended(desk, "meeting_confirmed", ADA, minutes=6, answers=QUALIFIED)
        assert (reply.work_state, reply.sql) == ("handed_off", str(sql_of(desk).id))

    @pytest.mark.parametrize("code", ["hang_up_early", "no_answer", "busy", "gatekeeper_block", "meeting_rescheduled"])
    def test_nobody_is_handed_off_without_an_sql_however_the_call_ends(self, desk: Desk, code: str) -> None:
        call = dialled(desk, ADA)
        answer(desk, call.id, QUALIFIED)
        book(desk, call.id, "1 dec 3pm")
        reply = record(desk, call.id, Given(code))
        assert (reply.work_state == "handed_off") is (sql_of(desk) is not None)
        assert (reply.sql is not None) is (sql_of(desk) is not None)
        due = enrolment_of(desk, ADA).next_at
        assert due is not None and due > desk.now()

    def test_whoever_hung_up_can_still_be_completed(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        assert record(desk, call.id, Given("hang_up_early", answers=QUALIFIED, minutes=5)).work_state == "callback"
        wait_until(desk, DAY_BEFORE)
        assert ended(desk, "meeting_confirmed", ADA, minutes=4)[1].sql

    def test_a_lease_that_runs_out_after_a_promotion_leaves_them_handed_off(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        wait_until(desk, DAY_BEFORE)
        call = dialled(desk, ADA)
        answer(desk, call.id, {"budget_status": "can_find"})
        promoted(desk)
        advance(desk, 61 * 60_000)
        desk.store.write(lambda unit: promote_due(unit, desk.now()))
        assert enrolment_of(desk, ADA).work_state == "handed_off"
        assert promise_of(desk) is None

    def test_where_a_team_lead_reviews_it_waits_for_her(self, desk: Desk, colleague: Colleague) -> None:
        change_campaign(desk, TO_REVIEW)
        _, reply = booked(desk, ADA, when="1 dec 3pm")
        assert sql_of(desk).state == "pending_review" and "team lead" in reply.words
        assert enrolment_of(desk, ADA).rung == "MQL"
        assert on_strip(colleague(desk, "lead")) == ["review_sql"]


class TestAWaiver:
    """A team lead's written word for one gate of one meeting (R-032)."""

    @pytest.mark.requirement("R-032")
    def test_is_hers_alone(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        assert refused_promotion(desk, budget="please").code == "role"

    @pytest.mark.requirement("R-032")
    def test_needs_a_reason(self, desk: Desk, colleague: Colleague) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        with pytest.raises(Wrong) as wrong:
            promoted(colleague(desk, "lead"), budget="  ")
        assert wrong.value.code == "no_reason"

    @pytest.mark.requirement("R-031")
    @pytest.mark.parametrize(
        ("gate", "answers"),
        [
            ("target_market", {"seniority": "other"}),
            ("meeting_requested", {"budget_status": "none"}),
            ("ability_to_use", {"vehicles": "1"}),
        ],
    )
    def test_is_for_no_gate_that_an_sql_cannot_do_without(
        self, desk: Desk, colleague: Colleague, gate: str, answers: dict[str, str]
    ) -> None:
        booked(desk, ADA, when="1 dec 3pm", **answers)
        assert refused_promotion(colleague(desk, "lead"), **{gate: "a nice man"}).code == "not_waivable"

    def test_is_written_down_with_the_sql(self, desk: Desk, colleague: Colleague) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        done = promoted(colleague(desk, "lead"), budget="the owner pays it himself")
        assert (done.handoff.waived, done.qualification.gate("budget").by) == (1, "lead")

    @pytest.mark.requirement("R-032")
    def test_ends_with_its_meeting(self, desk: Desk, colleague: Colleague) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        lead = colleague(desk, "lead")
        promoted(lead, budget="the owner pays it himself")
        advance(desk, 60_000)
        meeting_life.cancel(desk, meeting_of(desk).id)
        wait_until(desk, "2026-11-30T16:00:00Z")
        call = dialled(desk, ADA)
        book(desk, call.id, "9 dec 3pm")
        reply = record(desk, call.id, Given("meeting_set", minutes=5))
        assert reply.sql is None and reply.missing == ("budget",)
        assert promoted(lead, budget="and again he pays").handoff.waived == 1


class TestAGateThatFailsLater:
    """Sales has the SQL already: it stands, and sales is told."""

    def failed(self, desk: Desk) -> Any:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "csv", None)
        wait_until(desk, DAY_BEFORE)
        return ended(desk, "meeting_confirmed", ADA, minutes=3, answers={"budget_status": "none"})[1]

    def test_the_reply_names_it(self, desk: Desk) -> None:
        reply = self.failed(desk)
        assert reply.failing == ("budget",) and "budget" in reply.words
        assert reply.sql == str(sql_of(desk).id) and enrolment_of(desk, ADA).rung == "SQL"

    def test_the_next_export_tells_sales_and_a_team_lead_does_too(self, desk: Desk, colleague: Colleague) -> None:
        self.failed(desk)
        told = export(desk, "json", None).document["meetings"][0]
        assert told["gates"]["budget"] == "pass"
        duties = strip(colleague(desk, "lead"))
        assert [line.kind for line in duties] == ["tell_sales"] and "none" in duties[0].words
        page = packet(desk, meeting_of(desk).id)
        assert "fails now" in page and "said after the SQL was made" in page

    def test_it_is_told_once_and_again_when_it_passes(self, desk: Desk) -> None:
        self.failed(desk)
        change = meeting_of(desk).change
        ended(desk, "no_answer", ADA)
        assert meeting_of(desk).change == change
        wait_until(desk, "2026-12-01T15:00:00Z")
        ended(desk, "meeting_confirmed", ADA, minutes=3, answers={"budget_status": "allocated"})
        assert meeting_of(desk).change == change + 1
        assert meeting_record(desk, meeting_of(desk).id).risks == ()
