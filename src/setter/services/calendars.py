"""Read the reps' calendars before times are offered, or take what a file says of one (domain §7.6).

Whoever looks for a time reads those that were not read just now; beside the work all are kept from becoming stale.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.handoff_plan import Rep
from setter.domain.units import DAY, MINUTE
from setter.services.desk import Desk
from setter.services.patience import stays
from setter.services.read_calendars import BESIDE_S, ON_A_CALL_S, Reading, ToRead, keep, left, read_all
from setter.services.rep_calendars import AHEAD_MS, FILE, oldest_trusted
from setter.services.shift import shift_state
from setter.store.records import RepCalendar
from setter.store.unit import Unit

FRESH_MS = 2 * MINUTE
"""A calendar that was read so lately is not asked again."""
RETRY_MS = MINUTE // 2
"""Nor is one that did not answer so lately."""
BESIDE_MS = 10 * MINUTE
"""Nor is one, beside the work, that was asked in vain so lately."""
DAYS_BEYOND = 2
"""So many days more are read than may be booked."""
MOST_BYTES = 50_000_000


class CalendarLine(Struct, frozen=True):
    """A rep's calendar as it is known; `origin` is caldav, file or "" (never read), instants are UTC ms."""

    client: str
    rep: str
    name: str
    origin: str
    read_at: int | None
    covers_until: int | None
    busy: int
    problem: str


def refresh(desk: Desk, campaign: Campaign, is_leaving: Callable[[], bool] = stays) -> bool:
    """Read the calendars of a campaign's reps that were not read just now; True where any was asked.

    A sandbox asks nobody.
    """
    asked = [] if desk.sandbox else desk.store.read(lambda unit: _due(desk, unit, campaign))
    read_all(desk, asked, ON_A_CALL_S, is_leaving)
    return bool(asked)


def keep_fresh(desk: Desk, is_leaving: Callable[[], bool] = stays) -> None:
    """Read, while somebody works here, the calendars that have used up half of the time for which they are trusted.

    So nobody has to wait for them on a call, and one that answers slowly is known all the same.
    """
    if not desk.sandbox and shift_state(desk) == "work":
        read_all(desk, desk.store.read(lambda unit: _half_stale(desk, unit)), BESIDE_S, is_leaving)


def is_refresh_due(desk: Desk, campaign: Campaign) -> bool:
    """Say whether any calendar of a campaign's reps would be asked now."""
    if desk.sandbox or not any(rep.calendar for rep in campaign.handoff.reps):
        return False
    return bool(desk.store.read(lambda unit: _due(desk, unit, campaign)))


def refresh_for(desk: Desk, *, call_id: int = 0, meeting_id: int = 0) -> None:
    """The same before a time is booked on a call, or a meeting is moved; nothing where there is no such one."""

    def look(unit: Unit) -> Campaign | None:
        found = unit.calls.get(call_id) if call_id else unit.meetings.get(meeting_id)
        return None if found is None else desk.campaign(unit, found.campaign, found.campaign_version)

    campaign = desk.store.read(look)
    if campaign is not None:
        refresh(desk, campaign)


def sync(desk: Desk, rep_id: str = "") -> list[CalendarLine]:
    """Read every rep's calendar now, or one, and say what stands in the way here, a secret too.

    Refused in a sandbox, Wrong where nobody has one.
    """
    if desk.sandbox:
        raise Refused("sandbox", "A sandbox asks no calendar.", "calendar", "Bring one in: setter calendar import.")
    asked = desk.store.read(lambda unit: [each for each in _all(desk, unit) if rep_id in ("", each.rep.id)])
    if not asked:
        who = f"the rep {rep_id!r}" if rep_id else "any rep"
        hint = "Name it in the campaign: calendar, calendar_user and calendar_secret of a rep."
        raise Wrong("no_calendar", f"No active campaign knows a calendar of {who}.", "calendar", hint)
    came = {(each.asked.client, each.asked.rep.id): each.problem for each in read_all(desk, asked, BESIDE_S)}

    def told(unit: Unit) -> None:
        desk.audit(unit, "calendars_read", "calendars", {"calendars": len(asked)})

    desk.store.write(told)
    lines = [line for line in calendars(desk) if rep_id in ("", line.rep)]
    return [replace(line, problem=came.get((line.client, line.rep), line.problem)) for line in lines]


