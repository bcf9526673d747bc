"""Sales answers an SQL, and its answer comes home: what is kept, what follows, and what nobody may say."""

from __future__ import annotations

import json
from functools import partial

import pytest

from hands import (
    DAY,
    as_lead,
    at_once,
    booked,
    dialled,
    enrolment_of,
    meeting_of,
    open_tasks,
    place_of,
    promise_of,
    sql_of,
)
from houses import ADA, CAMPAIGN, TO_REVIEW, Colleague, advance, change_campaign, wait_until
from services.sales_told import (
    AFTER,
    NO_MONEY,
    accepts,
    after_the_meeting,
    as_sales,
    handed,
    its_meeting,
    refusal,
    rejects,
    says,
    the_sql,
)
from setter.domain.sales_answer import SaleSays
from setter.services.desk import Desk
from setter.services.hand_off import export
from setter.services.held import held
from setter.services.no_show import no_show
from setter.services.record_outcome import Given, record
from setter.services.reopen import reopen
from setter.services.sales_reply import Unanswerable, answer
from setter.services.sql_review import return_sql
from setter.services.standing import score_of
from setter.services.undo import undo
from setter.store.records import SalesWord


def word_of(desk: Desk, sql_id: int) -> SalesWord | None:
    return desk.store.read(lambda unit: unit.sales.word(sql_id))


def duties(desk: Desk) -> dict[str, str]:
    """The open duties about Ada, with their words."""
    return {each.kind: each.words for each in open_tasks(desk)}


class TestAccepted:
    @pytest.mark.requirement("R-009", "R-082")
    def test_step_by_step_it_becomes_a_customer_and_every_answer_is_kept(self, desk: Desk) -> None:
        sql = handed(desk)
        taken = accepts(desk, quality=4)
        assert (taken.decision, taken.decided_by, taken.quality) == ("accepted", "sam", 4)
        assert enrolment_of(desk, ADA).rung == "SQL" and enrolment_of(desk, ADA).work_state == "handed_off"
        assert refusal(partial(says, desk, opportunity="open", opportunity_on="2026-11-24")).code == "not_held"
        wait_until(desk, AFTER)
        says(desk, met="held", minutes=35)
        assert its_meeting(desk).status == "held"
        assert says(desk, opportunity="open", opportunity_on="2026-12-01").opportunity == "open"
        assert enrolment_of(desk, ADA).rung == "opportunity"
        advance(desk, 20 * DAY)
        won = says(desk, opportunity="won", closed_on="2026-12-20", amount=120_000_00, margin=40_000_00)
        assert enrolment_of(desk, ADA).rung == "customer"
        assert says(desk, opportunity="won", closed_on="2026-12-20", amount=120_000_00) == won
        kept = desk.store.read(lambda unit: unit.sales.answers(sql.id))
        assert [json.loads(each.said).get("opportunity") for each in kept] == [None, None, "open", "won"]
        assert {each.recorded_by for each in kept} == {"sam"}
        lost = says(desk, opportunity="lost", closed_on="2026-12-21")
        assert (lost.opportunity, lost.answers) == ("lost", 5)
        told = desk.store.read(lambda unit: unit.audit.about(f"prospect/{sql.prospect_id}"))
        (last,) = [each for each in told if each.action == "sales_answer"][-1:]
        assert json.loads(last.detail)["old"] == "accepted won" and "frozen" not in last.detail

    def test_a_call_that_led_to_it_cannot_be_taken_back(self, desk: Desk) -> None:
        handed(desk)
        accepts(desk)
        assert refusal(lambda: undo(desk, meeting_of(desk).call_id)).code == "answered"
        assert sql_of(desk) is not None


