"""A meeting in its rep's own calendar, on a real server: written, moved, kept right and taken out (domain §7.2)."""

from __future__ import annotations

from typing import Any

import pytest
import vobject
from msgspec.structs import replace

from radicales import SECRET, USER, Radicale
from setter.domain.handoff_plan import Rep
from setter.domain.units import HOUR
from setter.handoff import caldav
from setter.handoff.caldav import MOVED, NOTES, TAKEN_OUT, deliver
from setter.handoff.meeting import MeetingRecord
from setter.handoff.parcel import NotSent, Parcel

REP = Rep("treyes", "Tom Reyes", "tom@larkfield.example", "America/New_York", (), calendar_user=USER)


def parcel_for(radicale: Radicale, record: MeetingRecord, **changes: Any) -> Parcel:
    """What goes to the rep's calendar."""
    rep = replace(REP, calendar=radicale.calendar(), calendar_secret="tom-calendar")
    parcel = Parcel(7, "calendar", "rep", record, rep, None, record.set_at, secrets={"tom-calendar": SECRET})
    return replace(parcel, **changes)


def moved(record: MeetingRecord, change: int) -> MeetingRecord:
    """The same meeting an hour later for each change."""
    later = (change - record.change) * HOUR
    public = replace(
        record.public, starts=record.public.starts + later, ends=record.public.ends + later, sequence=change - 1
    )
    return replace(record, change=change, public=public)


def stands(radicale: Radicale) -> Any:
    """The one event in the calendar, read by another library than the one that wrote it."""
    (text,) = radicale.kept().values()
    return vobject.readOne(text).vevent


def starts(record: MeetingRecord) -> int:
    return record.public.starts // 1000


def test_a_meeting_stands_once_at_its_time_whatever_happened_on_the_way(
    radicale: Radicale, record: MeetingRecord
) -> None:
    written = deliver(parcel_for(radicale, record))
    assert written.reference == radicale.calendar() + "0199c0de-901@setter.ics"
    (text,) = radicale.kept().values()
    for internal in ("METHOD", "ATTENDEE", "ORGANIZER", "INTERNAL"):
        assert internal not in text, "a calendar is told no more than the hold file says"
    event = stands(radicale)
    assert event.dtstart.value.timestamp() == starts(record)
    assert (event.sequence.value, event.location.value) == ("0", "video call")

    radicale.heard.clear()
    assert deliver(parcel_for(radicale, record, maybe_arrived=True)).reference == written.reference
    assert {each.split()[0] for each in radicale.heard} == {"GET", "MKCALENDAR"}, "what arrived is not written again"

    place = {"href": written.reference, "etag": written.etag}
    second = deliver(parcel_for(radicale, moved(record, 2), **place))
    event = stands(radicale)
    assert (event.dtstart.value.timestamp(), event.sequence.value) == (starts(moved(record, 2)), "1")
    assert second.note == ""
    deliver(parcel_for(radicale, record, **place, maybe_arrived=True))
    late = stands(radicale)
    assert (late.dtstart.value, late.sequence.value) == (event.dtstart.value, "1"), "who comes late undoes nothing"

    gone = replace(moved(record, 3), status="cancelled")
    for _ in range(2):
        assert deliver(parcel_for(radicale, gone, href=written.reference)).reference == ""
        assert radicale.kept() == {}


