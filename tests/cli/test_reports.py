"""Looking back, and stopping the clock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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

    def test_of_any_days_is_asked_by_the_first_and_the_last(self, house: Terminal) -> None:
        house.done("outcome", house.dialled(ART), "no_answer")
        today = house.done("report", "today")
        told = house.done("report", "--from", "2026-09-01", "--to", today["to"])
        assert (told["period"], told["from"], told["to"], told["zone"]) == ("days", "2026-09-01", *when(today))
        assert told["total"] == today["total"]
        assert house.done("report", "--from", "2026-09-01")["to"] == today["to"]
        assert house.done("report", "--from", "2026-09-01", "--to", "2026-09-30")["total"]["dials"] == 0
        words = house.words("report", "--from", "2026-09-01")
        assert words.startswith(f"Days, 2026-09-01 to {today['to']}, by the days of {today['zone']}\n")

    def test_tells_how_promises_were_kept_each_with_its_two_numbers(self, house: Terminal) -> None:
        house.done("outcome", house.dialled(ART), "callback_prospect", "--callback", "in 30 minutes")
        assert "Promises" not in house.words("report", "week")
        house.done("init", "--sandbox", "--clock", "2026-11-24T14:00:00-06:00")
        told = house.words("report", "week")
        assert "  mira                 kept 0 / 1   late 0 / 1   missed 1 / 1   moved 0 / 1" in told

    @pytest.mark.parametrize("asked", [[], ["today", "--from", "2026-09-01"], ["--to", "2026-09-01"], ["--from", "x"]])
    def test_of_no_days_or_of_two_sorts_is_wrong_usage(self, house: Terminal, asked: list[str]) -> None:
        assert house.refused("report", *asked, exit_code=2)["code"] == "usage"

    def test_that_would_end_before_it_begins_is_wrong(self, house: Terminal) -> None:
        backwards = ("report", "--from", "2026-09-02", "--to", "2026-09-01")
        assert house.refused(*backwards, exit_code=2)["code"] == "period"


class TestRecount:
    def test_a_team_lead_has_the_days_of_another_zone_counted(self, house: Terminal, lead: Terminal) -> None:
        house.done("outcome", house.dialled(ART), "no_answer")
        before = house.done("report", "today")
        assert house.refused("recount", "--zone", "Asia/Tokyo")["code"] == "role"
        assert lead.done("recount", "--zone", "Asia/Tokyo") == {"enrolments": 1, "zone": "Asia/Tokyo"}
        assert house.done("report", "week")["zone"] == "Asia/Tokyo"
        assert house.done("report", "week")["total"]["dials"] == before["total"]["dials"] == 1
        assert lead.words("recount") == "Counted anew by the days of Asia/Tokyo; people called or met: 1.\n"
        assert lead.refused("recount", "--zone", "Asia/Tokio", exit_code=2)["code"] == "zone"


def when(report: dict[str, Any]) -> tuple[str, str]:
    """Until when, and by whose days."""
    return report["to"], report["zone"]


class TestShow:
    def test_tells_everything_known(self, house: Terminal) -> None:
        art = house.person(ART)
        house.done("outcome", house.dialled(ART), "no_answer", "--note", "rang out")
        told = house.done("show", art)
        assert set(told) == {
            *(
                "prospect",
                "name",
                "title",
                "company",
                "contactability",
                "phones",
                "emails",
                "facts",
                "sources",
                "events",
            ),
            *("enrolments", "calls", "meetings"),
        }
        assert told["company"] == "Chemel, James L Cpa"
        assert told["enrolments"][0]["work_state"] == "cooling" and told["calls"][0]["note"] == "rang out"
        assert house.words("show", art).startswith(f"{ART}, Chemel, James L Cpa\n")

    @pytest.mark.requirement("R-075")
    def test_says_second_of_whom_nobody_may_contact_that_nobody_may(self, house: Terminal) -> None:
        art = house.person(ART)
        house.done("events", "add", "--phone", "312 555 0100", "--kind", "unsubscribe")
        assert house.words("show", art).splitlines()[1].startswith("Not to be contacted: unsubscribe")

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


class TestTheLadder:
    @pytest.mark.requirement("R-001")
    def test_is_counted_by_rung_and_by_the_campaigns_definition_each_with_its_two_numbers(
        self, house: Terminal
    ) -> None:
        told = house.done("report", "rungs")
        assert [(row["rung"], row["numerator"], row["denominator"]) for row in told["rungs"]][:2] == [
            ("prospect", 20, 20),
            ("subscriber", 0, 20),
        ]
        assert (told["lead_definition"], told["counted"]["numerator"]) == ("meeting_requested", 0)
        words = house.words("report", "rungs", "--campaign", "quaywise-us")
        assert "SQL and above (lead_definition = meeting_requested): 0 / 20" in words

    @pytest.mark.requirement("R-011")
    def test_lists_what_is_claimed_above_the_evidence_by_source(self, lead: Terminal, tmp_path: Path) -> None:
        listed = tmp_path / "fair.csv"
        listed.write_text("name,email,stage\nHal Reed,hal@fir.example,MQL\nIvy Moss,ivy@fir.example,MQL", "utf-8")
        lead.done("import", str(listed), "--campaign", "quaywise-us")
        fair = lead.done("report", "claims")[0]
        assert (fair["source"], fair["inflated"]["words"]) == ("fair", "2 / 2")
        assert fair["claims"] == [{"claim": "claimed MQL, evidence: prospect", "rows": 2}]
        assert "fair: 2 / 2\n    2 × claimed MQL, evidence: prospect" in lead.words("report", "claims")

    def test_is_of_no_days(self, house: Terminal) -> None:
        assert house.refused("report", "rungs", "--from", "2026-09-01", exit_code=2)["code"] == "usage"
        assert house.refused("report", "today", "--campaign", "quaywise-us", exit_code=2)["code"] == "usage"
