"""Where somebody stands on the ladder follows from what is on record, and says where inside the rung they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hands import DAY, booked, enrolment_of, land, meeting_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, advance, change_campaign, wait_until
from services.sales_told import AFTER, accepts, handed
from services.telling import ADAS, CLEOS, NOW, told
from setter.services.desk import Desk
from setter.services.meeting_life import confirm
from setter.services.on_record import on_record
from setter.services.rescore import rescore
from setter.services.rungs import rung_evidence
from setter.services.show import show
from setter.services.standing import standing_of

SCORED = (
    "rule = [\n",
    """rule = [
  { id = "runs-it", label = "Runs the firm", points = 70, model = "suitability", when = "seniority = owner" },
  { id = "clicks", label = "Clicks", points = 30, model = "activity", event = "email_click" },
""",
)
"""Rules of the two models besides those of the example."""


def rung_of(desk: Desk, name: str = ADA) -> Any:
    enrolment, prospect = enrolment_of(desk, name), prospect_named(desk, name)
    return desk.store.read(
        lambda unit: standing_of(unit, desk.campaign(unit, enrolment.campaign), enrolment, prospect, desk.now()).rung
    )


@pytest.mark.requirement("R-012", "R-010")
def test_the_campaigns_own_sub_stage_stands_beside_the_rung(desk: Desk) -> None:
    change_campaign(desk, more='\n[ladder]\nSQL = ["agreed: set", "confirmed", "held"]\n')
    booked(desk, ADA)
    assert (rung_of(desk).rung, rung_of(desk).stage) == ("SQL", "agreed")
    confirm(desk, meeting_of(desk).id)
    assert rung_of(desk).stage == "confirmed"
    (enrolment,) = show(desk, prospect_named(desk, ADA).id)["enrolments"]
    assert (enrolment["rung"], enrolment["sub_stage"]) == ("SQL", "confirmed")
    assert rung_of(desk, BEN).stage == "", "no sub-stage is named for a prospect"


@pytest.mark.requirement("R-006")
@pytest.mark.parametrize(("engagement", "rung"), [(34, "MQL"), (36, "lead")])
def test_fit_and_engagement_over_the_campaigns_thresholds_make_an_mql_of_a_lead(
    desk: Desk, tmp_path: Path, engagement: int, rung: str
) -> None:
    change_campaign(desk, SCORED, more=f"\n[ladder]\nmql_fit = 70\nmql_engagement = {engagement}\n")
    told(desk, tmp_path, f"{ADAS},newsletter,{NOW}", f"{CLEOS},newsletter,{NOW}")
    told(desk, tmp_path, f"{ADAS},email click,{NOW}", f"{CLEOS},email click,{NOW}", name="clicks.csv")
    assert (rung_of(desk, ADA).rung, rung_of(desk, CLEO).rung) == (rung, "lead"), "Cleo is no owner"
    assert rung_of(desk, ADA).because == (
        "fits and is engaged" if rung == "MQL" else "opted in, with name, e-mail and phone"
    )


@pytest.mark.requirement("R-003", "R-011")
def test_what_a_list_claims_raises_nobody_whatever_it_says(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Hal Reed,Fir,+13125550188,hal@fir.example,MQL", header="full_name,company,phone,email,stage")
    assert rung_of(desk, "Hal Reed").claim == "claimed MQL, evidence: prospect"
    told(desk, tmp_path, f"hal@fir.example,newsletter,{NOW}")
    assert rung_of(desk, "Hal Reed").claim == "claimed MQL, evidence: lead"


@pytest.mark.requirement("R-009")
def test_the_purchase_horizon_and_the_meeting_come_from_what_is_on_record(desk: Desk) -> None:
    booked(desk, ADA)
    enrolment, prospect = enrolment_of(desk, ADA), prospect_named(desk, ADA)
    evidence = desk.store.read(
        lambda unit: rung_evidence(desk.campaign(unit, 1), on_record(unit, enrolment, prospect), desk.now())
    )
    assert (evidence.purchase_horizon, evidence.meeting_held, evidence.accepted) == ("timing: 0-3m", False, False)
    assert rung_of(desk).lacks == ("sales' acceptance", "the meeting held")


@pytest.mark.requirement("R-009")
def test_a_customer_stays_one_when_what_they_once_said_of_their_plans_has_grown_old(desk: Desk) -> None:
    handed(desk)
    wait_until(desk, AFTER)
    accepts(desk, met="held", opportunity="won", opportunity_on="2026-12-01", closed_on="2026-12-01", amount=100)
    assert enrolment_of(desk, ADA).rung == "customer"
    advance(desk, 300 * DAY)
    rescore(desk, CAMPAIGN)
    assert enrolment_of(desk, ADA).rung == "customer"
