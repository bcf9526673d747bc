"""A line may ring when the campaign calls and no law forbids it, whichever of them is the stricter."""

from __future__ import annotations

from datetime import date, time

from hypothesis import given
from hypothesis import strategies as some

from domain.clocks import CHICAGO, ODD_ZONES, at, wall
from setter.domain.calling_window import are_known, is_open
from setter.domain.law import Law
from setter.domain.opening_hours import WEEKDAYS, Hours, WeekHours
from setter.domain.schedule import Schedule, closed_today, first_open, reopens, schedule, span_of_days, within
from setter.domain.units import DAY, HOUR, MINUTE

OFFICE = dict.fromkeys(WEEKDAYS[:5], (Hours(time(8, 30), time(17, 30)),))
NINE_TO_NINE = dict.fromkeys(WEEKDAYS, (Hours(time(9), time(21)),))
FRENCH = dict.fromkeys(WEEKDAYS[:5], (Hours(time(10), time(13)), Hours(time(14), time(20))))

CLOCKS = some.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
SPANS = some.lists(CLOCKS, min_size=2, max_size=2, unique=True).map(lambda pair: Hours(*sorted(pair)))


def _apart(spans: list[Hours]) -> tuple[Hours, ...]:
    kept: list[Hours] = []
    for span in sorted(spans, key=lambda each: each.opens):
        if not kept or span.opens > kept[-1].closes:
            kept.append(span)
    return tuple(kept)


WEEKS = some.dictionaries(some.sampled_from(WEEKDAYS), some.lists(SPANS, min_size=1, max_size=3).map(_apart))
ZONES = some.lists(some.sampled_from(ODD_ZONES), min_size=1, max_size=3, unique=True).map(tuple)
INSTANTS = some.integers(at("2026-01-01T00:00"), at("2027-01-01T00:00")).map(lambda now: now // MINUTE * MINUTE)


class TestTwoWeeks:
    def test_keep_what_they_have_in_common(self) -> None:
        assert within(OFFICE, NINE_TO_NINE) == dict.fromkeys(WEEKDAYS[:5], (Hours(time(9), time(17, 30)),))
        assert within(OFFICE, FRENCH)["tue"] == (Hours(time(10), time(13)), Hours(time(14), time(17, 30)))

    def test_with_nothing_in_common_are_closed(self) -> None:
        early = {"mon": (Hours(time(6), time(8)),)}
        assert within(early, NINE_TO_NINE) == {}

    @given(WEEKS, WEEKS, ZONES, INSTANTS)
    def test_are_open_together_just_where_both_are(
        self, ours: WeekHours, theirs: WeekHours, zones: tuple[str, ...], now: int
    ) -> None:
        both = is_open(ours, zones, now) and is_open(theirs, zones, now)
        assert is_open(within(ours, theirs), zones, now) is both


class TestASchedule:
    def test_is_never_looser_than_the_campaign_or_any_law(self) -> None:
        made = schedule(OFFICE, (CHICAGO,), (Law("US", "the United States", NINE_TO_NINE), Law("FR", "France", FRENCH)))
        assert wall(made.next_opening(at("2026-11-24T08:30"))) == "2026-11-24T10:00"
        assert wall(made.closes_at(at("2026-11-24T10:00"))) == "2026-11-24T13:00"
        assert not made.is_open(at("2026-11-24T13:30"))

    def test_names_the_day_that_closes_it_and_the_place(self) -> None:
        law = Law("US-PA", "Pennsylvania", NINE_TO_NINE, {date(2026, 4, 3): "Good Friday"})
        assert schedule(OFFICE, (CHICAGO,), (law,)).closed == {date(2026, 4, 3): "Good Friday in Pennsylvania"}

    def test_opens_again_however_long_it_was_closed(self) -> None:
        decree = span_of_days(date(2026, 9, 4), date(2026, 10, 3), "a state of emergency")
        shut = Schedule((CHICAGO,), OFFICE, decree)
        assert wall(shut.next_opening(at("2026-09-04T12:00"))) == "2026-10-05T08:30"

    def test_never_opens_where_two_zones_have_no_hour_in_common(self) -> None:
        assert Schedule(("America/New_York", "Pacific/Guam"), OFFICE, {date(2026, 11, 24): "x"}).next_opening(0) is None

    @given(WEEKS, ZONES, INSTANTS, some.integers(0, 40), some.integers(0, 30))
    def test_the_next_opening_is_open_and_nothing_before_it_is(
        self, hours: WeekHours, zones: tuple[str, ...], now: int, ahead: int, long: int
    ) -> None:
        first = date.fromordinal(date(1970, 1, 1).toordinal() + now // DAY + ahead)
        closed = span_of_days(first, date.fromordinal(first.toordinal() + long), "a decree")
        made = Schedule(zones, hours, closed)
        opens = made.next_opening(now)
        if opens is None:
            return
        assert made.is_open(opens)
        assert not any(made.is_open(at_) for at_ in range(now, opens, max(HOUR, (opens - now) // 50)))

    @given(WEEKS, WEEKS, WEEKS, ZONES, INSTANTS, some.integers(0, 3))
    def test_s_first_opening_is_found_without_making_it(
        self, ours: WeekHours, one: WeekHours, other: WeekHours, zones: tuple[str, ...], now: int, long: int
    ) -> None:
        today = date.fromordinal(date(1970, 1, 1).toordinal() + now // DAY)
        laws = (
            Law("A", "one place", one, span_of_days(today, today, "a feast") if long else {}),
            Law("B", "other", other),
        )
        assert first_open(ours, zones, laws, now) == schedule(ours, zones, laws).next_opening(now)


class TestTheEndOfAClosure:
    @given(ZONES, INSTANTS, some.integers(0, 60))
    def test_is_the_first_midnight_that_is_closed_in_no_zone(self, zones: tuple[str, ...], now: int, long: int) -> None:
        assert are_known(zones)
        first = date.fromordinal(date(1970, 1, 1).toordinal() + now // DAY)
        closed = span_of_days(first, date.fromordinal(first.toordinal() + long), "a decree")
        back = reopens(closed, zones, now)
        assert back is not None
        assert closed_today(closed, zones, back) is None
        assert back == now or closed_today(closed, zones, back - 1) is not None
