"""Everything known of a prospect, and of somebody who must not be contacted no way to reach them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hands import booked, dialled, land, prospect_named
from setter.services.answer import answer
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.show import hidden, show, tells_reach

GIL = "Gil Nash"
HEADER = "full_name,company,phone,phone2,email,fax,assistant,remarks,region,country"
ROW = (
    f"{GIL},Ivy Mill,+13125550701,ask for 312 555 0702 x,gil@ivy.example,312-555-0799,ann@ivy.example,"
    "rings back on 0312/5550 703,IL,US"
)
REACH = ["5550701", "555 0702", "555 0799", "555-0799", "5550 703", "gil@", "ann@", "0312/5550", "7777", "kim@"]


@pytest.fixture
def shown(desk: Desk, tmp_path: Path) -> Any:
    """What is shown of somebody whose numbers and addresses stand in many places."""
    land(desk, tmp_path, ROW, header=HEADER)
    call = dialled(desk, GIL)
    answer(
        desk, call.id, {"email": "kim@ivy.example", "need_quote": "call my mobile, 312 555 7777, before 12 on 3 vans"}
    )
    record(desk, call.id, Given("no_need", note="Mail kim@ivy.example or +1 (312) 555-7777; 14 vans"))
    return lambda: show(desk, prospect_named(desk, GIL).id)


def test_of_somebody_callable_everything_is_there(shown: Any) -> None:
    told = json.dumps(shown(), ensure_ascii=False)
    for part in ("+13125550701", "gil@ivy.example", "kim@ivy.example", "555-7777", "0799"):
        assert part in told


@pytest.mark.requirement("R-075")
def test_of_somebody_left_alone_no_number_or_address_is_in_any_form(desk: Desk, shown: Any) -> None:
    opt_out(desk, prospect_named(desk, GIL).id)
    document = shown()
    told = json.dumps(document, ensure_ascii=False)
    assert [part for part in REACH if part in told] == []
    assert (document["phones"], document["emails"]) == ([], [])
    assert document["name"] == GIL and document["calls"][0]["note"].endswith("; 14 vans")
    assert document["contactability"] == {"callable": False, "reasons": ["do_not_call"]}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("14 vans, 3 days, 2026-11-24 at 10:30", None),
        ("costs 12 500 a month", None),
        ("ring 555 0142 77", "ring [hidden]"),
        ("+44 (0)20 7946 0958 or a@b.example", "[hidden] or [hidden]"),
        ("312.555.0142 ext. 3", "[hidden] ext. 3"),
    ],
)
def test_what_counts_as_a_way_to_reach_somebody(text: str, seen: str | None) -> None:
    assert hidden(text) == (text if seen is None else seen)


def test_a_facts_name_tells_as_well() -> None:
    assert tells_reach("phone_2_raw", "x") and tells_reach("direct_line", "x") and tells_reach("e_mail", "x")
    assert not tells_reach("industry", "wholesale") and not tells_reach("employees", 1200)


def test_meetings_are_this_persons_alone(desk: Desk) -> None:
    booked(desk, "Ada North")
    booked(desk, "Ben Okafor", when="fri 10am")
    for name in ("Ada North", "Ben Okafor"):
        assert len(show(desk, prospect_named(desk, name).id)["meetings"]) == 1
