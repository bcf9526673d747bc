"""The law that ships says how often somebody is rung, which registers are asked, whose word is wanted (domain §6)."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.clocks import PARIS, at
from domain.gate_asked import ALWAYS, NUMBER, PERSON, dial, refused
from law.shipped import SHIPPED, laws_of
from setter.domain.callable import DialHistory
from setter.domain.callable_law import consent, registry
from setter.domain.law import CONSENT, PRESUMED_INTEREST
from setter.domain.units import DAY, HOUR
from setter.law.profile import Asked, Profile, shipped_rows


class TestANumber:
    @pytest.mark.parametrize("place", ["US-FL", "US-OK", "US-MD", "US-GA", "DE"])
    @pytest.mark.parametrize("rule", ["cap_number", "cap_person"])
    def test_rings_three_times_in_any_24_hours_and_so_does_every_other(self, place: str, rule: str) -> None:
        noon = at("2026-12-09T12:00")
        three = (noon - DAY + HOUR, noon - 2 * HOUR, noon - HOUR)
        dials = DialHistory(number=three) if rule == "cap_number" else DialHistory(person=three)
        laws = laws_of(place, noon)
        assert rule in refused(dial(calling=ALWAYS, dials=dials, now=noon, laws=laws))
        assert rule in refused(dial(calling=ALWAYS, dials=dials, now=noon + HOUR - 1, laws=laws))
        assert rule not in refused(dial(calling=ALWAYS, dials=dials, now=noon + HOUR, laws=laws))


class TestAConsumerInFrance:
    MORNING = at("2026-12-03T11:00", PARIS)

    def asked(self, dials: DialHistory, now: int, market: str = "b2c") -> list[str]:
        person = replace(PERSON, market_type=market, campaign_market_type=market, zones=(PARIS,), consents=(CONSENT,))
        number = replace(NUMBER, e164="+33142685300", zones=(PARIS,))
        return refused(dial(person, number, ALWAYS, dials, now, laws=laws_of("FR", now, market)))

    @pytest.mark.parametrize("whose", ["number", "person"])
    def test_is_rung_four_times_in_30_days_and_a_business_as_often_as_any(self, whose: str) -> None:
        four = tuple(self.MORNING - days * DAY + HOUR for days in (30, 20, 10, 5))
        dials = DialHistory(**{whose: four})
        assert self.asked(dials, self.MORNING) == self.asked(dials, self.MORNING + HOUR - 1) == ["cap_law"]
        assert self.asked(dials, self.MORNING + HOUR) == []
        assert self.asked(DialHistory(**{whose: four[1:]}), self.MORNING) == []
        assert self.asked(dials, self.MORNING, "b2b") == []

    def test_who_said_no_is_left_alone_for_60_whole_days_and_a_business_is_not(self) -> None:
        dials = DialHistory(said_no=(self.MORNING - 200 * DAY, self.MORNING))
        last, first = at("2027-02-01T19:59", PARIS), at("2027-02-02T10:00", PARIS)
        assert self.asked(dials, self.MORNING) == self.asked(dials, last) == ["said_no"]
        assert self.asked(dials, first) == self.asked(dials, self.MORNING, "b2b") == []

    def test_who_awaits_our_call_is_rung_whatever_they_said_before(self) -> None:
        person = replace(PERSON, market_type="b2c", campaign_market_type="b2c", zones=(PARIS,), asked_us=True)
        number, laws = replace(NUMBER, zones=(PARIS,)), laws_of("FR", self.MORNING, "b2c")
        dials = DialHistory(said_no=(self.MORNING - DAY,))
        assert dial(person, number, ALWAYS, dials, self.MORNING, laws=laws).allowed


class TestARegister:
    NOW = at("2026-12-09T12:00")

    @pytest.mark.parametrize(
        ("place", "market", "register", "days"),
        [
            ("US-GA", "b2c", "us-dnc", 31),
            ("GB", "b2b", "gb-ctps", 28),
            ("GB", "b2b", "gb-tps", 28),
            ("GB", "b2c", "gb-tps", 28),
            ("CA", "b2c", "ca-dncl", 31),
        ],
    )
    def test_is_asked_again_after_so_many_days(self, place: str, market: str, register: str, days: int) -> None:
        def passes(age: int) -> bool:
            fresh = dict.fromkeys(SHIPPED.registries, Asked(self.NOW, None))
            profile = Profile(shipped_rows(), asked={**fresh, register: Asked(self.NOW - age * DAY, None)})
            return registry(profile.laws((place,), market, self.NOW), market, "", (), 0, (), self.NOW).passed

        assert passes(days)
        assert not passes(days + 1)

    @pytest.mark.parametrize(
        ("place", "market", "kind", "listed", "passed"),
        [
            ("US-GA", "b2b", "mobile", "us-dnc", False),
            ("US-GA", "b2b", "", "us-dnc", False),
            ("US-GA", "b2b", "switchboard", "us-dnc", True),
            ("US-PA", "b2b", "switchboard", "us-pa", False),
            ("GB", "b2b", "switchboard", "gb-ctps", False),
            ("GB", "b2b", "switchboard", "gb-tps", False),
            ("CA", "b2b", "mobile", "ca-dncl", True),
            ("CA", "b2c", "mobile", "ca-dncl", False),
        ],
    )
    def test_leaves_alone_whom_the_law_lets_enrol(
        self, place: str, market: str, kind: str, listed: str, passed: bool
    ) -> None:
        profile = Profile(shipped_rows(), asked=dict.fromkeys(SHIPPED.registries, Asked(self.NOW, None)))
        laws = profile.laws((place,), market, self.NOW)
        assert registry(laws, market, kind, (listed,), 0, (), self.NOW).passed is passed


class TestAWordOnRecord:
    @pytest.mark.parametrize(
        ("place", "market", "on_record", "passed"),
        [
            ("DE", "b2b", (), False),
            ("DE", "b2b", (PRESUMED_INTEREST,), True),
            ("DE", "b2c", (PRESUMED_INTEREST,), False),
            ("DE", "b2c", (CONSENT,), True),
            ("FR", "b2c", (), False),
            ("FR", "b2c", (CONSENT,), True),
            ("FR", "b2b", (), True),
            ("GB", "b2b", (), True),
            ("US-FL", "b2b", (), True),
            ("CA", "b2b", (), True),
            ("AU", "b2b", (), True),
        ],
    )
    def test_is_wanted_where_the_law_wants_it(
        self, place: str, market: str, on_record: tuple[str, ...], passed: bool
    ) -> None:
        laws = laws_of(place, at("2026-12-09T12:00"), market)
        assert consent(laws, market, "direct", on_record).passed is passed
