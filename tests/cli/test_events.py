"""Events on the command line: a file, a single one, and what is on record of somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import ART, Terminal

HEADER = "id,phone,event,timestamp,url"
NOW = "2026-11-24T16:00:00Z"


@pytest.fixture
def web(tmp_path: Path) -> str:
    """A file of what two people did, one of whom is nobody on record."""
    path = tmp_path / "web.csv"
    rows = [f"1,312 555 0100,Page View,{NOW},/pricing", f"2,312 555 0999,Page View,{NOW},/pricing"]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return str(path)


@pytest.mark.requirement("R-050")
def test_a_file_is_taken_in_once(house: Terminal, web: str) -> None:
    told = house.done("events", web)
    assert (told["read"], told["new"], told["unmatched"]) == (2, 1, 1)
    assert told["reasons"] == [{"rows": 1, "reason": "Nobody on record has this phone number."}]
    assert told["columns"] == {"what": "event", "when": "timestamp", "event_id": "id", "phone": "phone"}
    again = house.done("events", web, "--campaign", "quaywise-us")
    assert (again["new"], again["unchanged"]) == (0, 1)
    words = house.words("events", web, "--dry-run")
    assert "2 events read: 0 new, 1 known already, 1 of nobody on record" in words and "dry run" in words


def test_what_somebody_did_is_shown_and_makes_them_warm(house: Terminal, web: str) -> None:
    person = house.person(ART)
    house.done("events", web)
    shown = house.done("show", person)
    assert shown["events"] == house.done("events", "list", person)
    assert shown["events"] == [
        {
            "event": "pricing_page",
            "words": "looked at the prices",
            "at": "2026-11-24T16:00:00.000Z",
            "channel": "web",
            "flag": "",
            "details": {"url": "/pricing"},
        }
    ]
    assert shown["enrolments"][0]["temperature"] == "warm"
    assert "looked at the prices" in house.words("show", person)
    assert "pricing_page" in house.words("events", "list", person)


def test_a_single_one_may_be_typed_in(house: Terminal) -> None:
    asked = ("events", "add", "--phone", "312 555 0100", "--kind", "demo", "--at", NOW, "--detail", "by=chat")
    told = house.done(*asked)
    assert told == {"fate": "new", "prospect": house.person(ART), "flag": "", "suppressed": False}
    assert house.done(*asked)["fate"] == "unchanged"
    assert house.done("events", "list", told["prospect"])[0]["details"] == {"by": "chat"}
    assert house.done("show", told["prospect"])["enrolments"][0]["temperature"] == "hot"


@pytest.mark.requirement("R-075")
def test_whoever_unsubscribes_can_be_taken_by_nobody(house: Terminal) -> None:
    person = house.person(ART)
    assert house.done("events", "add", "--phone", "312 555 0100", "--kind", "unsubscribe")["suppressed"]
    assert house.refused("take", person)["code"] == "contact"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("--kind", "blog"), "event"),
        (("--phone", "312 555 0999", "--kind", "blog"), "event"),
        (("--phone", "312 555 0100", "--kind", "flew past"), "event_kind"),
        (("--phone", "312 555 0100", "--kind", "blog", "--channel", "pigeon"), "channel"),
        (("--phone", "312 555 0100", "--kind", "blog", "--at", "soon"), "instant"),
        (("--phone", "312 555 0100", "--kind", "blog", "--detail", "page"), "event_detail"),
        (("--phone", "312 555 0100"), "usage"),
    ],
)
def test_what_is_missing_or_wrong_is_wrong_input(house: Terminal, given: tuple[str, ...], code: str) -> None:
    assert house.refused("events", "add", *given, exit_code=2)["code"] == code


def test_what_is_no_file_is_wrong_input(house: Terminal) -> None:
    assert house.refused("events", "nowhere.csv", exit_code=2)["code"]


def test_people_read_what_counts_for_nothing_and_where_the_options_are(house: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    rows = ("blog,", "blog,2027-03-01T10:00", "unsubscribed,2026-11-23T10:00")
    path.write_text("phone,event,when\n" + "".join(f"+13125550100,{row}\n" for row in rows))
    told = house.words("events", str(path), "--zone", "America/Chicago").splitlines()
    assert told[1:4] == [
        "  without a time (kept, counts for nothing): 1",
        "  with a time to come (kept, counts for nothing): 1",
        "  unsubscribed, out of every queue: 1",
    ]
    assert "Options for a file: setter events FILE --help." in house.words("events", "--help")
