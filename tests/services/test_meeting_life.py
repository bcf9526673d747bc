"""A meeting moves, changes hands, is confirmed or called off, and its prospect is never left in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from houses import ADA, BEN, CAMPAIGN, DOV, Colleague, advance, desk_at, second_campaign
from setter.domain.errors import Refused, Wrong
from setter.handoff.invitation import cancel as cancel_file
from setter.handoff.invitation import invite
from setter.services.answer import answer
from setter.services.book import book, offer
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.hand_off import export, meeting_record, meetings_of
from setter.services.import_list import import_list
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.meeting_record import AGENDA_FIELD
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.take_call import take
from setter.services.tasks import done, strip
from setter.services.verify import WRONG, mark
from setter.store.records import Call, Meeting, Task

NEW = "ada.new@birch.example"


def duties(desk: Desk, meeting: Meeting) -> list[Task]:
    found = desk.store.read(lambda unit: unit.tasks.of_enrolment(meeting.enrolment_id))
    return [task for task in found if task.state == "open" and task.meeting_id == meeting.id]


def other_rep(meeting: Meeting) -> str:
    return "m.lindqvist" if meeting.rep != "m.lindqvist" else "t.abara"


def is_free(desk: Desk, meeting: Meeting) -> bool:
    """Say whether a meeting's rep has that time for somebody else."""
    return meeting.id not in {busy for *_, busy in desk.store.read(lambda unit: unit.meetings.busy("tidemark", 0))}


def addresses(folder: Path, kind: str) -> set[str]:
    """Whom the newest calendar file of a kind in a folder goes to."""
    (path,) = folder.glob(f"{kind}-[0-9]*.ics")
    text = path.read_bytes().decode("utf-8").replace("\r\n ", "")
    return set(re.findall(r"ATTENDEE[^\r\n]*mailto:([^\r\n]+)", text))


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


class TestAnInvitation:
    def test_is_due_when_an_address_is_given_after_the_hold_left(self, desk: Desk, tmp_path: Path) -> None:
        call = dialled(desk, DOV)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("meeting_set", answers={k: v for k, v in QUALIFIED.items() if k != "email"}))
        first = export(desk, "ics", tmp_path / "out")
        assert "invite" not in [file["kind"] for file in first.document["files"]]
        advance(desk, DAY)
        ended(desk, "meeting_confirmed", DOV, answers={"email": "dov@fir.example"})
        second = export(desk, "ics", tmp_path / "out")
        assert "invite" in [file["kind"] for file in second.document["files"]]
        assert addresses(tmp_path / "out", "invite") == {"dov@fir.example"}
        assert export(desk, "ics", tmp_path / "out").changes == 0

    def test_goes_to_a_corrected_address_and_is_taken_back_at_the_old_one(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "ics", tmp_path / "out")
        advance(desk, DAY)
        call = dialled(desk, ADA)
        mark(desk, call.id, "email", WRONG, NEW)
        record(desk, call.id, Given("no_answer"))
        assert [line.due for line in meetings_of(desk, CAMPAIGN)] == [("csv", "json", "ics")]
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "invite") == {NEW}
        assert addresses(tmp_path / "out", "uninvite") == {"ada@birch.example"}
        assert meeting_of(desk).sequence == 1
        cancel(desk, meeting_of(desk).id)
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {NEW}

    def test_is_taken_back_from_a_colleague_who_joins_no_more_once(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        meeting = meeting_of(desk)
        reschedule(desk, meeting.id, "1 dec 3pm", attendees=[("Bo", "bo@birch.example")])
        export(desk, "ics", tmp_path / "both")
        reschedule(desk, meeting.id, "1 dec 3pm", attendees=[])
        export(desk, "ics", tmp_path / "one")
        assert addresses(tmp_path / "one", "uninvite") == {"bo@birch.example"}
        reschedule(desk, meeting.id, "2 dec 3pm")
        export(desk, "ics", tmp_path / "moved")
        assert not list((tmp_path / "moved").glob("uninvite*"))

    def test_is_taken_back_at_the_address_it_went_to(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "ics", tmp_path / "out")
        advance(desk, DAY)
        call = dialled(desk, ADA)
        mark(desk, call.id, "email", WRONG, NEW)
        record(desk, call.id, Given("meeting_cancelled"))
        export(desk, "ics", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {"ada@birch.example"}

    def test_that_left_with_a_table_is_taken_back_with_the_next(self, desk: Desk, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        booked(desk, ADA, when="1 dec 3pm")
        export(desk, "csv", tmp_path / "out")
        cancel(desk, meeting_of(desk).id)
        export(desk, "csv", tmp_path / "out")
        assert addresses(tmp_path / "out", "cancel") == {"ada@birch.example"}


MARK = "zq"
said = st.text(min_size=6, max_size=24).map(f"{MARK} {{}} {MARK}".format)


@pytest.fixture(scope="module")
def one_call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, Call]]:
    """A call on which a meeting is booked, and so much is said yet."""
    folder = tmp_path_factory.mktemp("said")
    desk = next(seats := desk_at(str(folder / "house.db"), folder, "mira"))
    call = dialled(desk, ADA)
    book(desk, call.id, "1 dec 3pm")
    yield desk, call
    seats.close()


class TestNothingInternalReachesTheProspect:
    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_whatever_is_said_or_noted(self, one_call: tuple[Desk, Call], data: st.DataObject) -> None:
        desk, call = one_call
        captures = desk.store.read(lambda unit: desk.campaign(unit, 1)).script.captures().values()
        asked = [each.field for each in captures if each.type in ("text", "quote") and each.field != AGENDA_FIELD]
        answers = {field: data.draw(said, field) for field in data.draw(st.sets(st.sampled_from(asked), min_size=1))}
        note = data.draw(said, "note")
        heard = False
        with suppress(Wrong):  # some of it is no answer
            heard = bool(answer(desk, call.id, {**QUALIFIED, **answers}))
        desk.store.write(lambda unit: unit.calls.save(replace(call, note=note)))
        record = meeting_record(desk, meeting_of(desk).id)
        assert MARK in record.notes and (not heard or any(MARK in each.value for each in record.answers))
        off = replace(record.public, sequence=record.public.sequence + 1)
        for written in (invite(record.public, 0), cancel_file(off, 0)):
            assert MARK not in written.replace(b"\r\n ", b"").decode("utf-8")

    def test_though_an_older_version_of_the_campaign_asked_for_it(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        public = meeting_record(desk, meeting_of(desk).id).public
        assert public.subject == "Tidemark Software and Birch Foods: your deliveries, seen as they happen"
        campaign = desk.store.read(lambda unit: desk.campaign(unit, 1))
        for leak, shown in (
            ("{need_quote|You} and {product}", f"You and {campaign.product}"),
            ("{company.budget_status|Us} and {need_quote}", "Meeting: Tidemark Software and Birch Foods"),
        ):
            leaky = replace(campaign, handoff=replace(campaign.handoff, subject=leak))
            monkeypatch.setattr(Desk, "campaign", lambda *_, leaky=leaky: leaky)
            written = invite(meeting_record(desk, meeting_of(desk).id).public, 0)
            assert f"SUMMARY:SANDBOX: {shown}".encode() in written.replace(b"\r\n ", b"")
