"""Inquiries on the command line: a file, a single one, and how they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import ART, Terminal

HEADER = "id,name,email,phone,received,message"


@pytest.fixture
def forms(tmp_path: Path) -> str:
    """A file of two inquiries, one of which lies ahead."""
    path = tmp_path / "forms.csv"
    rows = [
        "1,Gil Nash,gil@x.example,312 555 0999,2026-11-24T16:29:00Z,Vans?",
        "2,Hal Reed,hal@x.example,,2030-01-01T00:00Z,",
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return str(path)


def test_a_file_is_taken_in_once(house: Terminal, forms: str) -> None:
    told = house.done("inquiry", forms, "--channel", "web")
    refused = [{"row": 3, "reason": "2030-01-01T00:00:00.000Z lies ahead."}]
    assert told == {"read": 2, "new": 1, "unchanged": 0, "left_alone": 0, "refused": refused}
    assert house.done("inquiry", forms, "--channel", "web")["unchanged"] == 1
    assert "1 refused\n  row 3: 2030" in house.words("inquiry", forms, "--channel", "web")


def test_a_single_one_is_a_duty_for_everybody_and_the_first_to_be_called(house: Terminal) -> None:
    told = house.done("inquiry", "add", "--name", "Gil Nash", "--phone", "312 555 0999", "--text", "Vans?")
    assert told["fate"] == "new" and told["due"].startswith("2026-11-24T16:3")
    (task,) = house.done("tasks")
    assert (task["kind"], task["prospect"], task["words"]) == ("inquiry", told["prospect"], "web inquiry: Vans?")
    assert house.done("next")["name"] == "Gil Nash"


def test_the_list_says_after_how_many_minutes_each_was_answered(house: Terminal) -> None:
    house.done("inquiry", "add", "--name", ART, "--phone", "312 555 0100", "--channel", "e-mail")
    (waiting,) = house.done("inquiry", "list")
    assert (waiting["name"], waiting["channel"], waiting["state"], waiting["minutes"]) == (
        ART,
        "email",
        "waiting",
        None,
    )
    house.done("outcome", house.dialled(ART), "info_requested")
    (answered,) = house.done("inquiry", "list")
    assert answered["state"] == "answered" and 0 <= answered["minutes"] < 5
    assert "answered after" in house.words("inquiry", "list")


def test_one_from_somebody_who_is_to_be_left_alone_is_for_compliance(house: Terminal) -> None:
    house.done("suppress", "312 555 0100")
    told = house.done("inquiry", "add", "--name", ART, "--phone", "312 555 0100")
    assert told["fate"] == "left_alone"
    assert [line["state"] for line in house.done("inquiry", "list")] == ["left_alone"]
    assert house.refused("take", told["prospect"])["code"] == "contact"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--name", "Gil Nash"), "inquiry"),
        (("--name", "Gil Nash", "--email", "gil@x.example", "--at", "2030-01-01T00:00Z"), "inquiry_ahead"),
        (("--name", "Gil Nash", "--email", "gil@x.example", "--at", "soon"), "instant"),
        (("--name", "Gil Nash", "--email", "gil@x.example", "--channel", "pigeon"), "channel"),
        (("--email", "gil@x.example"), "usage"),
    ],
)
def test_what_is_missing_or_wrong_is_wrong_input(house: Terminal, given: tuple[str, ...], code: str) -> None:
    assert house.refused("inquiry", "add", *given, exit_code=2)["code"] == code
    assert house.done("inquiry", "list") == []


def test_what_is_no_file_is_wrong_input(house: Terminal, forms: str) -> None:
    assert house.refused("inquiry", "nowhere.csv", exit_code=2)["code"]
    assert house.refused("inquiry", forms, "--channel", "pigeon", exit_code=2)["code"] == "channel"
