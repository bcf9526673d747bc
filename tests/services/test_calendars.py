"""The reps' calendars are read before times are offered: what they hold is taken, and a stale one offers nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import HOUR, MINUTE, QUALIFIED, booked, dialled, meeting_of
from houses import ADA, CLEO, DOV, advance, beside, change_campaign, tamper
from radicales import SECRET, USER, Radicale
from setter.domain.errors import Refused, Wrong
from setter.services.book import book, offer
from setter.services.calendars import calendars, import_calendar, refresh_for, sync
from setter.services.clock import iso
from setter.services.deliver import deliver
from setter.services.desk import Desk
from setter.services.diary import day_of, free_times, seek
from setter.services.in_background import go_by_the_clock
from setter.services.meeting_life import reschedule
from setter.services.record_outcome import Given, record
from setter.services.shift import begin_work

ABARA, LINDQVIST = "t.abara", "m.lindqvist"
SECRET_NAME = "SETTER_SECRET_TOBE_CALENDAR"


def event(uid: str, starts: str, ends: str, more: str = "") -> str:
    """An entry of the rep's own: times in UTC as 20261201T210000Z."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//theirs//EN", "BEGIN:VEVENT", f"UID:{uid}"]
    lines += ["DTSTAMP:20261101T000000Z", f"DTSTART:{starts}", f"DTEND:{ends}", "SUMMARY:dentist", *more.split()]
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


