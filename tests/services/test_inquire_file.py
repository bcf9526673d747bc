"""A file of inquiries: each row once, whatever is wrong with its neighbours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import prospect_named
from houses import ADA, CAMPAIGN
from setter.domain.errors import Wrong
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.inquire_file import Inquired, inquire_file
from setter.services.inquiry_list import inquiries

HEADER = "Submission ID,Name,E-mail,Phone,Company,Submitted at,Message"
GIL = 'f-1,Gil Nash,gil@fir.example,(312) 555-0177,Fir Foods,2026-11-24T16:20:00Z,"Six vans, please"'
ADAS = "f-2,Ada North,ada@birch.example,,,2026-11-24T10:25:00-06:00,Call me"


def taken_in(desk: Desk, folder: Path, *rows: str, header: str = HEADER, **options: str) -> Inquired:
    path = folder / "forms.csv"
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return inquire_file(desk, CAMPAIGN, path, **{"channel": "web", **options})


@pytest.mark.requirement("R-042")
def test_each_row_finds_or_makes_its_prospect(desk: Desk, tmp_path: Path) -> None:
    done = taken_in(desk, tmp_path, GIL, ADAS)
    assert (done.read, done.new, done.refused) == (2, 2, ())
    ada, gil = inquiries(desk, CAMPAIGN)
    assert (ada.full_name, ada.prospect_id, iso(ada.came_at)) == (
        ADA,
        prospect_named(desk, ADA).id,
        "2026-11-24T16:25:00.000Z",
    )
    assert (gil.full_name, gil.company_name, gil.text) == ("Gil Nash", "Fir Foods", "Six vans, please")


def test_the_same_file_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    taken_in(desk, tmp_path, GIL, ADAS)
    again = taken_in(desk, tmp_path, GIL, ADAS)
    assert (again.new, again.unchanged) == (0, 2) and len(inquiries(desk, CAMPAIGN)) == 2


def test_ids_that_begin_anew_in_each_file_lose_nobody_silently(desk: Desk, tmp_path: Path) -> None:
    taken_in(desk, tmp_path, GIL)
    done = taken_in(desk, tmp_path, ADAS.replace("f-2", "f-1"), GIL)
    assert done.refused == ((2, "Its id is another inquiry's, which came at 2026-11-24T16:20:00.000Z."),)
    assert (done.read, done.unchanged, len(inquiries(desk, CAMPAIGN))) == (2, 1, 1)


def test_without_ids_the_same_person_instant_and_channel_is_the_same(desk: Desk, tmp_path: Path) -> None:
    header, row = "name,email,time,channel", "Gil Nash,gil@fir.example,2026-11-24T16:20:00Z,"
    for _ in range(2):
        done = taken_in(desk, tmp_path, f"{row}Web form", f"{row}E-Mail", header=header)
    assert (done.new, done.unchanged) == (0, 2) and len(inquiries(desk, CAMPAIGN)) == 2


@pytest.mark.parametrize("ending", ["json", "ndjson"])
def test_it_reads_what_forms_send(desk: Desk, tmp_path: Path, ending: str) -> None:
    rows = [
        {"id": 7, "name": "Gil Nash", "email": "gil@fir.example", "created_at": "2026-11-24T16:20:00Z", "message": "Hi"}
    ]
    path = tmp_path / f"forms.{ending}"
    path.write_text(json.dumps(rows) if ending == "json" else "\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert inquire_file(desk, CAMPAIGN, path, channel="web").new == 1
    assert inquire_file(desk, CAMPAIGN, path, channel="web").unchanged == 1


def test_a_time_without_an_offset_is_by_the_clocks_of_a_zone(desk: Desk, tmp_path: Path) -> None:
    row = "f-3,Gil Nash,gil@fir.example,,,2026-11-24 10:20,"
    assert taken_in(desk, tmp_path, row, zone="America/Chicago").new == 1
    assert iso(inquiries(desk, CAMPAIGN)[0].came_at) == "2026-11-24T16:20:00.000Z"


def test_a_zone_that_there_is_none_of_is_wrong_at_once(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        taken_in(desk, tmp_path, GIL, zone="Chicago")
    assert inquiries(desk, CAMPAIGN) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("f-3,Hal Reed,hal@x.example,,,2026-11-24T16:31:00Z,", "2026-11-24T16:31:00.000Z lies ahead."),
        ("f-3,Hal Reed,hal@x.example,,,,", "It is not said when it came."),
        ("f-3,Hal Reed,hal@x.example,,,2026-11-24,", "'2026-11-24' is no day with a time of day."),
        ("f-3,Hal Reed,hal@x.example,,,1999-11-24T16:31:00Z,", "'1999-11-24T16:31:00Z' lies outside the years"),
        ("f-3,,hal@x.example,,,2026-11-24T16:20:00Z,", "The row has no name."),
        ("f-3,Hal Reed,n/a,n/a,,2026-11-24T16:20:00Z,", "The row has no phone number and no e-mail address."),
    ],
)
def test_a_row_that_is_wrong_is_refused_alone(desk: Desk, tmp_path: Path, row: str, reason: str) -> None:
    done = taken_in(desk, tmp_path, row, GIL)
    ((number, said),) = done.refused
    assert (done.read, done.new, number) == (2, 1, 2) and said.startswith(reason)


def test_a_row_of_no_known_channel_is_refused(desk: Desk, tmp_path: Path) -> None:
    done = taken_in(desk, tmp_path, f"{GIL},pigeon", f"{ADAS},email", header=f"{HEADER},Channel")
    assert done.refused == ((2, "'pigeon' is no channel."),) and done.new == 1
    assert taken_in(desk, tmp_path, GIL, channel="").refused == ((2, "No channel is named."),)


@pytest.mark.requirement("R-075")
def test_whoever_opts_out_in_the_form_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    done = taken_in(desk, tmp_path, f"{ADAS},yes", header=f"{HEADER},unsubscribed")
    assert (done.new, done.left_alone) == (0, 1)
    assert prospect_named(desk, ADA).blocked == "opted_out"


def test_a_file_without_a_time_is_no_file_of_inquiries(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Wrong) as wrong:
        taken_in(desk, tmp_path, "Gil Nash,gil@fir.example", header="name,email")
    assert wrong.value.code == "no_time_column"


def test_columns_of_other_names_are_set_right(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("wer,post,stamp\nGil Nash,gil@fir.example,2026-11-24T16:20:00Z\n", encoding="utf-8")
    columns = ("full_name=wer", "email=post", "came_at=stamp")
    assert inquire_file(desk, CAMPAIGN, path, channel="web", overrides=columns).new == 1
    with pytest.raises(Wrong) as wrong:
        inquire_file(desk, CAMPAIGN, path, channel="web", overrides=("came_at=nowhere",))
    assert wrong.value.code == "unknown_column"
