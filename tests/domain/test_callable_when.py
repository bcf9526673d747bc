"""What time heals: hours, the law's hours and days, and how often somebody may be rung; each says until when."""

from __future__ import annotations

from datetime import date, time

from msgspec.structs import replace

from domain.clocks import CHICAGO, at
from domain.gate_asked import ALWAYS, CALLING, NOON, NUMBER, PERSON, dial, refused
from setter.domain.callable import DialHistory
from setter.domain.law import Law
from setter.domain.opening_hours import WEEKDAYS, Hours
from setter.domain.units import DAY, HOUR, MINUTE

KENTUCKY = Law("US-KY", "Kentucky", dict.fromkeys(WEEKDAYS, (Hours(time(10), time(21)),)))
LOUISIANA = Law(
    "US-LA",
    "Louisiana",
    dict.fromkeys(WEEKDAYS[:6], (Hours(time(8), time(20)),)),
    {date(2026, 11, 24): "a state of emergency", date(2026, 11, 25): "a state of emergency"},
)


class TestTheLawOfThePlace:
    def test_narrows_the_campaigns_hours_and_says_whose_law_it_is(self) -> None:
        verdict = dial(now=at("2026-11-24T09:12"), laws=(KENTUCKY,))
        assert refused(verdict) == ["law"]
        assert verdict.reason == (
            "It is 09:12 CST in Chicago, outside the hours of the law in Kentucky; they open Tuesday 10:00 CST."
        )
        assert verdict.opens_at == at("2026-11-24T10:00")

    def test_never_widens_them(self) -> None:
        verdict = dial(now=at("2026-11-24T19:00"), laws=(KENTUCKY,))
        assert refused(verdict) == ["hours"]
        assert verdict.opens_at == at("2026-11-25T10:00")

    def test_of_every_place_they_may_be_in_binds_at_once(self) -> None:
        assert dial(now=at("2026-11-24T10:00"), laws=(KENTUCKY,)).allowed
        assert refused(dial(now=at("2026-11-24T10:00"), laws=(KENTUCKY, LOUISIANA))) == ["closed_day"]

    def test_closes_a_day_by_name_and_says_when_it_is_over(self) -> None:
        verdict = dial(laws=(LOUISIANA,))
        assert verdict.reason == (
            "It is Tuesday in Chicago, and nobody is rung today: a state of emergency in Louisiana."
        )
        assert verdict.opens_at == at("2026-11-26T08:30")

    def test_a_closed_day_is_read_on_every_calendar_they_may_live_by(self) -> None:
        spread = replace(PERSON, zones=(CHICAGO, "Pacific/Auckland"))
        decree = replace(LOUISIANA, closed={date(2026, 11, 25): "a decree"})
        assert "closed_day" in refused(dial(spread, calling=ALWAYS, laws=(decree,)))
        assert "closed_day" not in refused(dial(calling=ALWAYS, laws=(decree,)))


class TestTheClockOfThePersonCalled:
    def test_before_opening_it_says_both_the_clock_and_the_way_on(self) -> None:
        verdict = dial(now=at("2026-11-24T07:12"))
        assert refused(verdict) == ["hours"]
        assert verdict.reason == ("It is 07:12 CST in Chicago, outside calling hours; they open Tuesday 08:30 CST.")
        assert verdict.opens_at == at("2026-11-24T08:30")

    def test_a_number_that_points_elsewhere_narrows_the_hours(self) -> None:
        verdict = dial(number=replace(NUMBER, zones=("America/Los_Angeles",)), now=at("2026-11-24T09:00"))
        assert refused(verdict) == ["hours"]
        assert verdict.opens_at == at("2026-11-24T08:30", "America/Los_Angeles")
        assert "Los Angeles" in verdict.reason

    def test_the_zone_the_prospect_named_stands_alone(self) -> None:
        person = replace(PERSON, zones=("America/Los_Angeles", "America/Denver"), said_zone=CHICAGO)
        assert dial(person, now=at("2026-11-24T08:45")).allowed

    def test_no_zone_is_refused_and_never_guessed(self) -> None:
        verdict = dial(replace(PERSON, zones=()), replace(NUMBER, zones=()))
        assert refused(verdict) == ["zone_unknown", "hours", "law", "closed_day"]
        assert verdict.opens_at is None

    def test_six_zones_are_as_good_as_none(self) -> None:
        many = tuple(f"America/{city}" for city in ["Denver", "Boise", "Juneau", "Nome", "Adak", "New_York"])
        verdict = dial(replace(PERSON, zones=many))
        assert refused(verdict) == ["zone_unknown", "hours", "law", "closed_day"]
        assert "7 time zones" in verdict.reason

    def test_zones_without_a_common_hour_say_so(self) -> None:
        verdict = dial(replace(PERSON, zones=("America/New_York", "Pacific/Guam")))
        assert refused(verdict) == ["hours"]
        assert "no hour" in verdict.reason
        assert verdict.opens_at is None


