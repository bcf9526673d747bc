"""The law that ships opens and closes each place at the very minute that the reference says (domain §6.1)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from domain.clocks import NEW_YORK, at
from domain.gate_asked import ALWAYS, NUMBER, PERSON, dial, refused
from law.shipped import SHIPPED, laws_of
from setter.domain.calling_window import resolve
from setter.domain.schedule import Schedule, schedule
from setter.law.jurisdictions import address_places, candidate_places, number_places
from setter.law.profile import ALL_DAY

MINUTE = timedelta(minutes=1)
QUARTERS = [time(quarter // 4, quarter % 4 * 15) for quarter in range(96)]

THE_TABLE = """
US      America/New_York             08:00-21:00              08:00-21:00  08:00-21:00
US-GA   America/New_York             08:00-21:00              08:00-21:00  08:00-21:00
US-FL   America/New_York             08:00-20:00              08:00-20:00  08:00-20:00
US-FL   America/Chicago              08:00-20:00              08:00-20:00  08:00-20:00
US-PA   America/New_York             09:00-19:00              09:00-12:00  closed
US-WA   America/Los_Angeles          08:00-20:00              08:00-20:00  08:00-20:00
US-TX   America/Chicago              09:00-21:00              09:00-21:00  12:00-21:00
US-TX   America/Denver               09:00-21:00              09:00-21:00  12:00-21:00
US-LA   America/Chicago              08:00-20:00              08:00-20:00  closed
US-AL   America/Chicago              08:00-20:00              08:00-20:00  closed
US-CT   America/New_York             09:00-20:00              09:00-20:00  09:00-20:00
US-KY   America/Kentucky/Louisville  10:00-21:00              10:00-21:00  10:00-21:00
US-MD   America/New_York             08:00-20:00              08:00-20:00  08:00-20:00
US-MA   America/New_York             08:00-20:00              08:00-20:00  08:00-20:00
US-MI   America/Detroit              09:00-21:00              09:00-21:00  09:00-21:00
US-MN   America/Chicago              09:00-21:00              09:00-21:00  09:00-21:00
US-MS   America/Chicago              08:00-20:00              08:00-20:00  closed
US-NV   America/Los_Angeles          09:00-20:00              09:00-20:00  09:00-20:00
US-NM   America/Denver               09:00-21:00              09:00-21:00  09:00-21:00
US-OK   America/Chicago              08:00-20:00              08:00-20:00  08:00-20:00
US-RI   America/New_York             09:00-18:00              10:00-17:00  closed
US-SD   America/Chicago              09:00-21:00              09:00-21:00  closed
US-UT   America/Denver               08:00-21:00              08:00-21:00  closed
US-WY   America/Denver               08:00-20:00              08:00-20:00  08:00-20:00
GB      Europe/London                08:00-21:00              09:00-21:00  closed
GB-SCT  Europe/London                08:00-21:00              09:00-21:00  closed
GB-NIR  Europe/London                08:00-21:00              09:00-21:00  closed
CA      America/Toronto              09:00-21:30              10:00-18:00  10:00-18:00
CA-NL   America/St_Johns             09:00-21:30              10:00-18:00  10:00-18:00
CA-BC   America/Vancouver            09:00-21:30              10:00-18:00  10:00-18:00
FR      Europe/Paris                 10:00-13:00,14:00-20:00  closed       closed
AU      Australia/Sydney             09:00-20:00              09:00-17:00  closed
AU      Australia/Adelaide           09:00-20:00              09:00-17:00  closed
"""
"""Place, zone, and the hours from Monday to Friday, on Saturday and on Sunday; of two that disagree the stricter.

