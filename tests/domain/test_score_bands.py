"""Every week it is seen whether the score sorts: the top band must do better than the next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.score_bands import NOT_CLEAR, NOT_SORTING, SORTING, TOO_FEW, Scored, accuracy, week_of

MONDAY = date(2026, 9, 28)


def cycles(score: int, positive: int, cases: int, on: date = MONDAY) -> list[Scored]:
    """So many cycles of a score, of which so many came to the label."""
    return [Scored(score, on, each < positive) for each in range(cases)]


@pytest.mark.requirement("R-078")
class TestTheScore:
    def test_sorts_where_the_top_band_is_clearly_better(self) -> None:
        found = accuracy([*cycles(85, 30, 40), *cycles(65, 4, 40)]).overall
        assert found.verdict == SORTING
        assert found.words == ("The score is sorting: 80–100: 30 / 40 (75 %, 60–86 %); 60–79: 4 / 40 (10 %, 4–23 %).")

    @pytest.mark.parametrize("top", [3, 4])
    def test_is_not_sorting_where_the_top_band_is_no_better(self, top: int) -> None:
        found = accuracy([*cycles(85, top, 40), *cycles(65, 4, 40)]).overall
        assert found.verdict == NOT_SORTING and found.words.startswith("The score is not sorting: 80–100")

    def test_shows_no_clear_difference_where_the_intervals_overlap(self) -> None:
        found = accuracy([*cycles(85, 6, 40), *cycles(65, 4, 40)]).overall
        assert found.verdict == NOT_CLEAR and "no clear difference" in found.words

    @pytest.mark.parametrize("few", [[], cycles(85, 4, 4) + cycles(65, 0, 40), cycles(85, 0, 40) + cycles(65, 0, 40)])
    def test_says_that_there_are_too_few_to_say(self, few: list[Scored]) -> None:
        assert accuracy(few).overall.verdict == TOO_FEW

    def test_is_judged_by_the_highest_band_that_anybody_is_in(self) -> None:
        found = accuracy([*cycles(100, 1, 2), *cycles(45, 20, 40), *cycles(5, 1, 40)]).overall
        assert found.verdict == SORTING
        assert [band.words for band in found.bands] == [
            "80–100: 1 / 2",
            "40–59: 20 / 40 (50 %, 35–65 %)",
            "0–19: 1 / 40 (3 %, 0–13 %)",
        ]


def test_each_week_is_counted_for_itself() -> None:
    sunday, new_year = MONDAY + timedelta(days=6), date(2027, 1, 1)
    found = accuracy([*cycles(85, 1, 1, new_year), *cycles(85, 0, 1), *cycles(85, 1, 1, sunday)])
    assert list(found.weeks) == ["2026-W40", "2026-W53"] and week_of(new_year) == "2026-W53"
    assert [band.words for band in found.weeks["2026-W40"].bands] == ["80–100: 1 / 2"]


@given(some.lists(some.builds(Scored, some.integers(0, 100), some.dates(MONDAY, date(2027, 2, 1)), some.booleans())))
def test_nobody_is_left_out_and_nobody_counted_twice(known: list[Scored]) -> None:
    found = accuracy(known)
    for told in (found.overall.bands, [band for week in found.weeks.values() for band in week.bands]):
        assert sum(band.share.denominator for band in told) == len(known)
        assert sum(band.share.numerator for band in told) == sum(each.positive for each in known)
    assert [band.first for band in found.overall.bands] == sorted({min(e.score // 20 * 20, 80) for e in known})[::-1]
