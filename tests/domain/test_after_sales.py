"""Whatever sales says, wherever it finds somebody: no forbidden step, and no promise of their own is broken for it."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from setter.domain.after_sales import GONE_ON, after_overturning, after_rejection, horizon_begins
from setter.domain.errors import Refused
from setter.domain.facts import Fact
from setter.domain.rejections import REJECTIONS, Follows, counts_against, stands_rejected
from setter.domain.work_state import ALLOWED, FINAL, WorkState
from setter.examples import example_campaign
from setter.intake.campaign_file import read


def test_a_rejection_makes_only_steps_that_the_table_knows() -> None:
    for before, follows, own, ahead in product(WorkState, get_args(Follows), (False, True), (False, True)):
        if before in (WorkState.NEW, WorkState.IN_CALL):
            continue
        after = WorkState(after_rejection(before, follows, own_promise=own, meeting_ahead=ahead))
        taken_out = after is WorkState.DISQUALIFIED and follows == "close" and before in GONE_ON
        assert after is before or after in ALLOWED[before] or taken_out, (before, follows)
        if before in FINAL:
            assert after is before, "whoever is out is not brought back by a rejection"
        if own and before is WorkState.CALLBACK and follows != "close":
            assert after is before, "a promise of their own stands"


def test_whoever_is_closed_is_not_brought_back() -> None:
    assert after_overturning("nurture", meeting_stands=True) == "handed_off"
    assert after_overturning("disqualified", meeting_stands=False) == "callback"
    with pytest.raises(Refused):
        after_overturning("closed", meeting_stands=True)


def test_what_is_returned_excused_or_a_no_show_counts_against_nobody() -> None:
    assert {code for code in REJECTIONS if not counts_against(code)} == {"R12", "R13", "R14"}
    assert {code for code in REJECTIONS if not stands_rejected(code)} == {"R13"}


def test_a_horizon_begins_where_the_shorter_one_ends() -> None:
    gates = read(example_campaign()).gates
    begins = {each: horizon_begins(gates, {"timing": Fact(each, "answer", 0)}) for each in ("0-3m", "6-12m", "never")}
    assert begins == {"0-3m": 0, "6-12m": 180, "never": 0} and horizon_begins(gates, {}) == 0
