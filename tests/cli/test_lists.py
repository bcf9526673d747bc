"""Lists in, and people kept out, from the command line."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cli.terminal import ART, Terminal

IMPORTED = {"read", "landed", "merged", "unchanged", "rejected", "rejects_file", "reasons", "notes", "dry_run"}
CAMPAIGN = ("--campaign", "quaywise-us")


def write(folder: Path, text: str, name: str = "list.csv") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


class TestImport:
    def test_lands_everybody_once(self, house: Terminal, national_list: Path) -> None:
        told = house.done("import", str(national_list), *CAMPAIGN, "--source", "national-list")
        assert set(told) == IMPORTED
        assert (told["read"], told["landed"], told["unchanged"], told["rejected"]) == (20, 0, 20, 0)
        assert told["rejects_file"] is None and len(house.done("queue", "--limit", "100")) == 20

    def test_keeps_two_numbers_and_what_no_field_takes(self, house: Terminal) -> None:
        told = house.done("show", house.person("Bea Marsh2"))
        assert [phone["number"] for phone in told["phones"]] == ["+13125550102", "+13125550302"]
        assert told["facts"]["company_name"]["value"] == "Bea and Sons, Inc"

    def test_says_what_would_happen_and_lands_nothing(self, house: Terminal, tmp_path: Path) -> None:
        path = write(tmp_path, "name,phone\nGil Nash,+13125550999\nNobody,n/a\n")
        told = house.done("import", path, *CAMPAIGN, "--dry-run")
        assert (told["landed"], told["rejected"], told["dry_run"], told["rejects_file"]) == (1, 1, True, None)
        assert len(house.done("queue", "--limit", "100")) == 20

    def test_writes_every_refused_row_with_its_line_and_reason(self, house: Terminal, tmp_path: Path) -> None:
        path = write(tmp_path, "name,phone\nGil Nash,+13125550999\nNobody,n/a\n")
        told = house.done("import", path, *CAMPAIGN)
        assert (told["landed"], told["rejected"]) == (1, 1)
        with Path(told["rejects_file"]).open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["rejected line"] == "3" and "no phone number" in row["rejected because"]

    def test_takes_the_users_word_for_columns_and_encoding(self, house: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "list.csv"
        path.write_bytes("kto,gde\nŻak,+13125550999\n".encode("cp1250"))
        error = house.refused("import", str(path), *CAMPAIGN, exit_code=2)
        assert error["code"] == "no_columns" and "--map FIELD=COLUMN" in error["hint"]
        options = ["--map", "name=kto", "--map", "phone=gde", "--encoding", "cp1250", "--kind", "referral"]
        assert house.done("import", str(path), *CAMPAIGN, *options)["landed"] == 1
        assert house.person("Żak")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty_file"),
            ("42", "not_a_list"),
            ("Gil Nash,+13125550999\n", "no_header"),
            ('[{"name": ', "broken_json"),
            ("kto,gde\na,b\n", "no_columns"),
        ],
    )
    def test_what_is_no_list_is_wrong_input(self, house: Terminal, tmp_path: Path, text: str, code: str) -> None:
        assert house.refused("import", write(tmp_path, text), *CAMPAIGN, exit_code=2)["code"] == code

    def test_an_unknown_file_kind_or_campaign_is_wrong_input(self, house: Terminal, tmp_path: Path) -> None:
        path = write(tmp_path, "name,phone\nGil Nash,+13125550999\n")
        assert house.refused("import", str(tmp_path / "no.csv"), *CAMPAIGN, exit_code=2)["code"] == "unreadable_file"
        assert house.refused("import", path, "--campaign", "nope", exit_code=2)["code"] == "no_campaign"
        assert house.refused("import", path, *CAMPAIGN, "--kind", "rumour", exit_code=2)["code"] == "source_kind"
        assert house.refused("import", path, *CAMPAIGN, "--map", "x=name", exit_code=2)["code"] == "unknown_field"

    def test_help_lists_the_fields(self, house: Terminal) -> None:
        told = " ".join(house.words("import", "--help").split())
        assert "full_name" in told and "opted_out" in told and "--encoding" in told

    def test_people_read_the_counts_in_words(self, house: Terminal, national_list: Path) -> None:
        told = house.words("import", str(national_list), *CAMPAIGN, "--source", "national-list")
        assert told == "20 rows read: 0 landed, 0 merged, 20 unchanged, 0 rejected\n"

    @pytest.mark.parametrize("dry_run", [(), ("--dry-run",)])
    def test_a_file_of_headings_alone_is_told_to_hold_nobody(
        self, house: Terminal, tmp_path: Path, dry_run: tuple[str, ...]
    ) -> None:
        path = write(tmp_path, "name,phone\n")
        told = house.words("import", path, *CAMPAIGN, *dry_run)
        assert told.splitlines()[1] == "  The file has headings and no rows: nobody was brought in."
        assert set(house.done("import", path, *CAMPAIGN, *dry_run)) == IMPORTED


class TestSuppress:
    @pytest.mark.requirement("R-075")
    def test_a_number_is_out_of_every_queue_at_once(self, house: Terminal, national_list: Path) -> None:
        art = house.person(ART)
        assert house.done("suppress", "(312) 555-0100") == {"kind": "number", "prospects": 1}
        assert ART not in {line["name"] for line in house.done("queue", "--limit", "100")}
        told = house.done("show", art)
        assert told["contactability"] == {"callable": False, "reasons": ["do_not_call"]} and told["phones"] == []
        again = house.done("import", str(national_list), *CAMPAIGN, "--source", "another")
        assert (again["landed"], again["rejected"]) == (0, 1)

    def test_an_address_too(self, house: Terminal) -> None:
        assert house.done("suppress", "BEA@x.example") == {"kind": "email", "prospects": 1}

    def test_what_is_neither_is_wrong_input(self, house: Terminal) -> None:
        assert house.refused("suppress", "somebody", exit_code=2)["code"] == "not_reachable"
        assert house.refused("suppress", "3125550100", "--client", "nobody", exit_code=2)["code"] == "which_client"
