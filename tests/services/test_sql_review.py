"""Where a team lead reads every SQL first: she approves it for sales, or returns it to whoever set it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from hands import DAY, MINUTE, as_lead, booked, dialled, ended, enrolment_of, meeting_of, place_of, sql_of
from houses import ADA, CAMPAIGN, TO_REVIEW, advance, beside, change_campaign, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services.desk import Desk
from setter.services.hand_off import export, packet
from setter.services.meeting_life import cancel, reschedule
from setter.services.no_show import no_show
from setter.services.opt_out import opt_out
from setter.services.progress import progress
from setter.services.promote import promote
from setter.services.record_outcome import Given, record
from setter.services.review import report
from setter.services.sql_review import approve, return_sql, turn_down, waiting
from setter.services.tasks import done, strip
from setter.services.undo import undo
from setter.store.records import Meeting

NOTE = "ask what they pay a driver"


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """A desk whose campaign lets a team lead read every SQL first, with one that waits."""
    change_campaign(desk, TO_REVIEW)
    booked(desk, ADA, when="1 dec 3pm")
    return desk


def waits(desk: Desk) -> int:
    (found,) = waiting(desk)
    return found.sql


def kinds(desk: Desk) -> list[str]:
    return [line.kind for line in strip(desk, 10 * DAY)]


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.code


class TestAnSqlThatWaits:
    def test_is_a_duty_of_hers_with_everything_about_it(self, reviewed: Desk) -> None:
        (found,) = waiting(as_lead(reviewed), CAMPAIGN)
        assert (found.name, found.set_by, found.meeting) == (ADA, "mira", meeting_of(reviewed).id)
        assert kinds(as_lead(reviewed)) == ["review_sql"]
        assert "review_sql" not in kinds(reviewed)

    def test_is_hers_to_decide_and_nobody_elses(self, reviewed: Desk) -> None:
        sql = waits(reviewed)
        assert refused(lambda: approve(reviewed, sql)) == "role"
        assert refused(lambda: return_sql(reviewed, sql, NOTE)) == "role"
        assert waits(reviewed) == sql

    def test_says_in_its_packet_that_nobody_has_read_it_yet(self, reviewed: Desk) -> None:
        assert "nobody yet" in packet(reviewed, meeting_of(reviewed).id)

    def test_is_not_ticked_off_undecided(self, reviewed: Desk) -> None:
        lead = as_lead(reviewed)
        (line,) = strip(lead)
        assert refused(lambda: done(lead, line.id)) == "in_review"
        assert kinds(lead) == ["review_sql"]

    def test_is_not_reviewed_by_whoever_set_it(self, reviewed: Desk) -> None:
        lead = as_lead(reviewed)
        cancel(lead, meeting_of(reviewed).id)
        advance(reviewed, DAY)
        reviewed.store.write(lambda unit: unit.settings.set_role("zoe", "team_lead"))
        booked(lead, ADA, when="2 dec 3pm")
        assert "review_sql" in kinds(beside(reviewed, "zoe")) and "review_sql" not in kinds(lead)
        assert refused(lambda: approve(lead, waits(lead))) == "own_sql"

    def test_goes_with_its_meeting(self, reviewed: Desk) -> None:
        cancel(reviewed, meeting_of(reviewed).id)
        assert (waiting(reviewed), kinds(as_lead(reviewed))) == ([], [])

    def test_stays_hers_when_its_meeting_moves_to_another_rep(self, reviewed: Desk) -> None:
        meeting = meeting_of(reviewed)
        reps = {each.id for each in reviewed.store.read(lambda unit: reviewed.campaign(unit, 1)).handoff.reps}
        moved = reschedule(reviewed, meeting.id, "2 dec 1pm", rep=sorted(reps - {meeting.rep})[0])
        assert waiting(reviewed)[0].meeting == moved.id
        approve(as_lead(reviewed), waits(reviewed))
        assert kinds(as_lead(reviewed)) == []

    def test_of_somebody_who_opted_out_is_called_off_and_not_approved(self, reviewed: Desk) -> None:
        opt_out(reviewed, enrolment_of(reviewed, ADA).prospect_id)
        assert refused(lambda: approve(as_lead(reviewed), waits(reviewed)))
        assert "cancel_meeting" in kinds(reviewed)


class TestApproved:
    def test_it_counts_and_leaves_with_the_next_export(self, reviewed: Desk) -> None:
        export(reviewed, "json", None)
        approve(as_lead(reviewed), waits(reviewed))
        (told,) = json.loads(export(reviewed, "json", None).content or b"")
        assert (told["qualified"], told["rung"], told["status"]) == (True, "SQL", "booked")
        assert enrolment_of(reviewed, ADA).rung == "SQL"
        assert "Reviewed by: lead" in packet(reviewed, meeting_of(reviewed).id)
        assert report(reviewed, "today").summary.total.sqls == 1
        assert progress(reviewed, CAMPAIGN).pending == 1
        assert (waiting(reviewed), kinds(as_lead(reviewed))) == ([], [])

    def test_again_it_changes_nothing(self, reviewed: Desk) -> None:
        sql = waits(reviewed)
        first, changes = approve(as_lead(reviewed), sql), meeting_of(reviewed).change
        assert (approve(as_lead(reviewed), sql), meeting_of(reviewed).change) == (first, changes)
        assert refused(lambda: return_sql(as_lead(reviewed), sql, NOTE)) == "sql_state"

    def test_it_is_still_approved_once_a_no_show_is_booked_anew(self, reviewed: Desk) -> None:
        approve(as_lead(reviewed), waits(reviewed))
        wait_until(reviewed, meeting_of(reviewed).starts_at + 10 * MINUTE)
        no_show(reviewed, meeting_of(reviewed).id)
        _, reply = booked(reviewed, ADA, when="3 dec 3pm")
        assert reply.words.endswith(", handed to sales.")
        assert waiting(reviewed) == []

    def test_its_outcome_is_not_taken_back(self, reviewed: Desk) -> None:
        approve(as_lead(reviewed), waits(reviewed))
        assert refused(lambda: undo(reviewed, meeting_of(reviewed).call_id)) == "meeting_changed"


class TestReturned:
    def test_it_is_a_duty_of_whoever_set_it_with_the_note(self, reviewed: Desk) -> None:
        return_sql(as_lead(reviewed), waits(reviewed), NOTE)
        duties = {line.kind: line for line in strip(reviewed, 10 * DAY)}
        assert duties["complete_sql"].words == NOTE
        assert (duties["callback"].full_name, duties["callback"].due_at < meeting_of(reviewed).starts_at) == (ADA, True)
        assert (kinds(as_lead(reviewed)), sql_of(reviewed)) == ([], None)

    def test_the_meeting_stands_not_yet_qualified_and_they_are_rung_before_it(self, reviewed: Desk) -> None:
        return_sql(as_lead(reviewed), waits(reviewed), NOTE)
        enrolment, place = enrolment_of(reviewed, ADA), place_of(reviewed, ADA)
        assert meeting_of(reviewed).status == "booked_not_qualified"
        assert (enrolment.work_state, enrolment.owner, enrolment.rung) == ("callback", "mira", "MQL")
        assert place is not None and place.owner == "mira"

    def test_a_completed_one_waits_again(self, reviewed: Desk) -> None:
        first = waits(reviewed)
        return_sql(as_lead(reviewed), first, NOTE)
        advance(reviewed, DAY)
        ended(reviewed, "meeting_confirmed", ADA, minutes=4)
        assert waits(reviewed) != first
        assert "complete_sql" not in kinds(reviewed)
        approve(as_lead(reviewed), waits(reviewed))
        assert meeting_of(reviewed).status == "confirmed"

    def test_a_promotion_sends_it_again_at_once(self, reviewed: Desk) -> None:
        return_sql(as_lead(reviewed), waits(reviewed), NOTE)
        promoted = promote(reviewed, enrolment_of(reviewed, ADA).prospect_id, CAMPAIGN)
        assert waits(reviewed) == promoted.handoff.id
        assert reviewed.store.read(lambda unit: unit.tasks.open_callback(promoted.handoff.enrolment_id)) is None

    def test_while_they_are_on_the_line_the_call_ends_where_it_should(self, reviewed: Desk) -> None:
        advance(reviewed, DAY)
        call = dialled(reviewed, ADA)
        return_sql(as_lead(reviewed), waits(reviewed), NOTE)
        assert record(reviewed, call.id, Given("no_answer")).work_state == "callback"
        assert waiting(reviewed) == []

    def test_it_needs_a_note_and_a_meeting_ahead(self, reviewed: Desk) -> None:
        lead, sql = as_lead(reviewed), waits(reviewed)
        with pytest.raises(Wrong) as wrong:
            return_sql(lead, sql, "  ")
        assert wrong.value.code == "no_reason"
        advance(reviewed, 10 * DAY)
        assert refused(lambda: return_sql(lead, sql, NOTE)) == "meeting_past"
        assert approve(lead, sql).state == "submitted"


@pytest.mark.requirement("R-032")
class TestRejected:
    WHY = "she is a student and writes a thesis"

    def test_it_is_no_sql_its_meeting_is_off_and_whoever_set_it_reads_why(self, reviewed: Desk, tmp_path: Path) -> None:
        sql, meeting = waits(reviewed), meeting_of(reviewed)
        export(reviewed, "ics", tmp_path / "before")
        assert refused(lambda: turn_down(reviewed, sql, self.WHY)) == "role"
        none = turn_down(as_lead(reviewed), sql, self.WHY)
        assert (none.state, none.review, none.reviewer) == ("withdrawn", "turned_down", "lead")
        after, enrolment = any_meeting_of(reviewed, meeting.id), enrolment_of(reviewed, ADA)
        assert (after.status, after.sequence, sql_of(reviewed)) == ("cancelled", meeting.sequence + 1, None)
        assert (enrolment.work_state, enrolment.state_reason, enrolment.rung) == ("nurture", "meeting_cancelled", "MQL")
        duties = {line.kind: line.words for line in strip(reviewed, 10 * DAY)}
        assert duties == {"sql_turned_down": self.WHY} and kinds(as_lead(reviewed)) == []
        export(reviewed, "ics", tmp_path / "after")
        left = [path.read_text(encoding="utf-8") for path in (tmp_path / "after").glob("*.ics")]
        assert len(left) == 2 and all("METHOD:CANCEL" in text and "thesis" not in text for text in left)
        audited = reviewed.store.read(lambda unit: unit.audit.about(f"prospect/{meeting.prospect_id}"))
        assert [each.caller for each in audited if each.action == "turn_down_sql"] == ["lead"]
        assert refused(lambda: approve(as_lead(reviewed), sql)) == "sql_state"
        assert report(reviewed, "today").summary.total.sqls == 0

    def test_it_needs_a_reason_and_may_be_of_somebody_who_opted_out(self, reviewed: Desk) -> None:
        lead, sql = as_lead(reviewed), waits(reviewed)
        with pytest.raises(Wrong) as wrong:
            turn_down(lead, sql, " ")
        assert wrong.value.code == "no_reason"
        opt_out(reviewed, enrolment_of(reviewed, ADA).prospect_id)
        assert turn_down(lead, sql, self.WHY).review == "turned_down"
        assert "cancel_meeting" not in kinds(reviewed)


def any_meeting_of(desk: Desk, meeting_id: int) -> Meeting:
    found = desk.store.read(lambda unit: unit.meetings.get(meeting_id))
    assert found is not None
    return found