class TestRejected:
    @pytest.mark.requirement("R-083")
    def test_it_comes_home_to_whoever_set_it_with_reason_and_gate(self, desk: Desk) -> None:
        handed(desk)
        export(desk, "json", None)
        before = desk.store.read(lambda unit: _score(desk, unit))
        word = rejects(desk, "R04")
        told, enrolment = duties(desk), enrolment_of(desk, ADA)
        assert told["sales_rejected"] == f"R04, no budget or means (gate: budget). {NO_MONEY}"
        assert (enrolment.work_state, enrolment.rung, enrolment.owner) == ("nurture", "MQL", "")
        assert enrolment.next_at is not None and enrolment.next_at > desk.now() + 89 * DAY
        assert (its_meeting(desk).status, the_sql(desk).state) == ("cancelled", "submitted")
        (off,) = json.loads(export(desk, "json", None).content or b"")
        assert off["status"] == "cancelled"
        assert "confirm_meeting" not in told and word.rejected == "R04"
        assert desk.store.read(lambda unit: _score(desk, unit)) == before
        rejects(desk, "R03", "they bought last month")
        assert desk.store.read(lambda unit: _score(desk, unit)) == pytest.approx(before - 40, abs=1), "domain §3.4"

    def test_each_code_has_its_own_consequence(self, desk: Desk) -> None:
        handed(desk)
        rejects(desk, "R13")
        assert (meeting_of(desk).status, enrolment_of(desk, ADA).rung) == ("booked", "SQL")
        told = duties(desk)
        assert "sales_rejected" not in told and told["rebook_meeting"].startswith("R13, rep, territory or capacity")
        rejects(desk, "R06")
        assert enrolment_of(desk, ADA).work_state == "nurture" and "rebook_meeting" not in duties(desk)
        rejects(desk, "R09", "the number is a fax")
        assert duties(desk)["mend_data"] == "the number is a fax"
        rejects(desk, "R11", "they sell the same as we do")
        assert enrolment_of(desk, ADA).work_state == "disqualified" and place_of(desk, ADA) is None
        assert (enrolment_of(desk, ADA).rung, enrolment_of(desk, ADA).state_reason) == ("lead", "sales_rejected_R11")
        reopen(as_lead(desk), enrolment_of(desk, ADA).prospect_id, CAMPAIGN, "they are a reseller")
        assert enrolment_of(desk, ADA).work_state == "queued"

    def test_a_packet_too_thin_goes_back_and_comes_again_as_another_sql(self, desk: Desk) -> None:
        first = handed(desk)
        rejects(desk, "R12", "what do they use now?")
        assert (sql_of(desk), meeting_of(desk).status) == (None, "booked_not_qualified")
        assert duties(desk)["complete_sql"] == "what do they use now?"
        assert enrolment_of(desk, ADA).work_state == "callback" and promise_of(desk) is not None
        again = answer(as_sales(desk), first.id, SaleSays(decision="rejected", code="R12"))
        assert again.answers == 1
        assert refusal(lambda: answer(as_sales(desk), first.id, SaleSays(decision="accepted"))).code == "sql_state"
        advance(desk, DAY)
        call = dialled(desk, ADA)
        record(desk, call.id, Given("meeting_confirmed", minutes=4))
        assert the_sql(desk).id != first.id and word_of(desk, the_sql(desk).id) is None

    def test_a_later_meeting_is_an_sql_of_its_own(self, desk: Desk) -> None:
        first = handed(desk)
        rejects(desk, "R04")
        advance(desk, 91 * DAY)
        booked(desk, ADA, when="in 2 days 3pm")
        second = the_sql(desk)
        assert second.id != first.id and second.meeting_id == meeting_of(desk).id
        assert enrolment_of(desk, ADA).rung == "SQL"
        accepts(desk)
        kept = [word_of(desk, each.id) for each in (first, second)]
        assert [each and each.decision for each in kept] == ["rejected", "accepted"]

    def test_while_they_are_on_the_line_the_call_ends_where_it_should(self, desk: Desk) -> None:
        handed(desk)
        advance(desk, DAY)
        call = dialled(desk, ADA)
        rejects(desk, "R03", "they bought last month")
        assert enrolment_of(desk, ADA).work_state == "in_call"
        assert record(desk, call.id, Given("no_answer")).work_state != "handed_off"

    def test_taken_back_by_sales_it_is_sales_again(self, desk: Desk) -> None:
        handed(desk)
        after_the_meeting(desk)
        rejects(desk, "R05", "her brother decides", met="held")
        assert enrolment_of(desk, ADA).work_state == "nurture"
        accepts(desk)
        assert (enrolment_of(desk, ADA).work_state, enrolment_of(desk, ADA).rung) == ("handed_off", "opportunity")
        assert "sales_rejected" not in duties(desk)


