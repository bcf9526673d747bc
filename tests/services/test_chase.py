"""What nobody says in time is seen to by the clock: an SQL goes to sales unreviewed, a rep is asked, once a day."""

from __future__ import annotations

import json

import pytest

from hands import HOUR, as_lead, booked, enrolment_of, meeting_of, open_tasks, prospect_named, sql_of
from houses import ADA, TO_REVIEW, advance, change_campaign, wait_until
from setter.domain.calling_window import local_time
from setter.domain.errors import Refused
from setter.domain.sales_answer import SaleSays
from setter.domain.units import MINUTE
from setter.services.chase import NOT_REVIEWED, Chased, chase
from setter.services.desk import Desk
from setter.services.hand_off import export, meeting_record, packet
from setter.services.in_background import go_by_the_clock
from setter.services.meeting_life import reschedule
from setter.services.no_show import no_show
from setter.services.opt_out import opt_out
from setter.services.sales_reply import answer
from setter.services.sql_review import approve, return_sql, waiting
from setter.store.audit import ITSELF

NOTHING = Chased()


def kinds(desk: Desk) -> list[str]:
    return sorted(task.kind for task in open_tasks(desk, ADA))


def wall(instant: int | None, zone: str = "America/Chicago") -> str:
    assert instant is not None
    return f"{local_time(instant, zone):%Y-%m-%dT%H:%M}"


@pytest.mark.requirement("R-081")
class TestAnSqlThatNobodyReviews:
    def test_goes_to_sales_by_itself_while_sales_can_still_prepare(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW, ("min_notice_hours = 20", "min_notice_hours = 1"))
        booked(desk, ADA, when="today 4pm")
        sql = sql_of(desk)
        assert wall(sql.review_by) == "2026-11-24T13:15"
        assert (waiting(desk)[0].review_by, sql.reply_by) == (sql.review_by, None)
        wait_until(desk, sql.review_by - 1)
        assert chase(desk) == NOTHING and sql_of(desk).state == "pending_review"
        wait_until(desk, sql.review_by)
        assert chase(desk) == Chased(submitted=1)
        sent = sql_of(desk)
        assert (sent.state, sent.review, sent.reviewer, sent.submitted_at) == (
            "submitted",
            "overdue",
            "",
            sql.review_by,
        )
        assert enrolment_of(desk, ADA).rung == "SQL" and waiting(desk) == []
        assert "nobody reviewed it in time" in packet(desk, meeting_of(desk).id)
        assert [
            (task.kind, task.owner, task.words) for task in open_tasks(desk, ADA) if task.kind.startswith("sql")
        ] == [("sql_not_reviewed", "lead", NOT_REVIEWED)]
        audited = desk.store.read(lambda unit: unit.audit.about(f"prospect/{sent.prospect_id}"))
        assert [each.caller for each in audited if each.action == "submit_sql"] == [ITSELF]
        assert chase(as_lead(desk)) == NOTHING
        (told,) = json.loads(export(desk, "json", None).content or b"")
        assert (told["qualified"], told["change_kind"]) == (True, "overdue")
        assert approve(as_lead(desk), sent.id) == sent

    def test_is_called_off_instead_where_its_prospect_has_opted_out(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW)
        booked(desk, ADA, when="1 dec 3pm")
        opt_out(desk, prospect_named(desk, ADA).id)
        wait_until(desk, "2026-12-01T20:00:00Z")
        assert chase(desk) == NOTHING and sql_of(desk).state == "pending_review"

    def test_is_due_earlier_when_its_meeting_is_moved_earlier_and_never_later(self, desk: Desk) -> None:
        change_campaign(desk, TO_REVIEW)
        booked(desk, ADA, when="2 dec 3pm")
        first = sql_of(desk).review_by
        reschedule(desk, meeting_of(desk).id, "4 dec 3pm")
        assert sql_of(desk).review_by == first
        wait_until(desk, first - 30 * MINUTE)
        reschedule(desk, meeting_of(desk).id, "2 dec 3pm")
        assert sql_of(desk).review_by == first
        return_sql(as_lead(desk), waiting(desk)[0].sql, "ask what they pay a driver")
        advance(desk, HOUR)
        assert chase(desk) == NOTHING and sql_of(desk) is None


