"""When a rep is busy, by what a calendar says: the table of what blocks time and what does not (RFC 5545, RFC 4791)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from radicales import SECRET, USER, Radicale
from setter.domain.handoff_plan import Rep
from setter.handoff.busy import BusyRead, Sought, busy_in, read_busy, read_free_busy
from setter.handoff.dav import RemoteCalendar

REP = Rep("treyes", "Tom Reyes", "tom@larkfield.example", "America/New_York", (), calendar_user=USER)


def instant(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC).timestamp() * 1000)


SOUGHT = Sought(REP, instant("2026-10-26 00:00"), instant("2026-11-09 00:00"), own=("ours@setter",))
"""Two weeks; in their midst, on Sunday 1 November at 2 am, New York sets its clocks back to UTC-5."""


def event(lines: str, uid: str = "a") -> str:
    """An event; `lines` are its own, parted by |."""
    own = "\n".join(lines.split("|"))
    return f"BEGIN:VEVENT\nUID:{uid}\nDTSTAMP:20261001T000000Z\nSUMMARY:dentist\n{own}\nEND:VEVENT\n"


def calendar(*parts: str) -> str:
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//theirs//EN\n{''.join(parts)}END:VCALENDAR\n"


AT_TEN = "DTSTART;TZID=America/New_York:20261030T100000|DTEND;TZID=America/New_York:20261030T110000"
TEN = [("2026-10-30 14:00", "2026-10-30 15:00")]
TABLE: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "an hour": (event(AT_TEN), TEN),
    "by its duration": (event("DTSTART:20261030T140000Z|DURATION:PT1H"), TEN),
    "opaque, tentative": (event(AT_TEN + "|TRANSP:OPAQUE|STATUS:TENTATIVE"), TEN),
    "transparent": (event(AT_TEN + "|TRANSP:TRANSPARENT"), []),
    "cancelled": (event(AT_TEN + "|STATUS:CANCELLED"), []),
    "declined": (event(AT_TEN + "|ATTENDEE;PARTSTAT=DECLINED:mailto:Tom@Larkfield.example"), []),
    "declined by another": (event(AT_TEN + "|ATTENDEE;PARTSTAT=DECLINED:mailto:bo@cargo.example"), TEN),
    "our own": (event(AT_TEN, "ours@setter"), []),
    "no length": (event("DTSTART:20261030T140000Z"), []),
    "all day": (
        event("DTSTART;VALUE=DATE:20261030|DTEND;VALUE=DATE:20261031"),
        [("2026-10-30 04:00", "2026-10-31 04:00")],
    ),
    "all day without an end": (event("DTSTART;VALUE=DATE:20261030"), [("2026-10-30 04:00", "2026-10-31 04:00")]),
    "the day of 25 hours": (event("DTSTART;VALUE=DATE:20261101"), [("2026-11-01 04:00", "2026-11-02 05:00")]),
    "free, all day": (event("DTSTART;VALUE=DATE:20261030|TRANSP:TRANSPARENT"), []),
    "without a zone": (event("DTSTART:20261030T100000|DTEND:20261030T110000"), TEN),
    "the hour that comes twice": (
        event("DTSTART;TZID=America/New_York:20261101T003000|DTEND;TZID=America/New_York:20261101T023000"),
        [("2026-11-01 04:30", "2026-11-01 07:30")],
    ),
    "weekly, over the change of clocks": (
        event(
            "DTSTART;TZID=America/New_York:20260105T100000|DTEND;TZID=America/New_York:20260105T110000|RRULE:FREQ=WEEKLY"
        ),
        [("2026-10-26 14:00", "2026-10-26 15:00"), ("2026-11-02 15:00", "2026-11-02 16:00")],
    ),
    "weekly, one left out, one moved, one declined": (
        event(
            "DTSTART;TZID=America/New_York:20261005T100000|DTEND;TZID=America/New_York:20261005T110000"
            "|RRULE:FREQ=WEEKLY;BYDAY=MO,WE|EXDATE;TZID=America/New_York:20261026T100000"
        )
        + event(
            "RECURRENCE-ID;TZID=America/New_York:20261028T100000"
            "|DTSTART;TZID=America/New_York:20261029T160000|DTEND;TZID=America/New_York:20261029T170000"
        )
        + event(
            "RECURRENCE-ID;TZID=America/New_York:20261102T100000"
            "|DTSTART;TZID=America/New_York:20261102T100000|DTEND;TZID=America/New_York:20261102T110000"
            "|ATTENDEE;PARTSTAT=DECLINED:mailto:tom@larkfield.example"
        ),
        [("2026-10-29 20:00", "2026-10-29 21:00"), ("2026-11-04 15:00", "2026-11-04 16:00")],
    ),
    "over both ends of what is sought": (
        event("DTSTART:20261020T000000Z|DTEND:20261120T000000Z"),
        [("2026-10-26 00:00", "2026-11-09 00:00")],
    ),
    "one after the other": (
        event(AT_TEN) + event("DTSTART:20261030T150000Z|DURATION:PT30M", "b"),
        [("2026-10-30 14:00", "2026-10-30 15:30")],
    ),
    "Outlook's name of a zone": (
        event("DTSTART;TZID=Eastern Standard Time:20261030T100000|DTEND;TZID=Eastern Standard Time:20261030T110000"),
        TEN,
    ),
    "free-busy": (
        "BEGIN:VFREEBUSY\nUID:f\nDTSTAMP:20261001T000000Z\nDTSTART:20261026T000000Z\nDTEND:20261109T000000Z\n"
        "FREEBUSY;FBTYPE=BUSY:20261030T140000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20261031T140000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261102T140000Z/20261102T160000Z\nEND:VFREEBUSY\n",
        [*TEN, ("2026-11-02 14:00", "2026-11-02 16:00")],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_blocks_time(name: str) -> None:
    text, wanted = TABLE[name]
    found = busy_in([calendar(text).replace("\n", "\r\n").encode()], SOUGHT)
    assert found == BusyRead(tuple((instant(starts), instant(ends)) for starts, ends in wanted))


def test_what_cannot_be_read_is_counted_and_keeps_nothing_else_back() -> None:
    every_second = event("DTSTART:20261027T140000Z|DURATION:PT1S|RRULE:FREQ=SECONDLY", "b")
    backwards = event("DTSTART:20261027T140000Z|DTEND:banana|RRULE:FREQ=NEVER", "c")
    found = busy_in([calendar(event(AT_TEN), every_second, backwards).encode()], SOUGHT)
    assert found.times == ((instant(TEN[0][0]), instant(TEN[0][1])),)
    assert found.unreadable == 2
    cut_short = calendar(event(AT_TEN)).partition("END:VEVENT")[0].encode()
    assert busy_in([b"%PDF-1.7", cut_short], SOUGHT) == BusyRead((), 2)


def test_a_server_is_asked_for_its_entries_or_for_its_times_alone(radicale: Radicale) -> None:
    """Both ways tell the same; by times alone ours are known by when they are."""
    there = RemoteCalendar(replace(REP, calendar=radicale.calendar()), SECRET)
    radicale.put("weekly", calendar(event("DTSTART:20261005T140000Z|DURATION:PT1H|RRULE:FREQ=WEEKLY", "w")))
    radicale.put("ours", calendar(event("DTSTART:20261030T140000Z|DTEND:20261030T150000Z", "ours@setter")))
    radicale.put("free", calendar(event("DTSTART:20261103T140000Z|DTEND:20261103T150000Z|TRANSP:TRANSPARENT", "f")))
    wanted = (
        (instant("2026-10-26 14:00"), instant("2026-10-26 15:00")),
        (instant("2026-11-02 14:00"), instant("2026-11-02 15:00")),
    )
    assert read_busy(there, SOUGHT).times == wanted
    own_times = ((instant("2026-10-30 14:00"), instant("2026-10-30 15:00")),)
    assert read_free_busy(there, replace(SOUGHT, own_times=own_times)).times == wanted
