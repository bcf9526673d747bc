"""The sales team's diary as somebody looks at it who seeks a time: for a call in hand, or to move a meeting."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta

from msgspec import Struct

from setter.domain.booking import Busy, Slot, day_strip, free_slots
from setter.domain.calling_window import canonical, local_time, resolve
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.offer import is_sane, offer_two
from setter.domain.units import HOUR, MINUTE
from setter.domain.when import Moment, parse_time
from setter.law.places import country_zones
from setter.services.callability import check_contact
from setter.services.desk import Desk
from setter.services.dial import live
from setter.services.rep_calendars import calendars_known
from setter.services.rep_time import busy_times, free_times_for, pick_rep, rep_of
from setter.services.still_here import gone
from setter.store.localities import names_in
from setter.store.records import Enrolment, Meeting, Prospect
from setter.store.unit import Unit

HALF_HOUR = 30 * MINUTE
MOST_ZONES_ASKED = 9


class Seeking(Struct, frozen=True):
    """Whom a time is sought for.

    `zones` are those the prospect may be in; `zone` is the one to speak in, empty while there are several to ask
    about. `meeting` is the standing one, if any, and `standing_rep` the name of its rep; `call_id` is 0 away from a
    call.
    """

    prospect: Prospect
    campaign: Campaign
    zones: tuple[str, ...]
    zone: str
    call_id: int
    meeting: Meeting | None
    standing_rep: str = ""


class RepHours(Struct, frozen=True):
    """One rep's half-hours of a day: each free (a meeting may start), held, busy or closed.

    `left_out` says why no time of theirs is offered, empty where it may be.
    """

    rep: str
    name: str
    cells: tuple[str, ...]
    left_out: str = ""


class DiaryDay(Struct, frozen=True):
    """A day of the prospect's, from the first half-hour at which anybody works; `starts` and `as_of` in UTC ms.

    `as_of` is when the calendar was read that was read longest ago, or now where the diary is all there is.
    """

    starts: int
    reps: tuple[RepHours, ...]
    as_of: int


def seek(desk: Desk, *, call_id: int = 0, meeting_id: int = 0) -> Seeking:
    """Look for a time on a live call, or for a standing meeting; Refused for somebody nobody may contact."""

    def look(unit: Unit) -> Seeking:
        if call_id:
            call = live(desk, unit, call_id)
            enrolment_id, version = call.enrolment_id, call.campaign_version
            meeting = unit.meetings.open_for(enrolment_id)
        else:
            meeting = unit.meetings.get(meeting_id)
            if meeting is None:
                raise Wrong("no_meeting", "There is no such meeting.", "meeting", "Mark one in the handoff list.")
            enrolment_id, version = meeting.enrolment_id, meeting.campaign_version
        enrolment = unit.prospects.enrolment(enrolment_id)
        prospect = unit.prospects.get(enrolment.prospect_id) if enrolment else None
        if enrolment is None or prospect is None:
            raise gone("book")
        campaign = desk.campaign(unit, enrolment.campaign, version)
        check_contact(unit, campaign, enrolment, prospect, desk.now(), "book")
        if meeting is not None and not call_id:
            zones: tuple[str, ...] = (meeting.zone,)
        else:
            zones = _zones(campaign, prospect, enrolment, desk.now())
        rep = rep_of(desk, unit, meeting).name if meeting else ""
        return Seeking(prospect, campaign, zones, zones[0] if len(zones) == 1 else "", call_id, meeting, rep)

    return desk.store.read(look)


def read_time(desk: Desk, seeking: Seeking, text: str) -> Moment:
    """What a caller's words for a time mean in the prospect's zone; Wrong when they are not clear."""
    return parse_time(text, desk.now(), seeking.zone)


def taker(desk: Desk, seeking: Seeking, moment: Moment, rep: str = "") -> str:
    """The rep who takes a meeting at a moment; Refused, with the nearest free slots, where none can.

    The rep of a standing meeting keeps it where they are free, before whoever's turn it is.
    """

    def look(unit: Unit) -> str:
        def asked(wanted: str) -> str:
            return pick_rep(
                desk,
                unit,
                seeking.campaign,
                seeking.prospect,
                moment,
                wanted,
                call_id=seeking.call_id,
                meeting=seeking.meeting,
                names_others=False,
            )

        if seeking.meeting is not None and not rep:
            with suppress(Refused):
                return asked(seeking.meeting.rep)
        return asked(rep)

    return desk.store.read(look)


def free_times(desk: Desk, seeking: Seeking, rep: str = "") -> list[Slot]:
    """The free times that may be offered in the prospect's own day, earliest first."""
    free = free_times_for(seeking.campaign, seeking.prospect, seeking.zone, _busy(desk, seeking), desk.now(), rep)
    return [slot for slot in free if is_sane(slot, seeking.zone)]


