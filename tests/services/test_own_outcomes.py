"""A campaign's own outcome counts as what it is like, today and under every later version (R-010 of the house)."""

from __future__ import annotations

import pytest

from hands import HOUR, ended, enrolment_of, open_tasks
from houses import ADA, advance, change_campaign, wait_until
from setter.services.desk import Desk
from setter.services.review import outcomes, report, today_numbers
from setter.services.undo import undo

OWN = '\n[[disposition]]\ncode = "{code}"\nlabel = "Our own"\nlike = "{like}"\n'


@pytest.fixture
def with_own(desk: Desk) -> Desk:
    """A desk whose campaign has two outcomes of its own."""
    own = OWN.format(code="xmas_break", like="no_answer") + OWN.format(code="line_dead", like="call_failed")
    change_campaign(desk, more=own)
    return desk


def test_the_reports_count_it(with_own: Desk) -> None:
    ended(with_own, "xmas_break", ADA)
    ended(with_own, "line_dead", "Ben Okafor")
    assert report(with_own, "today").summary.total.dials == 1
    assert today_numbers(with_own)["dials"] == 1
    assert {line.code for line in outcomes(with_own, "today").lines} == {"xmas_break", "line_dead"}


def test_one_that_was_taken_back_is_counted_by_what_came_after(with_own: Desk) -> None:
    call, _ = ended(with_own, "xmas_break", ADA)
    undo(with_own, call.id)
    assert report(with_own, "today").summary.total.dials == 1


@pytest.mark.parametrize("then", ["no_answer", "call_failed", "info_requested"])
def test_a_version_that_dropped_it_still_knows_what_it_was(with_own: Desk, then: str) -> None:
    ended(with_own, "xmas_break", ADA)
    change_campaign(with_own, more="\n# without\n")
    wait_until(with_own, "2026-11-27T15:00:00Z")
    ended(with_own, then, ADA)
    assert enrolment_of(with_own, ADA).last_outcome == then
    assert report(with_own, "week").summary.total.dials == (1 if then == "call_failed" else 2)


def test_it_counts_in_a_row_with_its_like(with_own: Desk) -> None:
    for hours, code, found in ((0, "line_dead", []), (1, "call_failed", []), (23, "line_dead", ["check_number"])):
        advance(with_own, hours * HOUR)
        ended(with_own, code, ADA)
        assert [task.kind for task in open_tasks(with_own)] == found