@pytest.fixture
def outside(desk: Desk, radicale: Radicale, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk outside a sandbox, where Tobe Abara has a calendar that holds are written to."""
    monkeypatch.setenv(SECRET_NAME, SECRET)
    own = f'calendar = "{radicale.calendar()}"\ncalendar_user = "{USER}"\ncalendar_secret = "tobe-calendar"'
    change_campaign(desk, ('id = "t.abara"', f'id = "t.abara"\ndeliver = ["calendar"]\n{own}'))
    desk.clock.sandbox = False
    return desk


def refusal(desk: Desk, call: int, when: str, rep: str = ABARA) -> str:
    with pytest.raises(Refused) as refused:
        book(desk, call, when, rep=rep)
    assert refused.value.code == "slot"
    return refused.value.message


def test_what_a_calendar_holds_is_not_offered_and_not_booked(outside: Desk, radicale: Radicale) -> None:
    """1 December, Chicago: the dentist from 3 to 4 pm, lunch that blocks nothing, and one meeting of ours at 10."""
    desk = outside
    radicale.put("dentist", event("dentist", "20261201T210000Z", "20261201T220000Z"))
    radicale.put("lunch", event("lunch", "20261201T180000Z", "20261201T190000Z", "TRANSP:TRANSPARENT"))
    call = dialled(desk, ADA)
    assert refusal(desk, call.id, "1 dec 10am") == "Tobe Abara's calendar was never read."
    assert all(slot.rep != ABARA for slot in offer(desk, call.id).slots)

    refresh_for(desk, call_id=call.id)
    assert refusal(desk, call.id, "1 dec 3:30pm") == "Tobe Abara is busy then."
    for rep in ("", ABARA):
        free = [iso(slot.starts)[:16] for slot in free_times(desk, seek(desk, call_id=call.id), rep)]
        assert "2026-12-01T18:00" in free
    assert "2026-12-01T21:30" not in free
    taken = book(desk, call.id, "1 dec 10am", rep=ABARA).meeting
    record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6))

    asked = len(radicale.heard)
    refresh_for(desk, call_id=call.id)
    assert len(radicale.heard) == asked, "what was read a moment ago is not asked again"
    assert [way.row.state for way in deliver(desk, at_once=True)] == ["sent"]
    advance(desk, 10 * MINUTE)
    refresh_for(desk, meeting_id=taken.id)
    (line,) = calendars(desk)
    assert (line.rep, line.busy, line.problem, line.read_at) == (ABARA, 1, "", desk.now()), "our own is not counted"
    assert reschedule(desk, taken.id, "1 dec 10:30am", ABARA).rep == ABARA, "nor in the way of itself"
    reschedule(desk, taken.id, "1 dec 10am", LINDQVIST)
    deliver(desk, at_once=True)
    assert set(radicale.kept()) == {"dentist.ics", "lunch.ics"}, "who does not take it any more is free again"

    desk.clock.sandbox = True
    advance(desk, HOUR * 3)
    asked = len(radicale.heard)
    refresh_for(desk, meeting_id=meeting_of(desk, ADA).id)
    reschedule(desk, meeting_of(desk, ADA).id, "1 dec 11am", ABARA)
    deliver(desk, at_once=True)
    assert len(radicale.heard) == asked, "a sandbox asks no calendar, and writes into none"


def test_a_stale_calendar_offers_nothing_and_says_since_when(outside: Desk, radicale: Radicale) -> None:
    desk = outside
    call = dialled(desk, CLEO)
    refresh_for(desk, call_id=call.id)
    read_at = desk.now()
    seeking = seek(desk, call_id=call.id)
    assert day_of(desk, seeking, desk.now() + 24 * HOUR).as_of == read_at
    radicale.stop()
    advance(desk, 59 * MINUTE)
    refresh_for(desk, call_id=call.id)
    assert free_times(desk, seeking, ABARA), "what was read within the hour serves on"
    advance(desk, 121 * MINUTE)
    refresh_for(desk, call_id=call.id)
    stale = (
        "Tobe Abara's calendar was last read 3 h ago, and 60 min is the most. The calendar's server does not answer."
    )
    assert refusal(desk, call.id, "1 dec 10am") == stale
    assert not free_times(desk, seeking, ABARA)
    with pytest.raises(Refused) as refused:
        book(desk, call.id, "1 dec 10am", rep=ABARA)
    assert refused.value.message == stale
    assert (
        refused.value.hint
        == f"Read it with: setter calendar sync {ABARA}. Free then: Maja Lindqvist (--rep {LINDQVIST})."
    )
    day = day_of(desk, seeking, desk.now() + 24 * HOUR)
    assert {hours.rep: hours.left_out for hours in day.reps if hours.left_out} == {ABARA: stale}
    assert {slot.rep for slot in free_times(desk, seeking)} == {LINDQVIST}, (
        "whoever has no calendar is offered as before"
    )

    radicale.start()
    assert [line.problem for line in sync(desk)] == [""]
    assert book(desk, call.id, "1 dec 10am", rep=ABARA).meeting.rep == ABARA


def test_nobody_lets_setter_in_and_a_secret_is_on_another_machine(
    outside: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_NAME, "guessed")
    assert [line.problem for line in sync(outside, ABARA)] == ["The calendar does not let setter in."]
    monkeypatch.setenv(SECRET_NAME, SECRET)
    assert [line.problem for line in sync(outside)] == [""]
    monkeypatch.delenv(SECRET_NAME)
    (told,) = [line.problem for line in sync(outside)]
    assert told.startswith("The secret tobe-calendar is not on this machine.")
    assert [line.problem for line in calendars(outside)] == [""], "who lacks the secret says nothing of the calendar"
    with pytest.raises(Wrong, match="calendar of the rep"):
        sync(outside, LINDQVIST)


def test_a_file_stands_in_for_a_calendar(small_desk: Desk, tmp_path: Path) -> None:
    """A sandbox asks nobody, and takes a file; each replaces the one before."""
    desk, file = small_desk, tmp_path / "maja.ics"
    file.write_text(event("a", "20261201T150000Z", "20261201T220000Z"), encoding="utf-8")
    line = import_calendar(desk, file, LINDQVIST, "quaywise-us")
    assert (line.origin, line.busy, line.read_at) == ("file", 1, desk.now())
    call = dialled(desk, DOV)
    assert refusal(desk, call.id, "1 dec 8am", LINDQVIST) == "Maja Lindqvist is busy then."
    file.write_text(event("a", "20261202T150000Z", "20261202T220000Z"), encoding="utf-8")
    import_calendar(desk, file, LINDQVIST, "quaywise-us")
    assert book(desk, call.id, "1 dec 8am", rep=LINDQVIST).meeting.rep == LINDQVIST
    with pytest.raises(Refused, match="A sandbox asks no calendar"):
        sync(desk)
    for content, rep, words in (
        ("name,email\n", LINDQVIST, "no calendar file"),
        (file.read_text("utf-8"), "nobody", "no rep 'nobody'"),
    ):
        file.write_text(content, encoding="utf-8")
        with pytest.raises(Wrong, match=words):
            import_calendar(desk, file, rep, "quaywise-us")


def test_a_meeting_comes_to_the_calendar_once_its_server_is_back(outside: Desk, radicale: Radicale) -> None:
    desk = outside
    sync(desk)
    booked(desk, ADA, "1 dec 10am")
    radicale.stop()
    (way,) = deliver(desk, at_once=True)
    assert (way.row.state, way.why) == ("waiting", "The calendar's server does not answer.")
    radicale.start()
    advance(desk, 10 * MINUTE)
    deliver(beside(desk, "lead"))
    (text,) = radicale.kept().values()
    meeting = meeting_of(desk, ADA)
    assert "DTSTART:20261201T160000Z" in text and f"UID:{meeting.uid}" in text
    entry = desk.store.read(lambda unit: unit.deliveries.entry(meeting.id))
    assert entry is not None and entry.href.endswith(f"{meeting.uid}.ics")


def test_calendars_are_kept_fresh_beside_the_work_also_after_a_clock_that_was_wrong(
    outside: Desk, radicale: Radicale
) -> None:
    """Nobody reads them while nobody works; then twice an hour, however often the minute strikes."""
    desk, asked = outside, lambda: sum(each.startswith("REPORT") for each in radicale.heard)
    go_by_the_clock(desk)
    assert asked() == 0
    begin_work(desk)
    for _ in range(4):
        for _ in range(3):
            go_by_the_clock(desk)
        advance(desk, 11 * MINUTE)
    assert asked() == 2
    tamper(
        desk.store, f"UPDATE rep_calendar SET read_at = {desk.now() + 99 * HOUR}, tried_at = {desk.now() + 99 * HOUR}"
    )
    call = dialled(desk, ADA)
    assert refusal(desk, call.id, "1 dec 10am") == "Tobe Abara's calendar was never read."
    refresh_for(desk, call_id=call.id)
    assert [line.read_at for line in calendars(desk)] == [desk.now()]
    assert book(desk, call.id, "1 dec 10am", rep=ABARA).meeting.rep == ABARA
