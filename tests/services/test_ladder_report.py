"""Every count names its rung and the definition used, and what lists claim above the evidence is listed by source."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import booked, land
from houses import ADA, CAMPAIGN, change_campaign
from services.telling import ADAS, NOW, told
from setter.domain.metrics import Proportion
from setter.services.desk import Desk
from setter.services.ladder_report import claims, rungs

CLAIMED = "full_name,company,phone,email,stage"


@pytest.mark.requirement("R-001", "R-002")
@pytest.mark.parametrize(
    ("definition", "counted_from", "number"),
    [("database", "prospect", 6), ("inquiry", "lead", 2), ("qualified", "MQL", 1), ("meeting_requested", "SQL", 1)],
)
def test_a_campaign_counts_by_its_own_definition_of_a_lead_and_says_so(
    desk: Desk, tmp_path: Path, definition: str, counted_from: str, number: int
) -> None:
    change_campaign(desk, ('lead_definition = "meeting_requested"', f'lead_definition = "{definition}"'))
    booked(desk, ADA)
    told(desk, tmp_path, f"cleo@elm.example,newsletter,{NOW}")
    counted = rungs(desk, CAMPAIGN)
    assert dict(counted.by_rung) == {
        "prospect": Proportion(4, 6),
        "subscriber": Proportion(0, 6),
        "lead": Proportion(1, 6),
        "MQL": Proportion(0, 6),
        "SQL": Proportion(1, 6),
        "opportunity": Proportion(0, 6),
        "customer": Proportion(0, 6),
    }
    assert (counted.lead_definition, counted.counted_from) == (definition, counted_from)
    assert counted.counted == Proportion(number, 6)


@pytest.mark.requirement("R-002", "R-003")
def test_a_list_of_whatever_stage_is_a_list_of_prospects(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *(f"Hal{n} Reed,Fir,+1312555018{n},,SQL" for n in range(3)), header=CLAIMED)
    assert dict(rungs(desk, CAMPAIGN).by_rung)["prospect"] == Proportion(9, 9)


@pytest.mark.requirement("R-011")
def test_inflated_rows_are_listed_by_source_with_what_they_claim(desk: Desk, tmp_path: Path) -> None:
    rows = ["Hal Reed,Fir,+13125550181,hal@fir.example,MQL", "Ivy Moss,Fir,+13125550182,,MQL"]
    rows += ["Jan Kerr,Fir,+13125550183,jan@fir.example,lead", "Kim Lowe,Fir,+13125550184,,prospect"]
    rows += ["Lou Marr,Fir,+13125550185,,"]
    land(desk, tmp_path, *rows, header=CLAIMED, file="fair", source="the fair")
    told(desk, tmp_path, f"jan@fir.example,newsletter,{NOW}", f"hal@fir.example,newsletter,{NOW}")
    first, *others = claims(desk, CAMPAIGN)
    assert (first.source, first.claiming, first.inflated) == ("the fair", Proportion(4, 5), Proportion(2, 4))
    assert sorted(first.claims) == [
        ("claimed MQL, evidence: lead", 1),
        ("claimed MQL, evidence: prospect", 1),
    ]
    assert [each.inflated.numerator for each in others] == [0]
    assert told(desk, tmp_path, f"{ADAS},blog,{NOW}").new == 1
