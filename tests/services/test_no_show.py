"""Somebody did not come to their meeting: they are rung the same day, then twice more, and sales decides in the end."""

from __future__ import annotations

from typing import Any

import pytest

from hands import (
    MINUTE,
    QUALIFIED,
    as_lead,
    booked,
    called,
    dialled,
    ended,
    enrolment_of,
    meeting_of,
    on_strip,
    open_tasks,
    promise_of,
    sql_of,
)
from houses import ADA, advance, beside, change_campaign, wait_until
from setter.domain.calling_window import local_time
from setter.domain.errors import Refused
from setter.services.answer import answer
from setter.services.book import book
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.no_show import no_show
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.tasks import pass_callback
from setter.services.undo import undo
from setter.store.records import Meeting

THEN = "2026-11-25T21:05:00Z"
"""Five minutes after Ada's meeting began, on Wednesday at three in Chicago."""


def stood_up(desk: Desk, when: str = "wed 3pm", at: str = THEN, **answers: str) -> Meeting:
    """Ada has not come to her meeting, and it is noted."""
    booked(desk, ADA, when=when, **answers)
    meeting = meeting_of(desk)
    wait_until(desk, at)
    return no_show(desk, meeting.id)


def wall_of(at: int | None) -> str:
    """An instant on Ada's clock."""
    assert at is not None
    return f"{local_time(at, 'America/Chicago'):%Y-%m-%d %H:%M}"


def owed(desk: Desk) -> list[str]:
    """The duties about Ada that are open."""
    return [each.kind for each in open_tasks(desk)]


class TestNotingIt:
    def test_is_refused_before_the_meeting_began(self, desk: Desk) -> None:
        booked(desk, ADA, when="wed 3pm")
        meeting = meeting_of(desk)
        wait_until(desk, "2026-11-25T20:59:00Z")
        with pytest.raises(Refused) as early:
            no_show(desk, meeting.id)
        assert early.value.code == "not_begun" and meeting_of(desk).status == "booked"
        wait_until(desk, "2026-11-25T21:00:00Z")
        noted = no_show(desk, meeting.id)
        assert (noted.status, noted.change) == ("no_show", meeting.change + 1)
        assert no_show(desk, meeting.id) == noted

    def test_is_kept_as_a_change_of_the_meeting_with_its_audit(self, desk: Desk) -> None:
        meeting = stood_up(desk)
        changes, audited = desk.store.read(
            lambda unit: (unit.meetings.changes(meeting.id), unit.audit.about(f"meeting/{meeting.id}"))
        )
        assert changes[-1].kind == "no_show" and "no_show" in [entry.action for entry in audited]
        assert "confirm_meeting" not in owed(desk)

    def test_of_somebody_who_asked_not_to_be_called_rings_nobody(self, desk: Desk) -> None:
        booked(desk, ADA, when="wed 3pm")
        meeting = meeting_of(desk)
        opt_out(desk, meeting.prospect_id)
        wait_until(desk, THEN)
        no_show(desk, meeting.id)
        assert promise_of(desk) is None and "rescue_no_show" not in owed(desk)


