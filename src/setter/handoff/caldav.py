"""A meeting in its rep's own calendar: written, moved and taken out again (CalDAV; RFC 4791, domain §7.2).

Whatever was done before is looked at first, so that a try that died midway is gone on with, and nothing stands twice.
Somebody who edited the entry by hand keeps their alarms, categories and notes; its time, place and words are ours.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from setter.domain.calendar_text import is_too_deep
from setter.handoff.busy import MOST_BYTES
from setter.handoff.dav import CalendarProblem, RemoteCalendar, Standing
from setter.handoff.invitation import hold
from setter.handoff.parcel import Arrived, NotSent, Parcel

if TYPE_CHECKING:
    from icalendar import Calendar, Component

NOTES = "Your own notes below this line stay when the meeting moves:"
CHANGE = "X-SETTER-CHANGE"
"""The change that wrote an entry: clients raise SEQUENCE when somebody edits one by hand, and leave this alone."""
KEPT = ("CATEGORIES", "COLOR")
STARTS = "X-SETTER-STARTS"
"""When the meeting started as we wrote it: whoever moves an entry by hand leaves this alone too."""
MOVED = "Somebody had moved the entry in the calendar by hand: it stands at the meeting's time again."
TAKEN_OUT = "Somebody had taken the entry out of the calendar by hand: it stands there again."
PATIENCE_S = 20.0
"""How long its server may take to answer each time: nobody waits for it meanwhile."""
TRIES = 4
"""How often an entry may change between the look and the writing."""
_ARRIVED, _GONE, _CHANGED, _TAKEN = (200, 201, 204), (200, 202, 204, 404, 410), 412, (403, 409, 412)


def deliver(parcel: Parcel) -> Arrived:
    """Let the rep's calendar show a meeting as it stands, or no longer.

    `reference` is the entry's URL, "" once it is taken out. NotSent where the calendar refuses or does not answer.
    """
    calendar = RemoteCalendar(parcel.rep, parcel.secrets.get(parcel.rep.calendar_secret, ""), PATIENCE_S)
    place = parcel.href if parcel.href.startswith(calendar.url) else calendar.place_of(parcel.record.public.uid)
    act = _remove if parcel.record.cancelled else _write
    try:
        for _ in range(TRIES):
            done = act(calendar, place, parcel)
            if isinstance(done, Arrived):
                return done
            place = done or place
    except CalendarProblem as problem:
        said, refused = (problem.message, problem.where, problem.hint), 300 <= problem.status < 500
        raise NotSent(*said, passing=problem.passing, untouched=refused, away=problem.away) from problem
    sentence = "The entry in the calendar keeps changing."
    raise NotSent(sentence, f"calendar of {parcel.rep.id}", "It is tried again.", passing=True)


def _write(calendar: RemoteCalendar, place: str, parcel: Parcel) -> Arrived | str:
    """Write once; the place to try at where something else stands now than was looked at."""
    standing = calendar.look(place)
    theirs = None if standing is None else _ours_in(calendar, standing, parcel.record.public.uid)
    if standing is not None and theirs is None:
        return _elsewhere(calendar, place, parcel)
    if standing is not None and theirs is not None and _is_told(theirs, parcel):
        return Arrived(place, standing.etag)
    answer = calendar.put(place, entry(parcel, theirs), standing)
    if answer.status in _ARRIVED:
        return Arrived(place, answer.etag, _note(parcel, place, theirs))
    if standing is None and answer.status in _TAKEN:
        found = _found(calendar, parcel.record.public.uid)
        if found not in ("", place):
            return found
    if answer.status != _CHANGED:
        calendar.check(answer)
    return place


def _remove(calendar: RemoteCalendar, place: str, parcel: Parcel) -> Arrived | str:
    standing = calendar.look(place)
    if standing is None or _ours_in(calendar, standing, parcel.record.public.uid) is None:
        return Arrived("")
    answer = calendar.delete(standing)
    if answer.status == _CHANGED:
        return place
    if answer.status not in _GONE:
        calendar.check(answer)
    return Arrived("")


def _note(parcel: Parcel, place: str, theirs: Component | None) -> str:
    """What the rep did by hand, and what became of it."""
    if theirs is None:
        return TAKEN_OUT if parcel.href == place and not parcel.maybe_arrived else ""
    written, stands = str(theirs.get(STARTS, "")), _seconds(theirs, "DTSTART")
    return MOVED if written and written != str(stands) else ""


def entry(parcel: Parcel, theirs: Component | None = None) -> bytes:
    """Write the hold as a calendar keeps it: without a METHOD, and without an ORGANIZER, at whom servers would write.

    What the rep added to the entry that stands (`theirs`) stays.
    """
    calendar = _read(hold(parcel.record.public, parcel.made_at))
    calendar.pop("METHOD")
    (event,) = calendar.walk("VEVENT")
    event.pop("ORGANIZER")
    event.add(CHANGE, str(parcel.record.change))
    event.add(STARTS, str(parcel.record.public.starts // 1000))
    notes = _notes(theirs) if theirs is not None else ""
    words = f"{event.pop('DESCRIPTION')}\n\n{NOTES}\n{notes}".rstrip()
    event.add("description", words)
    if theirs is not None:
        sequence = max(parcel.record.public.sequence, _number(theirs, "SEQUENCE"))
        event.pop("SEQUENCE")
        event.add("sequence", sequence)
        for name in KEPT:
            if name in theirs:
                event[name] = theirs[name]
        event.subcomponents.extend(theirs.walk("VALARM"))
    return bytes(calendar.to_ical())


def _is_told(theirs: Component, parcel: Parcel) -> bool:
    """Say whether a calendar shows this change, or a later one that went before it."""
    noted = _number(theirs, CHANGE)
    if noted > parcel.record.change:
        return True
    meeting = parcel.record.public
    same = (_seconds(theirs, "DTSTART"), _seconds(theirs, "DTEND")) == (meeting.starts // 1000, meeting.ends // 1000)
    return noted == parcel.record.change and same and _number(theirs, "SEQUENCE") >= meeting.sequence


def _elsewhere(calendar: RemoteCalendar, place: str, parcel: Parcel) -> str:
    """Another place, where an entry of somebody else's stands at ours."""
    own = calendar.place_of(parcel.record.public.uid)
    if place != own:
        return own
    sentence, where = "Another entry stands in this meeting's place.", f"calendar of {parcel.rep.id}"
    raise NotSent(sentence, where, "Take it out of the calendar.", passing=False)


