"""When somebody is busy, by what their calendar says: read from its server or from a file, and nothing kept but times.

Busy is what blocks time (RFC 5545 TRANSP, RFC 4791 §7.10): no event that is transparent, cancelled or declined.
An all-day event is busy from midnight to midnight, and a time without a zone is one, both in the rep's own zone.
"""

from __future__ import annotations

import math
import time
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from setter.domain.calendar_text import is_too_deep
from setter.domain.handoff_plan import Rep
from setter.domain.units import DAY, HOUR
from setter.handoff.dav import CalendarProblem, RemoteCalendar

EVERY = {"HOURLY": HOUR, "DAILY": DAY, "WEEKLY": 7 * DAY, "MONTHLY": 28 * DAY, "YEARLY": 365 * DAY}
"""How often an event may repeat: nobody's do so every minute, and reckoning them all would take for ever."""
MOST_TIMES = 200_000
"""So often an event may have repeated since it began: daily for five centuries."""
MOST_BYTES = 1_000_000
"""Nobody's one entry is longer, and a long one takes minutes to read."""
RECKONED_S = 15.0
"""So long a processor may be at one calendar altogether."""
_KEEP_NO_DETAILS = (400, 403, 405, 501)
"""A server says so that lets setter see only when somebody is busy, and not with what."""
Component = Any
"""A part of a calendar as icalendar reads it."""
Time = tuple[int, int]
"""From when until when, in UTC milliseconds."""


class Sought(Struct, frozen=True):
    """Of whom, and within which stretch (UTC ms), busy times are sought.

    `own` are the UIDs of the meetings that stand in the diary already, `own_times` when they are.
    """

    rep: Rep
    starts: int
    ends: int
    own: Collection[str] = ()
    own_times: tuple[Time, ...] = ()


class BusyRead(Struct, frozen=True):
    """The busy times, none touching another, by start; and how many entries could not be read."""

    times: tuple[Time, ...]
    unreadable: int = 0


def read_busy(calendar: RemoteCalendar, sought: Sought) -> BusyRead:
    """Ask a calendar when it is busy; CalendarProblem where it cannot be read.

    Its entries are asked for, since they say which are ours; where a server shows no details, its free-busy times.
    """
    answer = calendar.report(ENTRIES.format(starts=_stamp(sought.starts), ends=_stamp(sought.ends)))
    if answer.status in _KEEP_NO_DETAILS:
        return read_free_busy(calendar, sought)
    calendar.check(answer)
    texts = [each.text for each in calendar.entries(answer)]
    if texts and not any(b"BEGIN:VEVENT" in text for text in texts):
        raise calendar.unreadable()
    return busy_in((text if len(text) <= MOST_BYTES else b"" for text in texts), sought)


def read_free_busy(calendar: RemoteCalendar, sought: Sought) -> BusyRead:
    """Ask only when it is busy; our own meetings are left out by their times."""
    answer = calendar.report(FREE_BUSY.format(starts=_stamp(sought.starts), ends=_stamp(sought.ends)))
    if b"BEGIN:VCALENDAR" not in calendar.check(answer).body:
        raise calendar.unreadable()
    found = busy_in([answer.body], sought)
    return BusyRead(tuple(_without(found.times, sought.own_times)), found.unreadable)


def busy_in(texts: Iterable[bytes], sought: Sought) -> BusyRead:
    """Find the busy times in calendar texts; CalendarProblem where that takes too long."""
    times: list[Time] = []
    unreadable, until = 0, time.thread_time() + RECKONED_S
    for text in texts:
        calendars = _calendars(text)
        unreadable += not calendars
        for part in (part for calendar in calendars for part in _parts(calendar)):
            try:
                times += _times(part, sought)
            except Exception:  # noqa: BLE001 - whatever an entry breaks in there keeps no other back
                unreadable += 1
            if time.thread_time() > until:
                hint = "Events that repeat take longest: let those end that are over."
                sentence = "The calendar takes too long to reckon."
                raise CalendarProblem(sentence, f"calendar of {sought.rep.id}", hint, passing=False)
    within = ((max(starts, sought.starts), min(ends, sought.ends)) for starts, ends in times)
    return BusyRead(tuple(_joined(each for each in within if each[0] < each[1])), unreadable)


def _calendars(text: bytes) -> list[Component]:
    """The calendars in a text; none where it is no calendar, or not a whole one."""
    from icalendar import Calendar

    try:
        found: list[Component] = [] if is_too_deep(text) else Calendar.from_ical(text, multiple=True)
    except Exception:  # noqa: BLE001 - whatever a text breaks in there, it is no calendar
        return []
    return found


