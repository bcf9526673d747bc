"""The gate asked of one person and one number, in every test alike unless it says otherwise."""

from __future__ import annotations

from datetime import time

from domain.clocks import CHICAGO, at
from setter.domain.callable import DialHistory, DialNumber, Person, Verdict, may_dial
from setter.domain.campaign import Cadence, Calling
from setter.domain.law import Law, Registry
from setter.domain.opening_hours import WEEKDAYS, Hours

CALLING = Calling(hours={day: (Hours(time(8, 30), time(17, 30)),) for day in WEEKDAYS[:5]}, cadence=Cadence())
ALWAYS = Calling(hours={day: (Hours(time(0), time(23, 59)),) for day in WEEKDAYS}, cadence=Cadence())
PERSON = Person(campaign_market_type="b2b", market_type="b2b", work_state="in_call", zones=(CHICAGO,))
NUMBER = DialNumber("+13125550123", zones=(CHICAGO,))
NO_DIALS = DialHistory()
NEVER_ASKED = Registry("x", "the register", "everybody", "both", 28)


NOON = at("2026-11-24T12:00")


def dial(
    person: Person = PERSON,
    number: DialNumber = NUMBER,
    calling: Calling = CALLING,
    dials: DialHistory = NO_DIALS,
    now: int = NOON,
    holder_ok: bool = True,
    laws: tuple[Law, ...] = (),
) -> Verdict:
    return may_dial(person, number, calling, laws, dials, now, holder_ok)


def refused(verdict: Verdict) -> list[str]:
    return [result.rule for result in verdict.refusals]
