"""A company is as warm as its hottest person who may be called, and time alone cools: nobody's edit, and on record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hands import DAY, as_lead, booked, called, enrolment_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, advance, wait_until
from services.telling import ADAS, NOW, told
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.prospect_card import card_of
from setter.services.rescore import rescore
from setter.services.show import show
from setter.services.why import why_prospect


def of_company(desk: Desk, name: str) -> str | None:
    return card_of(desk, enrolment_of(desk, name).id).company_temperature


class TestACompany:
    @pytest.mark.requirement("R-064")
    def test_is_as_hot_as_its_hottest_person_on_card_in_show_and_in_why(self, desk: Desk, tmp_path: Path) -> None:
        assert of_company(desk, BEN) == "cold"
        told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        ben = prospect_named(desk, BEN).id
        assert (enrolment_of(desk, BEN).temperature, of_company(desk, BEN)) == ("cold", "hot")
        assert show(desk, ben)["enrolments"][0]["company_temperature"] == "hot"
        assert why_prospect(desk, ben, CAMPAIGN).company_temperature == "hot"

    @pytest.mark.requirement("R-064")
    def test_is_not_warmed_by_somebody_who_is_to_be_left_alone(self, desk: Desk) -> None:
        booked(desk, ADA)
        assert of_company(desk, BEN) == "hot", "sales has her, and she may be contacted"
        opt_out(desk, prospect_named(desk, ADA).id)
        assert of_company(desk, BEN) == "cold"

    @pytest.mark.requirement("R-064", "R-065")
    def test_cools_as_its_people_do(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        advance(desk, 31 * DAY)
        assert of_company(desk, BEN) == "warm"


def temperatures(desk: Desk, subject: str, action: str) -> list[Any]:
    entries = desk.store.read(lambda unit: unit.audit.about(subject))
    return [(each.caller, json.loads(each.detail)) for each in entries if each.action == action]


class TestTimeAlone:
    @pytest.mark.requirement("R-065")
    def test_cools_whoever_is_claimed_and_stands_in_the_audit_as_nobodys_doing(
        self, desk: Desk, tmp_path: Path
    ) -> None:
        told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        wait_until(desk, "2026-12-29T16:30:00Z")
        ada = enrolment_of(desk, ADA)
        assert ada.temperature == "hot", "nobody has looked since"
        assert called(desk) is not None
        assert enrolment_of(desk, ADA).temperature == "warm"
        assert temperatures(desk, f"prospect/{ada.prospect_id}", "temperature") == [
            ("setter", {"campaign": 1, "old": "hot", "new": "warm", "why": "time"})
        ]

    @pytest.mark.requirement("R-065")
    def test_is_counted_where_everybody_is_weighed_anew(self, desk: Desk, tmp_path: Path) -> None:
        told(desk, tmp_path, f"{ADAS},demo request,{NOW}")
        advance(desk, 31 * DAY)
        rescore(as_lead(desk), CAMPAIGN)
        assert enrolment_of(desk, ADA).temperature == "warm"
        ((by, detail),) = temperatures(desk, f"campaign/{CAMPAIGN}", "rescore")
        assert (by, detail["temperatures"]) == ("lead", {"hot>warm": 1})
