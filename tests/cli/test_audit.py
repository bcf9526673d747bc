"""Who did what and why is shown, and whoever changes the record of it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import BEA, Terminal
from houses import tamper
from setter.store.house import open_store


def altered(house: Terminal, *statements: str) -> None:
    store = open_store(str(house.database))
    tamper(store, *statements)
    store.close()


class TestVerify:
    def test_of_an_audit_as_it_was_written_is_done(self, house: Terminal) -> None:
        told = house.done("audit", "verify")
        assert told["sound"] and told["entries"] > 1 and told["faults"] == []
        assert "as they were written" in house.words("audit", "verify")

    def test_of_an_altered_one_names_the_entries_and_says_so_to_programs(self, house: Terminal) -> None:
        altered(house, "UPDATE audit SET caller = 'noor' WHERE number = 1")
        said = house.say("audit", "verify")
        assert said.code == 3 and said.err == "" and not said.document["sound"]
        assert said.document["faults"][0]["number"] == 1 and said.document["faults"][0]["what"] == "was altered"

    def test_holds_it_against_a_backup(self, lead: Terminal, house: Terminal, tmp_path: Path) -> None:
        target = str(tmp_path / "monday")
        assert lead.done("backup", target)["key"]
        assert house.done("audit", "verify", "--since", target)["sound"]
        altered(house, "DELETE FROM audit", "DELETE FROM audit_head")
        assert house.done("audit", "verify")["sound"]
        assert house.say("audit", "verify", "--since", target).code == 3
        assert house.refused("audit", "verify", "--since", str(tmp_path), exit_code=2)["code"] == "no_backup"


@pytest.mark.requirement("R-017")
class TestShow:
    def test_tells_of_a_person_when_who_what_and_why_with_their_calls(self, house: Terminal) -> None:
        bea = house.person(BEA)
        call = house.dialled(BEA)
        house.done("outcome", call, "no_answer", "--note", "the line crackled")
        told = house.done("audit", "show", f"prospect/{bea}")
        assert [(step["what"], step["who"]) for step in told] == [("dial", "mira"), ("outcome", "mira")]
        assert (told[1]["old"], told[1]["new"], told[1]["subject"]) == ("queued", "cooling", f"call/{call}")
        assert told[1]["at"].endswith("Z") and "crackled" not in str(told)
        assert told[1:] == house.done("audit", "show", f"call/{call}")[1:]
        words = house.words("audit", "show", f"call/{call}")
        assert "queued -> cooling" in words and "code=no_answer" in words

    def test_tells_of_a_campaign_which_version_came_after_which_and_why(self, house: Terminal) -> None:
        steps = house.done("audit", "show", "campaign/quaywise-us")
        (put_in_force,) = [step for step in steps if step["what"] == "campaign_activate"]
        assert (put_in_force["old"], put_in_force["new"]) == (None, 1)

    def test_tells_of_somebody_erased_that_they_were_and_why_and_nothing_else(self, lead: Terminal) -> None:
        bea = lead.person(BEA)
        lead.done("outcome", lead.dialled(BEA), "no_answer")
        lead.done("erase", bea, "--yes", "--reason", "asked by letter")
        *before, last = lead.done("audit", "show", f"prospect/{bea}")
        assert (last["what"], last["why"], last["erased"]) == ("erase", "asked by letter", False)
        assert before and all(step["erased"] and step["detail"] == {} and step["new"] is None for step in before)
        assert "erased" in lead.words("audit", "show", f"prospect/{bea}")
        assert lead.done("audit", "verify")["sound"]

    def test_of_nobody_says_so(self, house: Terminal) -> None:
        assert house.done("audit", "show", "call/7") == []
        assert house.words("audit", "show", "call/7") == "Nothing is on record of call/7.\n"
        assert house.refused("audit", "show", "Bea", exit_code=2)["code"] == "audit_subject"


class TestBackup:
    def test_is_put_back_as_another_file(self, lead: Terminal, tmp_path: Path) -> None:
        target = str(tmp_path / "monday")
        lead.done("backup", target)
        again = Terminal(str(tmp_path / "again.db"))
        assert again.done("restore", target)["database"] == again.database
        assert again.done("doctor")["sound"]
        assert again.refused("restore", target)["code"] == "database_there"
        assert lead.refused("backup", target)["code"] == "backup_there"
