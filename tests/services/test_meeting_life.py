"""A meeting moves, changes hands, is confirmed or called off, and its prospect is never left in the dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from hands import (
    DAY,
    QUALIFIED,
    as_lead,
    booked,
    dialled,
    ended,
    enrolment_of,
    meeting_of,
    on_strip,
    prospect_named,
    sql_of,
)
from houses import ADA, BEN, CAMPAIGN, CLEO, Colleague, advance, second_campaign
from setter.domain.errors import Refused
from setter.services.book import book, offer
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.diary import seek, two_times
from setter.services.hand_off import export, meetings_of
from setter.services.import_list import import_list
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.take_call import take
from setter.services.tasks import done, strip
from setter.services.time_sought import TimeSought
from setter.store.records import Meeting, Task

NEW = "ada.new@birch.example"


def duties(desk: Desk, meeting: Meeting) -> list[Task]:
    found = desk.store.read(lambda unit: unit.tasks.of_enrolment(meeting.enrolment_id))
    return [task for task in found if task.state == "open" and task.meeting_id == meeting.id]


def other_rep(meeting: Meeting) -> str:
    return "m.lindqvist" if meeting.rep != "m.lindqvist" else "t.abara"


def is_free(desk: Desk, meeting: Meeting) -> bool:
    """Say whether a meeting's rep has that time for somebody else."""
    return meeting.id not in {busy for *_, busy in desk.store.read(lambda unit: unit.meetings.busy("tidemark", 0))}


