"""Fifty callers dial the people of one office in the same moment: no cap is exceeded by a single dial (domain §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from hands import at_once, land, taken
from houses import AT_ONCE, Colleague, beside, change_campaign
from setter.domain.callable import MOST_DIALS_24H, MOST_DIALS_WEEK_COMPANY
from setter.services.desk import Desk
from setter.services.dial import dial

FIFTY, PROGRAMS = 50, 10
SWITCHBOARD = "+13125557000"


def colleagues(number_of: Callable[[int], str]) -> list[str]:
    """Fifty people of one company, each with a number."""
    return [f"P{place:02} Desk,Ivy Works,{number_of(place)},Owner,,IL,US" for place in range(FIFTY)]


@pytest.mark.parametrize(
    ("number_of", "most", "rule"),
    [
        (lambda place: SWITCHBOARD, MOST_DIALS_24H, "cap_number"),
        (lambda place: f"+1312555{7100 + place}", MOST_DIALS_WEEK_COMPANY, "cap_company"),
    ],
    ids=["one switchboard", "a number of their own"],
)
def test_no_cap_is_exceeded_though_all_of_them_dial_at_once(
    desk: Desk, colleague: Colleague, tmp_path: Path, number_of: Callable[[int], str], most: int, rule: str
) -> None:
    change_campaign(desk, AT_ONCE)
    land(desk, tmp_path, *colleagues(number_of))
    programs = [colleague(desk, "") for _ in range(PROGRAMS)]
    desks = [beside(programs[place % PROGRAMS], f"caller {place}") for place in range(FIFTY)]
    calls = [taken(each, f"P{place:02} Desk") for place, each in enumerate(desks)]

    def dialling(place: int) -> Callable[[], str]:
        return lambda: dial(desks[place], calls[place].id) and "dialled"

    assert Counter(at_once([dialling(place) for place in range(FIFTY)])) == {"dialled": most, rule: FIFTY - most}
    kept = desk.store.read(lambda unit: sum(len(unit.calls.attempts(call.id)) for call in calls))
    assert kept == most