class TestNobodyIsCalledTooOften:
    def test_the_fourth_dial_to_a_number_waits_for_the_first_to_be_a_day_old(self) -> None:
        dials = DialHistory(number=(NOON - 20 * HOUR, NOON - 2 * HOUR, NOON - HOUR))
        verdict = dial(dials=dials)
        assert refused(verdict) == ["cap_number"]
        assert verdict.refusals[0].opens_at == NOON + 4 * HOUR
        assert verdict.reason == (
            "This number was dialled 3 times in 24 hours, 3 is the most; it may ring again from Tuesday 16:00 CST."
        )

    def test_a_dial_is_forgotten_exactly_after_24_hours(self) -> None:
        dials = DialHistory(number=(NOON - DAY, NOON - 2 * HOUR, NOON - HOUR))
        assert dial(dials=dials).allowed
        assert not dial(dials=dials, now=NOON - 1).allowed

    def test_a_campaign_may_lower_the_cap_and_never_raise_it(self) -> None:
        dials = DialHistory(number=(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR))
        assert refused(dial(dials=dials, calling=replace(CALLING, max_dials_24h=20))) == ["cap_number"]
        one = DialHistory(number=(NOON - HOUR,))
        assert refused(dial(dials=one, calling=replace(CALLING, max_dials_24h=1))) == ["cap_number"]

    def test_a_person_is_counted_over_all_their_numbers(self) -> None:
        dials = DialHistory(person=(NOON - 20 * HOUR, NOON - 19 * HOUR, NOON - 18 * HOUR))
        assert refused(dial(dials=dials)) == ["cap_person"]

    def test_twice_a_day_means_the_prospects_own_day(self) -> None:
        person, number = replace(PERSON, zones=("Asia/Tokyo",)), replace(NUMBER, zones=())
        dials = DialHistory(person=(at("2026-11-24T09:00", "Asia/Tokyo"), at("2026-11-24T15:00", "Asia/Tokyo")))
        verdict = dial(person, number, dials=dials, now=at("2026-11-24T17:00", "Asia/Tokyo"))
        assert refused(verdict) == ["cap_day"]
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")
        assert verdict.opens_at == at("2026-11-25T08:30", "Asia/Tokyo")
        assert dial(person, number, dials=dials, now=at("2026-11-25T08:30", "Asia/Tokyo")).allowed

    def test_with_two_candidate_zones_the_day_is_full_if_it_is_in_either(self) -> None:
        person = replace(PERSON, zones=("Australia/Sydney", "Asia/Tokyo"))
        late = at("2026-11-24T21:30", "Asia/Tokyo")
        dials = DialHistory(person=(late, late + 5 * MINUTE))
        verdict = dial(person, replace(NUMBER, zones=()), ALWAYS, dials, at("2026-11-25T00:10", "Australia/Sydney"))
        assert refused(verdict) == ["cap_day"]
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")

    def test_full_in_both_zones_it_heals_at_the_later_midnight(self) -> None:
        person = replace(PERSON, zones=("Australia/Sydney", "Asia/Tokyo"))
        noon = at("2026-11-24T12:00", "Asia/Tokyo")
        verdict = dial(person, replace(NUMBER, zones=()), dials=DialHistory(person=(noon, noon)), now=noon + HOUR)
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")

    def test_a_cap_that_heals_at_night_opens_in_the_morning(self) -> None:
        dials = DialHistory(number=(at("2026-11-24T10:00") - 12 * HOUR,) * 3)
        verdict = dial(dials=dials, now=at("2026-11-24T10:00"))
        assert verdict.refusals[0].opens_at == at("2026-11-24T22:00")
        assert verdict.opens_at == at("2026-11-25T08:30")


class TestTheirCompany:
    def test_is_rung_eight_times_in_any_seven_days_at_most(self) -> None:
        dials = DialHistory(company=tuple(NOON - 7 * DAY + hours * HOUR for hours in range(1, 9)))
        verdict = dial(dials=dials)
        assert refused(verdict) == ["cap_company"]
        assert verdict.reason.startswith("Their company was dialled 8 times in a week, 8 is the most;")
        assert verdict.opens_at == NOON + HOUR
        assert dial(dials=dials, now=NOON + HOUR).allowed

    def test_may_be_rung_less_often_by_a_campaigns_own_word_and_never_more(self) -> None:
        often = DialHistory(company=(NOON - DAY,) * 8)
        assert refused(dial(dials=often, calling=replace(CALLING, max_dials_week_company=50))) == ["cap_company"]
        once = DialHistory(company=(NOON - DAY,))
        assert refused(dial(dials=once, calling=replace(CALLING, max_dials_week_company=1))) == ["cap_company"]
