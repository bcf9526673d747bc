"""Whoever was rung often enough is not rung again, and everybody is told so before they try."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from compliance import ILLINOIS
from hands import HOUR, MINUTE, called, dialled, ended, entry_of, land, prospect_named, taken
from houses import ADA, AT_ONCE, BEN, CAMPAIGN, advance, change_campaign, wait_until
from setter.domain.errors import Refused
from setter.services.clock import parse_instant
from setter.services.consent import note_consent
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.law_book import narrow_by
from setter.services.queue_view import why_queue
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, take

OFFICE = [f"{name},Ivy Works,+13125550200,Owner,,IL,US" for name in ("Gil Nash", "Hal Ives", "Ida Pine", "Jo Reed")]

ONE_CALL = "caps = { b2b = { calls = 1, days = 30 } }\nrest_days = { b2b = 60 }\n"


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Desk:
    """Four people on one switchboard that was rung three times in an hour, for the first three of them."""
    land(desk, tmp_path, *OFFICE)
    for name in ("Gil Nash", "Hal Ives", "Ida Pine"):
        ended(desk, "no_answer", name)
        advance(desk, 20 * MINUTE)
    return desk


def total(desk: Desk) -> int:
    row = desk.store.read(lambda unit: unit.campaigns.by_id(CAMPAIGN))
    return desk.store.read(lambda unit: len(unit.prospects.enrolments_of(row.number)))  # type: ignore[union-attr]


class TestASharedNumber:
    def test_is_not_shown_as_callable_once_it_rang_often_enough(self, office: Desk) -> None:
        jo = entry_of(office, "Jo Reed")
        assert not jo.may_dial
        assert jo.opens_at == parse_instant("2026-11-25T16:30:00Z")
        assert jo.reasons[-1].startswith("This number was dialled 3 times in 24 hours")

    def test_has_its_own_place_in_the_waterfall_which_sums_to_the_list(self, office: Desk) -> None:
        counts = dict(why_queue(office, CAMPAIGN))
        assert counts["cap_number"] == 1 and counts["callable"] == 6
        assert sum(counts.values()) == total(office) == 10
        assert 0 not in counts.values()

    def test_still_names_the_cap_after_somebody_was_set_aside_for_it(self, office: Desk) -> None:
        names = [called(office)]
        while names[-1] is not None:
            live = next_call(office, CAMPAIGN).call
            assert live is not None
            dial(office, live.id)
            record(office, live.id, Given("no_answer"))
            names.append(called(office))
        assert "Jo Reed" not in names
        found = next_call(office, CAMPAIGN)
        assert found.call is None and dict(found.reasons)["cap_number"] == 1
        assert sum(count for _, count in found.reasons) == 10
        assert "dialled 3 times" in entry_of(office, "Jo Reed").reasons[-1]

    def test_opens_again_when_the_first_dial_is_a_day_old(self, office: Desk) -> None:
        later = parse_instant("2026-11-25T16:31:00Z")
        assert entry_of(office, "Jo Reed", at=later).may_dial
        assert "cap_number" not in dict(why_queue(office, CAMPAIGN, at=later))

    def test_does_not_speak_for_somebody_who_waits_by_the_plan(self, office: Desk) -> None:
        assert entry_of(office, "Gil Nash").reasons[-1] == "cooling until Wed 25 Nov"


class TestAPromise:
    def twice_today(self, desk: Desk) -> Any:
        ended(desk, "busy", ADA)
        advance(desk, 50 * MINUTE)
        return dialled(desk, ADA)

    @pytest.mark.parametrize("code", ["callback_prospect", "gatekeeper_time"])
    def test_that_the_caps_would_break_is_refused_with_the_time_from_which_it_may_be(
        self, desk: Desk, code: str
    ) -> None:
        call = self.twice_today(desk)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given(code, callback="today 4pm"))
        assert refused.value.code == "callback_capped"
        assert refused.value.message.startswith("This person was dialled twice today, 2 is the most")
        assert refused.value.hint == "It may be from Wednesday 25 November, 08:30 CST."

    def test_for_the_next_day_is_kept(self, desk: Desk) -> None:
        call = self.twice_today(desk)
        assert record(desk, call.id, Given("callback_prospect", callback="tomorrow 10")).work_state == "callback"

    def test_for_a_day_alone_waits_until_it_may_be(self, desk: Desk) -> None:
        call = self.twice_today(desk)
        assert record(desk, call.id, Given("callback_vague", revisit="tomorrow")).work_state == "callback"

    def test_that_is_due_while_colleagues_were_rung_names_the_cap(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, *OFFICE)
        ended(desk, "callback_prospect", "Jo Reed", callback="today 3pm")
        for name in ("Gil Nash", "Hal Ives"):
            ended(desk, "no_answer", name)
        wait_until(desk, "2026-11-24T21:00:00Z")
        assert not entry_of(desk, "Jo Reed").may_dial and "3 times" in entry_of(desk, "Jo Reed").reasons[-1]
        assert dict(why_queue(desk, CAMPAIGN))["cap_number"] == 2, "Ida, who was not called, sits there as well"
        assert called(desk) != "Jo Reed"
        assert "3 times" in entry_of(desk, "Jo Reed").reasons[-1]
        assert dict(why_queue(desk, CAMPAIGN))["cap_number"] == 2


CAP = ("max_dials_day_person = 2", "max_dials_day_person = 2\nmax_dials_week_company = 2")


class TestACompany:
    """Ada and Ben work at one firm: whoever of it is rung, it is rung."""

    @pytest.fixture
    def twice(self, desk: Desk) -> Desk:
        change_campaign(desk, AT_ONCE, CAP)
        ended(desk, "no_answer", ADA)
        advance(desk, HOUR)
        ended(desk, "no_answer", ADA)
        return desk

    def test_that_was_rung_often_enough_is_left_alone_for_a_week(self, twice: Desk) -> None:
        ben = entry_of(twice, BEN)
        assert not ben.may_dial and ben.reasons[-1].startswith(
            "Their company was dialled twice in a week, 2 is the most"
        )
        assert ben.opens_at == parse_instant("2026-12-01T16:30:00Z")
        assert dict(why_queue(twice, CAMPAIGN))["cap_company"] == 1
        with pytest.raises(Refused) as refused:
            dial(twice, taken(twice, BEN).id)
        assert refused.value.code == "cap_company"

    def test_is_counted_over_all_campaigns_of_the_client(self, two_campaigns: Desk) -> None:
        change_campaign(two_campaigns, AT_ONCE, CAP)
        ada = prospect_named(two_campaigns, ADA).id
        there = two_campaigns.store.read(lambda unit: unit.prospects.enrolled(2, ada))
        assert there is not None
        for _ in range(2):
            call = take(two_campaigns, there.id).call
            assert call is not None
            dial(two_campaigns, call.id)
            record(two_campaigns, call.id, Given("no_answer"))
        assert "Their company was dialled twice" in entry_of(two_campaigns, BEN).reasons[-1]


def test_the_day_is_the_prospects_own(desk: Desk) -> None:
    ended(desk, "busy", ADA)
    advance(desk, HOUR)
    ended(desk, "busy", ADA)
    wait_until(desk, "2026-11-24T20:00:00Z")
    ada = entry_of(desk, ADA)
    assert not ada.may_dial and ada.opens_at == parse_instant("2026-11-25T14:30:00Z")
    assert dict(why_queue(desk, CAMPAIGN))["cap_day"] == 1


def test_somebody_taken_by_hand_is_refused_by_the_same_cap(office: Desk) -> None:
    call = taken(office, "Jo Reed")
    with pytest.raises(Refused) as refused:
        dial(office, call.id)
    assert refused.value.code == "cap_number"


class TestACapOfTheLaw:
    """A team's own law of Ada's state: one call in 30 days, and 60 days of rest after a no."""

    @pytest.fixture
    def strict(self, desk: Desk, counsel: Desk, tmp_path: Path) -> Desk:
        change_campaign(desk, AT_ONCE)
        law = ILLINOIS.replace("12:00-16:00", "08:00-20:00")
        (tmp_path / "law.toml").write_text(f"{law}{ONE_CALL}", encoding="utf-8")
        narrow_by(counsel, tmp_path / "law.toml")
        return desk

    def test_is_told_before_anybody_tries_and_in_the_waterfall_which_sums_to_the_list(self, strict: Desk) -> None:
        ended(strict, "no_answer", ADA)
        wait_until(strict, "2026-11-30T16:30:00Z")
        ada = entry_of(strict, ADA)
        assert not ada.may_dial and ada.opens_at == parse_instant("2026-12-24T16:30:00Z")
        assert "1 is the most by the law in Illinois" in ada.reasons[-1]
        counts = dict(why_queue(strict, CAMPAIGN))
        assert counts["cap_law"] == 1 and sum(counts.values()) == total(strict)
        assert entry_of(strict, ADA, at=parse_instant("2026-12-24T16:30:00Z")).may_dial

    def test_refuses_a_promise_that_would_break_it(self, strict: Desk) -> None:
        call = dialled(strict, ADA)
        with pytest.raises(Refused, match="by the law in Illinois") as no:
            record(strict, call.id, Given("callback_prospect", callback="tomorrow 10"))
        assert no.value.hint.startswith("It may be from Thursday 24 December")

    def test_gives_whoever_said_no_their_rest_and_ends_it_when_they_agree(self, strict: Desk) -> None:
        ended(strict, "hang_up_early", ADA)
        wait_until(strict, "2027-01-05T16:30:00Z")
        ada = entry_of(strict, ADA)
        assert not ada.may_dial and ada.reasons[-1].startswith("They said no within 60 days")
        assert ada.opens_at == parse_instant("2027-01-25T14:30:00Z")
        assert dict(why_queue(strict, CAMPAIGN))["said_no"] == 1
        note_consent(strict, prospect_named(strict, ADA).id, "consent", "Wrote to us after all")
        assert entry_of(strict, ADA).may_dial
