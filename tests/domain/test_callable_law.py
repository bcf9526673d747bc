"""Some laws want a word on record, or a register asked in time, before anybody is rung; time alone heals neither."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.clocks import at
from setter.domain.callable_law import consent, registry, unasked
from setter.domain.law import Law, Registry
from setter.domain.units import DAY

NOW = at("2026-11-24T12:00", "UTC")
GERMANY = Law("DE", "Germany", {}, consent={"b2c": "required", "b2b": "presumed_interest"})
IRELAND = Law("IE", "Ireland", {}, consent={"b2c": "required", "b2b": "none", "mobile": "required"})
AUSTRIA = Law("AT", "Austria", {}, consent={"b2c": "required", "b2b": "required"})
CTPS = Registry("gb-ctps", "the Corporate TPS", "everybody", "businesses", 28, NOW - 10 * DAY)
DNC = Registry("us-dnc", "the National Do Not Call Registry", "mobiles", "consumers", 31, NOW - 10 * DAY)


def britain(asked: Registry = CTPS) -> tuple[Law, ...]:
    return (Law("GB", "the United Kingdom", {}, registries=(asked,)),)


AMERICA = (Law("US", "the United States", {}, registries=(DNC,)),)


class TestAWordOnRecord:
    @pytest.mark.parametrize(
        ("law", "market", "kind", "on_record", "passed"),
        [
            (GERMANY, "b2b", "", (), False),
            (GERMANY, "b2b", "", ("presumed_interest",), True),
            (GERMANY, "b2b", "", ("consent",), True),
            (GERMANY, "b2c", "", ("presumed_interest",), False),
            (GERMANY, "", "", ("presumed_interest",), False),
            (AUSTRIA, "b2b", "", ("presumed_interest",), False),
            (IRELAND, "b2b", "direct", (), True),
            (IRELAND, "b2b", "mobile", (), False),
            (IRELAND, "b2b", "mobile", ("consent",), True),
            (Law("US", "the United States", {}), "b2c", "mobile", (), True),
        ],
    )
    def test_is_wanted_as_the_law_of_their_place_wants_it(
        self, law: Law, market: str, kind: str, on_record: tuple[str, ...], passed: bool
    ) -> None:
        assert consent((law,), market, kind, on_record).passed is passed

    def test_is_wanted_by_the_strictest_of_several_laws(self) -> None:
        refused = consent((GERMANY, AUSTRIA), "b2b", "", ("presumed_interest",))
        assert refused.detail == "The law in Austria wants their consent on record before the first call."
        assert refused.opens_at is None

    def test_is_told_in_words_that_say_what_to_note(self) -> None:
        words = "The law in Germany wants on record, before the first call, why this offer concerns them."
        assert consent((GERMANY,), "b2b", "", ()).detail == words


class TestARegister:
    def ask(self, laws: tuple[Law, ...], market: str = "b2b", kind: str = "", *listed: str, added: int = 0) -> str:
        return registry(laws, market, kind, listed, added, (), NOW).detail

    def test_that_holds_the_number_leaves_it_alone(self) -> None:
        assert self.ask(britain(), "b2b", "switchboard", "gb-ctps") == "This number stands in the Corporate TPS."

    def test_that_was_asked_in_time_and_does_not_hold_it_lets_it_ring(self) -> None:
        assert self.ask(britain()) == ""

    def test_that_was_never_asked_keeps_it_from_ringing(self) -> None:
        never = britain(replace(CTPS, asked_at=None))
        assert self.ask(never) == "The Corporate TPS has not been asked about this number: bring in its file."
        assert unasked(never, "b2b", NOW) == "the Corporate TPS"

    @pytest.mark.parametrize(("days", "passed"), [(28, True), (29, False)])
    def test_has_an_age(self, days: int, passed: bool) -> None:
        laws = britain(replace(CTPS, asked_at=NOW - days * DAY))
        assert registry(laws, "b2b", "", (), 0, (), NOW).passed is passed
        assert (unasked(laws, "b2b", NOW) == "") is passed

    def test_that_is_old_says_how_old(self) -> None:
        old = britain(replace(CTPS, asked_at=NOW - 40 * DAY))
        assert self.ask(old) == "The Corporate TPS was last asked 40 days ago, 28 is the most: bring in a newer file."

    def test_that_was_asked_about_our_numbers_knows_of_no_later_one(self) -> None:
        ours = britain(replace(CTPS, covers_until=NOW - 5 * DAY))
        assert self.ask(ours, added=NOW - 5 * DAY) == ""
        assert "has not been asked about this number" in self.ask(ours, added=NOW - 5 * DAY + 1)

    @pytest.mark.parametrize(
        ("market", "kind", "passed"),
        [("b2c", "", False), ("b2b", "mobile", False), ("b2b", "", False), ("b2b", "switchboard", True)],
    )
    def test_of_consumers_covers_the_mobiles_of_businesses_too(self, market: str, kind: str, passed: bool) -> None:
        assert registry(AMERICA, market, kind, ("us-dnc",), 0, (), NOW).passed is passed

    def test_of_consumers_need_not_be_asked_for_businesses(self) -> None:
        never = (Law("US", "the United States", {}, registries=(replace(DNC, asked_at=None),)),)
        assert self.ask(never) == ""
        assert "has not been asked" in self.ask(never, "b2c")
        assert "has not been asked" in self.ask(never, "")

    def test_does_not_speak_for_whoever_agreed_to_our_calls(self) -> None:
        assert registry(britain(), "b2b", "", ("gb-ctps",), 0, ("consent",), NOW).passed
        assert not registry(britain(), "b2b", "", ("gb-ctps",), 0, ("presumed_interest",), NOW).passed

    def test_that_the_law_of_their_place_does_not_name_is_none_of_theirs(self) -> None:
        assert self.ask((Law("US", "the United States", {}),), "b2b", "", "gb-ctps") == ""
