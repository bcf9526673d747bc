"""Who comes next, and why anybody may or may not be called."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec.structs import replace

from cli.terminal import ART, BEA, Terminal
from setter.store.house import open_store

LINE = {"prospect", "name", "company", "title", "tier", "score", "temperature", "rung", "work_state", "local_time"}
LINE |= {"may_dial", "opens_at", "reasons"}


class TestQueue:
    def test_each_line_says_who_when_and_why_and_no_number(self, house: Terminal) -> None:
        lines = house.done("queue", "--campaign", "quaywise-us", "--limit", "3")
        assert len(lines) == 3 and all(set(line) == LINE for line in lines)
        first = lines[0]
        assert (first["work_state"], first["rung"], first["temperature"]) == ("queued", "prospect", "cold")
        assert first["may_dial"] is True and first["opens_at"] is None and first["local_time"][:4] == "10:3"
        assert first["reasons"][0] == "in order of score"
        assert "+1312" not in str(lines)

    def test_at_another_instant_it_stands_as_it_would(self, house: Terminal) -> None:
        (line,) = house.done("queue", "--limit", "1", "--at", "2026-11-24T22:00:00-06:00")
        assert (line["may_dial"], line["opens_at"]) == (False, "2026-11-25T14:30:00.000Z")

    def test_the_waterfall_sums_to_the_list(self, house: Terminal) -> None:
        assert house.done("queue", "--why") == [{"rule": "callable", "count": 20}]
        night = house.done("queue", "--why", "--at", "2026-11-24T22:00:00-06:00")
        assert night == [{"rule": "outside_calling_hours", "count": 20}]

    def test_a_number_that_rang_often_enough_is_told_before_any_dial(self, house: Terminal, tmp_path: Path) -> None:
        office = ["Gil Nash", "Hal Ives", "Ivy Pine", "Jo Reed"]
        path = tmp_path / "office.csv"
        path.write_text("name,company,phone\n" + "".join(f"{name},Ivy Works,+13125550999\n" for name in office))
        house.done("import", str(path), "--campaign", "quaywise-us")
        for name in office[:3]:
            house.done("outcome", house.dialled(name), "no_answer")
        (jo,) = [line for line in house.done("queue", "--limit", "100") if line["name"] == "Jo Reed"]
        assert jo["may_dial"] is False and jo["opens_at"] is not None
        assert "dialled 3 times in 24 hours" in jo["reasons"][-1]
        counts = {each["rule"]: each["count"] for each in house.done("queue", "--why")}
        assert (counts["cap_number"], sum(counts.values())) == (1, 24)

    def test_an_unknown_campaign_is_wrong(self, house: Terminal) -> None:
        for command in (["queue"], ["queue", "--why"], ["next"], ["why", "1"], ["take", "1"]):
            assert house.refused(*command, "--campaign", "nope", exit_code=2)["code"] == "no_campaign"

    def test_people_read_it_in_lines(self, house: Terminal) -> None:
        first, second = house.words("queue", "--limit", "2").splitlines()
        ids = [line["prospect"] for line in house.done("queue", "--limit", "2")]
        assert [first.split()[0], second.split()[0]] == ids
        clocks = [re.search(r"  10:3\d  ", line) for line in (first, second)]
        assert clocks[0] and clocks[1] and clocks[0].start() == clocks[1].start()
        assert house.words("queue", "--why") == "      20  callable\n"

    def test_says_the_last_outcome_by_its_label_and_who_waits_for_nothing_but_a_new_cycle(
        self, house: Terminal
    ) -> None:
        house.done("outcome", house.dialled(ART), "not_interested")
        house.done("outcome", house.dialled(BEA), "no_answer")
        told = {line["name"]: line["reasons"] for line in house.done("queue", "--limit", "100")}
        assert "last: Not interested" in told[ART] and told[ART][-1] == "exhausted, nothing before a new cycle"
        assert "last: No answer" in told[BEA] and told[BEA][-1] == "cooling until Wed 25 Nov"
        why = house.words("why", house.person(BEA))
        assert why.startswith("Cooling until Wednesday 25 November, ") and "\nMay be dialled by hand now.\n" in why


class TestWhy:
    def test_tells_every_rule_and_every_line_of_the_score(self, house: Terminal) -> None:
        told = house.done("why", house.person(ART))
        assert set(told) == {
            *("prospect", "verdict", "numbers", "may_dial", "opens_at", "zone", "tier", "score", "temperature"),
            *("company_temperature", "rule_set"),
            *("rung", "reasons", "work_state", "waits_until"),
        }
        assert set(told["verdict"]) == {"question", "allowed", "results", "opens_at", "at"}
        assert told["verdict"]["at"].endswith("Z") and told["may_dial"] is True
        rules = [each["rule"] for each in told["verdict"]["results"]]
        assert rules[0] == "suppressed" and rules[-1] == "said_no" and len(rules) == 19

    def test_instants_are_iso_where_something_is_closed(self, house: Terminal) -> None:
        house.done("init", "--sandbox", "--clock", "2026-11-24T22:00:00-06:00")
        told = house.done("why", house.person(ART))
        assert told["opens_at"] == told["verdict"]["opens_at"] == "2026-11-25T14:30:00.000Z"

    def test_people_read_when_it_opens_on_the_clock_there(self, house: Terminal) -> None:
        house.done("init", "--sandbox", "--clock", "2026-11-24T22:00:00-06:00")
        words = house.words("why", house.person(ART))
        assert words.startswith("May not be dialled now; opens Wednesday 25 November, 08:30 CST.\n")
        assert "  NO  hours  " in words

    def test_each_number_says_what_only_it_says(self, house: Terminal) -> None:
        bea = house.person(BEA)
        store = open_store(str(house.database))
        store.write(lambda unit: unit.prospects.save_phone(replace(unit.prospects.phones(int(bea))[0], standing="bad")))
        store.close()
        told = house.done("why", bea)
        allowed = [(each["number"], each["verdict"]["allowed"]) for each in told["numbers"]]
        assert allowed == [(1, False), (2, True)] and told["may_dial"]
        words = house.words("why", bea)
        assert "May be dialled now." in words and words.count("ok  suppressed") == 1
        first, second = words.split("number 1, ")[1].split("number 2, ")
        assert "NO  number" in first and "ok  number" in second

    def test_somebody_unknown_is_wrong(self, house: Terminal) -> None:
        assert house.refused("why", "77", exit_code=2)["code"] == "no_prospect"


def test_tasks_list_what_is_due(house: Terminal) -> None:
    assert house.done("tasks") == []
    house.done("outcome", house.dialled(ART), "callback_prospect", "--callback", "today 4pm")
    (task,) = house.done("tasks")
    assert set(task) == {"task", "kind", "due", "prospect", "name", "company", "meeting", "owner", "words"}
    assert (task["kind"], task["name"], task["due"]) == ("callback", ART, "2026-11-24T22:00:00.000Z")
