"""An outcome decides what happens next: who is rung again and when, who is left alone, and who is told."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from domain.clocks import wall
from domain.outcomes import CALLING, FRESH, MEETING_AT, NOW, PROMISE, WIDE, after, given_for, moment
from setter.domain.campaign import ExtraDisposition
from setter.domain.dispositions import DISPOSITIONS, Effect
from setter.domain.effects import EFFECTS
from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import TaskDue
from setter.domain.units import DAY
from setter.domain.work_state import WorkState


class TestEveryOutcome:
    def test_has_an_effect(self) -> None:
        assert set(EFFECTS) == set(Effect)

    @pytest.mark.parametrize(
        ("code", "state", "next_at", "more"),
        [
            ("no_answer", "cooling", "2026-11-17T12:00", {}),
            ("busy", "cooling", "2026-11-16T10:45", {}),
            ("voicemail_left", "cooling", "2026-11-18T12:00", {}),
            ("voicemail_no_message", "cooling", "2026-11-17T12:00", {}),
            ("call_failed", "cooling", "2026-11-16T10:15", {}),
            ("disconnected", "bad_data", None, {"number_standing": "bad", "accuracy_miss": True}),
            ("wrong_number", "bad_data", None, {"number_standing": "not_theirs", "accuracy_miss": True}),
            ("left_company", "disqualified", None, {"accuracy_miss": True, "close_reason": "left_company"}),
            ("gatekeeper_block", "cooling", "2026-11-19T17:00", {}),
            ("gatekeeper_time", "callback", "2026-11-19T15:00", {}),
            ("referred", "nurture", "2027-02-15T08:30", {"close_reason": "referred"}),
            ("callback_prospect", "callback", "2026-11-19T15:00", {"promise": ""}),
            ("callback_vague", "callback", "2026-11-25T08:30", {"promise": ""}),
            ("hang_up_early", "cooling", "2026-11-30T12:00", {}),
            ("info_requested", "cooling", "2026-11-19T08:30", {"tasks": (TaskDue("send_information", NOW),)}),
            ("nurture", "nurture", "2026-11-25T08:30", {}),
            ("no_need", "disqualified", None, {"close_reason": "no_need"}),
            ("no_budget", "disqualified", None, {"close_reason": "no_budget"}),
            ("not_target", "disqualified", None, {"close_reason": "not_target"}),
            ("cannot_use", "disqualified", None, {"close_reason": "cannot_use"}),
            ("existing_customer", "disqualified", None, {"tasks": (TaskDue("tell_sales", NOW),)}),
            ("open_opportunity", "disqualified", None, {"tasks": (TaskDue("tell_sales", NOW),)}),
            ("competitor", "disqualified", None, {"close_reason": "competitor"}),
            ("not_interested", "exhausted", "2027-05-17T08:30", {"close_reason": "not_interested"}),
            ("language_barrier", "cooling", "2026-11-17T12:00", {"tasks": (TaskDue("reassign_language", NOW),)}),
            ("do_not_call", "closed", None, {"suppress": ("do_not_call",), "suppress_scope": "person"}),
            ("complaint", "closed", None, {"suppress": ("complaint",), "suppress_scope": "person"}),
            ("deceased", "closed", None, {"suppress": ("deceased",), "suppress_scope": "person"}),
            ("skipped", "queued", "2026-11-16T10:30", {}),
        ],
    )
    def test_leads_where_the_domain_says(
        self, code: str, state: str, next_at: str | None, more: dict[str, Any]
    ) -> None:
        result = after(code, **given_for(code))
        assert (result.work_state, wall(result.next_at)) == (state, next_at)
        assert {field: getattr(result, field) for field in more} == more
        assert result.counts_attempt is DISPOSITIONS[code].counts

    @pytest.mark.parametrize("code", ["meeting_set", "meeting_confirmed", "meeting_rescheduled"])
    def test_of_a_qualified_meeting_hands_the_prospect_over(self, code: str) -> None:
        result = after(code, replace(FRESH, meeting_at=MEETING_AT, qualified=True))
        assert (result.work_state, result.next_at) == ("handed_off", MEETING_AT)

    def test_of_a_campaigns_own_has_the_effect_it_borrows_and_its_own_name(self) -> None:
        result = after("racks_only", extras=(ExtraDisposition("racks_only", "Racks only", "no_need"),))
        assert (result.work_state, result.close_reason) == ("disqualified", "racks_only")

    def test_says_whether_it_was_a_conversation(self) -> None:
        assert not after("no_answer").connect
        talked = after("callback_prospect", callback=moment("2026-11-19T15:00"), minutes=1.0)
        assert (talked.connect, talked.conversation) == (True, True)
        brief = after("callback_prospect", callback=moment("2026-11-19T15:00"), minutes=0.5)
        assert (brief.connect, brief.conversation) == (True, False)
        answered = after("callback_prospect", callback=moment("2026-11-19T15:00"), answers=1)
        assert answered.conversation


class TestWhatTheCallerMustGive:
    @pytest.mark.parametrize(
        ("code", "problem"),
        [
            ("callback_prospect", "callback_needed"),
            ("gatekeeper_time", "callback_needed"),
            ("callback_vague", "day_needed"),
            ("nurture", "day_needed"),
            ("skipped", "reason_needed"),
            ("referred", "name_needed"),
        ],
    )
    def test_is_asked_for(self, code: str, problem: str) -> None:
        with pytest.raises(Wrong) as refusal:
            after(code)
        assert refusal.value.code == problem

    @pytest.mark.parametrize("code", ["meeting_set", "meeting_confirmed", "meeting_rescheduled", "meeting_cancelled"])
    def test_is_a_meeting_for_the_outcomes_of_one(self, code: str) -> None:
        with pytest.raises(Refused) as refusal:
            after(code)
        assert refusal.value.code == "no_meeting"

    def test_lies_ahead(self) -> None:
        with pytest.raises(Wrong) as refusal:
            after("callback_prospect", callback=moment("2026-11-16T09:59"))
        assert refusal.value.code == "callback_past"
        with pytest.raises(Wrong) as refusal:
            after("nurture", revisit=date(2026, 11, 15))
        assert refusal.value.code == "day_past"

    def test_is_a_time_at_which_the_promise_can_be_kept(self) -> None:
        with pytest.raises(Refused) as refusal:
            after("callback_prospect", callback=moment("2026-11-19T18:00"))
        assert refusal.value.code == "callback_outside_hours"
        assert refusal.value.hint == "It opens next on Friday 20 November, 08:30 CST."
        both = replace(FRESH, zones=("America/New_York", "America/Los_Angeles"))
        with pytest.raises(Refused):
            after("callback_prospect", both, callback=moment("2026-11-19T09:00"))

    def test_may_be_a_day_where_a_day_is_wanted_in_either_form(self) -> None:
        by_time = after("callback_vague", callback=moment("2026-11-25T09:00", certain_time=False))
        assert by_time == after("callback_vague", revisit=date(2026, 11, 25))

    def test_is_the_time_of_day_for_a_promised_call(self) -> None:
        with pytest.raises(Wrong) as refusal:
            after("callback_prospect", callback=moment("2026-11-23T09:00", certain_time=False))
        assert (refusal.value.code, refusal.value.where) == ("when", "callback")
        assert "no time of day" in refusal.value.message


class TestTryingAgain:
    def test_the_last_attempt_ends_the_cycle_until_the_recycle_date(self) -> None:
        result = after("no_answer", replace(FRESH, attempts_made=7, tried=WIDE))
        assert (result.work_state, result.close_reason) == ("exhausted", "exhausted")
        assert wall(result.next_at) == "2027-02-15T08:30"

    def test_the_last_cycle_ends_it_all(self) -> None:
        result = after("no_answer", replace(FRESH, attempts_made=7, cycle=3, tried=WIDE))
        assert (result.work_state, result.next_at, result.is_final) == ("exhausted", None, True)

    def test_a_cycle_also_ends_by_its_days(self) -> None:
        old = replace(FRESH, cycle_started_at=NOW - 35 * DAY)
        assert after("no_answer", old).work_state == "exhausted"

    def test_how_often_is_the_campaigns_to_say(self) -> None:
        patient = replace(CALLING.cadence, busy_a_day=4, hang_ups=3, gatekeeper_blocks=5, failures_in_a_row=4)
        calling = replace(CALLING, cadence=patient, callback_moves=5)
        worn = replace(FRESH, busy_today=3, hang_ups=1, gatekeeper_blocks=3, failed_in_a_row=2)
        for code in ("busy", "hang_up_early", "gatekeeper_block", "call_failed"):
            result = after(code, worn, calling=calling)
            assert (result.work_state, result.tasks) == ("cooling", ()), code
        again = replace(FRESH, promise=PROMISE, moves=4)
        moved = after("callback_prospect", again, calling=calling, callback=moment("2026-11-19T15:00"))
        assert (moved.work_state, moved.promise) == ("callback", "moved")

    def test_a_third_busy_line_in_a_day_counts_as_no_answer(self) -> None:
        second = after("busy", replace(FRESH, busy_today=1))
        assert (second.counts_attempt, wall(second.next_at)) == (False, "2026-11-16T10:45")
        third = after("busy", replace(FRESH, busy_today=2))
        assert (third.counts_attempt, third.attempts_made) == (True, 1)
        assert wall(third.next_at) == "2026-11-17T12:00"

    def test_a_third_failure_in_a_row_has_the_number_checked(self) -> None:
        assert after("call_failed", replace(FRESH, failed_in_a_row=1)).tasks == ()
        third = after("call_failed", replace(FRESH, failed_in_a_row=2))
        assert third.tasks == (TaskDue("check_number", NOW),)
        assert (third.work_state, wall(third.next_at)) == ("cooling", "2026-11-17T12:00")
        assert third.counts_attempt is False
        other = after("call_failed", replace(FRESH, failed_in_a_row=2, other_phones=1))
        assert (other.work_state, other.next_at) == ("queued", NOW)

    def test_a_third_block_at_the_door_asks_for_another_way_in(self) -> None:
        assert after("gatekeeper_block", replace(FRESH, gatekeeper_blocks=1)).work_state == "cooling"
        third = after("gatekeeper_block", replace(FRESH, gatekeeper_blocks=2))
        assert (third.work_state, third.tasks) == ("nurture", (TaskDue("find_direct_line", NOW),))
        direct = after("gatekeeper_block", replace(FRESH, gatekeeper_blocks=2, other_phones=1))
        assert direct.work_state == "cooling"

    def test_a_second_hang_up_earns_a_season_of_silence(self) -> None:
        second = after("hang_up_early", replace(FRESH, hang_ups=1))
        assert (second.work_state, wall(second.next_at)) == ("nurture", "2027-02-15T08:30")

    @pytest.mark.parametrize(("code", "standing"), [("disconnected", "bad"), ("wrong_number", "not_theirs")])
    def test_a_bad_number_sends_the_prospect_back_for_the_next_one(self, code: str, standing: str) -> None:
        result = after(code, replace(FRESH, other_phones=1))
        assert (result.work_state, result.next_at, result.number_standing) == ("queued", NOW, standing)
        worn_out = after(code, replace(FRESH, other_phones=1, attempts_made=7))
        assert (worn_out.work_state, worn_out.number_standing) == ("exhausted", standing)

    def test_information_is_sent_and_followed_up_even_at_the_end_of_the_cycle(self) -> None:
        result = after("info_requested", replace(FRESH, attempts_made=7, cycle_started_at=NOW - 34 * DAY))
        assert (result.work_state, result.tasks) == ("cooling", (TaskDue("send_information", NOW),))
        assert (result.attempts_made, result.cycle_started_at) == (0, result.next_at)

    def test_who_left_leaves_a_successor_to_be_found_unless_named(self) -> None:
        assert after("left_company").tasks == (TaskDue("find_successor", NOW),)
        assert after("left_company", referred_name="Pat Doe").tasks == ()


class TestSkipping:
    def test_the_third_skip_goes_to_the_team_lead(self) -> None:
        assert after("skipped", replace(FRESH, skips=1), reason="?").tasks == ()
        third = after("skipped", replace(FRESH, skips=2), reason="?")
        assert (third.work_state, wall(third.next_at)) == ("cooling", "2026-11-17T08:30")
        assert third.tasks == (TaskDue("review_skips", NOW),)

    def test_counts_as_no_attempt(self) -> None:
        assert after("skipped", reason="?").attempts_made == 0


class TestWhoIsOut:
    @pytest.mark.parametrize("before", [WorkState.DISQUALIFIED, WorkState.CLOSED])
    def test_stays_out_until_a_team_lead_looks(self, before: WorkState) -> None:
        result = after("callback_prospect", replace(FRESH, work_state=before), callback=moment("2026-11-19T15:00"))
        assert (result.work_state, result.next_at, result.callback) == (before, None, None)
        assert result.tasks == (TaskDue("lead_review", NOW),)
        assert after("no_need", replace(FRESH, work_state=before)).tasks == ()