def two_times(desk: Desk, seeking: Seeking) -> tuple[Slot, ...]:
    """Two free times in different half-days to suggest, held for nobody: for moving a meeting away from a call.

    They are its own rep's, as long as that one has any.
    """
    own = free_times(desk, seeking, seeking.meeting.rep) if seeking.meeting is not None else []
    return offer_two(own or free_times(desk, seeking), seeking.zone, desk.now())


def day_of(desk: Desk, seeking: Seeking, instant: int, offered: tuple[Slot, ...] = ()) -> DiaryDay:
    """The reps' half-hours on the prospect's day of an instant; `offered` slots show as held."""
    plan, now = seeking.campaign.handoff, desk.now()
    taken = _busy(desk, seeking)
    local = local_time(instant, seeking.zone)
    day = datetime.combine(local.date(), time(0))
    midnight = resolve(day, seeking.zone)
    free = {(slot.rep, slot.starts) for slot in free_slots(plan, taken, now, from_=midnight, to=midnight + 25 * HOUR)}
    soonest = now + round(plan.min_notice_hours * HOUR)
    rows = []
    for rep in plan.reps:
        cells = [
            _cell(rep.id, state, resolve(day + timedelta(minutes=minute), seeking.zone), free, offered, soonest)
            for minute, state in day_strip(plan, rep, taken, local.date(), seeking.zone)
        ]
        rows.append((rep, cells))
    first, last = _worked([cells for _, cells in rows], local.hour * 2 + local.minute // 30)
    known = desk.store.read(lambda unit: calendars_known(desk, unit, seeking.campaign))
    hours = tuple(
        RepHours(rep.id, rep.name, tuple(cells[first:last]), known.left_out.get(rep.id, "")) for rep, cells in rows
    )
    as_of = now if known.as_of is None else known.as_of
    return DiaryDay(resolve(day + first * timedelta(minutes=30), seeking.zone), hours, as_of)


def _cell(
    rep: str, state: str, starts: int, free: set[tuple[str, int]], offered: tuple[Slot, ...], soonest: int
) -> str:
    """Free means that a meeting may start there; what is too soon to book is closed."""
    if any(slot.rep == rep and slot.starts < starts + HALF_HOUR and starts < slot.ends for slot in offered):
        return "held"
    if state != "free":
        return state
    if any((rep, starts + part) in free for part in range(0, HALF_HOUR, 5 * MINUTE)):
        return "free"
    return "closed" if starts < soonest else "busy"


def _worked(rows: list[list[str]], wanted: int) -> tuple[int, int]:
    """From the first half-hour at which anybody works to the last, the wanted one among them."""
    worked = {place for cells in rows for place, state in enumerate(cells) if state != "closed"} | {wanted}
    return max(min(worked), 0), max(worked) + 1


def _busy(desk: Desk, seeking: Seeking) -> list[Busy]:
    def look(unit: Unit) -> list[Busy]:
        return busy_times(desk, unit, seeking.campaign, seeking.meeting, seeking.call_id)

    return desk.store.read(look)


def _zones(campaign: Campaign, prospect: Prospect, enrolment: Enrolment, now: int) -> tuple[str, ...]:
    """The zones a prospect may be in; where nobody knows, those of the country, to ask about."""
    if prospect.said_zone:
        return (prospect.said_zone,)
    known = names_in(enrolment.zones) or country_zones(prospect.country or campaign.default_region)
    return canonical(known, now)[:MOST_ZONES_ASKED]
