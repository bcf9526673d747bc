"""Read calendars beside one another: nothing waits for a server that hangs, and what breaks one keeps no other back.

The network is asked outside every transaction; what cannot be read stays as it was known.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import SetterError
from setter.domain.handoff_plan import Rep
from setter.services.desk import Desk
from setter.services.patience import Errand, TooLong, stays
from setter.services.rep_calendars import AHEAD_MS, CALDAV
from setter.services.secrets import secret
from setter.store.records import RepCalendar
from setter.store.unit import Unit

AT_ONCE = 16
ON_A_CALL_S, BESIDE_S = 5.0, 30.0
"""How long a server may take to answer: while somebody waits for a time to be offered, and while nobody does."""


class ToRead(Struct, frozen=True):
    """A calendar to be read, and within which stretch (UTC ms).

    `own` are the UIDs of the meetings that stand in the diary already, `own_times` when they are.
    """

    client: str
    rep: Rep
    starts: int
    ends: int
    own: frozenset[str] = frozenset()
    own_times: tuple[tuple[int, int], ...] = ()


class Reading(Struct, frozen=True):
    """What came of one reading; `lacks_secret` says that another machine may do better."""

    asked: ToRead
    times: tuple[tuple[int, int], ...] = ()
    problem: str = ""
    done: bool = False
    lacks_secret: bool = False


def read_all(desk: Desk, asked: list[ToRead], patience: float, is_leaving: Callable[[], bool] = stays) -> list[Reading]:
    """Read calendars and keep what they say; what came of each. No more are begun once `is_leaving`."""
    done: list[Reading] = []
    for first in range(0, len(asked), AT_ONCE):
        if not is_leaving():
            done += _read_some(asked[first : first + AT_ONCE], patience, is_leaving)
    now = desk.now()

    def write(unit: Unit) -> None:
        for each in done:
            keep(unit, each, CALDAV, now)

    if done:
        desk.store.write(write, durable=False)
    return done


def keep(unit: Unit, read: Reading, origin: str, now: int) -> None:
    """Write what came of a reading; what was read later stays, and a lost secret says nothing of the calendar."""
    asked = read.asked
    known = unit.calendars.calendar(asked.client, asked.rep.id)
    later = known is not None and known.read_at is not None and asked.starts < known.read_at <= now + AHEAD_MS
    if read.done and not later:
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


def left(unreadable: int) -> str:
    """How much of a calendar could not be read, in a sentence; "" where all could."""
    if not unreadable:
        return ""
    return f"{unreadable} {'entry' if unreadable == 1 else 'entries'} in it cannot be read."


def _read_some(asked: list[ToRead], patience: float, is_leaving: Callable[[], bool]) -> list[Reading]:
    errands = [Errand(partial(_read_one, each, patience)) for each in asked]
    until = time.monotonic() + 2 * patience
    return [
        _result(each, errand, until - time.monotonic(), is_leaving) for each, errand in zip(asked, errands, strict=True)
    ]


def _result(asked: ToRead, errand: Errand[Reading], seconds: float, is_leaving: Callable[[], bool]) -> Reading:
    try:
        return errand.result(seconds, is_leaving)
    except TooLong:
        return Reading(asked, problem="The calendar takes too long to read.")


def _read_one(asked: ToRead, patience: float) -> Reading:
    from setter.handoff.busy import Sought, read_busy
    from setter.handoff.dav import CalendarProblem, RemoteCalendar

    try:
        password = secret(asked.rep.calendar_secret) if asked.rep.calendar_secret else ""
    except SetterError as problem:
        return Reading(asked, problem=f"{problem.message} {problem.hint}".strip(), lacks_secret=True)
    try:
        sought = Sought(asked.rep, asked.starts, asked.ends, asked.own, asked.own_times)
        found = read_busy(RemoteCalendar(asked.rep, password, patience), sought)
    except CalendarProblem as problem:
        return Reading(asked, problem=problem.message)
    except Exception as error:  # noqa: BLE001 - whatever one answer breaks in here keeps no other calendar back
        return Reading(asked, problem=f"The calendar's answer cannot be read ({type(error).__name__}).")
    return Reading(asked, found.times, left(found.unreadable), done=True)