class TestTheRescue:
    """Within half an hour, then after one and after three business days."""

    def test_is_due_in_half_an_hour_and_hers_to_call_or_to_pass_on(self, desk: Desk) -> None:
        stood_up(desk)
        (task,) = [each for each in open_tasks(desk) if each.kind == "rescue_no_show"]
        assert (iso(task.due_at), task.owner) == ("2026-11-25T21:35:00.000Z", "mira")
        after = enrolment_of(desk, ADA)
        assert (after.work_state, after.state_reason, after.owner) == ("callback", "no_show", "mira")
        assert on_strip(desk) == ["rescue_no_show"] and promise_of(desk).state == "open", "one call, told once"
        pass_callback(desk, task.id, "ben")
        assert on_strip(desk) == [] and on_strip(beside(desk, "ben")) == ["rescue_no_show"]
        assert promise_of(desk).owner == "ben"
        (task,) = [each for each in open_tasks(desk) if each.kind == "rescue_no_show"]
        pass_callback(as_lead(desk), task.id, "mira")
        assert called(desk) == ADA

    def test_goes_on_after_one_and_after_three_business_days_and_ends_in_nurture(self, desk: Desk) -> None:
        stood_up(desk, when="2026-12-01 15:00", at="2026-12-01T21:05:00Z")
        days = []
        for _ in range(3):
            _, reply = ended(desk, "no_answer", ADA)
            after = enrolment_of(desk, ADA)
            assert after.next_at is not None
            days.append((reply.work_state, wall_of(after.next_at)[:10]))
            assert owed(desk).count("rescue_no_show") == (reply.work_state == "callback")
            wait_until(desk, after.next_at)
        assert days[:2] == [("callback", "2026-12-02"), ("callback", "2026-12-07")]
        assert days[2][0] == "nurture" and enrolment_of(desk, ADA).state_reason == "no_show"
        assert "tell_sales" in owed(desk)

    def test_follows_the_gaps_of_the_campaign(self, desk: Desk) -> None:
        more = "max_cycles = 3\nno_show_minutes = 10\nno_show_gaps_business_days = [2]"
        change_campaign(desk, ("max_cycles = 3", more))
        stood_up(desk, when="2026-12-01 15:00", at="2026-12-01T21:05:00Z")
        (task,) = [each for each in open_tasks(desk) if each.kind == "rescue_no_show"]
        assert iso(task.due_at) == "2026-12-01T21:15:00.000Z"
        ended(desk, "no_answer", ADA)
        assert wall_of(enrolment_of(desk, ADA).next_at)[:10] == "2026-12-03"

    def test_stays_owed_where_the_line_was_busy(self, desk: Desk) -> None:
        stood_up(desk)
        ended(desk, "busy", ADA)
        assert owed(desk).count("rescue_no_show") == 1
        assert enrolment_of(desk, ADA).work_state == "callback"

    def test_is_owed_again_once_its_outcome_is_taken_back(self, desk: Desk) -> None:
        stood_up(desk)
        (before,) = [each for each in open_tasks(desk) if each.kind == "rescue_no_show"]
        call, _ = ended(desk, "no_answer", ADA)
        undo(desk, call.id)
        assert [each for each in open_tasks(desk) if each.kind == "rescue_no_show"] == [before]

    def test_leaves_a_time_they_were_promised_as_it_stands(self, desk: Desk) -> None:
        booked(desk, ADA, when="wed 3pm", budget_status="none")
        advance(desk, MINUTE)
        ended(desk, "callback_prospect", ADA, callback="fri 10:00")
        wait_until(desk, THEN)
        no_show(desk, meeting_of(desk).id)
        assert wall_of(promise_of(desk).due_at) == "2026-11-27 10:00"
        assert "rescue_no_show" in owed(desk)

    def test_that_ends_in_a_no_tells_sales(self, desk: Desk) -> None:
        stood_up(desk)
        ended(desk, "not_interested", ADA, minutes=2)
        assert "tell_sales" in owed(desk)


class TestANewMeeting:
    def again(self, desk: Desk, when: str = "2026-12-02 15:00") -> Any:
        call = dialled(desk, ADA)
        answer(desk, call.id, QUALIFIED)
        book(desk, call.id, when)
        return call, record(desk, call.id, Given("meeting_set", minutes=4))

    def test_is_what_the_same_sql_stands_for_now(self, desk: Desk) -> None:
        meeting = stood_up(desk)
        before = sql_of(desk)
        assert before.meeting_id == meeting.id
        _, reply = self.again(desk)
        after = sql_of(desk)
        assert (after.id, after.meeting_id, after.state) == (before.id, meeting_of(desk).id, before.state)
        assert (reply.work_state, meeting_of(desk).status, reply.sql) == ("handed_off", "booked", str(before.id))

    def test_that_is_taken_back_leaves_the_sql_where_it_was(self, desk: Desk) -> None:
        meeting = stood_up(desk)
        call, _ = self.again(desk)
        undo(desk, call.id)
        assert sql_of(desk).meeting_id == meeting.id and meeting_of(desk).status == "booked_not_qualified"

    def test_to_which_nobody_comes_either_is_for_sales_to_decide(self, desk: Desk) -> None:
        stood_up(desk)
        self.again(desk)
        wait_until(desk, "2026-12-02T21:05:00Z")
        no_show(desk, meeting_of(desk).id)
        assert enrolment_of(desk, ADA).work_state == "handed_off"
        (told,) = [each for each in open_tasks(desk) if each.kind == "tell_sales"]
        assert (told.owner, told.words) == ("lead", "no-show number 2: sales decides")
        assert "rescue_no_show" not in owed(desk)

    def test_of_somebody_who_never_was_an_sql_is_the_last_for_now(self, desk: Desk) -> None:
        change_campaign(desk, ("max_cycles = 3", "max_cycles = 3\nmax_no_shows = 1"))
        stood_up(desk, budget_status="none")
        after = enrolment_of(desk, ADA)
        assert sql_of(desk) is None and (after.work_state, after.state_reason) == ("nurture", "no_show")


def test_a_no_show_noted_while_they_are_on_the_line_is_rung_again_once_they_are_not(desk: Desk) -> None:
    booked(desk, ADA, when="wed 3pm")
    meeting = meeting_of(desk)
    wait_until(desk, THEN)
    call = dialled(desk, ADA)
    no_show(as_lead(desk), meeting.id)
    assert record(desk, call.id, Given("no_answer")).work_state == "callback"
    assert promise_of(desk) is not None
