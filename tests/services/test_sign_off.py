"""Sales signs off what a campaign is made of; what it has not signed is said wherever it matters, until it does."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from hands import as_lead, booked, meeting_of
from houses import ADA, CAMPAIGN, beside, change_campaign
from setter.domain.errors import Refused, Wrong
from setter.examples import example_campaign
from setter.intake.campaign_file import read
from setter.services.campaigns import add_text, campaigns
from setter.services.desk import Desk
from setter.services.hand_off import export, packet
from setter.services.measures import Asked
from setter.services.measures_reports import programmes
from setter.services.sign_off import sign_off, unsigned, unsigned_note

SAID = read(example_campaign()).script.nodes[0].say
OTHER_WORDS = (SAID, f"{SAID} Thank you.")
TUESDAY = date(2026, 11, 24)


def refused(desk: Desk, *asked: Any, **more: Any) -> str:
    with pytest.raises((Refused, Wrong)) as refusal:
        sign_off(desk, CAMPAIGN, *asked, **more)
    return refusal.value.code


@pytest.mark.requirement("R-033")
class TestAPartThatIsRewritten:
    def test_is_unsigned_until_sales_signs_that_very_part_and_the_others_stay_signed(self, desk: Desk) -> None:
        assert (unsigned(desk, CAMPAIGN), unsigned_note(desk, CAMPAIGN)) == ((), "")
        change_campaign(desk, OTHER_WORDS)
        assert unsigned_note(desk, CAMPAIGN) == "not signed off by sales: script"
        assert [line.unsigned for line in campaigns(desk)] == [("script",)]
        booked(desk, ADA, when="1 dec 3pm")
        assert "NOT SIGNED OFF BY SALES: SCRIPT" in packet(desk, meeting_of(desk).id)
        (told,) = json.loads(export(desk, "json", None).content or b"")
        assert told["not_signed_off"] == ["script"]
        assert told["packet"]["header"]["unsigned"] == "not signed off by sales: script"
        reported = programmes(desk, Asked())
        assert "quaywise-us: not signed off by sales: script." in reported.remarks
        assert any("; not signed off by sales: script" in each.note for each in reported.rows)
        done = sign_off(as_lead(desk), CAMPAIGN, "script", " Sal Reyes ")
        assert (done.version, done.signed_by, done.signed_on, done.unsigned) == (2, "Sal Reyes", TUESDAY, ())
        assert "NOT SIGNED" not in packet(desk, meeting_of(desk).id)
        assert sign_off(as_lead(desk), CAMPAIGN, "script", "Sal Reyes", TUESDAY) == done
        change_campaign(desk, OTHER_WORDS, ("skip_limit = 3", "skip_limit = 4"))
        assert unsigned(desk, CAMPAIGN) == ()
        audited = desk.store.read(lambda unit: unit.audit.about(f"campaign/{CAMPAIGN}"))
        told = [json.loads(each.detail) for each in audited if each.action == "campaign_sign_off"]
        assert told[-1] == {"part": "script", "version": 2, "signed_on": "2026-11-24"} and len(told) == 4

    def test_may_be_signed_before_it_comes_into_force_and_by_its_file(self, desk: Desk) -> None:
        add_text(desk, example_campaign().replace(*OTHER_WORDS))
        assert unsigned(desk, CAMPAIGN) == () and unsigned(desk, CAMPAIGN, 2) == ("script",)
        sign_off(as_lead(desk), CAMPAIGN, "script", "Sal Reyes", version=2)
        assert unsigned(desk, CAMPAIGN, 2) == ()
        signed = 'script = { by = "Rosa Castellan", on = 2026-01-03 }'
        change_campaign(desk, (SAID, f"{SAID} Good day."), (signed, signed.replace("2026-01-03", "2026-11-20")))
        assert unsigned(desk, CAMPAIGN) == ()


class TestWhoSigns:
    def test_is_a_team_lead_or_sales_once_and_by_a_name(self, desk: Desk) -> None:
        change_campaign(desk, OTHER_WORDS)
        lead = as_lead(desk)
        assert refused(desk, "gates", "Sal Reyes") == "role"
        assert refused(lead, "hours", "Sal Reyes") == "part"
        assert refused(lead, "script", " ") == "signer"
        assert refused(lead, "script", "Sal Reyes", date(2026, 11, 25)) == "signed_on"
        assert refused(lead, "script", "Sal Reyes", version=7) == "version"
        desk.store.write(lambda unit: unit.settings.set_role("sal", "sales"))
        sign_off(beside(desk, "sal"), CAMPAIGN, "script", "Sal Reyes")
        assert refused(lead, "script", "Joe Doe") == "signed_off"

    def test_signs_the_scoring_rules_by_their_own_version(self, desk: Desk) -> None:
        change_campaign(desk, ('scoring = { by = "Tobe Abara", on = 2026-01-02 }', ""))
        assert sign_off(as_lead(desk), CAMPAIGN, "scoring", "Tobe Abara", date(2026, 1, 2)).version == 1
        assert refused(as_lead(desk), "scoring", "Tobe Abara", version=2) == "version"


def test_what_the_files_of_an_older_setter_say_is_taken_over_once(desk: Desk) -> None:
    add_text(desk, example_campaign().replace(f'id = "{CAMPAIGN}"', 'id = "older"', 1))
    older = "UPDATE campaign SET status = 'active', version = 1, rules_version = 0 WHERE id = 'older'"
    desk.store.engine.connect().execute(older)
    for _ in range(2):
        desk.store.write(lambda unit: unit.sign_offs.take_over_filed())
    kept = desk.store.read(lambda unit: unit.sign_offs.of_campaign(2))
    assert sorted(part for part, _ in kept) == ["gates", "script", "target_market"]
    assert unsigned(desk, "older") == ()


@pytest.mark.parametrize("change", ["UPDATE campaign_sign_off SET signed_by = 'x'", "DELETE FROM campaign_sign_off"])
def test_what_was_signed_stands_as_it_was_written(desk: Desk, change: str) -> None:
    with pytest.raises(Exception, match="signed off"):
        desk.store.engine.connect().execute(change)
