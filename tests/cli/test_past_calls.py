"""Looking back at calls: which there were, and one of them from its script to its last word."""

from __future__ import annotations

import re

import pytest

from cli.terminal import Terminal

ART, BEA = "Art Venere", "Bea Marsh2"
LINE = {"call", "at", "caller", "campaign", "prospect", "name", "company", "outcome", "label", "minutes"}
STORY = {
    *("call", "campaign", "prospect", "name", "company", "contactability", "caller", "direction", "state"),
    *("taken_at", "closed_at", "minutes", "path", "attempts", "answers", "note", "outcomes"),
}


@pytest.fixture
def call(house: Terminal) -> str:
    """Bea's call, answered and recorded: its id."""
    call = house.dialled(BEA)
    house.done("answer", call, "vehicles=14", "delivery_by=own_vans")
    house.done("outcome", call, "not_interested", "--note", "ring 312-555-0102 in spring", "--minutes", "4")
    return call


class TestCalls:
    def test_are_listed_newest_first(self, house: Terminal, call: str) -> None:
        second = house.dialled(ART)
        house.done("outcome", second, "no_answer")
        lines = house.done("calls")
        assert [line["call"] for line in lines] == [second, call] and all(set(line) == LINE for line in lines)
        assert (lines[1]["name"], lines[1]["caller"], lines[1]["minutes"]) == (BEA, "mira", 4)
        assert (lines[1]["outcome"], lines[1]["campaign"]) == ("not_interested", "quaywise-us")
        assert [line.split()[0] for line in house.words("calls", "week").splitlines()] == [second, call]

    def test_of_one_caller_or_one_outcome(self, house: Terminal, lead: Terminal, call: str) -> None:
        other = lead.dialled(ART)
        lead.done("outcome", other, "no_answer")
        assert [line["call"] for line in house.done("calls", "week", "--caller", "mira")] == [call]
        assert [line["call"] for line in house.done("calls", "--outcome", "no_answer")] == [other]
        assert house.words("calls", "--caller", "nobody") == "No outcome yet.\n"

    def test_more_than_are_asked_for_are_said_to_be_there(self, house: Terminal, call: str) -> None:
        second = house.dialled(ART)
        house.done("outcome", second, "no_answer")
        said = house.say("calls", "--most", "1")
        assert [line["call"] for line in said.document] == [second]
        assert said.err == "These are the newest 1; there are more: see --most, --caller and --outcome.\n"
        assert house.say("calls", "--most", "2").err == ""

    def test_one_taken_back_is_none(self, house: Terminal, call: str) -> None:
        house.done("undo", call)
        assert house.done("calls") == []


class TestCall:
    def test_is_told_from_its_script_to_its_last_word(self, house: Terminal, call: str) -> None:
        told = house.done("call", call)
        assert set(told) == STORY
        assert (told["call"], told["name"], told["state"], told["minutes"]) == (call, BEA, "closed", 4)
        assert told["note"] == "ring 312-555-0102 in spring"
        answers = {answer["field"]: (answer["value"], answer["words"]) for answer in told["answers"]}
        assert answers == {"vehicles": (14, "14"), "delivery_by": ("own_vans", "own vans")}
        (attempt,) = told["attempts"]
        assert (attempt["phone"], attempt["disposition"], attempt["refused_by"]) == (
            *("+13125550102", "not_interested", []),
        )
        assert attempt["rules"][0] == {"rule": "suppressed", "passed": True}
        assert [outcome["outcome"] for outcome in told["outcomes"]] == ["not_interested"]

    def test_reads_as_lines(self, house: Terminal, call: str) -> None:
        words = house.words("call", call)
        assert words.startswith(f"Call {call}: {BEA}, Bea and Sons, Inc\n")
        for part in ("every rule passed", "own vans", "in spring", "not_interested"):
            assert part in words

    def test_tells_what_was_taken_back(self, house: Terminal, call: str) -> None:
        house.done("undo", call)
        (outcome,) = house.done("call", call)["outcomes"]
        assert outcome["undone_at"] and "taken back" in house.words("call", call)

    def test_with_somebody_who_opted_out_tells_no_number(self, house: Terminal, call: str) -> None:
        house.done("suppress", "bea@x.example")
        told = house.done("call", call)
        assert told["contactability"]["callable"] is False
        assert "[hidden]" in told["note"] and told["attempts"][0]["phone"] is None
        assert not re.search(r"312.?555", f"{told} {house.words('call', call)}")

    def test_an_unknown_one_says_where_they_are_listed(self, house: Terminal) -> None:
        error = house.refused("call", "77", exit_code=2)
        assert (error["code"], error["hint"]) == ("no_call", "List them with: setter calls week.")
