"""An outcome decides what happens next: who is rung again and when, who is left alone, and who is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from setter.domain.campaign import Cadence, Calling, DayPart, ExtraDisposition, Hours
from setter.domain.consequence import consequence
from setter.domain.dispositions import DISPOSITIONS, Effect
from setter.domain.effects import EFFECTS
from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import Callback, Consequence, OutcomeGiven, Situation, TaskDue
from setter.domain.when import Moment
from setter.domain.work_state import WorkState

CHICAGO = "America/Chicago"
DAY = 86_400_000
MINUTE = 60_000
LONG_DAY = (Hours(time(8, 30), time(17, 30)),)
HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), LONG_DAY)
PARTS = (DayPart("morning", time(8, 30), time(12)), DayPart("afternoon", time(12), time(17, 30)))
CALLING = Calling(HOURS, Cadence(day_parts=PARTS, no_repeat_day_part=1))


def add_business_days(day: date, number: int) -> date:
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def at(wall: str) -> int:
    return round(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(CHICAGO)).timestamp() * 1000)


def wall(instant: int | None) -> str | None:
    if instant is None:
        return None
    return f"{datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(CHICAGO)):%Y-%m-%dT%H:%M}"


def moment(words: str, certain_time: bool = True) -> Moment:
    return Moment(words, CHICAGO, at(words), certain_time, words)


NOW = at("2026-11-16T10:00")
FRESH = Situation(WorkState.QUEUED, (CHICAGO,), NOW - DAY, caller="ana", recent_parts=("morning",))
PROMISE = Callback("hard", "2026-11-16T10:00", CHICAGO, NOW, "ana")
MEETING_AT = at("2026-11-20T10:00")
HANDED_OFF = replace(FRESH, work_state=WorkState.HANDED_OFF, meeting_at=MEETING_AT, qualified=True)
UNQUALIFIED = replace(FRESH, work_state=WorkState.CALLBACK, meeting_at=MEETING_AT)


def after(code: str, situation: Situation = FRESH, now: int = NOW, extras: Any = (), **given: Any) -> Consequence:
    campaign: Any = SimpleNamespace(calling=CALLING, dispositions=extras)
    return consequence(campaign, OutcomeGiven(code, **given), situation, now, add_business_days)


def given_for(code: str) -> dict[str, Any]:
    return {
        "callback": {"callback": moment("2026-11-19T15:00")},
        "day": {"revisit": date(2026, 11, 25)},
        "reason": {"reason": "on holiday"},
        "referred_name": {"referred_name": "Pat Doe"},
    }.get(next(iter(DISPOSITIONS[code].needs), ""), {})


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
        result = after("no_answer", replace(FRESH, attempts_made=7))
        assert (result.work_state, result.close_reason) == ("exhausted", "exhausted")
        assert wall(result.next_at) == "2027-02-15T08:30"

    def test_the_last_cycle_ends_it_all(self) -> None:
        result = after("no_answer", replace(FRESH, attempts_made=7, cycle=3))
        assert (result.work_state, result.next_at, result.is_final) == ("exhausted", None, True)

    def test_a_cycle_also_ends_by_its_days(self) -> None:
        old = replace(FRESH, cycle_started_at=NOW - 35 * DAY)
        assert after("no_answer", old).work_state == "exhausted"

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


class TestAPromisedCallback:
    def test_keeps_the_words_of_the_promise_and_its_owner(self) -> None:
        result = after("callback_prospect", callback=moment("2026-11-19T15:00"))
        assert result.callback == Callback("hard", "2026-11-19T15:00", CHICAGO, at("2026-11-19T15:00"), "ana")
        assert after("gatekeeper_time", callback=moment("2026-11-19T15:00")).callback == Callback(
            "soft", "2026-11-19T15:00", CHICAGO, at("2026-11-19T15:00"), "ana"
        )

    def test_without_a_time_of_day_is_a_soft_one_at_the_first_open_hour(self) -> None:
        result = after("callback_vague", callback=moment("2026-11-22T09:00", certain_time=False))
        assert result.callback == Callback("soft", "2026-11-23T08:30", CHICAGO, at("2026-11-23T08:30"), "ana")

    def test_is_kept_by_the_call_that_was_promised(self) -> None:
        assert after("no_answer").promise == ""
        assert after("no_answer", replace(FRESH, promise=PROMISE)).promise == "kept"

    def test_may_be_moved_three_times_and_then_it_is_nurture(self) -> None:
        again = replace(FRESH, work_state=WorkState.CALLBACK, promise=PROMISE)
        moved = after("callback_prospect", replace(again, moved_callbacks=2), callback=moment("2026-11-19T15:00"))
        assert (moved.work_state, moved.promise) == ("callback", "moved")
        worn = after("callback_prospect", replace(again, moved_callbacks=3), callback=moment("2026-11-19T15:00"))
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


class TestSkipping:
    def test_the_third_skip_goes_to_the_team_lead(self) -> None:
        assert after("skipped", replace(FRESH, skips=1), reason="?").tasks == ()
        third = after("skipped", replace(FRESH, skips=2), reason="?")
        assert (third.work_state, wall(third.next_at)) == ("cooling", "2026-11-17T08:30")
        assert third.tasks == (TaskDue("review_skips", NOW),)

    def test_counts_as_no_attempt(self) -> None:
        assert after("skipped", reason="?").attempts_made == 0


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


class TestWhoIsOut:
    @pytest.mark.parametrize("before", [WorkState.DISQUALIFIED, WorkState.CLOSED])
    def test_stays_out_until_a_team_lead_looks(self, before: WorkState) -> None:
        result = after("callback_prospect", replace(FRESH, work_state=before), callback=moment("2026-11-19T15:00"))
        assert (result.work_state, result.next_at, result.callback) == (before, None, None)
        assert result.tasks == (TaskDue("lead_review", NOW),)
        assert after("no_need", replace(FRESH, work_state=before)).tasks == ()
