"""What the law of one place says of a call: hours, closed days, whose yes it wants, which registers are asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from setter.domain.opening_hours import WeekHours
from setter.domain.units import DAY

ClosedDays = Mapping[date, str]
"""A local date on which nobody is rung, and why: "Good Friday"."""

CONSUMERS, BUSINESSES, BOTH = "consumers", "businesses", "both"
EVERYBODY, MOBILES = "everybody", "mobiles"
CONSUMER_MARKET = "b2c"
COMPANY_LINE = "switchboard"
"""The one kind of number that is no consumer's, and nobody's mobile."""

CONSENT, PRESUMED_INTEREST, NONE = "consent", "presumed_interest", "none"
REQUIRED = "required"
STRENGTH = {NONE: 0, "": 0, PRESUMED_INTEREST: 1, REQUIRED: 2}
"""How much a law wants on record before the first call: nothing, why the offer concerns them, or their yes."""


class Registry(Struct, frozen=True):
    """A register of numbers that are not to be rung.

    `bars` says who is left alone while their number stands in it: "everybody", "consumers", or "mobiles" too, which
    is every number but a company's own line. `needed` says for whom it must have been asked in time: "consumers",
    "businesses" or "both". `asked_at` is the day (UTC midnight, milliseconds) that its newest answer is of;
    `covers_until` says that it was asked about those numbers only that had come on record by this instant.
    """

    id: str
    name: str
    bars: str
    needed: str
    max_age_days: int
    asked_at: int | None = None
    covers_until: int | None = None

    def is_needed(self, market: str) -> bool:
        """Say whether it must be asked before somebody of a market is rung; of an unknown one, always."""
        return self.needed == BOTH or not market or (self.needed == CONSUMERS) == (market == CONSUMER_MARKET)

    def leaves_alone(self, market: str, kind: str) -> bool:
        """Say whether a number of a kind that stands in it is not rung for a market."""
        if self.bars == EVERYBODY or not market or market == CONSUMER_MARKET:
            return True
        return self.bars == MOBILES and kind != COMPANY_LINE

    def age_days(self, now: int) -> int | None:
        """Count the days since it was asked; None where it never was."""
        return None if self.asked_at is None else max(0, (now - self.asked_at) // DAY)

    def is_fresh(self, now: int) -> bool:
        """Say whether it was asked in time."""
        age = self.age_days(now)
        return age is not None and age <= self.max_age_days

    def knows(self, added_at: int) -> bool:
        """Say whether its newest answer covers a number that was on record from an instant on."""
        return self.asked_at is not None and (self.covers_until is None or added_at <= self.covers_until)


class CallCap(Struct, frozen=True):
    """At most so many calls to one person in so many days."""

    calls: int
    days: int


class Law(Struct, frozen=True):
    """The law of one place; its hours are wall time there, its closed days its own, never a library's.

    `place` is a country's ISO 3166-1 code, or a region's ISO 3166-2 code; `confidence` is "high", "medium", "low",
    "assumed", or "disputed" where the stricter reading is what stands here. `consent` says for whom ("b2c", "b2b",
    "mobile") how much must be on record before the first call. By market, `caps` says how often a person may be rung,
    and `rest_days` for how many days whoever said no is not.
    """

    place: str
    name: str
    hours: WeekHours
    closed: ClosedDays = field(default_factory=dict)
    source: str = ""
    as_of: date | None = None
    confidence: str = ""
    consent: Mapping[str, str] = field(default_factory=dict)
    registries: tuple[Registry, ...] = ()
    caps: Mapping[str, CallCap] = field(default_factory=dict)
    rest_days: Mapping[str, int] = field(default_factory=dict)

    def caps_for(self, market: str) -> tuple[CallCap, ...]:
        """Give the caps on calls to somebody of a market; of an unknown one, every market's."""
        return tuple(cap for each, cap in self.caps.items() if market in ("", each))

    def rest_for(self, market: str) -> int:
        """Count the days for which somebody of a market who said no is left alone; of an unknown one, the most."""
        return max((days for each, days in self.rest_days.items() if market in ("", each)), default=0)

    def looks_back(self, market: str) -> int:
        """Count the days of which the calls to somebody of a market weigh on the next one."""
        rest = self.rest_for(market)
        return max([rest + 1 if rest else 0, *(cap.days for cap in self.caps_for(market))])

    def wants(self, market: str, kind: str = "") -> str:
        """Say how much this law wants on record before somebody of a market is rung on a number of a kind."""
        markets = (market,) if market else tuple(self.consent)
        asked = [self.consent.get(each, NONE) for each in markets]
        if kind == "mobile":
            asked.append(self.consent.get("mobile", NONE))
        return max(asked, key=STRENGTH.__getitem__, default=NONE)
