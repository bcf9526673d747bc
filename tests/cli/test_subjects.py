"""An access request is one file for one pair of eyes; erasing is asked for twice."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from cli.terminal import ART, Terminal


def test_everything_held_on_somebody_is_one_file_for_its_owner_alone(house: Terminal, tmp_path: Path) -> None:
    place = tmp_path / "art.json"
    told = house.done("subject", house.person(ART), "--out", str(place))
    assert told == {"file": str(place), "records": 1}
    assert json.loads(place.read_text())["held_on"] == ART
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert house.refused("subject", house.person(ART), "--out", str(place), exit_code=2)["code"] == "cannot_write"
    assert house.done("subject", house.person(ART))["held_on"] == ART


def test_erasing_is_asked_for_twice(house: Terminal) -> None:
    art = house.person(ART)
    assert house.refused("erase", art, exit_code=2)["code"] == "not_sure"
    assert house.done("erase", art, "--yes") == {"records": [art], "doubtful": [], "handed_out": []}
    assert house.done("search", "venere") == []
    assert house.refused("subject", art, exit_code=2)["code"] == "no_prospect"


def test_a_file_of_numbers_is_suppressed(house: Terminal, tmp_path: Path) -> None:
    (tmp_path / "dnc.csv").write_text("312-555-0100\nbea@x.example\n", encoding="utf-8")
    told = house.done("suppress", str(tmp_path / "dnc.csv"))
    assert told == {"numbers": 1, "emails": 1, "unread": 0, "reached": 2}
