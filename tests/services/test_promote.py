"""An SQL is made from evidence alone, and a refusal names what is missing and nothing else."""

from __future__ import annotations

import pytest

from hands import MINUTE, QUALIFIED, as_lead, booked, dialled, promoted, prospect_named, refused_promotion
from houses import ADA, advance
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.promote import Incomplete


def test_an_open_gate_is_named(desk: Desk) -> None:
    booked(desk, ADA, budget_status="none")
    refused = refused_promotion(desk)
    assert isinstance(refused, Incomplete)
    assert (refused.code, refused.missing) == ("incomplete", ("budget",))


@pytest.mark.requirement("R-007")
def test_with_every_gate_met_and_nobody_spoken_to_it_says_just_that(desk: Desk) -> None:
    call = dialled(desk, ADA)
    answer(desk, call.id, QUALIFIED)
    book(desk, call.id, "wed 3pm")
    refused = refused_promotion(desk)
    assert (refused.code, refused.missing) == ("no_conversation", ())
    assert "waive" not in refused.hint and "conversation" in refused.message


@pytest.mark.requirement("R-075")
def test_who_asked_to_be_left_alone_is_no_sql(desk: Desk) -> None:
    booked(desk, ADA, budget_status="none")
    opt_out(desk, prospect_named(desk, ADA).id)
    refused = refused_promotion(as_lead(desk), budget="they will find it")
    assert (refused.code, refused.missing) == ("suppressed", ())


def test_a_meeting_that_is_over_makes_none(desk: Desk) -> None:
    booked(desk, ADA, when="wed 3pm", budget_status="none")
    advance(desk, 3 * 24 * 60 * MINUTE)
    refused = refused_promotion(as_lead(desk), budget="they will find it")
    assert (refused.code, refused.missing) == ("incomplete", ("meeting_requested",))


@pytest.mark.requirement("R-032")
def test_a_caller_waives_nothing_and_a_team_lead_may(desk: Desk) -> None:
    booked(desk, ADA, budget_status="none")
    assert refused_promotion(desk, budget="they will find it").code == "role"
    done = promoted(as_lead(desk), budget="agreed by phone")
    assert (done.handoff.waived, done.handoff.promoted_by) == (1, "lead")
