"""Somebody was named instead: a prospect with a source, unless nobody may contact them."""

from __future__ import annotations

import pytest

from hands import dialled, ended, enrolment_of, phones_of, prospect_named
from houses import ADA, BEN
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text


def known(desk: Desk, name: str) -> int:
    return len(desk.store.read(lambda unit: unit.search.find("tidemark", 1, name, 9)))


@pytest.mark.requirement("R-040")
def test_they_are_reached_on_the_line_that_was_dialled_and_it_is_told_who_named_them(desk: Desk) -> None:
    ended(desk, "referred", ADA, referred="Gil Nash")
    gil = prospect_named(desk, "Gil Nash")
    assert gil.referred_by == prospect_named(desk, ADA).id
    assert [phone.e164 for phone in phones_of(desk, "Gil Nash")] == ["+13125550101"]
    assert enrolment_of(desk, "Gil Nash").work_state in ("new", "queued")
    sources = desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert [each.kind for each in sources] == ["referral"]


def test_a_colleague_who_is_known_there_is_nobody_new(desk: Desk) -> None:
    ended(desk, "referred", ADA, referred="ben okafor")
    assert known(desk, BEN) == 1


@pytest.mark.requirement("R-075")
def test_somebody_who_opted_out_is_not_brought_back_by_a_referral(desk: Desk) -> None:
    ended(desk, "referred", ADA, referred="Gil Nash")
    gil = prospect_named(desk, "Gil Nash")
    opt_out(desk, gil.id)
    desk.store.write(lambda unit: unit.prospects.withdraw(gil.id))
    call = dialled(desk, BEN)
    record(desk, call.id, Given("referred", referred="Gil Nash"))
    assert known(desk, "Gil Nash") == 0


@pytest.mark.requirement("R-075")
def test_nor_reached_on_a_line_that_is_to_be_left_alone(desk: Desk) -> None:
    suppress_text(desk, "+13125550199", "tidemark")
    answers = {"referred_line": "+13125550199"}
    ended(desk, "referred", ADA, referred="Gil Nash", answers=answers)
    assert known(desk, "Gil Nash") == 0
