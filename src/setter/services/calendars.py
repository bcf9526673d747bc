"""Read the reps' calendars before times are offered, or take what a file says of one (domain §7.6).

The network is asked outside every transaction, several calendars at once; what cannot be read stays as it was known.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, SetterError, Wrong
from setter.domain.handoff_plan import Rep
from setter.domain.units import DAY, MINUTE
from setter.services.desk import Desk
from setter.services.rep_calendars import CALDAV, FILE
from setter.services.secrets import secret
from setter.store.records import RepCalendar
from setter.store.unit import Unit

FRESH_MS = 2 * MINUTE
"""A calendar that was read so lately is not asked again."""
RETRY_MS = MINUTE // 2
"""Nor is one that did not answer so lately."""
AT_ONCE = 8
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


class _ToRead(Struct, frozen=True):
    client: str
    rep: Rep
    starts: int
    ends: int
    own: frozenset[str] = frozenset()
    own_times: tuple[tuple[int, int], ...] = ()


class _Read(Struct, frozen=True):
    """What came of one reading; `lacks_secret` says that another machine may do better."""

    asked: _ToRead
    times: tuple[tuple[int, int], ...] = ()
    problem: str = ""
    done: bool = False
    lacks_secret: bool = False


def refresh(desk: Desk, campaign: Campaign) -> bool:
    """Read the calendars of a campaign's reps that were not read just now; True where any was asked.

    A sandbox asks nobody.
    """
    asked = [] if desk.sandbox else desk.store.read(lambda unit: _due(desk, unit, campaign))
    _read_all(desk, asked)
    return bool(asked)


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
    """Read every rep's calendar now, or one; Refused in a sandbox, Wrong where nobody has one."""
    if desk.sandbox:
        raise Refused("sandbox", "A sandbox asks no calendar.", "calendar", "Bring one in: setter calendar import.")
    asked = desk.store.read(lambda unit: [each for each in _all(desk, unit) if rep_id in ("", each.rep.id)])
    if not asked:
        who = f"the rep {rep_id!r}" if rep_id else "any rep"
        hint = "Name it in the campaign: calendar, calendar_user and calendar_secret of a rep."
        raise Wrong("no_calendar", f"No active campaign knows a calendar of {who}.", "calendar", hint)
    _read_all(desk, asked)

    def told(unit: Unit) -> None:
        desk.audit(unit, "calendars_read", "calendars", {"calendars": len(asked)})

    desk.store.write(told)
    return [line for line in calendars(desk) if rep_id in ("", line.rep)]


def import_calendar(desk: Desk, path: Path, rep_id: str, campaign_id: str) -> CalendarLine:
    """Take a rep's busy times from a file (.ics), in place of those known; Wrong where it is no calendar."""
    from setter.handoff.busy import Sought, busy_in

    def look(unit: Unit) -> _ToRead:
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
    done = _Read(asked, found.times, _left(found.unreadable), done=True)

    def write(unit: Unit) -> None:
        _keep(unit, done, FILE, desk.now())
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


def _all(desk: Desk, unit: Unit) -> list[_ToRead]:
    found: dict[tuple[str, str], _ToRead] = {}
    for campaign in _active(desk, unit):
        for rep in campaign.handoff.reps:
            if rep.calendar:
                found.setdefault((campaign.client.id, rep.id), _to_read(desk, unit, campaign, rep))
    return list(found.values())


def _due(desk: Desk, unit: Unit, campaign: Campaign) -> list[_ToRead]:
    now = desk.now()
    reps = [rep for rep in campaign.handoff.reps if rep.calendar]
    read = unit.calendars.of_client(campaign.client.id) if reps else {}
    due = [rep for rep in reps if rep.id not in read or _is_due(read[rep.id], now)]
    return [_to_read(desk, unit, campaign, rep) for rep in due]


def _is_due(row: RepCalendar, now: int) -> bool:
    fresh = row.read_at is not None and row.read_at > now - FRESH_MS
    failed_just_now = row.read_at != row.tried_at and row.tried_at > now - RETRY_MS
    return not fresh and not failed_just_now


def _to_read(desk: Desk, unit: Unit, campaign: Campaign, rep: Rep) -> _ToRead:
    """How far ahead to read: as far as any campaign of the client books; our own meetings do not count."""
    client, now = campaign.client.id, desk.now()
    plans = [each.handoff for each in (campaign, *_active(desk, unit)) if each.client.id == client]
    ends = now + (max(plan.max_days_out for plan in plans) + DAYS_BEYOND) * DAY
    own = unit.calendars.meetings_of(client, rep.id, now - DAY)
    times = tuple((each.starts_at, each.ends_at) for each in own)
    return _ToRead(client, rep, now, ends, frozenset(each.uid for each in own), times)


def _read_all(desk: Desk, asked: list[_ToRead]) -> None:
    if not asked:
        return
    with ThreadPoolExecutor(min(AT_ONCE, len(asked))) as pool:
        done = list(pool.map(_read_one, asked))
    now = desk.now()

    def write(unit: Unit) -> None:
        for each in done:
            _keep(unit, each, CALDAV, now)

    desk.store.write(write, durable=False)


def _read_one(asked: _ToRead) -> _Read:
    from setter.handoff.busy import Sought, read_busy
    from setter.handoff.dav import CalendarProblem, RemoteCalendar

    try:
        password = secret(asked.rep.calendar_secret) if asked.rep.calendar_secret else ""
    except SetterError as problem:
        return _Read(asked, problem=f"{problem.message} {problem.hint}".strip(), lacks_secret=True)
    try:
        sought = Sought(asked.rep, asked.starts, asked.ends, asked.own, asked.own_times)
        found = read_busy(RemoteCalendar(asked.rep, password), sought)
    except CalendarProblem as problem:
        return _Read(asked, problem=problem.message)
    return _Read(asked, found.times, _left(found.unreadable), done=True)


def _keep(unit: Unit, read: _Read, origin: str, now: int) -> None:
    """Write what came of a reading; what was read later stays, and a lost secret says nothing of the calendar."""
    asked = read.asked
    known = unit.calendars.calendar(asked.client, asked.rep.id)
    if read.done and (known is None or known.read_at is None or known.read_at <= asked.starts):
        unit.calendars.replace_busy(asked.client, asked.rep.id, read.times)
        covers = (asked.starts, asked.starts, asked.ends)
        unit.calendars.save_calendar(
            RepCalendar(asked.client, asked.rep.id, origin, *covers, asked.starts, read.problem)
        )
    elif known is None:
        row = RepCalendar(asked.client, asked.rep.id, origin, None, None, None, now, read.problem)
        unit.calendars.save_calendar(row)
    elif not read.done and not (read.lacks_secret and known.read_at is not None):
        unit.calendars.save_calendar(replace(known, tried_at=now, problem=read.problem))


def _left(unreadable: int) -> str:
    if not unreadable:
        return ""
    return f"{unreadable} {'entry' if unreadable == 1 else 'entries'} in it cannot be read."


def campaigns_with(desk: Desk, rep_id: str) -> Iterable[str]:
    """The active campaigns that know a rep."""
    active = desk.store.read(lambda unit: _active(desk, unit))
    return [each.id for each in active if any(rep.id == rep_id for rep in each.handoff.reps)]
