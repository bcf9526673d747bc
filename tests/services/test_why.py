"""Why answers as the next dial will: with the meeting that is due, the call that is live, and every number."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from hands import DAY_BEFORE, booked, dialled, ended, land, phones_of, prospect_named, refused_dial, taken
from houses import ADA, BEN, CAMPAIGN, beside, wait_until
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.why import Why, why_prospect

GIL = "Gil Nash"
HEADER = "full_name,company,phone,mobile,title,region,country"


def why(desk: Desk, name: str) -> Why:
    return why_prospect(desk, prospect_named(desk, name).id, CAMPAIGN)


@pytest.fixture
def gil(desk: Desk, tmp_path: Path) -> Desk:
    """Gil has two numbers, and may be in Chicago by the one and in New York by the other."""
    land(desk, tmp_path, f"{GIL},Ivy Mill,+13125550701,+12125550702,Owner,IL,US", header=HEADER)
    return desk


def refusals(told: Why) -> set[str]:
    return {each.rule for each in told.verdict.refusals}


def test_somebody_with_a_meeting_due_may_be_dialled_as_the_dial_says_as_well(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    wait_until(desk, DAY_BEFORE)
    assert why(desk, ADA).may_dial
    dial(desk, taken(desk, ADA).id)


def test_somebody_on_the_line_is_judged_by_what_they_were_before_the_call(desk: Desk) -> None:
    ended(desk, "not_interested", BEN)
    call = taken(desk, BEN)
    told = why(desk, BEN)
    assert not told.may_dial and told.verdict.refusals[0].rule == refused_dial(desk, call.id)


def test_whoever_a_colleague_has_on_the_line_is_not_free(desk: Desk) -> None:
    taken(beside(desk, "noor"), ADA)
    assert refusals(why(desk, ADA)) == {"lease"}


def test_every_number_has_its_verdict_and_the_soonest_opening_is_theirs(gil: Desk) -> None:
    first, _ = phones_of(gil, GIL)
    gil.store.write(lambda unit: unit.prospects.save_phone(replace(first, standing="bad")))
    wait_until(gil, "2026-11-25T03:00:00Z")
    told = why(gil, GIL)
    bad, good = told.numbers
    assert bad.verdict.opens_at is None and [each.rule for each in told.only_of(bad)] == ["number"]
    assert told.opens_at == good.verdict.opens_at is not None and not told.may_dial


def test_what_is_the_same_of_all_numbers_is_said_once(gil: Desk) -> None:
    told = why(gil, GIL)
    assert [number.place for number in told.numbers] == [1, 2] and told.common == told.verdict.results
    assert [told.only_of(number) for number in told.numbers] == [(), ()]
    dialled(gil, GIL)
