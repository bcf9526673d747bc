"""A whole shift by the command line alone, over a bought list, that ends in a meeting handed to sales."""

from __future__ import annotations

from pathlib import Path

import pytest
from icalendar import Calendar

from cli.terminal import ART, Terminal
from hands import QUALIFIED

ENDS = [
    *(["no_answer"], ["voicemail_left"], ["busy"], ["gatekeeper_block"], ["not_interested"], ["wrong_number"]),
    *(["info_requested", "--answer", "vehicles=9"], ["callback_prospect", "--callback", "tomorrow 10"]),
    *(["nurture", "--revisit", "2 mar"], ["do_not_call"], ["referred", "--referred", "Gil Nash"], ["no_need"]),
]


@pytest.mark.requirement("R-025")
def test_from_a_bought_list_to_a_meeting_in_the_reps_calendar(house: Terminal, lead: Terminal, tmp_path: Path) -> None:
    art = house.person(ART)
    for end in ENDS:
        call = house.done("next", "--campaign", "quaywise-us")
        if call["prospect"] == art:
            house.done("outcome", call["call"], "skipped", "--reason", "after lunch")
            call = house.done("next", "--campaign", "quaywise-us")
        house.done("dial", call["call"])
        house.done("outcome", call["call"], *end)

    known = house.done("show", art)
    assert (known["name"], known["emails"], len(known["phones"])) == (ART, [], 1)
    assert f"\n  phone {known['phones'][0]['number']}, " in house.words("show", art)
    call = house.done("take", art)["call"]
    house.done("dial", call)
    for name, value in QUALIFIED.items():
        house.done("answer", call, f"{name}={value}")
    meeting = house.done("book", call, "thu 3 dec 10:30")
    reply = house.done("outcome", call, "meeting_set", "--minutes", "7", "--note", "keen")
    assert reply["meeting"] == meeting["meeting"] and reply["sql"] and reply["missing"] == []
    assert house.done("promote", art, "--campaign", "quaywise-us")["sql"] == reply["sql"]

    out = tmp_path / "sales"
    told = house.done("export", "meetings", "--as", "ics", "--out", str(out))
    assert [change["meeting"] for change in told["changes"]] == [meeting["meeting"]]
    (invitation,) = Calendar.from_ical((out / f"invite-{meeting['meeting']}.ics").read_bytes()).walk("VEVENT")
    assert f"{invitation['DTSTART'].dt:%Y-%m-%dT%H:%M}" == "2026-12-03T16:30"
    packet = (out / f"packet-{meeting['meeting']}.md").read_text(encoding="utf-8")
    assert ART in packet and "keen" in packet and "NOT YET QUALIFIED" not in packet

    told = lead.done("report", "today")
    assert (told["total"]["dials"], told["total"]["sqls"], told["total"]["meetings_set"]) == (len(ENDS) + 1, 1, 1)
    counts = {each["rule"]: each["count"] for each in house.done("queue", "--why")}
    assert sum(counts.values()) == 21, "everybody of the list, and the one who was named"
    assert counts["suppressed"] == 1 and counts["handed_off"] == 1
    assert house.done("doctor")["sound"] is True
