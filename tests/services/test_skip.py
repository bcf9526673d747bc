"""Whoever rests, rests on: to leave somebody for now is no way round a no, a gap, or a day that was agreed."""

from __future__ import annotations

from typing import Any

import pytest

from hands import ended, enrolment_of, on_strip, place_of
from houses import ADA, Colleague
from setter.services.desk import Desk
from setter.services.skip import skip


@pytest.mark.parametrize(
    ("code", "given", "state"),
    [
        ("not_interested", {}, "exhausted"),
        ("nurture", {"revisit": "2 mar"}, "nurture"),
        ("no_answer", {}, "cooling"),
        ("callback_prospect", {"callback": "tomorrow 10"}, "callback"),
    ],
)
def test_a_skip_keeps_what_was_to_come(desk: Desk, code: str, given: dict[str, Any], state: str) -> None:
    ended(desk, code, ADA, **given)
    before, place = enrolment_of(desk, ADA), place_of(desk, ADA)
    assert skip(desk, before.id, "at lunch").work_state == state
    after = enrolment_of(desk, ADA)
    kept = (state, before.next_at, before.state_reason, before.owner)
    assert (after.work_state, after.next_at, after.state_reason, after.owner) == kept
    assert place is not None and place_of(desk, ADA) == place and after.skips == 1


def test_the_third_one_is_still_a_team_leads_to_look_at(desk: Desk, colleague: Colleague) -> None:
    ended(desk, "not_interested", ADA)
    for _ in range(3):
        assert skip(desk, enrolment_of(desk, ADA).id, "not now").work_state == "exhausted"
    assert on_strip(colleague(desk, "lead")) == ["review_skips"]