def _found(calendar: RemoteCalendar, uid: str) -> str:
    """Where the calendar has an entry of a UID already: whoever opened a hold from an e-mail put it there."""
    answer = calendar.report(BY_UID.format(uid=uid.replace("&", "&amp;").replace("<", "&lt;")))
    if answer.status != 207:
        return ""
    found = (each for each in calendar.entries(answer) if each.place)
    return next((each.place for each in found if _ours_in(calendar, each, uid) is not None), "")


def _ours_in(calendar: RemoteCalendar, standing: Standing, uid: str) -> Component | None:
    """Our event in an entry; None where it is somebody else's. CalendarProblem where it is no entry at all."""
    try:
        if len(standing.text) > MOST_BYTES or is_too_deep(standing.text):
            raise calendar.unreadable()
        events = _read(standing.text).walk("VEVENT")
    except ValueError as error:
        raise calendar.unreadable() from error
    return next((event for event in events if str(event.get("UID", "")) == uid), None)


def _read(text: bytes) -> Calendar:
    from icalendar import Calendar

    return Calendar.from_ical(text)


def _notes(theirs: Component) -> str:
    """What stands below the line."""
    _, _, below = str(theirs.get("DESCRIPTION", "")).partition(NOTES)
    return below.strip()


def _number(event: Component, name: str) -> int:
    try:
        return int(str(event.get(name, 0)))
    except ValueError:
        return 0


def _seconds(event: Component, name: str) -> int | None:
    value: Any = getattr(event.get(name), "dt", None)
    return int(value.timestamp()) if isinstance(value, datetime) and value.tzinfo is not None else None


BY_UID = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:prop-filter name="UID"><C:text-match collation="i;octet">{uid}</C:text-match></C:prop-filter>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>
"""