class TestHeldOrNot:
    def test_sales_says_it_and_a_caller_shows_it(self, desk: Desk) -> None:
        handed(desk)
        meeting = meeting_of(desk)
        assert refusal(lambda: held(desk, meeting.id, "he wrote to me")).code == "not_begun"
        assert refusal(partial(says, desk, met="held")).code == "not_begun"
        wait_until(desk, AFTER)
        assert refusal(lambda: held(desk, meeting.id)).code == "no_evidence"
        noted = held(desk, meeting.id, "the rep wrote to me")
        assert (noted.status, held(as_sales(desk), meeting.id)) == ("held", noted)
        says(desk, met="no_show")
        assert its_meeting(desk).status == "no_show" and "rescue_no_show" in duties(desk), "sales knows better"
        accepts(desk, met="held", opportunity="open", opportunity_on="2026-12-02")
        assert refusal(partial(says, desk, met="no_show")).code == "was_held"

    def test_a_no_show_is_rescued_and_one_noted_too_early_is_put_right(self, desk: Desk) -> None:
        handed(desk)
        after_the_meeting(desk)
        says(desk, met="no_show")
        assert its_meeting(desk).status == "no_show" and "rescue_no_show" in duties(desk)
        accepts(desk, met="held")
        assert (its_meeting(desk).status, enrolment_of(desk, ADA).work_state) == ("held", "handed_off")
        assert "rescue_no_show" not in duties(desk) and promise_of(desk) is None

    def test_an_accepted_sql_whose_meeting_nobody_came_to_stands_for_the_next(self, desk: Desk) -> None:
        sql = handed(desk)
        accepts(desk)
        after_the_meeting(desk)
        no_show(desk, meeting_of(desk).id)
        booked(desk, ADA, when="in 2 days 3pm")
        assert the_sql(desk).id == sql.id and the_sql(desk).meeting_id == meeting_of(desk).id


class TestWhatCannotBeSaid:
    def test_by_a_caller_of_no_sql_or_of_one_that_sales_does_not_have(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW)
        sql = handed(desk)
        taken = SaleSays(decision="accepted")
        assert refusal(lambda: answer(desk, sql.id, taken)).code == "role"
        assert refusal(lambda: answer(as_sales(desk), 77, taken)).code == "no_sql"
        assert "in review" in refusal(lambda: answer(as_sales(desk), sql.id, taken)).message
        return_sql(as_lead(desk), sql.id, "say more")
        assert "returned" in refusal(lambda: answer(as_sales(desk), sql.id, taken)).message
        assert word_of(desk, sql.id) is None

    def test_everything_amiss_is_told_at_once_and_nothing_is_kept(self, desk: Desk) -> None:
        sql = handed(desk)
        error = refusal(partial(rejects, desk, "R99", "bad", opportunity="won", closed_on="2027-01-01"))
        assert isinstance(error, Unanswerable)
        told = {each.code for each in error.problems}
        assert told == {
            "short_reason",
            "rejected_opportunity",
            "not_held",
            "no_opportunity_day",
            "future",
            "won_without_amount",
        }
        assert word_of(desk, sql.id) is None


def _score(desk: Desk, unit: object) -> int:
    prospect = unit.prospects.get(enrolment_of(desk, ADA).prospect_id)  # type: ignore[attr-defined]
    return score_of(unit, desk.campaign(unit, 1), prospect, desk.now()).points  # type: ignore[arg-type]


def test_two_answers_at_one_moment_are_both_kept(desk: Desk, colleague: Colleague) -> None:
    sql = handed(desk)
    as_sales(desk)
    rep, lead = colleague(desk, "sam"), colleague(desk, "lead")
    at_once(
        [
            lambda: answer(rep, sql.id, SaleSays(decision="accepted", quality=4)),
            lambda: answer(lead, sql.id, SaleSays(minutes=30)),
        ]
    )
    word = word_of(desk, sql.id)
    assert word is not None
    assert (word.decision, word.quality, word.minutes, word.answers) == ("accepted", 4, 30, 2)
