"""What people agreed to and what registers answered comes in by command, with its day and its words."""

from __future__ import annotations

from pathlib import Path

from cli.terminal import ART, Terminal

WHY = "Runs forty vans, and we sell what plans them"


class TestConsent:
    def test_is_kept_and_taken_back(self, house: Terminal) -> None:
        art = house.person(ART)
        kept = house.done("consent", art, "--note", "Agreed on our stand at the fair", "--on", "2026-11-20")
        assert kept == {"prospect": art, "kind": "consent", "given_on": "2026-11-20"}
        assert house.done("consent", art, "--withdraw") == {"prospect": art, "withdrawn": 1}
        assert house.words("consent", art, "--kind", "presumed_interest", "--note", WHY) == (
            "Kept: presumed interest, 2026-11-24.\n"
        )

    def test_wants_words(self, house: Terminal) -> None:
        assert house.refused("consent", house.person(ART), exit_code=2)["code"] == "consent_note"
        said = house.refused("consent", house.person(ART), "--withdraw", "--note", WHY, exit_code=2)
        assert said["code"] == "usage"
        assert house.refused("consent", "7", "--note", WHY, exit_code=2)["code"] == "no_prospect"


class TestARegister:
    def test_comes_in_and_is_heeded(self, house: Terminal, tmp_path: Path) -> None:
        art = house.person(ART)
        (tmp_path / "dnc.csv").write_text("number,listed on\n312-555-0100,2020\nnobody,2021\n", encoding="utf-8")
        told = house.done("registry", str(tmp_path / "dnc.csv"), "--registry", "us-dnc", "--as-of", "2026-11-24")
        assert told == {
            "registry": "us-dnc",
            "as_of": "2026-11-24",
            "numbers": 1,
            "kept": 1,
            "unread": 2,
            "placed": 0,
        }
        assert art not in [line["prospect"] for line in house.done("queue", "--limit", "100")]
        call = house.done("take", art)["call"]
        assert house.refused("dial", call)["code"] == "registry"

    def test_that_is_none_is_named_with_those_that_are(self, house: Terminal, tmp_path: Path) -> None:
        (tmp_path / "dnc.csv").write_text("312-555-0100\n", encoding="utf-8")
        arguments = ("registry", str(tmp_path / "dnc.csv"), "--registry", "moon", "--as-of", "2026-11-24")
        told = house.refused(*arguments, exit_code=2)
        assert told["code"] == "no_registry" and "us-dnc" in told["hint"]


class TestLifting:
    def test_a_mistake_is_seen_named_and_lifted(self, house: Terminal) -> None:
        art = house.person(ART)
        house.done("suppress", "bea@x.example")
        assert house.words("lift", art) == "Nothing stands against them.\n"
        house.done("suppress", "312-555-0100")
        (act,) = house.done("lift", art)
        assert (act["about"], act["reason"], act["call"]) == ("value", "do_not_call", None)
        assert "do not call" in house.words("lift", art)
        refused = house.refused("lift", art, act["act"], "--mistake", "--reason", "oops", exit_code=2)
        assert refused["code"] == "lift_reason"
        done = house.done("lift", art, act["act"], "--mistake", "--reason", "The number of another list, by mistake")
        assert done == {"act": act["act"], "free": [art], "still_out": []}
        assert house.refused("lift", art, act["act"], exit_code=2)["code"] == "lift_how"
