"""What was agreed holds whatever follows: a promised call, a day, a wish to be left alone, a meeting."""

from datetime import date

import pytest
from msgspec.structs import replace

from domain.clocks import CHICAGO, at, wall
from domain.outcomes import FRESH, HANDED_OFF, MEETING_AT, NOW, PROMISE, UNQUALIFIED, after, given_for, moment
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.outcome import Callback, TaskDue
from setter.domain.work_state import WorkState


class TestAPromisedCallback:
    def test_keeps_the_words_of_the_promise_and_its_owner(self) -> None:
        result = after("callback_prospect", callback=moment("2026-11-19T15:00"))
        assert result.callback == Callback(
            "hard", "2026-11-19T15:00", CHICAGO, at("2026-11-19T15:00"), "ana", timed=True
        )
        assert after("gatekeeper_time", callback=moment("2026-11-19T15:00")).callback == Callback(
            "soft", "2026-11-19T15:00", CHICAGO, at("2026-11-19T15:00"), "ana", timed=True
        )

    def test_without_a_time_of_day_is_a_soft_one_at_the_first_open_hour(self) -> None:
        result = after("callback_vague", callback=moment("2026-11-22T09:00", certain_time=False))
        assert result.callback == Callback("soft", "2026-11-23T08:30", CHICAGO, at("2026-11-23T08:30"), "ana")

    def test_is_kept_by_the_call_that_was_promised(self) -> None:
        assert after("no_answer").promise == ""
        assert after("no_answer", replace(FRESH, promise=PROMISE)).promise == "kept"

    def test_may_be_moved_three_times_and_then_it_is_nurture(self) -> None:
        again = replace(FRESH, work_state=WorkState.CALLBACK, promise=PROMISE)
        moved = after("callback_prospect", replace(again, moves=2), callback=moment("2026-11-19T15:00"))
        assert (moved.work_state, moved.promise) == ("callback", "moved")
        worn = after("callback_prospect", replace(again, moves=3), callback=moment("2026-11-19T15:00"))
        assert (worn.work_state, wall(worn.next_at), worn.callback) == ("nurture", "2027-02-15T08:30", None)

    def test_far_ahead_begins_a_fresh_plan_then(self) -> None:
        far = after("callback_prospect", replace(FRESH, attempts_made=5), callback=moment("2027-01-14T15:00"))
        assert (far.attempts_made, far.cycle_started_at) == (0, far.next_at)
        near = after("callback_prospect", replace(FRESH, attempts_made=5), callback=moment("2026-11-19T15:00"))
        assert (near.attempts_made, near.cycle_started_at) == (6, FRESH.cycle_started_at)

    def test_survives_a_skip(self) -> None:
        held = replace(FRESH, work_state=WorkState.CALLBACK, promise=PROMISE)
        result = after("skipped", held, reason="line is noisy")
        assert (result.work_state, result.promise, wall(result.next_at)) == ("callback", "open", "2026-11-16T10:30")


class TestNotNow:
    @pytest.mark.requirement("R-014")
    def test_is_nurture_with_a_day_and_never_the_end(self) -> None:
        result = after("nurture", revisit=date(2026, 12, 16))
        assert (result.work_state, wall(result.next_at)) == ("nurture", "2026-12-16T08:30")
        assert not result.is_final

    @pytest.mark.requirement("R-015")
    def test_begins_a_fresh_plan_on_that_day(self) -> None:
        result = after("nurture", replace(FRESH, attempts_made=6), revisit=date(2026, 12, 16))
        assert (result.attempts_made, result.cycle_started_at) == (0, result.next_at)

    @pytest.mark.requirement("R-014")
    @pytest.mark.parametrize("code", ["no_need", "no_budget", "not_target", "cannot_use"])
    def test_may_be_said_of_a_no_that_is_bound_to_a_time(self, code: str) -> None:
        result = after(code, revisit=date(2027, 1, 11))
        assert (result.work_state, result.close_reason) == ("nurture", code)

    def test_cannot_be_said_of_a_competitor(self) -> None:
        assert after("competitor", revisit=date(2027, 1, 11)).work_state == "disqualified"

    def test_a_first_refusal_rests_half_a_year_and_a_second_is_for_good(self) -> None:
        first = after("not_interested")
        assert (first.work_state, wall(first.next_at), first.suppress) == ("exhausted", "2027-05-17T08:30", ())
        second = after("not_interested", replace(FRESH, not_interested=1))
        assert (second.work_state, second.suppress) == ("closed", ("not_interested_twice",))
        assert after("not_interested", replace(FRESH, cycle=3)).is_final