def _parts(calendar: Component) -> Iterator[list[Component]]:
    """An event with all that was changed of its repetitions, or one list of free-busy times, at a time."""
    by_uid: dict[str, list[Component]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        by_uid.setdefault(str(event.get("UID", number)), []).append(event)
    yield from by_uid.values()
    yield from ([each] for each in calendar.walk("VFREEBUSY"))


def _times(part: list[Component], sought: Sought) -> list[Time]:
    if part[0].name == "VFREEBUSY":
        return list(_free_busy(part[0], sought))
    if str(part[0].get("UID", "")) in sought.own:
        return []
    return [_time(each, sought.rep) for each in _occurrences(part, sought) if _blocks(each, sought.rep.email)]


def _occurrences(part: list[Component], sought: Sought) -> list[Component]:
    """The events of a series that fall into the stretch; a day more on both sides, for times without a zone."""
    import recurring_ical_events
    from icalendar import Calendar

    for event in part:
        for name in ("RRULE", "EXRULE"):
            rules = event.get(name, [])
            for rule in rules if isinstance(rules, list) else [rules]:
                _check_rule(rule, _ms(event["DTSTART"].dt, sought.rep.zone), sought)
    alone = Calendar()
    alone.subcomponents.extend(part)
    day = timedelta(days=1)
    found: list[Component] = recurring_ical_events.of(alone).between(
        _instant(sought.starts) - day, _instant(sought.ends) + day
    )
    return found


def _check_rule(rule: Any, begun: int, sought: Sought) -> None:
    """ValueError for a rule that never comes to an end, or repeats so often that reckoning it would seem so."""
    interval = int(rule.get("INTERVAL", [1])[0])
    every = EVERY[str(rule.get("FREQ", [""])[0]).upper()] * interval
    within = math.prod(len(rule.get(name, [])) or 1 for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    if interval < 1 or (sought.ends - begun) / every * within > MOST_TIMES:
        raise ValueError


def _blocks(event: Component, email: str) -> bool:
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT" or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return False
    found = event.get("ATTENDEE", [])
    for guest in found if isinstance(found, list) else [found]:
        address = str(guest).casefold().removeprefix("mailto:")
        if address == email.casefold() and str(guest.params.get("PARTSTAT", "")).upper() == "DECLINED":
            return False
    return True


def _time(event: Component, rep: Rep) -> Time:
    starts, ends = event["DTSTART"].dt, event["DTEND"].dt
    if not isinstance(starts, datetime) and ends <= starts:
        ends = starts + timedelta(days=1)
    return _ms(starts, rep.zone), _ms(ends, rep.zone)


def _free_busy(part: Component, sought: Sought) -> Iterator[Time]:
    found = part.get("FREEBUSY", [])
    for each in found if isinstance(found, list) else [found]:
        if str(each.params.get("FBTYPE", "BUSY")).upper() != "FREE":
            yield _ms(each.start, sought.rep.zone), _ms(each.end, sought.rep.zone)


def _ms(when: Any, zone: str) -> int:
    """UTC milliseconds of a date or a time; the hour that a clock skips or repeats is read as RFC 5545 §3.3.5 does."""
    if isinstance(when, date) and not isinstance(when, datetime):
        when = datetime.combine(when, clock_time(0))
    if when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    return int(when.timestamp()) * 1000


def _joined(times: Iterable[Time]) -> Iterator[Time]:
    """Put times that touch one another together."""
    run: Time | None = None
    for starts, ends in sorted(times):
        if run is not None and starts <= run[1]:
            run = run[0], max(run[1], ends)
            continue
        if run is not None:
            yield run
        run = starts, ends
    if run is not None:
        yield run


def _without(times: Iterable[Time], own: Iterable[Time]) -> list[Time]:
    """Take our own meetings out of times."""
    left = list(times)
    for starts, ends in own:
        left = [
            piece
            for each in left
            for piece in ((each[0], min(each[1], starts)), (max(each[0], ends), each[1]))
            if piece[0] < piece[1]
        ]
    return list(_joined(left))


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _stamp(ms: int) -> str:
    return _instant(ms).strftime("%Y%m%dT%H%M%SZ")


ENTRIES = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{starts}" end="{ends}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>
"""
FREE_BUSY = """<?xml version="1.0" encoding="utf-8"?>
<C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav">
  <C:time-range start="{starts}" end="{ends}"/>
</C:free-busy-query>
"""
