"""Two representatives and their plan, for tests of booking: it is Tuesday 24 November 2026, ten in Chicago."""

from __future__ import annotations

from datetime import date, time

from msgspec.structs import replace

from domain.clocks import CHICAGO, NEW_YORK, at
from setter.domain.booking import Busy, Slot, free_slots
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.opening_hours import WEEKDAYS, Hours

OFFICE = {day: (Hours(time(9), time(12)), Hours(time(13), time(17))) for day in WEEKDAYS[:5]}
DANA = Rep(
    "dana", "Dana Ferrante", "dana@client.example", CHICAGO, OFFICE,
    weight=2, max_per_day=2, territory=("IL", "WI"), days_off=(date(2026, 11, 27),),
)  # fmt: skip
SAM = Rep("sam", "Sam Okafor", "sam@client.example", NEW_YORK, OFFICE)
SAM_WEST = replace(SAM, territory=("CA",))
PLAN = HandoffPlan(reps=(DANA, SAM), meeting_minutes=30, min_notice_hours=20, max_days_out=15, buffer_minutes=10)
NOW = at("2026-11-24T10:00")


def taken(start: str, end: str, rep: str = "dana", meeting: bool = True) -> Busy:
    """A time that somebody has taken already."""
    return Busy(rep, at(start), at(end), meeting)


def of_dana(plan: HandoffPlan, busy: list[Busy], now: int, **part: int) -> list[Slot]:
    """The times at which Dana is free."""
    return [slot for slot in free_slots(plan, busy, now, **part) if slot.rep == "dana"]
