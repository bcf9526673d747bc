"""Finding people, and saying of what the list tells whether it is right."""

from __future__ import annotations

import re

import pytest

from cli.terminal import Terminal

ART, BEA = "Art Venere", "Bea Marsh2"
FOUND = {"prospect", "name", "title", "company", "in_campaign", "work_state", "score", "blocked"}
FACT = {"call", "prospect", "field", "verdict", "value"}


class TestSearch:
    @pytest.mark.parametrize("text", [["art venere"], ["Art", "Venere"], ["chemel"], ["0100"], ["(312) 555-0100"]])
    def test_finds_somebody_by_name_company_or_number(self, house: Terminal, text: list[str]) -> None:
        (found,) = house.done("search", *text, "--campaign", "quaywise-us")
        assert set(found) == FOUND
        assert (found["prospect"], found["name"], found["company"]) == (house.person(ART), ART, "Chemel, James L Cpa")
        assert (found["in_campaign"], found["work_state"], found["blocked"]) == (True, "queued", None)

    def test_names_whom_to_take(self, house: Terminal) -> None:
        line = house.words("search", "bea@x")
        assert line.split()[0] == house.person(BEA) and "Bea and Sons, Inc" in line and "queued" in line
        assert house.done("take", line.split()[0])["name"] == BEA

    def test_says_who_is_left_alone_and_tells_no_number(self, house: Terminal) -> None:
        house.done("suppress", "bea@x.example")
        said = house.say("search", "Bea Marsh2")
        assert [found["blocked"] for found in said.document] == ["do_not_call"]
        assert not re.search(r"312.?555|@", said.out.decode())
        assert "blocked: do not call" in house.words("search", "Bea Marsh2")

    def test_nobody_is_an_empty_list(self, house: Terminal) -> None:
        assert house.done("search", "nobody at all") == []
        assert house.words("search", "nobody at all") == "Nobody is found.\n"
        assert len(house.done("search", "marsh", "--limit", "3")) == 3

    def test_one_letter_is_too_little_and_the_campaign_must_be_there(self, house: Terminal) -> None:
        assert house.refused("search", "a", exit_code=2)["code"] == "too_short"
        assert house.refused("search", "art", "--campaign", "nope", exit_code=2)["code"] == "no_campaign"

    def test_is_what_a_wrong_prospect_is_told_to_use(self, house: Terminal) -> None:
        for command in (
            ["take", "77"],
            ["why", "77"],
            ["show", "77"],
            ["promote", "77"],
            ["receive", "--prospect", "77"],
        ):
            assert house.refused(*command, exit_code=2)["hint"] == "Find one with: setter search TEXT."


class TestFact:
    def test_is_listed_with_its_marks(self, house: Terminal) -> None:
        call = house.dialled(BEA)
        house.done("fact", call, "email", "verified")
        facts = {fact["field"]: fact for fact in house.done("fact", call)}
        assert set(facts["email"]) == {"field", "label", "value", "mark"}
        assert (facts["email"]["value"], facts["email"]["mark"]) == ("Bea@x.example", "verified")
        assert (facts["full_name"]["label"], facts["full_name"]["mark"]) == ("name", "")
        assert "Bea@x.example" in house.words("fact", call)

    def test_that_is_wrong_is_mended(self, house: Terminal) -> None:
        call = house.dialled(BEA)
        told = house.done("fact", call, "title", "wrong", "Head of Logistics")
        assert set(told) == FACT and (told["verdict"], told["value"]) == ("wrong", "Head of Logistics")
        assert house.done("show", told["prospect"])["title"] == "Head of Logistics"
        assert house.words("fact", call, "city", "wrong") == "The city is wrong.\n"

    @pytest.mark.parametrize(
        ("words", "code", "exit_code"),
        [
            (["shoe_size", "wrong"], "no_fact", 2),
            (["title"], "verdict", 2),
            (["title", "maybe"], "verdict", 2),
            (["email", "wrong", "no address"], "no_email", 2),
            (["title", "verified"], "nothing_known", 1),
        ],
    )
    def test_that_cannot_be_marked_so_is_refused(
        self, house: Terminal, words: list[str], code: str, exit_code: int
    ) -> None:
        assert house.refused("fact", house.dialled(ART), *words, exit_code=exit_code)["code"] == code

    def test_is_marked_on_ones_own_call(self, house: Terminal, lead: Terminal) -> None:
        assert lead.refused("fact", house.dialled(ART), "full_name", "verified")["code"] == "not_yours"
        for words in ([], ["full_name", "verified"]):
            assert house.refused("fact", "77", *words, exit_code=2)["code"] == "no_call"

    def test_shows_no_address_of_somebody_who_opted_out(self, house: Terminal) -> None:
        call = house.dialled(BEA)
        house.done("outcome", call, "do_not_call")
        assert "@" not in house.say("fact", call).out.decode()
