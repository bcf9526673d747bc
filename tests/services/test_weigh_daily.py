"""Once a day everybody is weighed anew, for time alone changes where people stand (R-065)."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import DAY, enrolment_of
from houses import ADA, CAMPAIGN, advance
from setter.services.desk import Desk
from setter.services.events_file import events_file
from setter.services.rescore import finish_undone, is_due
from setter.services.weigh_daily import have_aged, make_aged_due


@pytest.mark.requirement("R-065")
def test_whoever_opens_setter_first_on_a_day_weighs_everybody(desk: Desk, tmp_path: Path) -> None:
    seen = tmp_path / "events.csv"
    seen.write_text("email,event,at\nada@birch.example,demo_request,2026-11-24T10:00:00Z\n")
    events_file(desk, seen, client_id="tidemark")
    hot = enrolment_of(desk, ADA)
    assert hot.temperature == "hot" and not have_aged(desk), "they were weighed as the campaign came into force"
    advance(desk, 31 * DAY)
    assert have_aged(desk)
    make_aged_due(desk)
    assert is_due(desk, CAMPAIGN) and not have_aged(desk), "the next to open setter leaves it to the first"
    finish_undone(desk)
    cooler = enrolment_of(desk, ADA)
    assert (cooler.temperature, cooler.tier) == ("warm", 3)
    assert cooler.score < hot.score and not is_due(desk, CAMPAIGN)


def test_it_is_a_computed_change_in_the_audit_and_no_edit(desk: Desk, tmp_path: Path) -> None:
    seen = tmp_path / "events.csv"
    seen.write_text("email,event,at\nada@birch.example,demo_request,2026-11-24T10:00:00Z\n")
    events_file(desk, seen, client_id="tidemark")
    advance(desk, 31 * DAY)
    make_aged_due(desk)
    finish_undone(desk)
    entries = desk.store.read(lambda unit: unit.audit.about(f"campaign/{CAMPAIGN}"))
    assert [each.action for each in entries if "hot>warm" in each.detail] == ["rescore"]
