"""What callers mark as verified or wrong says how right a supplier's records are (R-104)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hands import dialled, ended, land, prospect_named
from houses import ADA, CLEO, DOV, advance
from services.test_measures import shares_of
from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.measures import Asked
from setter.services.measures_accuracy import ALL, accuracy
from setter.services.record_outcome import Given, record
from setter.services.verify import VERIFIED, WRONG, mark
from setter.store.ids import new_id
from setter.store.records import FactCheck


def again(desk: Desk, name: str, *fields: str) -> None:
    """A day later somebody finds these facts right."""
    advance(desk, DAY)
    whose, now = prospect_named(desk, name).id, desk.now()
    for field in fields:
        check = FactCheck(new_id(now), whose, 1, None, field, VERIFIED, "x", "", now, "mira")
        desk.store.write(lambda unit, check=check: unit.prospects.add_fact_check(check))


@pytest.mark.requirement("R-104")
def test_fields_and_records_count_as_they_were_supplied(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Hal Reed,Ivy Ltd,+13125550190,Owner,hal@ivy.example,IL,US", source="the fair", file="fair")
    for name, wrong in ((ADA, ""), (CLEO, "title"), ("Hal Reed", "")):
        call = dialled(desk, name)
        for field in ("full_name", "title", "company_name", "email"):
            mark(desk, call.id, field, WRONG if field == wrong else VERIFIED, "Head of Vans" if field == wrong else "")
        if wrong:
            mark(desk, call.id, wrong, VERIFIED)  # what was put right is our own, and no merit of the list
        record(desk, call.id, Given("not_interested"))
    ended(desk, "wrong_number", DOV)
    told = accuracy(desk, Asked())
    source, fair = "source: list", "source: the fair"
    assert shares_of(told, "title", "field correct") == [(2, 3)]
    assert shares_of(told, "phone", "field correct") == [(3, 4)]
    assert shares_of(told, ALL, "key fields correct", "records correct") == [(14, 16), (2, 3)]
    assert shares_of(told, source, "key fields correct", "records correct") == [(9, 11), (1, 2)]
    assert shares_of(told, source, "records without a known error") == [(1, 3)]
    assert shares_of(told, fair, "key fields correct") == [(5, 5)]
    (row,) = [each for each in told.rows if (each.measure, each.by) == ("key fields correct", ALL)]
    assert row.note.startswith("target 98 % missed")
    again(desk, CLEO, "title", "company_name")
    today = accuracy(desk, Asked(date(2026, 11, 25)))  # a day's report knows what was put right before
    assert shares_of(today, "title", "field correct") == [(0, 0)]
    assert shares_of(today, ALL, "key fields correct") == [(1, 1)]
    files = {"file: handful.csv of 2026-11-24", "file: fair.csv of 2026-11-24"}
    assert {each.by for each in told.rows if each.by.startswith("file: ")} == files
    assert told.remarks[0].startswith("Target 98 % missed: all sources (key fields), source: list (key fields)")