def import_calendar(desk: Desk, path: Path, rep_id: str, campaign_id: str) -> CalendarLine:
    """Take a rep's busy times from a file (.ics), in place of those known; Wrong where it is no calendar."""
    from setter.handoff.busy import Sought, busy_in

    def look(unit: Unit) -> ToRead:
        campaign = desk.campaign(unit, desk.campaign_row(unit, campaign_id).number)
        known = {rep.id: rep for rep in campaign.handoff.reps}
        if rep_id not in known:
            raise Wrong("no_rep", f"There is no rep {rep_id!r}.", "--rep", f"Reps: {', '.join(known)}.")
        return _to_read(desk, unit, campaign, known[rep_id])

    asked = desk.store.read(look)
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Wrong("no_file", "The file cannot be read.", str(path), "Name a calendar file, .ics.") from error
    if len(text) > MOST_BYTES or not text.strip().upper().endswith(b"END:VCALENDAR"):
        hint = "Export it from the rep's calendar program as .ics (iCalendar)."
        raise Wrong("no_calendar", "That is no calendar file, or not a whole one.", str(path), hint)
    found = busy_in([text], Sought(asked.rep, asked.starts, asked.ends, asked.own))
    done = Reading(asked, found.times, left(found.unreadable), done=True)

    def write(unit: Unit) -> None:
        keep(unit, done, FILE, desk.now())
        desk.audit(unit, "calendar_imported", f"rep/{rep_id}", {"busy": len(found.times), "left": found.unreadable})

    desk.store.write(write)
    return next(line for line in calendars(desk) if (line.client, line.rep) == (asked.client, rep_id))


def calendars(desk: Desk) -> list[CalendarLine]:
    """Every rep's calendar as it is known: of whoever has one in an active campaign, or had one brought in."""

    def look(unit: Unit) -> list[CalendarLine]:
        lines: dict[tuple[str, str], CalendarLine] = {}
        for campaign in _active(desk, unit):
            client, read = campaign.client.id, unit.calendars.of_client(campaign.client.id)
            held = [rep for rep, *_ in unit.calendars.busy(client, desk.now())]
            for rep in campaign.handoff.reps:
                row = read.get(rep.id)
                if rep.calendar or (row is not None and row.origin == FILE):
                    lines[client, rep.id] = _line(client, rep, row, held.count(rep.id))
        return list(lines.values())

    return desk.store.read(look)


def _line(client: str, rep: Rep, row: RepCalendar | None, held: int) -> CalendarLine:
    if row is None:
        return CalendarLine(client, rep.id, rep.name, "", None, None, 0, "")
    return CalendarLine(client, rep.id, rep.name, row.origin, row.read_at, row.covers_until, held, row.problem)


def _active(desk: Desk, unit: Unit) -> list[Campaign]:
    rows = [row for row in unit.campaigns.all() if row.status == "active" and row.version is not None]
    return [desk.campaign_of(unit, row) for row in rows]


def _all(desk: Desk, unit: Unit) -> list[ToRead]:
    found: dict[tuple[str, str], ToRead] = {}
    for campaign in _active(desk, unit):
        for rep in campaign.handoff.reps:
            if rep.calendar:
                found.setdefault((campaign.client.id, rep.id), _to_read(desk, unit, campaign, rep))
    return list(found.values())


def _due(desk: Desk, unit: Unit, campaign: Campaign) -> list[ToRead]:
    now = desk.now()
    reps = [rep for rep in campaign.handoff.reps if rep.calendar]
    read = unit.calendars.of_client(campaign.client.id) if reps else {}
    due = [rep for rep in reps if rep.id not in read or _is_due(read[rep.id], now)]
    return [_to_read(desk, unit, campaign, rep) for rep in due]


def _is_due(row: RepCalendar, now: int) -> bool:
    failed_just_now = row.read_at != row.tried_at and _is_since(row.tried_at, now - RETRY_MS, now)
    return not _is_since(row.read_at, now - FRESH_MS, now) and not failed_just_now


def _is_since(instant: int | None, since: int, now: int) -> bool:
    """Say whether something was after an instant; what lies ahead was told by a clock that was wrong."""
    return instant is not None and since < instant <= now + AHEAD_MS


def _half_stale(desk: Desk, unit: Unit) -> list[ToRead]:
    now, found = desk.now(), dict[tuple[str, str], ToRead]()
    for campaign in _active(desk, unit):
        read = unit.calendars.of_client(campaign.client.id)
        since = (now + oldest_trusted(campaign.handoff, now)) // 2
        for rep in (each for each in campaign.handoff.reps if each.calendar):
            row = read.get(rep.id)
            known = row is not None and (
                _is_since(row.read_at, since, now) or _is_since(row.tried_at, now - BESIDE_MS, now)
            )
            if not known:
                found.setdefault((campaign.client.id, rep.id), _to_read(desk, unit, campaign, rep))
    return list(found.values())


def _to_read(desk: Desk, unit: Unit, campaign: Campaign, rep: Rep) -> ToRead:
    """How far ahead to read: as far as any campaign of the client books; our own meetings do not count."""
    client, now = campaign.client.id, desk.now()
    plans = [each.handoff for each in (campaign, *_active(desk, unit)) if each.client.id == client]
    ends = now + (max(plan.max_days_out for plan in plans) + DAYS_BEYOND) * DAY
    own = unit.calendars.meetings_of(client, rep.id, now - DAY)
    times = tuple((each.starts_at, each.ends_at) for each in own)
    return ToRead(client, rep, now, ends, frozenset(each.uid for each in own), times)


def campaigns_with(desk: Desk, rep_id: str) -> Iterable[str]:
    """The active campaigns that know a rep."""
    active = desk.store.read(lambda unit: _active(desk, unit))
    return [each.id for each in active if any(rep.id == rep_id for rep in each.handoff.reps)]
