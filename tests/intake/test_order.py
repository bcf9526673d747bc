"""When rows came to be: a column of days is read one way throughout, or it is said why it cannot be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.errors import Wrong
from setter.intake.order import in_figures, places_of, year_first


def read(*texts: str) -> list[str]:
    """The moments of a column's texts, as ISO has them."""
    places = places_of({text: text for text in texts}, "Day", "h.csv")
    return [datetime.fromtimestamp(places[text], UTC).isoformat()[:16] for text in texts]


def refused(*texts: str) -> Wrong:
    with pytest.raises(Wrong) as wrong:
        read(*texts)
    assert wrong.value.code == "bad_order" and "Day" in wrong.value.message and "2026-11-27" in wrong.value.hint
    assert not any(text in wrong.value.message for text in texts if text != "mon")
    return wrong.value


class TestTheFormOfDays:
    def test_is_decided_by_one_day_above_twelve_for_the_whole_column(self) -> None:
        assert read("31/12/2024", "01/02/2024 10:30") == ["2024-12-31T00:00", "2024-02-01T10:30"]
        assert read("12/31/2024", "01/02/2024 10:30 PM") == ["2024-12-31T00:00", "2024-01-02T22:30"]

    @given(
        some.lists(some.dates(date(1970, 1, 1), date(2060, 12, 31)), min_size=1, max_size=30, unique=True),
        some.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%m-%d-%Y %H:%M", "%d/%m/%y"]),
    )
    def test_gives_the_very_days_or_is_refused(self, days: list[date], form: str) -> None:
        days = [day for day in days if "%y" not in form or date(1970, 1, 1) <= day <= date(2060, 1, 1)]
        texts = [datetime(day.year, day.month, day.day).strftime(form) for day in days]
        try:
            read_back = read(*texts) if texts else []
        except Wrong:
            assert all(day.day <= 12 for day in days) and "." not in form
            return
        assert [each[:10] for each in read_back] == [day.isoformat() for day in days]

    def test_that_nothing_tells_is_asked_for(self) -> None:
        assert "whether the day or the month comes first" in refused("01/02/2024", "03/04/2024").message
        assert read("03/03/2024", "04/04/2024") == ["2024-03-03T00:00", "2024-04-04T00:00"]

    def test_with_dots_puts_the_day_first_by_custom(self) -> None:
        assert read("1.2.2024", "3.4.24") == ["2024-02-01T00:00", "2024-04-03T00:00"]

    def test_that_contradicts_itself_is_refused(self) -> None:
        assert "before the month and others" in refused("31/12/2024", "12/31/2024").message

    def test_with_the_year_first_or_the_month_in_words_leaves_no_doubt(self) -> None:
        assert read("2024-01-02", "2024/3/4 10:30", "2024-01-02T10:00:00+05:30", "3 May 2024", "May 4, 2024") == [
            "2024-01-02T00:00",
            "2024-03-04T10:30",
            "2024-01-02T04:30",
            "2024-05-03T00:00",
            "2024-05-04T00:00",
        ]


class TestWhatIsNoWholeDate:
    @pytest.mark.parametrize(
        "texts",
        [
            *(["mon", "tue"], ["may", "jun"], ["10:30", "11:30"], ["May 2024", "Jun 2024"], ["2024-05", "2024-06"]),
            *(["nan", "inf"], ["5", "nan"], ["5", "2024-01-01"], ["03 05 2024", "13 05 2024"], ["2024-13-01", "1"]),
            ["32/12/2024", "13/12/2024"],
        ],
    )
    def test_is_refused(self, texts: list[str]) -> None:
        assert "neither numbers nor whole dates" in refused(*texts).message


@given(some.lists(some.one_of(some.text(max_size=12), some.from_regex(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")), max_size=4))
def test_no_text_is_read_by_guess(texts: list[str]) -> None:
    try:
        places = places_of({text: text for text in texts}, "Day", "h.csv")
    except Wrong:
        return
    assert set(places) == set(texts)


def test_many_instants_are_quick_to_read() -> None:
    begun = datetime(2024, 1, 1, tzinfo=UTC)
    texts = [(begun + timedelta(minutes=at)).isoformat() for at in range(20_000)]
    assert places_of({text: text for text in texts}, "Day", "h.csv")[texts[-1]] == begun.timestamp() + 60 * 19_999


class TestADayInFigures:
    @pytest.mark.parametrize(
        ("text", "day_first", "told"),
        [
            ("11/25/2026", False, "2026-11-25"),
            ("25.11.2026 14:30", True, "2026-11-25 14:30"),
            ("25.11.2026, 9:05", True, "2026-11-25 09:05"),
            ("3/4/26 12:05 AM", False, "2026-03-04 00:05"),
            ("3/4/2026 2:30:10 p.m.", False, "2026-03-04 14:30:10"),
            ("2026-11-25T14:30:00-06:00", True, "2026-11-25T14:30:00-06:00"),
            ("soon", True, "soon"),
        ],
    )
    def test_is_written_with_its_year_first(self, text: str, day_first: bool, told: str) -> None:
        assert year_first(text, day_first) == told
        assert in_figures(text) is (told != text)

    @given(some.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)), some.booleans())
    def test_keeps_its_minute_however_it_is_exported(self, moment: datetime, day_first: bool) -> None:
        day = "%d/%m/%Y" if day_first else "%m/%d/%Y"
        for form in (f"{day} %H:%M", f"{day} %I:%M %p", f"{day}, %H:%M:%S"):
            told = datetime.fromisoformat(year_first(moment.strftime(form), day_first))
            assert told.replace(second=0) == moment.replace(second=0, microsecond=0)
