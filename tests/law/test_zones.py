"""Where a prospect may be: every zone that the address and the numbers allow, and never a guess."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.domain.calling_window import are_known, canonical, is_zone
from setter.law import places
from setter.law.places import country_code, region_code
from setter.law.tables import TABLES, table
from setter.law.zones import address_zones, candidate_zones, phone_zones

NOW = int(datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp() * 1000)
US_500 = Path(__file__).parents[2].parent / "shared" / "data" / "us-500.csv"


class TestEveryTableSaysWhereItComesFrom:
    @pytest.mark.parametrize("name", TABLES)
    def test_source_day_and_confidence(self, name: str) -> None:
        found = table(name)
        assert len(found.source) > 10
        assert date(2026, 1, 1) < found.as_of
        assert found.confidence.split()[0].rstrip(":") in ("high", "medium", "low", "disputed")

    def test_every_zone_in_every_table_exists(self) -> None:
        straddles = table("area_codes").rows["straddles"].values()
        named = {zone for zones in straddles for zone in zones}
        for place in places._countries().values():
            for each in (place, *place.regions.values()):
                named |= {*each.zones, *(zone for zones in each.postal.values() for zone in zones)}
        assert len(named) > 60
        assert [zone for zone in sorted(named) if not is_zone(zone)] == []

    def test_a_postal_code_narrows_only_to_zones_of_its_own_place(self) -> None:
        for place in places._countries().values():
            for each in (place, *place.regions.values()):
                for zones in each.postal.values():
                    assert set(zones) <= set(each.zones)

    def test_all_states_and_provinces_are_there(self) -> None:
        codes = {name: set(table(name).rows["regions"]) for name in ("us_zones", "ca_zones", "au_zones")}
        assert {name: len(found) for name, found in codes.items()} == {
            "us_zones": 50 + 1 + 5,
            "ca_zones": 13,
            "au_zones": 8,
        }


class TestAnAddress:
    @pytest.mark.parametrize(
        ("country", "region", "postal", "zones"),
        [
            ("US", "LA", "70116", ("America/Chicago",)),
            ("US", "Louisiana", "", ("America/Chicago",)),
            ("United States", "la", "", ("America/Chicago",)),
            ("US", "AZ", "", ("America/Denver", "America/Phoenix")),
            ("US", "PR", "00901", ("America/Puerto_Rico",)),
            ("US", "Hawaii", "", ("Pacific/Honolulu",)),
            ("Canada", "British Columbia", "V6B 1A1", ("America/Vancouver",)),
            ("CA", "SK", "s7k 1j5", ("America/Regina",)),
            ("Australia", "QLD", "4000", ("Australia/Brisbane",)),
            ("Australia", "NSW", "2880", ("Australia/Broken_Hill",)),
            ("NZ", "", "8942", ("Pacific/Chatham",)),
            ("NZ", "", "8941", ("Pacific/Auckland",)),
            ("England", "Kent", "ME1 1AA", ("Europe/London",)),
            ("España", "", "28001", ("Europe/Madrid",)),
            ("ES", "", "35001", ("Atlantic/Canary",)),
            ("ES", "", "", ("Atlantic/Canary", "Europe/Madrid")),
            ("Türkiye", "", "", ("Europe/Istanbul",)),
            ("österreich", "", "", ("Europe/Vienna",)),
            ("AR", "", "", places._zone_tab()["AR"]),
            ("PE", "Lima", "", ("America/Lima",)),
        ],
    )
    def test_gives_its_zones(self, country: str, region: str, postal: str, zones: tuple[str, ...]) -> None:
        assert address_zones(country, region, postal) == zones

    @pytest.mark.parametrize(
        ("region", "postal", "zones"),
        [
            ("FL", "", ("America/Chicago", "America/New_York")),
            ("FL", "33101", ("America/New_York",)),
            ("FL", "32501", ("America/Chicago",)),
            ("FL", "32401", ("America/Chicago",)),
            ("FL", "32456", ("America/Chicago", "America/New_York")),
            ("FL", "90210", ("America/Chicago", "America/New_York")),
            ("TX", "79901", ("America/Denver",)),
            ("TX", "75201-1234", ("America/Chicago",)),
            ("TX", "79821", ("America/Chicago", "America/Denver")),
            ("IN", "46534", ("America/Chicago", "America/Indiana/Indianapolis")),
            ("AZ", "86515", ("America/Denver", "America/Phoenix")),
            ("AZ", "85004.0", ("America/Phoenix",)),
            ("NJ", "8014", ("America/New_York",)),
            ("TN", "not a code", ("America/Chicago", "America/New_York")),
        ],
    )
    def test_a_split_state_needs_the_postal_code(self, region: str, postal: str, zones: tuple[str, ...]) -> None:
        assert address_zones("US", region, postal) == zones

    @pytest.mark.parametrize(
        ("country", "region"), [("", ""), ("", "LA"), ("US", ""), ("US", "Bavaria"), ("Atlantis", ""), ("CA", "TX")]
    )
    def test_an_unknown_place_gives_none(self, country: str, region: str) -> None:
        assert address_zones(country, region) == ()

    @given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
    def test_any_text_gives_real_zones_or_none(self, country: str, region: str, postal: str) -> None:
        for each in (country, "US", "CA", "ES"):
            assert all(map(is_zone, address_zones(each, region, postal)))
        assert all(map(is_zone, address_zones("US", "FL", postal)))

    def test_countries_and_regions_have_one_code_each(self) -> None:
        assert [country_code(name) for name in ("uk", "GB", "Great Britain", "fr", "pe", "Atlantis")] == [
            "GB", "GB", "GB", "FR", "PE", "",
        ]  # fmt: skip
        assert region_code("US", "new york") == "NY"
        assert region_code("DE", "by") == "BY"


class TestANumber:
    @pytest.mark.parametrize(
        ("number", "zones"),
        [
            ("+15046218927", ("America/Chicago",)),
            ("+12125551234", ("America/New_York",)),
            ("+18503331234", ("America/Chicago", "America/New_York")),
            ("+18504321234", ("America/Chicago", "America/New_York")),
            ("+19302341234", ("America/Chicago", "America/New_York")),
            ("+13642341234", ("America/Chicago", "America/New_York")),
            ("+14582341234", ("America/Denver", "America/Los_Angeles")),
            ("+12192341234", ("America/Chicago", "America/New_York")),
            ("+19282341234", ("America/Denver", "America/Phoenix")),
            ("+18072341234", ("America/Chicago", "America/New_York", "America/Panama")),
            ("+442079460123", ("Europe/London",)),
            ("+447400123456", ("Europe/London",)),
            ("+493012345678", ("Europe/Berlin",)),
        ],
    )
    def test_may_ring_in_every_zone_of_its_area(self, number: str, zones: tuple[str, ...]) -> None:
        assert canonical(phone_zones(number), NOW) == zones

    @pytest.mark.parametrize(
        "number",
        ["+18005551234", "+61491570156", "+16842341234", "", "+", "n/a", "5046218927", "+1", "+999", "+1504621892७"],
    )
    def test_says_nothing_where_it_does_not_tell(self, number: str) -> None:
        assert phone_zones(number) == ()

    def test_a_number_that_cannot_exist_spoils_nothing_for_its_neighbours(self) -> None:
        assert phone_zones("+1615234") == ()
        assert phone_zones("+16152341234") == ("America/Chicago",)

    @pytest.mark.parametrize("code", sorted(table("area_codes").rows["straddles"]))
    def test_a_straddling_area_code_keeps_all_its_zones_on_every_exchange(self, code: str) -> None:
        expected = set(canonical(table("area_codes").rows["straddles"][code], NOW))
        for exchange in ("234", "333", "555", "862"):
            zones = phone_zones(f"+1{code}{exchange}1234")
            assert expected <= set(canonical(zones, NOW))
            assert are_known(zones)

    @given(st.text(alphabet="+0123456789 x", max_size=18))
    @settings(max_examples=150, deadline=None)
    def test_any_text_gives_real_zones_or_none(self, text: str) -> None:
        assert all(map(is_zone, phone_zones(text)))

    def test_the_phone_library_is_not_loaded_before_it_is_asked(self) -> None:
        code = "import sys, setter.law.zones, setter.law.business_days as b; " \
               "sys.exit(any(m in sys.modules for m in ('phonenumbers', 'holidays')))"  # fmt: skip
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class TestTheCandidates:
    def test_what_the_prospect_said_stands_alone(self) -> None:
        assert candidate_zones("America/Denver", ("America/Chicago",), [("America/New_York",)]) == ("America/Denver",)

    @pytest.mark.parametrize("said", [None, ""])
    def test_otherwise_all_that_address_and_numbers_allow(self, said: str | None) -> None:
        assert candidate_zones(said, ("America/Chicago",), [("America/New_York",), (), ("America/Chicago",)]) == (
            "America/Chicago",
            "America/New_York",
        )

    def test_nothing_known_is_nothing_guessed(self) -> None:
        assert candidate_zones(None, (), [(), ()]) == ()


@pytest.mark.skipif(not US_500.exists(), reason="the shared sample list is not here")
class TestARealList:
    def test_every_person_of_it_has_zones_few_enough_to_call_by(self) -> None:
        with US_500.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        windows: dict[tuple[str, ...], int] = {}
        for row in rows:
            *_, region, postal = (part.strip() for part in row["address"].split(","))
            address = address_zones("US", region, postal)
            assert address, row["address"]
            numbers = [phone_zones("+1" + row[name].replace("-", "")) for name in ("phone1", "phone2")]
            window = canonical(candidate_zones(None, address, numbers), NOW)
            assert are_known(window)
            windows[window] = windows.get(window, 0) + 1
        assert len(rows) == sum(windows.values()) == 500
        assert len(windows) <= 24
        assert sum(count for zones, count in windows.items() if len(zones) == 1) > 400

    def test_new_orleans_and_anchorage(self) -> None:
        assert address_zones("US", "LA", "70116") == ("America/Chicago",)
        assert canonical(
            candidate_zones(None, address_zones("US", "AK", "99501"), [phone_zones("+19073854412")]), NOW
        ) == ("America/Adak", "America/Anchorage")
