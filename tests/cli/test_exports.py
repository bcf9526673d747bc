"""Exports from the command line: for a client's CRM and address book, and one packet."""

from __future__ import annotations

import json
from pathlib import Path

import vobject

from cli.terminal import ART, Terminal, speak
from hands import QUALIFIED


def test_a_meeting_goes_to_salesforce_in_two_steps_and_to_an_address_book(house: Terminal, tmp_path: Path) -> None:
    call = house.dialled(ART)
    house.done("book", call, "thu 3 dec 10:30")
    given = [word for name, value in QUALIFIED.items() for word in ("--answer", f"{name}={value}")]
    meeting = house.done("outcome", call, "meeting_set", "--minutes", "6", *given)["meeting"]
    out = str(tmp_path / "sf")
    assert house.refused("export", "meetings", "--as", "salesforce", exit_code=2)["code"] == "needs_folder"
    told = house.done("export", "meetings", "--as", "salesforce", "--out", out)
    assert {each["name"] for each in told["files"]} == {"leads-wizard.csv", "leads-loader.csv"}
    nothing = tmp_path / "ids.csv"
    nothing.write_text("Setter_Id__c,Id\n1,00Q1\n", encoding="utf-8")
    events = house.done("export", "events", "--ids", str(nothing), "--out", out)
    assert (events["changes"], events["withheld"]) == ([], [{"meeting": meeting, "reason": "no_record_id"}])
    printed = speak(
        "--db", house.database, "--as", "mira", "export", "meetings", "--as", "vcard", "--dialect", "outlook"
    )
    assert vobject.readOne(printed.out.decode()).fn.value == ART and printed.out.endswith(b"END:VCARD\r\n")
    assert house.done("export", "meetings", "--as", "vcard")["changes"] == []
    assert house.done("export", "packet", meeting, "--as", "json")["packet"]["who"]["name"] == ART
    assert json.loads(house.words("export", "packet", meeting, "--as", "json"))["header"]["meeting_id"] == meeting
    house.words("export", "packet", meeting, "--out", str(tmp_path))
    assert ART in (tmp_path / f"packet-{meeting}.md").read_text(encoding="utf-8")


def test_people_are_a_team_leads_to_export(house: Terminal, lead: Terminal, tmp_path: Path) -> None:
    house.done("suppress", "312 555 0100")
    assert house.refused("export", "prospects", "--as", "csv")["code"] == "role"
    told = lead.done("export", "prospects", "--as", "json", "--rung", "prospect")
    assert ART not in told["content"] and len(json.loads(told["content"])) == told["by_rung"]["prospect"] == 19
    assert told["left_out"] == {"do_not_call": 1} and told["mark"].startswith("SANDBOX")
    said = speak("--db", lead.database, "export", "prospects", "--as", "csv")
    assert "Exported by rung: prospect: 19." in said.err and said.out.count(b"\r\n") == 20