class TestDoNotCall:
    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize("before", [state for state in WorkState if state is not WorkState.HANDED_OFF])
    def test_wins_from_every_state(self, before: WorkState) -> None:
        result = after("do_not_call", replace(FRESH, work_state=before, promise=PROMISE))
        assert (result.work_state, result.next_at, result.suppress) == ("closed", None, ("do_not_call",))
        assert (result.callback, result.promise) == (None, "cancelled")

    def test_reaches_the_company_only_where_they_spoke_for_it(self) -> None:
        assert after("do_not_call", company_wide=True).suppress_scope == "company"
        assert after("deceased", company_wide=True).suppress_scope == "person"

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize("code", sorted(set(DISPOSITIONS) - {"meeting_set", "meeting_confirmed"}))
    def test_said_meanwhile_leaves_nothing_of_another_outcome(self, code: str) -> None:
        situation = replace(FRESH, suppressed=True, promise=PROMISE, meeting_at=MEETING_AT)
        result = after(code, situation, **given_for(code))
        assert (result.work_state, result.next_at, result.callback) == ("closed", None, None)
        assert not {task.kind for task in result.tasks} & {"send_information", "confirm_meeting"}

    @pytest.mark.requirement("R-075")
    def test_said_meanwhile_leaves_a_meeting_handed_over_with_sales_until_it_is_called_off(self) -> None:
        opted_out = replace(HANDED_OFF, suppressed=True)
        assert after("meeting_confirmed", opted_out).work_state == "handed_off"
        assert after("meeting_cancelled", opted_out).work_state == "closed"

    def test_a_complaint_alerts_compliance_at_once(self) -> None:
        assert after("complaint").tasks == (TaskDue("alert_compliance", NOW),)
        assert after("legal_threat").suppress == ("complaint",)


class TestAMeetingThatStands:
    def test_while_gates_are_open_brings_a_call_on_the_business_day_before(self) -> None:
        monday = replace(UNQUALIFIED, meeting_at=at("2026-11-23T10:00"))
        result = after("meeting_set", monday)
        assert (result.work_state, wall(result.next_at)) == ("callback", "2026-11-20T08:30")
        assert result.callback == Callback("soft", "2026-11-20T08:30", CHICAGO, at("2026-11-20T08:30"), "ana")

    def test_tomorrow_brings_that_call_today_and_never_after_it_began(self) -> None:
        tomorrow = replace(UNQUALIFIED, meeting_at=at("2026-11-17T10:00"))
        assert wall(after("meeting_set", tomorrow).next_at) == "2026-11-16T11:00"
        soon = replace(UNQUALIFIED, meeting_at=at("2026-11-16T10:20"))
        assert wall(after("meeting_set", soon).next_at) == "2026-11-16T10:20"

    @pytest.mark.parametrize("code", ["no_answer", "voicemail_left", "disconnected", "language_barrier"])
    def test_is_confirmed_again_when_nobody_was_reached(self, code: str) -> None:
        result = after(code, replace(HANDED_OFF, attempts_made=7))
        assert result.work_state == "handed_off"
        assert result.next_at is not None
        assert result.next_at <= MEETING_AT
        assert "confirm_meeting" in [task.kind for task in result.tasks]

    def test_not_yet_qualified_is_rung_about_before_it_begins(self) -> None:
        eve = at("2026-11-19T16:00")
        result = after("no_answer", replace(UNQUALIFIED, attempts_made=7), now=eve)
        assert (result.work_state, wall(result.next_at)) == ("callback", "2026-11-20T10:00")

    @pytest.mark.parametrize("code", ["no_need", "existing_customer", "left_company"])
    def test_is_called_off_by_a_no(self, code: str) -> None:
        result = after(code, HANDED_OFF)
        assert (result.work_state, result.next_at, result.close_reason) == ("closed", None, code)
        assert "cancel_meeting" in [task.kind for task in result.tasks]
        assert after(code, UNQUALIFIED).work_state == "disqualified"

    def test_is_called_off_by_a_refusal_which_still_rests(self) -> None:
        result = after("not_interested", HANDED_OFF)
        assert (result.work_state, wall(result.next_at)) == ("nurture", "2027-05-17T08:30")
        assert [task.kind for task in result.tasks] == ["cancel_meeting"]

    def test_stays_with_sales_when_the_prospect_opts_out_after_booking(self) -> None:
        result = after("do_not_call", HANDED_OFF)
        assert (result.work_state, result.suppress) == ("handed_off", ("do_not_call",))
        assert [task.kind for task in result.tasks] == ["tell_sales"]

    def test_not_yet_qualified_falls_with_the_opt_out(self) -> None:
        result = after("do_not_call", UNQUALIFIED)
        assert (result.work_state, [task.kind for task in result.tasks]) == ("closed", ["cancel_meeting"])

    def test_cancelled_comes_back_in_some_days_or_on_the_day_they_named(self) -> None:
        assert wall(after("meeting_cancelled", HANDED_OFF).next_at) == "2026-11-19T08:30"
        named = after("meeting_cancelled", HANDED_OFF, revisit=date(2026, 12, 1))
        assert wall(named.next_at) == "2026-12-01T08:30"

    def test_skipped_makes_no_second_duty(self) -> None:
        result = after("skipped", HANDED_OFF, reason="in a meeting")
        assert (result.work_state, result.tasks) == ("handed_off", ())
