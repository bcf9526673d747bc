"""Whoever a list brings keeps where they come from, and what the list claims of them is only a claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import DAY, HOUR, dialled, enrolment_of, land, prospect_named
from houses import ADA, PLACE, advance, change_campaign, second_campaign
from setter.domain.errors import Refused
from setter.domain.sources import SOURCE_KINDS
from setter.services.desk import Desk
from setter.services.show import show


class TestWhereSomebodyComesFrom:
    @pytest.mark.requirement("R-040", "R-045")
    @pytest.mark.parametrize("kind", sorted(SOURCE_KINDS))
    def test_every_kind_is_kept_with_its_class_date_and_cost(self, small_desk: Desk, tmp_path: Path, kind: str) -> None:
        land(small_desk, tmp_path, "Gil Nash,,gil@nash.example,,,", header=PLACE, source="national-list", kind=kind)
        gil = prospect_named(small_desk, "Gil Nash").id
        [source] = small_desk.store.read(lambda unit: unit.prospects.acquisitions(gil))
        assert (source.kind, source.source, source.acquired_on) == (kind, "national-list", "2026-11-24")
        assert (source.media_class, source.direction) == (SOURCE_KINDS[kind].media_class, SOURCE_KINDS[kind].direction)
        assert source.cost > 0

    @pytest.mark.requirement("R-040")
    def test_every_later_source_is_kept_beside_the_first(self, desk: Desk, tmp_path: Path) -> None:
        gil = "Gil Nash,,gil@nash.example,,,"
        for place, source in enumerate(("fair", "expo", "fair")):
            advance(desk, place * DAY)
            land(desk, tmp_path, gil, header=PLACE, source=source)
        found = show(desk, prospect_named(desk, "Gil Nash").id)["sources"]
        assert [each["source"] for each in found][:2] == ["fair", "expo"]

    @pytest.mark.requirement("R-047")
    def test_a_scraped_list_scores_worse_and_a_campaign_may_take_none(self, desk: Desk, tmp_path: Path) -> None:
        for name, provenance in (("Gil Nash", ""), ("Hal Noe", "scraped")):
            row = f"{name},{name} Co,{name[:3].lower()}@nash.example,+1312555016{len(provenance)},IL,US"
            land(desk, tmp_path, row, header=PLACE, file=f"list {provenance}", provenance=provenance)
        bought, scraped = enrolment_of(desk, "Gil Nash"), enrolment_of(desk, "Hal Noe")
        assert show(desk, scraped.prospect_id)["facts"]["provenance"]["value"] == "scraped"
        assert scraped.score < bought.score
        change_campaign(desk, ("skip_limit = 3", 'skip_limit = 3\nrefuse_provenance = ["scraped"]'))
        row = "Ida Orr,Orr Co,ida@orr.example,+13125550169,IL,US"
        with pytest.raises(Refused) as refused:
            land(desk, tmp_path, row, header=PLACE, file="third", provenance="scraped")
        assert refused.value.code == "provenance_refused"
        assert land(desk, tmp_path, row, header=PLACE, file="third").landed == 1

    @pytest.mark.requirement("R-003")
    @pytest.mark.parametrize("kind", sorted(SOURCE_KINDS))
    def test_raises_nobodys_rung_and_makes_nobody_warm(self, small_desk: Desk, tmp_path: Path, kind: str) -> None:
        land(small_desk, tmp_path, "Gil Nash,Elm,gil@nash.example,+13125550177,IL,US", header=PLACE, kind=kind)
        gil = enrolment_of(small_desk, "Gil Nash")
        assert (gil.rung, gil.temperature, gil.tier) == ("prospect", "cold", 3)
        land(small_desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,+13125550188,IL,US", header=PLACE, kind=kind)
        ada = enrolment_of(small_desk, ADA)
        assert (ada.rung, ada.temperature, ada.tier) == ("prospect", "cold", 3)

    @pytest.mark.requirement("R-003")
    def test_what_a_list_claims_is_only_a_claim(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, "Gil Nash,gil@nash.example,SQL", header="full_name,email,stage")
        gil = prospect_named(desk, "Gil Nash")
        assert (gil.claimed_stage, enrolment_of(desk, "Gil Nash").rung) == ("SQL", "prospect")
        assert "stage_claimed" in json.loads(gil.flags)

    def test_no_column_says_where_the_list_came_from(self, desk: Desk, tmp_path: Path) -> None:
        header = "full_name,email,provenance,source kind"
        land(desk, tmp_path, "Gil Nash,gil@nash.example,consented,webform_inquiry", header=header)
        facts = show(desk, prospect_named(desk, "Gil Nash").id)["facts"]
        assert (facts["provenance"]["value"], facts["source_kind"]["value"]) == ("purchased", "purchased_list")
        assert facts["provenance_2"]["value"] == "consented"

    @pytest.mark.requirement("R-041")
    def test_a_name_and_one_way_to_reach_it_are_enough(self, desk: Desk, tmp_path: Path) -> None:
        rows = ("Gil Nash,,gil@nash.example,,,", "Hal Ives,,,+13125550177,,", "Ivy Moss,Elm,,,IL,US")
        done = land(desk, tmp_path, *rows, header=PLACE)
        assert (done.landed, done.rejected) == (2, 1)

    def test_a_person_already_called_here_is_new_to_another_campaign(self, desk: Desk, tmp_path: Path) -> None:
        second = second_campaign(desk)
        dialled(desk, ADA)
        done = land(desk, tmp_path, f"{ADA},Birch Foods,ada@birch.example,,IL,US", header=PLACE, campaign=second)
        assert (done.landed, done.merged) == (0, 1)
        advance(desk, HOUR)
        ada = prospect_named(desk, ADA).id
        places = desk.store.read(lambda unit: unit.prospects.enrolments(ada))
        assert [each.work_state for each in places] == ["in_call", "queued"]
