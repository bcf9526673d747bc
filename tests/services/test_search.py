"""Anybody is found as one types: by any spelling of name or company, by address, by number or its last digits."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from hands import land, prospect_named
from houses import CAMPAIGN
from setter.services.desk import Desk
from setter.services.search import search

PEOPLE = [
    "Örjan Ångström,Ölhaus,+13125550201,,orjan@olhaus.example,IL,US",
    "Zoë İnan,Größe & Co,+13125550202,,,IL,US",
]


@pytest.fixture
def there(desk: Desk, tmp_path: Path) -> Desk:
    """Two people with letters that not every engine folds."""
    land(desk, tmp_path, *PEOPLE)
    return desk


def names(desk: Desk, text: str) -> list[str]:
    return [found.name for found in search(desk, CAMPAIGN, text)]


@pytest.mark.parametrize(
    "text", ["Örjan", "örjan", "ORJAN", "ÅNGSTRÖM", "ångström", "Ölhaus", "ÖLHAUS", "olha", "O\u0308rjan", "  örjan "]
)
def test_a_name_or_company_in_any_spelling(there: Desk, text: str) -> None:
    assert names(there, text) == ["Örjan Ångström"]


@pytest.mark.parametrize("text", ["zoë", "ZOE", "GRÖSSE", "größe", "inan"])
def test_letters_that_change_their_number_when_folded(there: Desk, text: str) -> None:
    assert names(there, text) == ["Zoë İnan"]


@pytest.mark.parametrize("text", ["orjan@", "ORJAN@olhaus", "0201", "312 555 0201", "(312) 555-0201", "+13125550201"])
def test_an_address_or_a_number_however_it_is_written(there: Desk, text: str) -> None:
    assert names(there, text) == ["Örjan Ångström"]


@pytest.mark.parametrize("text", ["", "x", "%", "_", "%%", "nobody", "555 9999"])
def test_nothing_is_found_for_nothing(there: Desk, text: str) -> None:
    assert names(there, text) == []


def test_a_new_name_is_found_and_the_old_one_no_more(there: Desk) -> None:
    ada = prospect_named(there, "Ada North")
    there.store.write(lambda unit: unit.prospects.save(replace(ada, full_name="Ada Süd", company_name="Eiche")))
    assert names(there, "SUD") == names(there, "eiche") == ["Ada Süd"]
    assert names(there, "Ada North") == []