@pytest.mark.requirement("R-086")
class TestSalesThatDoesNotAnswer:
    def test_is_chased_once_a_working_day_until_it_does(self, desk: Desk) -> None:
        booked(desk, ADA, when="8 dec 3pm")
        sql, meeting = sql_of(desk), meeting_of(desk)
        assert meeting.rep == "t.abara" and wall(sql.reply_by) == "2026-11-25T10:30"
        record = meeting_record(desk, meeting.id)
        assert record.reply_due == sql.reply_by
        assert "- Due: Wednesday 25 November 2026, 10:30" in packet(desk, meeting.id)
        wait_until(desk, sql.reply_by)
        assert (chase(desk), chase(desk)) == (Chased(sales=1), NOTHING)
        lead = as_lead(desk)
        (duty,) = [task for task in open_tasks(desk, ADA) if task.kind == "chase_sales"]
        assert (duty.owner, duty.words) == ("lead", "Tobe Abara has not said whether sales takes it")
        desk.store.write(lambda unit: unit.tasks.close(duty.id, "done", desk.now()))
        chased = []
        for hours in range(24, 24 * 7, 24):
            wait_until(desk, sql.reply_by + hours * HOUR)
            if chase(lead).sales:
                chased.append(wall(desk.now())[:10])
                desk.store.write(
                    lambda unit: [
                        unit.tasks.close(each.id, "done", desk.now()) for each in unit.deadlines.open_chases()
                    ]
                )
        assert chased == ["2026-11-27", "2026-11-30", "2026-12-01"]

    def test_is_left_alone_once_it_has_answered(self, desk: Desk) -> None:
        booked(desk, ADA, when="8 dec 3pm")
        sql = sql_of(desk)
        wait_until(desk, sql.reply_by)
        chase(desk)
        advance(desk, 48 * HOUR)
        assert chase(desk).sales == 0 and kinds(desk).count("chase_sales") == 1
        answer(as_lead(desk), sql.id, SaleSays(decision="accepted"))
        assert "chase_sales" not in kinds(desk) and chase(desk) == NOTHING

    def test_may_wait_for_the_meetings_end_which_moves(self, desk: Desk) -> None:
        change_campaign(desk, ('review = "none"', 'review = "none"\ndecide = "after_meeting"'))
        booked(desk, ADA, when="1 dec 3pm")
        assert wall(sql_of(desk).reply_by) == "2026-12-02T15:30"
        reschedule(desk, meeting_of(desk).id, "4 dec 3pm")
        assert wall(sql_of(desk).reply_by) == "2026-12-07T15:30"


class TestAMeetingOfWhichNobodySaysWhatBecame:
    def test_is_asked_about_once_a_day_after_its_end_until_somebody_says_so(self, desk: Desk) -> None:
        booked(desk, ADA, when="wed 3pm")
        meeting = meeting_of(desk)
        wait_until(desk, meeting.ends_at + 24 * HOUR - 1)
        assert chase(desk).meetings == 0
        advance(desk, 1)
        assert (chase(desk).meetings, chase(desk).meetings) == (1, 0)
        (duty,) = [task for task in open_tasks(desk, ADA) if task.kind == "ask_what_became"]
        assert (duty.owner, duty.words) == ("mira", "ask Tobe Abara: was it held, or did nobody come?")
        no_show(desk, meeting.id)
        assert "ask_what_became" not in kinds(desk) and chase(desk).meetings == 0

    def test_that_is_moved_instead_is_asked_about_no_more(self, desk: Desk) -> None:
        booked(desk, ADA, when="wed 3pm")
        meeting = meeting_of(desk)
        wait_until(desk, meeting.ends_at + 25 * HOUR)
        go_by_the_clock(desk)
        reschedule(desk, meeting.id, "4 dec 3pm")
        assert chase(desk).closed == 1 and "ask_what_became" not in kinds(desk)


def test_a_meeting_that_is_moved_again_and_again_is_a_risk_that_sales_is_told(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    for when in ("2 dec 3pm", "3 dec 3pm"):
        reschedule(desk, meeting_of(desk).id, when)
    assert meeting_record(desk, meeting_of(desk).id).risks == ()
    reschedule(desk, meeting_of(desk).id, "4 dec 3pm")
    assert "moved 3 times" in packet(desk, meeting_of(desk).id)


def test_sales_chases_nobody(desk: Desk) -> None:
    desk.store.write(lambda unit: unit.settings.set_role("mira", "sales"))
    with pytest.raises(Refused) as refused:
        chase(desk)
    assert refused.value.code == "role"


def test_a_meeting_is_confirmed_on_the_working_day_before_in_the_prospects_country(desk: Desk) -> None:
    """Thanksgiving, which the calendar of an American has on Thursday, is no day to confirm on."""
    booked(desk, ADA, when="fri 3pm")
    due = {}
    for when in ("fri 3pm", "30 nov 3pm", "1 dec 3pm"):
        meeting = reschedule(desk, meeting_of(desk).id, when, attendees=[("Ann Lee", "ann@birch.example")])
        (duty,) = [task for task in open_tasks(desk, ADA) if task.kind == "confirm_meeting"]
        assert (duty.meeting_id, duty.owner) == (meeting.id, "mira")
        due[when] = wall(duty.due_at)
    assert due == {"fri 3pm": "2026-11-25T10:00", "30 nov 3pm": "2026-11-27T10:00", "1 dec 3pm": "2026-11-30T10:00"}