The reference leaves Rhode Island's Saturday (R.I. Gen. Laws § 5-61-2) and the hours of South Dakota and Utah open.
"""

ORDINARY_WEEKS = (date(2026, 12, 7), date(2026, 7, 6))
"""Two Mondays, one each in winter and in summer, in whose weeks no place of the table has a holiday but on a Sunday."""

HOLIDAYS = """
US-PA   America/New_York     2026-04-03 2026-06-15 2026-07-03 2026-11-03 2026-11-26 2026-12-25
US-LA   America/Chicago      2026-04-03 2026-07-03 2026-11-26 2026-12-25 2027-01-01 2027-02-09
US-AL   America/Chicago      2026-05-25 2026-11-26 2026-12-25 2027-01-01
US-RI   America/New_York     2026-05-04 2026-08-10 2026-11-26 2026-12-25 2027-01-01
US-SD   America/Chicago      2026-10-12 2026-11-11 2026-11-26 2026-12-25 2027-01-01
US-UT   America/Denver       2026-07-24 2026-11-26 2026-12-25 2027-01-01
GB      Europe/London        2026-04-03 2026-04-06 2026-05-04 2026-08-31 2026-12-25 2026-12-28
GB-SCT  Europe/London        2026-08-03 2026-11-30 2027-01-01 2027-01-04 2028-01-03 2028-01-04
GB-NIR  Europe/London        2026-03-17 2026-07-13 2026-12-25
CA-BC   America/Vancouver    2026-05-18 2026-07-01 2026-08-03 2026-09-30 2026-12-25 2027-02-15
FR      Europe/Paris         2026-04-06 2026-05-14 2026-05-25 2026-07-14 2026-11-11 2026-12-25
AU      Australia/Sydney     2026-01-26 2026-04-03 2026-04-06 2026-12-25 2026-12-28 2027-01-26
"""
"""Weekdays on which a place is closed: Flag Day of 2026 on the Monday after it, 4 July on the Friday before."""

NO_HOLIDAYS = """
US-PA   America/New_York     2026-11-27 2026-12-24
GB      Europe/London        2026-11-30 2026-07-13 2027-01-04
US      America/New_York     2026-11-26 2026-12-25
US-FL   America/New_York     2026-11-26 2026-12-25
US-MS   America/Chicago      2026-11-26 2026-12-25
CA      America/Toronto      2026-08-03 2026-12-25
AU      Australia/Sydney     2026-05-25 2026-08-03
"""
"""Weekdays that are somebody else's holiday, a library's alone, or free of any rule that closes them."""


class Rule(NamedTuple):
    """The hours of a place, typed out of the reference."""

    place: str
    zone: str
    weekday: str
    saturday: str
    sunday: str

    def spans(self, day: date) -> list[tuple[time, time]]:
        """What of a day is open, from a minute up to, not including, another."""
        words = (self.saturday, self.sunday)[day.weekday() - 5] if day.weekday() >= 5 else self.weekday
        pairs = [span.split("-") for span in words.split(",") if span != "closed"]
        return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs]


RULES = [Rule(*line.split()) for line in THE_TABLE.split("\n") if line.strip()]
every_rule = pytest.mark.parametrize("rule", RULES, ids=[f"{rule.place}-{rule.zone}" for rule in RULES])


def days_of(table: str) -> list[tuple[str, str, date]]:
    """Each place of a table of days with its zone and one of them."""
    lines = [line.split() for line in table.split("\n") if line.strip()]
    return [(place, zone, date.fromisoformat(day)) for place, zone, *days in lines for day in days]


def week_from(monday: date) -> list[date]:
    return [monday + timedelta(days=ahead) for ahead in range(7)]


def opening(place: str, zone: str, now: int, market: str = "b2b") -> Schedule:
    """When the law alone lets a line ring."""
    return SHIPPED.opening(SHIPPED.week(ALL_DAY), ALL_DAY, (zone,), (place,), market, now)


def rings(place: str, zone: str, wall: datetime) -> bool:
    """Whether the law alone lets a line ring when the clock there shows this."""
    now = resolve(wall, zone)
    return opening(place, zone, now).is_open(now)


@every_rule
@pytest.mark.parametrize("monday", ORDINARY_WEEKS, ids=["winter", "summer"])
class TestTheHoursOfAPlace:
    def test_begin_and_end_at_the_minute_that_the_law_says(self, rule: Rule, monday: date) -> None:
        for day in week_from(monday):
            for opens, closes in rule.spans(day):
                first, end = datetime.combine(day, opens), datetime.combine(day, closes)
                walls = (first - MINUTE, first, end - MINUTE, end)
                assert [rings(rule.place, rule.zone, wall) for wall in walls] == [False, True, True, False], day

    def test_are_open_between_and_closed_beside_all_week(self, rule: Rule, monday: date) -> None:
        for day in week_from(monday):
            inside = [clock for clock in QUARTERS if any(opens <= clock < closes for opens, closes in rule.spans(day))]
            ringing = [clock for clock in QUARTERS if rings(rule.place, rule.zone, datetime.combine(day, clock))]
            assert ringing == inside, day

    def test_bind_businesses_as_they_bind_anybody_else(self, rule: Rule, monday: date) -> None:
        now = resolve(datetime.combine(monday, time(12)), rule.zone)
        for market in ("b2c", "b2g", ""):
            assert opening(rule.place, rule.zone, now, market) == opening(rule.place, rule.zone, now), market


class TestTheHolidaysOfAPlace:
    @pytest.mark.parametrize(("place", "zone", "day"), days_of(HOLIDAYS))
    def test_are_closed_from_midnight_to_midnight(self, place: str, zone: str, day: date) -> None:
        assert day.weekday() < 5
        assert not any(rings(place, zone, datetime.combine(day, clock)) for clock in QUARTERS)

    @pytest.mark.parametrize(("place", "zone", "day"), days_of(NO_HOLIDAYS))
    def test_are_no_other_places(self, place: str, zone: str, day: date) -> None:
        assert day.weekday() < 5
        assert rings(place, zone, datetime.combine(day, time(11)))


class TestTheGate:
    """The same answers where a caller meets them: at the dial of one number."""

    def at_the_dial(self, place: str, zone: str, wall: datetime) -> set[str]:
        """What of the law's hours and days stands in the way of a dial."""
        now = resolve(wall, zone)
        person, number = replace(PERSON, zones=(zone,)), replace(NUMBER, zones=(zone,))
        verdict = dial(person, number, ALWAYS, now=now, laws=laws_of(place, now))
        return {"law", "closed_day"} & set(refused(verdict))

    @every_rule
    def test_refuses_the_minute_before_and_the_minute_of_the_end(self, rule: Rule) -> None:
        for day in week_from(ORDINARY_WEEKS[0]):
            for opens, closes in rule.spans(day):
                first, end = datetime.combine(day, opens), datetime.combine(day, closes)
                asked = [self.at_the_dial(rule.place, rule.zone, wall) for wall in (first, end - MINUTE)]
                assert asked == [set(), set()]
                asked = [self.at_the_dial(rule.place, rule.zone, wall) for wall in (first - MINUTE, end)]
                assert asked == [{"law"}, {"law"}]
            if not rule.spans(day):
                assert self.at_the_dial(rule.place, rule.zone, datetime.combine(day, time(12))) == {"law"}

    @pytest.mark.parametrize(("place", "zone", "day"), days_of(HOLIDAYS))
    def test_refuses_a_holiday_as_a_closed_day(self, place: str, zone: str, day: date) -> None:
        assert self.at_the_dial(place, zone, datetime.combine(day, time(11))) == {"closed_day"}


class TestANumberOfFlorida:
    """A Florida area code is presumed to reach somebody in Florida, wherever the address lies."""

    @pytest.mark.parametrize(("wall", "is_open"), [("2026-12-09T19:59", True), ("2026-12-09T20:00", False)])
    def test_keeps_floridas_evening_in_new_york(self, wall: str, is_open: bool) -> None:
        places = candidate_places(address_places("US", "NY"), [number_places("+13055550142")])
        now = at(wall, NEW_YORK)
        assert places == ("US-FL", "US-NY")
        assert schedule(ALL_DAY, (NEW_YORK,), SHIPPED.laws(places, "b2b", now)).is_open(now) is is_open
