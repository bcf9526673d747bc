"""A prospect on Monday 16 November 2026, ten in Chicago, and what an outcome does to them."""

from datetime import date, time
from types import SimpleNamespace
from typing import Any

from msgspec.structs import replace

from domain.clocks import CHICAGO, add_business_days, at
from setter.domain.campaign import Cadence, Calling, DayPart
from setter.domain.consequence import consequence
from setter.domain.day_parts import Tried
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.opening_hours import Hours
from setter.domain.outcome import Callback, Consequence, OutcomeGiven, Situation
from setter.domain.units import DAY
from setter.domain.when import Moment
from setter.domain.work_state import WorkState

LONG_DAY = (Hours(time(8, 30), time(17, 30)),)
HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), LONG_DAY)
PARTS = (DayPart("morning", time(8, 30), time(12)), DayPart("afternoon", time(12), time(17, 30)))
CALLING = Calling(HOURS, Cadence(day_parts=PARTS, no_repeat_day_part=1))


def moment(words: str, certain_time: bool = True) -> Moment:
    """A promised time in Chicago."""
    return Moment(words, CHICAGO, at(words), certain_time, words)


NOW = at("2026-11-16T10:00")
FRESH = Situation(WorkState.QUEUED, (CHICAGO,), NOW - DAY, caller="ana", tried=Tried(("morning",), (0,)))
WIDE = Tried(("morning", "afternoon", "morning"), (0, 1, 2))
"""Rung in every part of the day, and on weekdays enough."""
PROMISE = Callback("hard", "2026-11-16T10:00", CHICAGO, NOW, "ana")
MEETING_AT = at("2026-11-20T10:00")
HANDED_OFF = replace(FRESH, work_state=WorkState.HANDED_OFF, meeting_at=MEETING_AT, qualified=True)
UNQUALIFIED = replace(FRESH, work_state=WorkState.CALLBACK, meeting_at=MEETING_AT)


def after(
    code: str,
    situation: Situation = FRESH,
    now: int = NOW,
    extras: Any = (),
    calling: Calling = CALLING,
    **given: Any,
) -> Consequence:
    """What follows from a call that ended like this."""
    campaign: Any = SimpleNamespace(calling=calling, dispositions=extras)
    return consequence(campaign, OutcomeGiven(code, **given), situation, now, add_business_days)


def given_for(code: str) -> dict[str, Any]:
    """What a caller must give with an outcome."""
    return {
        "callback": {"callback": moment("2026-11-19T15:00")},
        "day": {"revisit": date(2026, 11, 25)},
        "reason": {"reason": "on holiday"},
        "referred_name": {"referred_name": "Pat Doe"},
    }.get(next(iter(DISPOSITIONS[code].needs), ""), {})
