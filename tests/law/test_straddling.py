"""Area codes and states that lie on two clocks: whoever may be on either is rung only while both are open (§6.3)."""

from __future__ import annotations

import pytest

from setter.law.zones import address_zones, phone_zones

NEW_YORK, CHICAGO, DENVER, LOS_ANGELES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
BOISE, PHOENIX = "America/Boise", "America/Phoenix"

CODES = {
    "208 986": {BOISE, LOS_ANGELES},
    "270 364 423 812 930 850 448 931 906": {NEW_YORK, CHICAGO},
    "605 701 308 785 620": {CHICAGO, DENVER},
    "458 541": {LOS_ANGELES, BOISE},
    "775": {LOS_ANGELES, BOISE},
    "928": {PHOENIX, DENVER},
    "807": {"America/Toronto", "America/Winnipeg"},
    "250": {"America/Vancouver", "America/Edmonton"},
    "709 879": {"America/St_Johns", "America/Halifax"},
    "907": {"America/Anchorage", "America/Adak"},
    "867": {"America/Edmonton", "America/Winnipeg", "America/Toronto"},
}
"""Area codes with clocks that a number of theirs may live by, at the least; typed out of the reference."""

STATES = {
    "IN KY TN FL MI": (NEW_YORK, CHICAGO),
    "TX KS NE SD ND": (CHICAGO, DENVER),
    "ID": (DENVER, LOS_ANGELES),
    "OR NV": (LOS_ANGELES, DENVER),
    "AK": ("America/Anchorage", "America/Adak"),
    "AZ": (PHOENIX, DENVER),
}
"""States that no address fixes the clock of, with two that shows the time of."""

SAME_CLOCK = {
    "America/Detroit": NEW_YORK,
    "America/Kentucky/Louisville": NEW_YORK,
    "America/Kentucky/Monticello": NEW_YORK,
    "America/Indiana/Indianapolis": NEW_YORK,
    "America/Menominee": CHICAGO,
    "America/Indiana/Tell_City": CHICAGO,
    "America/Indiana/Knox": CHICAGO,
    "America/North_Dakota/Center": CHICAGO,
    "America/Dawson_Creek": "America/Edmonton",
    "America/Creston": "America/Edmonton",
    "America/Yellowknife": "America/Edmonton",
    "America/Iqaluit": "America/Toronto",
    "America/Rankin_Inlet": "America/Winnipeg",
    "America/Goose_Bay": "America/Halifax",
    "America/Rainy_River": "America/Winnipeg",
    BOISE: DENVER,
}
"""Zones that show the time of a better known one nowadays."""


def clocks(zones: tuple[str, ...]) -> set[str]:
    return {SAME_CLOCK.get(zone, zone) for zone in zones}


@pytest.mark.parametrize(
    ("code", "wanted"), [(each, zones) for codes, zones in CODES.items() for each in codes.split()]
)
def test_a_number_of_a_straddling_area_code_may_live_by_either_clock(code: str, wanted: set[str]) -> None:
    assert clocks(tuple(wanted)) <= clocks(phone_zones(f"+1{code}2345678"))


@pytest.mark.parametrize(
    ("state", "wanted"), [(each, two) for states, two in STATES.items() for each in states.split()]
)
def test_a_state_on_two_clocks_fixes_neither(state: str, wanted: tuple[str, str]) -> None:
    assert clocks(wanted) <= clocks(address_zones("US", state, ""))


@pytest.mark.parametrize(
    ("state", "postal", "clock"),
    [
        *(("FL", "32501", CHICAGO), ("FL", "33130", NEW_YORK), ("TX", "79901", DENVER), ("TX", "75201", CHICAGO)),
        *(("IN", "46204", NEW_YORK), ("IN", "47708", CHICAGO), ("TN", "37203", CHICAGO), ("TN", "37902", NEW_YORK)),
        *(("ND", "58102", CHICAGO), ("NE", "68102", CHICAGO), ("OR", "97201", LOS_ANGELES), ("AZ", "85001", PHOENIX)),
    ],
)
def test_a_postal_code_does(state: str, postal: str, clock: str) -> None:
    assert clocks(address_zones("US", state, postal)) == {clock}
