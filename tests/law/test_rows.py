"""A law file is checked whole: every fault of it is told at once, with where it stands and what would be right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setter.law.profile import shipped_rows
from setter.law.rows import CONFIDENCES, LawRow, rows_of
from setter.law.tables import table

READ_ON = date(2026, 11, 26)
ROW: dict[str, Any] = {
    "name": "Louisiana",
    "weekdays": ["08:00-20:00"],
    "saturday": ["08:00-20:00"],
    "binds": "consumers",
    "source": "La. R.S. 45:811",
    "confidence": "high",
    "weekend": "sunday-monday",
    "holidays": [["Mardi Gras", "easter-47"]],
}


def faults(**changes: Any) -> list[tuple[str, str]]:
    row = {key: value for key, value in {**ROW, **changes}.items() if value is not None}
    return [(fault.where, fault.words) for fault in rows_of({"US-LA": row}, READ_ON)[1]]


class TestARow:
    def test_that_holds_is_read_as_it_stands(self) -> None:
        rows, wrong = rows_of({"US-LA": ROW}, READ_ON)
        assert (wrong, [row.place for row in rows]) == ([], ["US-LA"])
        assert (rows[0].as_of, set(rows[0].hours)) == (READ_ON, {"mon", "tue", "wed", "thu", "fri", "sat"})
        assert rows[0].holidays == (("Mardi Gras", "easter-47"),)

    def test_over_midnight_is_refused(self) -> None:
        assert faults(saturday=["20:00-02:00"]) == [
            (
                "places.US-LA.saturday",
                "20:00-02:00 runs over midnight: a day's hours end on the day on which they begin",
            )
        ]

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"name": None}, "places.US-LA.name"),
            ({"source": " "}, "places.US-LA.source"),
            ({"binds": "some"}, "places.US-LA.binds"),
            ({"confidence": None}, "places.US-LA.confidence"),
            ({"weekdays": ["8-20"]}, "places.US-LA.weekdays"),
            ({"weekdays": ["14:00-20:00", "10:00-15:00"]}, "places.US-LA.weekdays"),
            ({"weekdays": None, "saturday": None}, "places.US-LA"),
            ({"weekend": "monday"}, "places.US-LA.weekend"),
            ({"holidays": [["Mardi Gras", "carnival"]]}, "places.US-LA.holidays[1]"),
            ({"holidays": ["07-04"]}, "places.US-LA.holidays[1]"),
            ({"consent": {"b2b": "maybe"}}, "places.US-LA.consent.b2b"),
            ({"consent": {"b2x": "none"}}, "places.US-LA.consent.b2x"),
            ({"sundays": []}, "places.US-LA.sundays"),
            ({"weekdays": "08:00-20:00"}, "places.US-LA.weekdays"),
            ({"as_of": "2026-11-26"}, "places.US-LA.as_of"),
            ({"note": 5}, "places.US-LA.note"),
            ({"registries": "us-dnc"}, "places.US-LA.registries"),
            ({"registries": ["us-dncc"]}, "places.US-LA.registries"),
            ({"caps": {"b2c": {"calls": 4}}}, "places.US-LA.caps.b2c"),
            ({"caps": {"b2c": {"calls": 0, "days": 30}}}, "places.US-LA.caps.b2c"),
            ({"caps": {"mobile": {"calls": 4, "days": 30}}}, "places.US-LA.caps.mobile"),
            ({"caps": 4}, "places.US-LA.caps"),
            ({"rest_days": {"b2c": "60"}}, "places.US-LA.rest_days.b2c"),
            ({"rest_days": {"b2c": 700}}, "places.US-LA.rest_days.b2c"),
        ],
    )
    def test_that_does_not_says_where(self, changes: dict[str, Any], where: str) -> None:
        assert [found for found, _ in faults(**changes)] == [where]

    def test_tells_every_fault_at_once(self) -> None:
        assert len(faults(name=None, binds="some", weekdays=["8-20"], holidays=[["x", "y"]])) == 4

    def test_that_is_misspelt_is_told_what_was_meant(self) -> None:
        assert ("places.US-LA.saturdays", "is no key of a law; did you mean saturday?") in faults(saturdays=[])

    def test_of_no_place_is_none(self) -> None:
        assert [fault.where for fault in rows_of({"UK": ROW}, READ_ON)[1]] == ["places.UK"]

    def test_without_a_day_on_which_it_was_read_is_none(self) -> None:
        assert [fault.where for fault in rows_of({"US-LA": ROW})[1]] == ["places.US-LA.as_of"]

    def test_is_old_after_half_a_year(self) -> None:
        row = rows_of({"US-LA": ROW}, READ_ON)[0][0]
        assert not row.is_stale(date(2027, 5, 25))
        assert row.is_stale(date(2027, 5, 26))


class TestTheLawThatShips:
    def test_holds_and_every_row_names_source_day_and_confidence(self) -> None:
        rows = shipped_rows()
        assert len(rows) > 35
        assert all(row.source and row.as_of >= date(2026, 1, 1) and row.confidence in CONFIDENCES for row in rows)

    @pytest.mark.parametrize("place", ["US", "US-FL", "US-PA", "CA", "GB", "DE", "FR", "AU", "*"])
    def test_covers_the_places_of_the_domain(self, place: str) -> None:
        assert place in {row.place for row in shipped_rows()}

    def test_no_state_is_looser_than_the_federal_hours(self) -> None:
        rows = {row.place: row for row in shipped_rows()}
        for row in rows.values():
            if row.place.startswith("US-"):
                assert all(_inside(row, rows["US"], day) for day in row.hours), row.place

    def test_asks_only_registers_that_are_described(self) -> None:
        known = set(table("registries").rows["registries"])
        assert {each for row in shipped_rows() for each in row.registries} <= known


def _inside(row: LawRow, wider: LawRow, day: str) -> bool:
    return all(
        any(other.opens <= span.opens and span.closes <= other.closes for other in wider.hours[day])
        for span in row.hours[day]
    )
