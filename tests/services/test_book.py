"""A time with a rep: who may be booked, when, with whom, and what is held meanwhile (domain §7.6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hands import HOUR, MINUTE, booked, dialled, land, open_tasks, phones_of, taken
from houses import ADA, BEN, CLEO, DOV, FAY, Colleague, advance, beside, change_campaign, wait_until
from setter.domain.booking import Slot, buckets
from setter.domain.calling_window import local_time
from setter.domain.errors import Refused
from setter.examples import example_campaign
from setter.services.book import book, offer
from setter.services.clock import iso, parse_instant
from setter.services.desk import Desk
from setter.services.diary import free_times, seek
from setter.services.suppress_value import suppress_text
from setter.store.records import Meeting, Task

ABARA, LINDQVIST, CASTELLAN = "t.abara", "m.lindqvist", "r.castellan"
CHICAGO = "America/Chicago"


def one_rep_only(desk: Desk) -> None:
    """Let one rep take all meetings."""
    reps = example_campaign().partition("[signed_off]")[0].split("[[handoff.rep]]")[1:]
    change_campaign(desk, *((f"[[handoff.rep]]{each}", "") for each in reps if ABARA not in each))


def meet(desk: Desk, name: str, when: str, rep: str = "") -> Meeting:
    """Dial somebody and book a time."""
    return book(desk, dialled(desk, name).id, when, rep=rep).meeting


def refusal(desk: Desk, name: str, when: str, rep: str = ABARA) -> Refused:
    """How a time is refused that somebody wants."""
    with pytest.raises(Refused) as refused:
        meet(desk, name, when, rep)
    return refused.value


def duties(desk: Desk, name: str, kind: str) -> list[Task]:
    return [task for task in open_tasks(desk, name) if task.kind == kind]


def held(desk: Desk) -> int:
    """How many five-minute buckets are held for offers."""
    return len(desk.store.read(lambda unit: unit.meetings.holds("tidemark", desk.now())))


class TestWhoMayBeBooked:
    def test_nobody_before_somebody_was_dialled(self, desk: Desk) -> None:
        with pytest.raises(Refused) as refused:
            book(desk, taken(desk, ADA).id, "1 dec 3pm")
        assert refused.value.code == "not_dialled"

    def test_nobody_who_asked_on_this_very_call_to_be_left_alone(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        offer(desk, call.id)
        assert held(desk) == 16
        suppress_text(desk, phones_of(desk, ADA)[0].e164, "tidemark")
        assert held(desk) == 0
        attempts: list[Callable[[], Any]] = [
            lambda: offer(desk, call.id),
            lambda: seek(desk, call_id=call.id),
            lambda: book(desk, call.id, "1 dec 3pm"),
        ]
        for attempt in attempts:
            with pytest.raises(Refused) as refused:
                attempt()
            assert "not be" in refused.value.message or "call" in refused.value.message
        assert held(desk) == 0 and desk.store.read(lambda unit: unit.meetings.all()) == []

    def test_nobody_twice(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        advance(desk, HOUR)
        assert refusal(desk, ADA, "2 dec 3pm").code == "has_meeting"


class TestTheRepsTime:
    def test_is_given_once_with_the_buffer_after_it(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 14:00")
        call = dialled(desk, BEN)
        for when in ("1 dec 14:00", "1 dec 13:30", "1 dec 14:35"):
            with pytest.raises(Refused) as refused:
                book(desk, call.id, when, rep=ABARA)
            assert refused.value.code == "slot"
        assert "needs 10 minutes between meetings" in refused.value.message
        assert book(desk, call.id, "1 dec 14:40", rep=ABARA).meeting.rep == ABARA

    def test_offered_to_one_is_offered_to_nobody_else_and_blocks_only_itself(
        self, desk: Desk, colleague: Colleague
    ) -> None:
        one_rep_only(desk)
        noor = colleague(desk, "noor")
        hers, his = dialled(desk, ADA), dialled(noor, BEN)
        before = free_times(noor, seek(noor, call_id=his.id), ABARA)
        mine = offer(desk, hers.id).slots
        after = free_times(noor, seek(noor, call_id=his.id), ABARA)
        assert len(mine) == 2 and all(slot not in after for slot in mine)
        lost = [slot for slot in before if slot not in after]
        assert all(any(_close(slot, each) for each in mine) for slot in lost)
        with pytest.raises(Refused):
            book(noor, his.id, iso(mine[0].starts), rep=ABARA)

    def test_offered_and_not_wanted_is_free_again_after_ten_minutes(self, desk: Desk, colleague: Colleague) -> None:
        slot = next(each for each in offer(desk, dialled(desk, ADA).id).slots if each.rep == ABARA)
        noor = colleague(desk, "noor")
        his = dialled(noor, BEN)
        with pytest.raises(Refused):
            book(noor, his.id, iso(slot.starts), rep=ABARA)
        advance(desk, 10 * MINUTE + 1)
        assert book(noor, his.id, iso(slot.starts), rep=ABARA).meeting.starts_at == slot.starts

    def test_cannot_be_taken_twice_though_the_diary_knew_of_nothing(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        starts = parse_instant("2026-12-01T20:00:00Z")
        last = buckets(starts, starts + 30 * MINUTE, 0)[-1]
        desk.store.write(lambda unit: unit.meetings.take("tidemark", ABARA, [last], 1, desk.now()))
        with pytest.raises(Refused) as refused:
            book(desk, call.id, "1 dec 14:00", rep=ABARA)
        assert refused.value.code == "slot_taken"
        assert desk.store.read(lambda unit: unit.meetings.all()) == []
        assert book(desk, call.id, "1 dec 13:00", rep=ABARA).meeting.rep == ABARA

    def test_keeps_the_buffer_it_was_booked_with_whatever_the_campaign_says_now(self, desk: Desk) -> None:
        change_campaign(desk, ("buffer_minutes = 10", "buffer_minutes = 60"))
        meeting = meet(desk, ADA, "1 dec 14:00", ABARA)
        change_campaign(desk, ("buffer_minutes = 10", "buffer_minutes = 0"))
        call = dialled(beside(desk, "noor"), BEN)
        other = beside(desk, "noor")
        free = [slot.starts for slot in free_times(other, seek(other, call_id=call.id), ABARA)]
        for minutes, is_free in ((30, False), (60, False), (90, True), (-30, True)):
            starts = meeting.starts_at + minutes * MINUTE
            assert (starts in free) is is_free
            if not is_free:
                with pytest.raises(Refused) as refused:
                    book(other, call.id, iso(starts), rep=ABARA)
                assert refused.value.code == "slot" and "needs 60 minutes" in refused.value.message
        assert book(other, call.id, iso(meeting.starts_at + 90 * MINUTE), rep=ABARA).meeting.rep == ABARA


def _close(slot: Slot, offered: Slot) -> bool:
    return slot.starts < offered.ends + 10 * MINUTE and offered.starts < slot.ends + 10 * MINUTE


class TestWhoTakesIt:
    def test_comes_in_turn_by_weight(self, desk: Desk, tmp_path: Path) -> None:
        territories = [line for line in example_campaign().splitlines() if line.startswith("territory")]
        change_campaign(desk, *((line, 'territory = ["*"]') for line in territories))
        names = [f"R{number:02} Robin" for number in range(10)]
        land(
            desk, tmp_path, *(f"{each},Ro {each[:3]},+1312557{1000 + at},Owner,,IL,US" for at, each in enumerate(names))
        )
        whens = [f"{day} dec {hour}:00" for day in (1, 2, 3, 4) for hour in (12, 13, 14)]
        reps = []
        for name, when in zip(names, whens, strict=False):
            _, reply = booked(desk, name, when=when)
            assert reply.meeting
            meeting_id = int(reply.meeting)
            meeting = desk.store.read(lambda unit, each=meeting_id: unit.meetings.get(each))
            reps.append(meeting.rep if meeting else "")
        assert Counter(reps) == {LINDQVIST: 4, ABARA: 4, CASTELLAN: 2}
        assert set(reps[:3]) == {LINDQVIST, ABARA, CASTELLAN}

    @pytest.mark.parametrize(("name", "reps"), [(CLEO, {LINDQVIST, ABARA}), (DOV, {CASTELLAN, ABARA}), (BEN, {ABARA})])
    def test_serves_the_prospects_territory(self, desk: Desk, name: str, reps: set[str]) -> None:
        slots = {slot.rep for slot in offer(desk, dialled(desk, name).id).slots}
        call = desk.store.read(lambda unit: unit.calls.live("mira"))
        assert call is not None and slots
        assert book(desk, call.id, "1 dec 2pm").meeting.rep in reps

    def test_has_so_many_meetings_a_day_and_no_more(self, desk: Desk, tmp_path: Path) -> None:
        names = [f"R{number:02} Robin" for number in range(5)]
        land(
            desk, tmp_path, *(f"{each},Ro {each[:3]},+1312557{1000 + at},Owner,,IL,US" for at, each in enumerate(names))
        )
        for place, name in enumerate(names[:4]):
            booked(desk, name, when=f"1 dec {9 + place}:00")
        asked = refusal(desk, names[4], "1 dec 15:00")
        assert asked.code == "slot" and "has 4 meetings that day already" in asked.message
        assert "Free:" in asked.hint and "01 Dec" not in asked.hint

    def test_is_never_booked_on_a_day_off_or_too_soon_or_out_of_hours(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        for when, why in (
            ("thu 26 nov 10:00", "Tobe Abara is off on Thursday 26 November."),
            ("today 3pm", "needs 20 hours' notice"),
            ("tue 1 dec 17:00", "is outside Tobe Abara's hours"),
            ("sat 28 nov 10:00", "is outside Tobe Abara's hours"),
            ("9 dec 10:00", ""),
            ("10 dec 10:00", "too far ahead"),
        ):
            if not why:
                assert book(desk, call.id, when, rep=ABARA).meeting.starts_at > desk.now()
                continue
            with pytest.raises(Refused) as refused:
                book(desk, call.id, when, rep=ABARA)
            assert refused.value.code == "slot" and why in refused.value.message

    def test_keeps_his_own_clock_when_it_changes(self, desk: Desk) -> None:
        wait_until(desk, "2027-03-05T17:00:00Z")
        call = dialled(desk, FAY)
        for when, in_new_york in (("8 mar 06:00", None), ("8 mar 07:00", "09:00"), ("15 mar 06:00", "09:00")):
            if in_new_york is None:
                with pytest.raises(Refused, match="outside Maja Lindqvist's hours"):
                    book(desk, call.id, when, rep=LINDQVIST, zone="America/Phoenix")
                continue
            meeting = book(desk, call.id, when, rep=LINDQVIST, zone="America/Phoenix").meeting
            assert f"{local_time(meeting.starts_at, 'America/New_York'):%H:%M}" == in_new_york


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("thu 3 dec 15:00", "2026-12-02T16:00:00.000Z"),
        ("mon 7 dec 10:00", "2026-12-04T16:00:00.000Z"),
        ("wed 25 nov 15:00", "2026-11-24T17:30:00.000Z"),
    ],
)
def test_it_is_to_be_confirmed_on_the_business_day_before_at_ten_or_soon(desk: Desk, when: str, due: str) -> None:
    meet(desk, ADA, when)
    (duty,) = duties(desk, ADA, "confirm_meeting")
    assert (iso(duty.due_at), duty.owner) == (due, "mira")
