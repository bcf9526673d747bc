"""A call from the command line: taken, dialled, answered, ended once, taken back."""

from __future__ import annotations

import pytest

from cli.terminal import ART, BEA, Terminal

CALL = {
    "call",
    "prospect",
    "name",
    "company",
    "title",
    "lease_until",
    "local_time",
    "voicemail_today",
    "voicemail",
    "script",
}
CALL |= {"missing", "known", "reasons"}
REPLY = {"call", "outcome", "work_state", "next_at", "callback", "meeting", "sql", "missing", "suppressed", "late"}
REPLY |= {"words", "failing"}


class TestNext:
    def test_names_a_call_and_what_to_say(self, house: Terminal) -> None:
        told = house.done("next", "--campaign", "quaywise-us")
        assert set(told) == CALL
        assert set(told["script"]) == {"node", "kind", "say", "captures", "choices"}
        assert told["lease_until"].endswith("Z") and len(told["missing"]) == 9

    def test_gives_the_live_call_again(self, house: Terminal) -> None:
        first = house.done("next")
        assert house.done("next")["call"] == first["call"]

    def test_two_callers_get_two_people(self, house: Terminal) -> None:
        noor = Terminal(house.database, "noor")
        assert house.done("next")["prospect"] != noor.done("next")["prospect"]

    def test_with_nobody_to_call_it_says_why_in_counts_that_sum_to_the_list(self, house: Terminal) -> None:
        house.done("init", "--sandbox", "--clock", "2026-11-24T22:00:00-06:00")
        told = house.done("next")
        assert told == {"call": None, "reasons": [{"rule": "outside_calling_hours", "count": 20}]}


