"""What is known of the reps' calendars: what they hold, since when, and whose says nothing that may be trusted."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.booking import Busy
from setter.domain.calling_window import local_time
from setter.domain.campaign import Campaign
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.units import DAY, HOUR, MINUTE
from setter.services.desk import Desk
from setter.store.records import RepCalendar
from setter.store.unit import Unit

FILE, CALDAV = "file", "caldav"
AHEAD_MS = MINUTE
"""What was read further ahead of now than clocks differ was read by a clock that was wrong."""
EVER = 2**53
"""An instant beyond all that is planned."""


class CalendarsKnown(Struct, frozen=True):
    """How the reps' calendars stand: `as_of` is the oldest reading (UTC ms), None where nobody has a calendar.

    `left_out` says of each rep, by id, why no time of theirs is offered.
    """

    as_of: int | None
    left_out: dict[str, str]


def calendar_times(desk: Desk, unit: Unit, campaign: Campaign) -> list[Busy]:
    """What the reps' calendars hold, and all the time of whoever's calendar is not known."""
    client, now, plan = campaign.client.id, desk.now(), campaign.handoff
    read = _read(unit, campaign)
    held = unit.calendars.busy(client, now - DAY) if read else []
    times = [Busy(rep, starts, ends, meeting=False) for rep, starts, ends in held if rep in read]
    for rep in plan.reps:
        why = _why_unread(desk, plan, rep, read.get(rep.id), now)
        row = read.get(rep.id)
        if why:
            times.append(Busy(rep.id, 0, EVER, meeting=False, why=why))
        elif row is not None and row.covers_until is not None:
            known = f"{rep.name}'s calendar is known until {local_time(row.covers_until, rep.zone):%a %d %b %H:%M}."
            times.append(Busy(rep.id, row.covers_until, EVER, meeting=False, why=known))
    return times


def calendars_known(desk: Desk, unit: Unit, campaign: Campaign) -> CalendarsKnown:
    """How the calendars of a campaign's reps stand."""
    plan, read, now = campaign.handoff, _read(unit, campaign), desk.now()
    whys = {rep.id: _why_unread(desk, plan, rep, read.get(rep.id), now) for rep in plan.reps}
    instants = [row.read_at for rep, row in read.items() if row.read_at is not None and not whys.get(rep)]
    return CalendarsKnown(min(instants, default=None), {rep: why for rep, why in whys.items() if why})


def oldest_trusted(plan: HandoffPlan, now: int) -> int:
    """Since when a calendar must have been read (UTC ms)."""
    return now - plan.calendar_stale_minutes * MINUTE


def _read(unit: Unit, campaign: Campaign) -> dict[str, RepCalendar]:
    """The readings that count: of whoever still has a calendar, and those that came as a file."""
    found = unit.calendars.of_client(campaign.client.id)
    reps = {rep.id: rep for rep in campaign.handoff.reps}
    return {id_: row for id_, row in found.items() if id_ in reps and (reps[id_].calendar or row.origin == FILE)}


def _why_unread(desk: Desk, plan: HandoffPlan, rep: Rep, row: RepCalendar | None, now: int) -> str:
    """Why no time of a rep may be offered; a sandbox asks no calendar, and goes without."""
    if not rep.calendar or desk.sandbox:
        return ""
    problem = f" {row.problem}" if row is not None and row.problem else ""
    if row is None or row.read_at is None or row.read_at > now + AHEAD_MS:
        return f"{rep.name}'s calendar was never read.{problem}"
    if row.read_at >= oldest_trusted(plan, now):
        return ""
    read, most = _long(now - row.read_at), _long(plan.calendar_stale_minutes * MINUTE)
    return f"{rep.name}'s calendar was last read {read} ago, and {most} is the most.{problem}"


def _long(ms: int) -> str:
    for unit, word in ((DAY, "d"), (HOUR, "h")):
        if ms >= 2 * unit:
            return f"{ms // unit} {word}"
    return f"{ms // MINUTE} min"