class TestItMoves:
    def test_under_the_same_uid_with_the_next_sequence(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        before = meeting_of(desk)
        after = reschedule(desk, before.id, "2 dec 15:00")
        assert (after.id, after.uid, after.rep) == (before.id, before.uid, before.rep)
        assert (after.sequence, after.reschedules, after.wall) == (1, 1, "2026-12-02T15:00")
        kinds = [(task.kind, task.due_at) for task in duties(desk, after)]
        assert len(kinds) == 1 and kinds[0][0] == "confirm_meeting" and kinds[0][1] < after.starts_at
        assert sql_of(desk) is not None

    def test_and_its_old_time_is_free_for_somebody_else(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        before = meeting_of(desk)
        reschedule(desk, before.id, "1 dec 14:10")
        call = dialled(desk, BEN)
        with pytest.raises(Refused):
            book(desk, call.id, "1 dec 14:45", rep=before.rep)
        assert book(desk, call.id, "1 dec 13:30", rep=before.rep).meeting.rep == before.rep

    def test_to_another_rep_as_a_new_meeting_that_owes_nothing_to_the_old_ones_uid(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        before = meeting_of(desk)
        after = reschedule(desk, before.id, "1 dec 14:00", rep=other_rep(before))
        assert after.id != before.id and after.replaces == before.id and after.sequence == 0
        assert str(before.id) not in after.uid and before.uid.split("@")[0] not in after.uid
        old = desk.store.read(lambda unit: unit.meetings.get(before.id))
        assert old is not None and (old.status, old.sequence) == ("cancelled", 1)
        assert duties(desk, before) == [] and [task.kind for task in duties(desk, after)] == ["confirm_meeting"]
        handed = sql_of(desk)
        assert handed is not None and handed.meeting_id == after.id

    def test_to_no_other_rep_unless_that_one_is_named(self, desk: Desk) -> None:
        booked(desk, CLEO, when="1 dec 14:00")
        before, late = meeting_of(desk, CLEO), "4 dec 16:00"
        assert before.rep == "m.lindqvist"
        with pytest.raises(Refused) as refused:
            reschedule(desk, before.id, late)
        assert refused.value.message == "Fri 16:00 EST in New York is outside Maja Lindqvist's hours."
        assert refused.value.hint.endswith(" Fri 04 Dec 14:30. Free then: Tobe Abara (--rep t.abara).")
        assert meeting_of(desk, CLEO) == before
        sought = TimeSought(desk, seek(desk, meeting_id=before.id))
        told = sought.taker(wanted := sought.understand(late))
        assert sought.book(wanted, []).meeting.rep == told == "t.abara", "a screen says who takes it, and books that"
        assert {slot.rep for slot in two_times(desk, seek(desk, meeting_id=meeting_of(desk, CLEO).id))} == {told}

    def test_nowhere_for_somebody_who_opted_out(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        opt_out(desk, prospect_named(desk, ADA).id)
        meeting = meeting_of(desk)
        changes: list[Callable[[], Meeting]] = [
            lambda: reschedule(desk, meeting.id, "2 dec 3pm"),
            lambda: confirm(desk, meeting.id),
        ]
        for change in changes:
            with pytest.raises(Refused) as refused:
                change()
            assert refused.value.hint == "Only a cancellation may go out."


class TestItIsCalledOff:
    def test_with_the_next_sequence_its_time_free_and_no_sql_left(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        meeting = meeting_of(desk)
        off = cancel(desk, meeting.id, "they moved to the moon")
        assert (off.status, off.sequence) == ("cancelled", 1)
        assert is_free(desk, meeting) and sql_of(desk) is None and duties(desk, meeting) == []
        assert enrolment_of(desk, ADA).work_state == "nurture"
        assert cancel(desk, meeting.id) == off
        booked(desk, BEN, when="1 dec 14:00")

    def test_after_it_moved_with_the_one_after_that(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        reschedule(desk, meeting_of(desk).id, "2 dec 15:00")
        assert cancel(desk, meeting_of(desk).id).sequence == 2


class TestWhoeverOptsOut:
    def test_has_the_meeting_called_off_by_whoever_booked_it_in_any_campaign(
        self, desk: Desk, colleague: Colleague, tmp_path: Path
    ) -> None:
        listed = tmp_path / "again.csv"
        listed.write_text(
            "full_name,company,phone,email,region,country\nAda North,Birch Foods,+13125550101,ada@birch.example,IL,US\n"
        )
        import_list(desk, listed, second_campaign(desk), source="list")
        person = prospect_named(desk, ADA).id
        second = desk.store.read(lambda unit: unit.prospects.enrolled(2, person))
        assert second is not None
        noor = colleague(desk, "noor")
        call = take(noor, second.id).call
        assert call is not None
        dial(noor, call.id)
        meeting = book(noor, call.id, "1 dec 3pm").meeting
        record(noor, call.id, Given("meeting_set", answers=QUALIFIED, minutes=5))
        advance(desk, DAY)
        ended(desk, "do_not_call", ADA)
        assert [(task.kind, task.meeting_id, task.owner) for task in strip(noor)] == [
            ("cancel_meeting", meeting.id, "noor")
        ]
        cancel(noor, meeting.id)
        assert strip(noor) == []

    @pytest.mark.parametrize("told", [True, False])
    def test_is_taken_back_from_sales_where_sales_knows_of_them(self, desk: Desk, tmp_path: Path, told: bool) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        if told:
            export(desk, "ics", tmp_path / "out")
        opt_out(desk, prospect_named(desk, ADA).id)
        meeting = meeting_of(desk)
        assert on_strip(desk) == ["cancel_meeting"]
        assert on_strip(as_lead(desk)) == (["tell_sales"] if told else [])
        assert [line.barred for line in meetings_of(desk, CAMPAIGN)] == [True]
        withheld = [{"meeting": str(meeting.id), "reason": "do_not_call"}]
        assert export(desk, "ics", tmp_path / "out").document["withheld"] == withheld
        cancel(desk, meeting.id)
        assert export(desk, "ics", tmp_path / "out").changes == 1
        assert bool(list((tmp_path / "out").glob("cancel-*.ics"))) is told

    def test_on_the_confirming_call_is_owed_each_duty_once(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "csv", tmp_path / "out.csv")
        advance(desk, DAY)
        ended(desk, "do_not_call", ADA)
        lead = as_lead(desk)
        assert on_strip(desk) == ["cancel_meeting"]
        (telling,) = strip(lead)
        assert telling.kind == "tell_sales"
        done(lead, telling.id)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert on_strip(desk) == ["cancel_meeting"] and strip(lead) == []

    def test_takes_the_offers_of_a_live_call_along(self, desk: Desk) -> None:
        offer(desk, dialled(desk, ADA).id)
        opt_out(desk, prospect_named(desk, ADA).id)
        assert desk.store.read(lambda unit: unit.meetings.holds("tidemark", desk.now())) == []