class TestTake:
    def test_takes_the_chosen_one(self, house: Terminal) -> None:
        told = house.done("take", house.person(ART), "--campaign", "quaywise-us")
        assert set(told) == CALL and told["name"] == ART
        assert house.done("next")["call"] == told["call"]

    def test_one_call_at_a_time_and_one_caller_a_person(self, house: Terminal) -> None:
        art, bea = house.person(ART), house.person(BEA)
        house.done("take", art)
        assert house.refused("take", bea)["code"] == "call_live"
        assert Terminal(house.database, "noor").refused("take", art)["code"] == "held"

    def test_somebody_unknown_is_wrong(self, house: Terminal) -> None:
        assert house.refused("take", "77", exit_code=2)["code"] == "no_prospect"

    def test_takes_whoever_has_a_number_typed_by_hand(self, house: Terminal) -> None:
        known = house.done("take", "--number", "(312) 555-0100")
        assert known["name"] == ART
        house.done("release", known["call"])
        fresh = house.done("take", "--number", "312 555 0999", "--name", "Gil Nash", "--company", "Birch Foods")
        assert (fresh["name"], fresh["company"]) == ("Gil Nash", "Birch Foods")
        assert house.done("dial", fresh["call"])["phone"] == "+13125550999"

    @pytest.mark.parametrize("given", [(), ("1", "--number", "312 555 0999"), ("1", "--name", "Gil Nash")])
    def test_it_is_either_somebody_known_or_a_number(self, house: Terminal, given: tuple[str, ...]) -> None:
        assert house.refused("take", *given, exit_code=2)["code"] == "usage"

    def test_a_number_that_asked_to_be_left_alone_is_refused(self, house: Terminal) -> None:
        house.done("suppress", "312 555 0999")
        assert house.refused("take", "--number", "312 555 0999")["code"] == "suppressed"

    def test_release_puts_them_back(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        assert house.done("release", call) == {"call": call, "state": "released"}
        assert house.person(ART)
        assert house.done("release", call)["state"] == "released"
        assert house.refused("release", "77", exit_code=2)["code"] == "no_call"
        error = house.refused("dial", call)
        assert error["code"] == "call_over" and "let go" in error["message"]


class TestDial:
    def test_begins_an_attempt_with_the_gates_verdict(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        told = house.done("dial", call)
        assert set(told) == {"attempt", "phone", "verdict"} and told["phone"] == "+13125550100"
        verdict = told["verdict"]
        assert set(verdict) == {"question", "allowed", "results", "opens_at", "at"}
        assert {frozenset(each) for each in verdict["results"]} == {frozenset({"rule", "passed", "detail", "opens_at"})}
        assert verdict["allowed"] is True and verdict["at"].startswith("2026-11-24T16:3")
        assert house.done("dial", call)["attempt"] == told["attempt"], "a key that repeats dials nobody twice"

    def test_a_chosen_number_and_then_the_next(self, house: Terminal) -> None:
        call = house.done("take", house.person(BEA))["call"]
        assert house.done("dial", call, "--phone", "5550302")["phone"] == "+13125550302"
        assert house.done("dial", call, "--next")["phone"] == "+13125550102"
        assert house.refused("dial", call, "--next")["code"] == "no_other_number"
        told = house.done("show", house.done("next")["prospect"])
        assert [each["disposition"] for each in told["calls"][0]["attempts"]] == ["no_answer", ""]

    def test_is_refused_with_the_rule(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        house.done("init", "--sandbox", "--clock", "2026-11-24T10:40:00-06:00")
        assert house.refused("dial", call, "--phone", "999", exit_code=2)["code"] == "no_number"
        assert house.refused("dial", call, "--next")["code"] == "not_dialled"
        assert Terminal(house.database, "noor").refused("dial", call)["code"] == "not_yours"
        assert house.refused("dial", "77", exit_code=2)["code"] == "no_call"

    def test_outside_the_hours_there(self, house: Terminal) -> None:
        art = house.person(ART)
        house.done("init", "--sandbox", "--clock", "2026-11-24T22:00:00-06:00")
        error = house.refused("dial", house.done("take", art)["call"])
        assert error["code"] == "hours" and "outside calling hours" in error["message"]


class TestAnswer:
    def test_counts_the_gates_it_meets(self, house: Terminal) -> None:
        call = house.dialled(ART)
        told = house.done("answer", call, "timing=0-3m", "budget_status=can_find")
        assert set(told) == {"gates_met", "missing"}
        assert told["gates_met"] == 2 and not {"timing", "budget"} & set(told["missing"])

    def test_needs_a_dial(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        error = house.refused("answer", call, "timing=0-3m")
        assert (error["code"], error["hint"]) == ("not_dialled", "Dial first.")

    def test_names_every_answer_that_cannot_be_read(self, house: Terminal) -> None:
        call = house.dialled(ART)
        error = house.refused("answer", call, "vehicles=many", "timing=soon", "colour=red", exit_code=2)
        assert error["where"] == "vehicles, timing, colour"

    @pytest.mark.parametrize("given", [["timing"], ["timing=0-3m", "timing=3-6m"]])
    def test_is_a_key_and_one_value(self, house: Terminal, given: list[str]) -> None:
        assert house.refused("answer", house.dialled(ART), *given, exit_code=2)["code"] == "answer"

    def test_the_same_twice_is_once(self, house: Terminal) -> None:
        assert house.done("answer", house.dialled(ART), "timing=0-3m", "timing=0-3m")["gates_met"] == 1


class TestOutcome:
    def test_says_everything_that_followed(self, house: Terminal) -> None:
        call = house.dialled(ART)
        told = house.done("outcome", call, "no_answer", "--note", "rang out")
        assert set(told) == REPLY
        assert (told["outcome"], told["work_state"], told["next_at"]) == (
            "no_answer",
            "cooling",
            "2026-11-25T14:30:00.000Z",
        )

    def test_takes_the_zone_that_a_time_was_said_in(self, house: Terminal) -> None:
        call = house.dialled(ART)
        said = ("outcome", call, "callback_prospect", "--callback", "tomorrow 10")
        wrong = house.refused(*said, "--zone", "Mars/Base", exit_code=2)
        assert wrong["code"] == "zone"
        given = ("--callback", "tomorrow 10", "--zone", "America/New_York", "--minutes", "2")
        assert house.done("outcome", call, "callback_prospect", *given)["callback"].endswith("T10:00 America/New_York")

    def test_the_same_again_is_the_same_reply_and_another_is_refused(self, house: Terminal) -> None:
        call = house.dialled(ART)
        given = ("outcome", call, "callback_prospect", "--callback", "tomorrow 10", "--minutes", "2", "--note", "busy")
        first = house.done(*given)
        assert first["callback"] == "2026-11-25T10:00 America/Chicago"
        assert house.done(*given) == first
        assert house.refused(*given[:-1], "other")["code"] == "outcome_recorded"
        assert house.refused("outcome", call, "no_answer")["code"] == "outcome_recorded"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (["nonsense"], "unknown_outcome"),
            (["no_answer", "--callback", "tomorrow 10"], "does_not_fit"),
            (["no_answer", "--revisit", "1 dec"], "does_not_fit"),
            (["no_answer", "--referred", "Gil"], "does_not_fit"),
            (["no_answer", "--company-wide"], "does_not_fit"),
            (["callback_prospect"], "callback_needed"),
            (["callback_prospect", "--callback", "tue"], "when"),
            (["callback_prospect", "--callback", "tue afternoon"], "when"),
            (["callback_vague"], "day_needed"),
            (["nurture"], "day_needed"),
            (["referred"], "name_needed"),
            (["no_answer", "--minutes", "nan"], "minutes"),
            (["no_answer", "--minutes", "-1"], "minutes"),
            (["no_answer", "--minutes", "1e300"], "minutes"),
            (["no_answer", "--answer", "timing=0-3m", "--answer", "timing=3-6m"], "answer"),
            (["no_answer", "--answer", "colour=red"], "unknown_field"),
        ],
        ids=lambda given: " ".join(given) if isinstance(given, list) else "",
    )
    def test_what_is_missing_or_wrong_is_wrong_input(self, house: Terminal, given: list[str], code: str) -> None:
        call = house.dialled(ART)
        assert house.refused("outcome", call, *given, exit_code=2)["code"] == code
        assert house.done("outcome", call, "no_answer")["work_state"] == "cooling", "the call is still live"

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            (["meeting_set"], "no_meeting"),
            (["meeting_cancelled"], "no_meeting"),
            (["callback_prospect", "--callback", "sat 10"], "callback_outside_hours"),
            (["skipped", "--reason", "not now"], "dialled"),
        ],
        ids=lambda given: given[0] if isinstance(given, list) else "",
    )
    def test_what_a_rule_forbids_is_refused(self, house: Terminal, given: list[str], code: str) -> None:
        assert house.refused("outcome", house.dialled(ART), *given)["code"] == code

    def test_a_promise_that_the_caps_would_break_is_refused(self, house: Terminal) -> None:
        house.done("outcome", house.dialled(ART), "busy")
        error = house.refused("outcome", house.dialled(ART), "callback_prospect", "--callback", "today 4pm")
        assert (error["code"], error["hint"]) == (
            "callback_capped",
            "It may be from Wednesday 25 November, 08:30 CST.",
        )

    def test_needs_a_dial_unless_it_is_a_skip(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        assert house.refused("outcome", call, "no_answer")["code"] == "not_dialled"
        assert house.done("outcome", call, "skipped", "--reason", "lunch there")["work_state"] == "queued"


class TestUndo:
    def test_makes_the_call_live_again(self, house: Terminal) -> None:
        call = house.dialled(ART)
        house.done("outcome", call, "no_need")
        assert house.done("undo", call) == {"call": call, "state": "live"}
        assert house.refused("undo", call)["code"] == "nothing_to_undo"
        assert house.done("outcome", call, "no_answer")["work_state"] == "cooling"

    @pytest.mark.parametrize("code", ["do_not_call", "deceased"])
    def test_what_stays_stays(self, house: Terminal, code: str) -> None:
        call = house.dialled(ART)
        assert house.done("outcome", call, code)["suppressed"] is True
        assert house.refused("undo", call)["code"] == "suppressed"


class TestReceive:
    def test_somebody_known_and_somebody_new(self, house: Terminal) -> None:
        told = house.done("receive", "312 555 0100")
        assert set(told) == CALL | {"attempt", "direction"}
        assert (told["name"], told["direction"], told["lease_until"]) == (ART, "inbound", None)
        house.done("outcome", told["call"], "info_requested")
        fresh = house.done("receive", "312 555 0999", "--name", "Gil Nash")
        assert fresh["name"] == "Gil Nash"

    def test_somebody_whose_number_is_withheld(self, house: Terminal) -> None:
        told = house.done("receive", "--name", "Gil Nash", "--company", "Birch Foods")
        assert (told["name"], told["company"], told["direction"]) == ("Gil Nash", "Birch Foods", "inbound")

    def test_nobody_named_is_wrong(self, house: Terminal) -> None:
        assert house.refused("receive", exit_code=2)["code"] == "who"
        assert house.refused("receive", "n/a", exit_code=2)["code"] == "not_a_number"
