"""Looking back, and stopping the clock."""

from __future__ import annotations

import pytest

from cli.terminal import ART, Terminal


class TestReport:
    @pytest.mark.parametrize("period", ["today", "week"])
    def test_each_rate_has_its_two_numbers(self, house: Terminal, period: str) -> None:
        house.done("outcome", house.dialled(ART), "no_answer")
        told = house.done("report", period)
        assert {"period", "from", "to"} < set(told) and told["period"] == period
        assert told["total"]["dials"] == 1
        assert {"numerator", "denominator"} <= set(told["total"]["answer_rate"])
        assert [row["name"] for row in told["by_caller"]] == ["mira"]
        assert [row["name"] for row in told["by_disposition"]] == ["no_answer"]


class TestShow:
    def test_tells_everything_known(self, house: Terminal) -> None:
        art = house.person(ART)
        house.done("outcome", house.dialled(ART), "no_answer", "--note", "rang out")
        told = house.done("show", art)
        assert set(told) == {
            *("prospect", "name", "title", "company", "contactability", "phones", "emails", "facts", "sources"),
            *("enrolments", "calls", "meetings"),
        }
        assert told["company"] == "Chemel, James L Cpa"
        assert told["enrolments"][0]["work_state"] == "cooling" and told["calls"][0]["note"] == "rang out"
        assert house.words("show", art).startswith(f"{ART}, Chemel, James L Cpa\n")

    def test_nobody_is_wrong(self, house: Terminal) -> None:
        assert house.refused("show", "77", exit_code=2)["code"] == "no_prospect"


class TestStopping:
    def test_a_break_puts_back_who_was_only_taken(self, house: Terminal) -> None:
        house.done("take", house.person(ART))
        assert house.done("break") == {"released": True, "passed_on": 0}
        assert house.person(ART)

    def test_not_in_the_middle_of_a_dialled_call(self, house: Terminal) -> None:
        house.dialled(ART)
        for command in ("break", "end"):
            assert house.refused(command)["code"] == "call_live"

    def test_the_end_passes_promises_on(self, house: Terminal) -> None:
        house.done("outcome", house.dialled(ART), "callback_prospect", "--callback", "today 4pm")
        noor = Terminal(house.database, "noor")
        assert house.refused("end", "--pass-to", "noor", exit_code=2)["code"] == "no_colleague"
        noor.done("next")
        assert house.done("end", "--pass-to", "noor") == {"released": False, "passed_on": 1}
        assert [task["owner"] for task in noor.done("tasks")] == ["noor"]