def test_what_a_rep_did_by_hand_is_undone_and_said_but_their_own_notes_stay(
    radicale: Radicale, record: MeetingRecord
) -> None:
    first = deliver(parcel_for(radicale, record))
    (text,) = radicale.kept().values()
    by_hand = vobject.readOne(text)
    event = by_hand.vevent
    event.dtstart.value = event.dtstart.value.replace(hour=3)
    event.dtend.value = event.dtend.value.replace(hour=4)
    event.sequence.value = "9"
    assert event.description.value.endswith(NOTES)
    event.description.value += "\nbring the map; two copies"
    event.add("valarm").add("trigger").value = event.dtend.value - event.dtstart.value
    event.valarm.add("action").value = "AUDIO"
    event.add("categories").value = ["Sales"]
    radicale.put("0199c0de-901@setter", by_hand.serialize())

    second = deliver(parcel_for(radicale, moved(record, 2), href=first.reference, etag=first.etag))
    assert second.note == MOVED
    event = stands(radicale)
    assert event.dtstart.value.timestamp() == starts(moved(record, 2))
    assert int(event.sequence.value) >= 9, "a client that has seen 9 would pass over less"
    assert event.description.value.count(NOTES) == 1
    assert event.description.value.endswith("bring the map; two copies")
    assert (event.valarm.action.value, event.categories.value) == ("AUDIO", ["Sales"])

    radicale.delete("0199c0de-901@setter")
    third = deliver(parcel_for(radicale, moved(record, 3), href=first.reference, etag=second.etag))
    assert third.note == TAKEN_OUT
    assert stands(radicale).dtstart.value.timestamp() == starts(moved(record, 3))


def test_an_entry_that_came_by_e_mail_is_gone_on_with(radicale: Radicale, record: MeetingRecord) -> None:
    deliver(parcel_for(radicale, record))
    (text,) = radicale.kept().values()
    radicale.delete("0199c0de-901@setter")
    radicale.put("theirs", text)
    arrived = deliver(parcel_for(radicale, moved(record, 2)))
    assert arrived.reference == radicale.calendar() + "theirs.ics"
    assert stands(radicale).dtstart.value.timestamp() == starts(moved(record, 2))


def test_a_calendar_that_refuses_says_so(radicale: Radicale, record: MeetingRecord) -> None:
    good = parcel_for(radicale, record)
    elsewhere = replace(good.rep, calendar=good.rep.calendar.replace("work", "nowhere"))
    open_wire = replace(good.rep, calendar="http://calendar.example/maja/")
    with pytest.raises(NotSent, match=r"The calendar does not let setter in\.") as locked_out:
        deliver(replace(good, secrets={"tom-calendar": "guessed"}))
    assert locked_out.value.passing and locked_out.value.away, "the secret may be wrong on this machine alone"
    for parcel, words in (
        (replace(good, rep=replace(good.rep, calendar=good.rep.calendar.replace(USER, "other"))), "refuses."),
        (replace(good, rep=elsewhere), "There is no such calendar"),
        (replace(good, rep=open_wire), "A calendar's address begins with https://."),
    ):
        with pytest.raises(NotSent, match=words) as refused:
            deliver(parcel)
        assert not refused.value.passing and refused.value.hint
        assert refused.value.where == "calendar of treyes"
    assert radicale.kept() == {}


def test_a_server_in_trouble_is_tried_again_and_what_it_wrote_all_the_same_is_found(
    radicale: Radicale, record: MeetingRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = parcel_for(radicale, record)
    monkeypatch.setattr(caldav, "PATIENCE_S", 0.2)
    radicale.gate.clear()
    with pytest.raises(NotSent, match="does not answer") as slow:
        deliver(parcel)
    assert slow.value.passing and not slow.value.untouched
    radicale.gate.set()

    def break_down(method: str) -> None:
        if method == "PUT":
            raise RuntimeError("out of memory")

    radicale.done = break_down
    with pytest.raises(NotSent, match=r"in trouble \(500\)") as broken:
        deliver(parcel)
    assert broken.value.passing and not broken.value.untouched
    radicale.done = lambda _: None
    radicale.heard.clear()
    assert deliver(replace(parcel, maybe_arrived=True)).note == ""
    assert [each.split()[0] for each in radicale.heard] == ["GET"], "it was written before the server broke down"
    radicale.stop()
    with pytest.raises(NotSent, match="does not answer") as away:
        deliver(parcel)
    assert away.value.passing and away.value.away
