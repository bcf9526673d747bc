"""Whoever may be in several places is rung only when the law of all of them lets the line ring."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from domain.clocks import CHICAGO, NEW_YORK, at, wall
from setter.domain.opening_hours import WEEKDAYS
from setter.domain.schedule import Schedule, schedule
from setter.law.profile import ALL_DAY, Blackout, Profile, Relaxation, shipped_rows

NOW = at("2026-11-24T12:00")


def opening(
    *places: str, profile: Profile | None = None, market: str = "b2b", zones: tuple[str, ...] = (CHICAGO,)
) -> Schedule:
    laws = (profile or Profile(shipped_rows())).laws(places, market, NOW)
    return schedule(ALL_DAY, zones, laws)


def hours(found: Schedule, day: str) -> list[str]:
    return [f"{span.opens:%H:%M}-{span.closes:%H:%M}" for span in found.hours.get(day, ())]


class TestAPlace:
    def test_is_under_the_law_of_its_state_and_of_its_country(self) -> None:
        assert hours(opening("US-TX"), "sun") == ["12:00-21:00"]
        assert hours(opening("US-NC"), "sun") == ["08:00-21:00"]
        assert hours(opening("CA-BC"), "sat") == ["10:00-18:00"]

    def test_of_which_nothing_is_known_is_under_a_cautious_one(self) -> None:
        assert hours(opening("BR"), "wed") == ["09:00-20:00"]
        assert opening("BR").hours.keys() == set(WEEKDAYS[:5])
        assert opening().hours == opening("BR").hours

    def test_closes_on_its_own_holidays_which_no_library_knows(self) -> None:
        closed = opening("US-PA").closed
        assert closed[date(2027, 3, 26)] == "Good Friday in Pennsylvania"
        assert closed[date(2026, 6, 14)] == "Flag Day in Pennsylvania"
        assert date(2026, 11, 27) not in closed

    def test_that_keeps_a_holiday_on_another_day_closes_both(self) -> None:
        closed = opening("US-UT").closed
        assert {date(2027, 6, 14), date(2027, 6, 19), date(2027, 6, 21)} <= closed.keys()


class TestSeveralPlaces:
    def test_bind_together(self) -> None:
        found = opening("US-KY", "US-FL")
        assert hours(found, "mon") == ["10:00-20:00"]

    def test_of_two_countries_keep_the_hours_that_both_have(self) -> None:
        assert hours(opening("FR", "US-KY"), "mon") == ["10:00-13:00", "14:00-20:00"]


class TestABlackout:
    DECREE = Blackout("US-LA", date(2026, 11, 24), date(2026, 12, 3), "a state of emergency")

    def test_closes_the_place_from_the_first_day_to_the_last(self) -> None:
        profile = Profile(shipped_rows(), blackouts=[self.DECREE])
        assert wall(opening("US-LA", profile=profile).next_opening(NOW)) == "2026-12-04T08:00"
        assert opening("US-AL", profile=profile).is_open(NOW)

    def test_closes_a_state_that_has_no_law_of_its_own(self) -> None:
        decree = Blackout("US-NC", date(2026, 11, 24), date(2026, 11, 24), "a hurricane")
        found = opening("US-NC", profile=Profile(shipped_rows(), blackouts=[decree]), zones=(NEW_YORK,))
        assert found.closed[date(2026, 11, 24)] == "a hurricane in North Carolina"

    def test_of_a_country_closes_all_of_it(self) -> None:
        mourning = Blackout("US", date(2026, 11, 24), date(2026, 11, 24), "a day of mourning")
        profile = Profile(shipped_rows(), blackouts=[mourning])
        assert not opening("US-TX", profile=profile).is_open(NOW)


class TestWhatComplianceRelaxes:
    def test_no_longer_binds_that_market_and_nothing_else(self) -> None:
        relaxed = Profile(shipped_rows(), relaxations=[Relaxation("US-KY", "b2b", "excludes merchants, KRS 367.46951")])
        assert hours(opening("US-KY", profile=relaxed), "mon") == ["08:00-21:00"]
        assert hours(opening("US-KY", profile=relaxed, market="b2c"), "mon") == ["10:00-21:00"]
        assert hours(opening("US-KY", profile=relaxed, market=""), "mon") == ["10:00-21:00"]

    def test_does_not_lift_a_blackout(self) -> None:
        relaxed = Profile(
            shipped_rows(), blackouts=[TestABlackout.DECREE], relaxations=[Relaxation("US-LA", "b2b", "exempt")]
        )
        assert not opening("US-LA", profile=relaxed).is_open(NOW)


class TestATeamsOwnLaw:
    def test_only_ever_narrows(self) -> None:
        rows = {row.place: row for row in shipped_rows()}
        profile = Profile(shipped_rows(), own=[replace(rows["FR"], place="US-KY")])
        assert hours(opening("US-KY", profile=profile), "mon") == ["10:00-13:00", "14:00-20:00"]

    def test_narrows_the_cautious_law_of_a_place_that_we_have_no_row_of(self) -> None:
        rows = {row.place: row for row in shipped_rows()}
        profile = Profile(shipped_rows(), own=[replace(rows["US"], place="BR")])
        assert opening("BR", profile=profile).hours == opening("BR").hours
