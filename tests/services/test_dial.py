"""Before a number is dialled the gate is asked, inside the write, of everything that is known of the person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from hands import dialled, ended, enrolment_of, land, phones_of, prospect_named, refused_dial, taken
from houses import ADA, CAMPAIGN, Colleague, wait_until
from setter.domain.callable import RULES, Verdict
from setter.domain.errors import Refused
from setter.services.book import say_zone
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.law_in_force import law_of
from setter.services.opt_out import opt_out
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, take

PAT = "Pat Two"
TWO_NUMBERS = "full_name,company,phone,direct_phone,region,country"
NEW_YORK_OPENS = "2026-11-24T13:45:00Z"
"""A quarter to nine in New York, a quarter to six in Los Angeles."""


def by_hand(desk: Desk, name: str) -> int:
    """Take somebody by hand, whatever the hour; the call."""
    call = take(desk, enrolment_of(desk, name).id).call
    assert call is not None
    return call.id


class TestEveryZoneOfAPerson:
    """Whoever may be in two zones is rung on no number before both are open (domain §6.3)."""

    def test_that_their_numbers_point_to(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{PAT},Ivy,+12125550150,+12135550150,,", header=TWO_NUMBERS)
        wait_until(desk, NEW_YORK_OPENS)
        call = by_hand(desk, PAT)
        assert [refused_dial(desk, call, number) for number in ("", "2125550150", "2135550150")] == ["hours"] * 3
        wait_until(desk, "2026-11-24T16:30:00Z")
        assert dial(desk, call, "2125550150").verdict.allowed

    def test_that_their_address_allows(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{PAT},Ivy,+12125550150,,CA,US", header=TWO_NUMBERS)
        wait_until(desk, NEW_YORK_OPENS)
        assert refused_dial(desk, by_hand(desk, PAT)) == "hours"

    def test_but_not_of_a_number_that_is_not_theirs(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{PAT},Ivy,+12135550150,+12125550150,,", header=TWO_NUMBERS)
        wrong = phones_of(desk, PAT)[0]
        ended(desk, "wrong_number", PAT)
        wait_until(desk, "2026-11-25T13:45:00Z")
        call = by_hand(desk, PAT)
        with pytest.raises(Refused) as no:
            dial(desk, call, wrong.e164)
        assert no.value.code == "number"
        assert dial(desk, call).phone.e164 == "+12125550150"

    def test_until_they_say_where_they_are(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{PAT},Ivy,+12125550150,+12135550150,,", header=TWO_NUMBERS)
        call = dialled(desk, PAT)
        say_zone(desk, call.id, "America/New_York")
        record(desk, call.id, Given("no_answer"))
        wait_until(desk, "2026-11-25T13:45:00Z")
        assert dial(desk, by_hand(desk, PAT)).verdict.allowed

    def test_of_a_state_with_many_names_for_two_clocks(self, desk: Desk, tmp_path: Path) -> None:
        land(desk, tmp_path, f"{PAT},Ivy,+13175550150,,IN,US", header=TWO_NUMBERS)
        assert enrolment_of(desk, PAT).zones == "America/Chicago,America/New_York"
        assert dial(desk, taken(desk, PAT).id).verdict.allowed


def test_a_number_that_could_ring_anywhere_is_not_guessed_at(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, f"{PAT},Ivy,+18005550150,,,", header=TWO_NUMBERS)
    assert enrolment_of(desk, PAT).zones == ""
    assert refused_dial(desk, by_hand(desk, PAT)) == "zone_unknown"


def test_whatever_was_decided_since_the_key_was_pressed_counts(
    desk: Desk, colleague: Colleague, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The write waits its turn behind a colleague's opt-out: a gate asked before it would let the dial through."""
    call, noor = taken(desk, ADA), colleague(desk, "noor")
    plain = desk.store.record

    def behind_an_opt_out(work: Callable[[Any], Any]) -> Any:
        monkeypatch.undo()
        opt_out(noor, call.prospect_id)
        return plain(work)

    monkeypatch.setattr(desk.store, "record", behind_an_opt_out)
    assert refused_dial(desk, call.id) == "suppressed"


def test_the_verdict_of_every_rule_is_kept_with_the_attempt(desk: Desk) -> None:
    call = dialled(desk, ADA)
    (attempt,) = desk.store.read(lambda unit: unit.calls.attempts(call.id))
    kept = msgspec.json.decode(attempt.verdict, type=Verdict)
    assert [result.rule for result in kept.results] == list(RULES)
    assert kept.allowed and kept.at == desk.now() == attempt.started_at
    assert (attempt.zone, attempt.local_wall) == ("America/Chicago", "2026-11-24T10:30")


def test_what_the_gate_went_by_is_kept_with_the_attempt(desk: Desk) -> None:
    ended(desk, "busy", ADA)
    wait_until(desk, "2026-11-24T17:30:00Z")
    call = dialled(desk, ADA)
    (attempt,) = desk.store.read(lambda unit: unit.calls.attempts(call.id))
    known = msgspec.json.decode(attempt.verdict, type=Verdict).considered
    assert (known.zones, known.places) == (("America/Chicago",), ("US-IL",))
    assert known.hours == {"tue": ("08:30-17:30",)}
    assert known.dials == (1, 1, 1)
    assert known.law == desk.store.read(law_of).version


def test_a_refused_dial_stands_in_the_audit_and_nowhere_else(desk: Desk) -> None:
    call = taken(desk, ADA)
    wait_until(desk, "2026-11-24T16:40:00Z")
    prospect = prospect_named(desk, ADA)
    desk.store.write(lambda unit: unit.prospects.save(replace(prospect, said_zone="Europe/London")))
    wait_until(desk, "2026-11-24T17:40:00Z")
    next_call(desk, CAMPAIGN)
    assert refused_dial(desk, call.id) == "hours"
    entries = desk.store.read(lambda unit: unit.audit.about(f"call/{call.id}"))
    (phone,) = desk.store.read(lambda unit: unit.prospects.phones(prospect.id))
    told = {"rule": "hours", "phone": str(phone.id)}
    assert [(entry.action, json.loads(entry.detail)) for entry in entries] == [("dial_refused", told)]


class TestThePersonsOtherCampaigns:
    """What is learned of a person's place in one campaign holds in all of them."""

    def zones(self, desk: Desk) -> list[tuple[str, str]]:
        """Ada's zones in each campaign: of the enrolment, and of the window she stands in."""
        ada = prospect_named(desk, ADA)

        def look(unit: Any) -> list[tuple[str, str]]:
            found = []
            for enrolment in unit.prospects.enrolments(ada.id):
                windows = {each.id: each.zones for each in unit.localities.windows(enrolment.campaign)}
                found.append((enrolment.zones, ",".join(windows[unit.queue.get(enrolment.id).calling_window])))
            return found

        return desk.store.read(look)

    def test_when_they_say_where_they_are(self, two_campaigns: Desk) -> None:
        assert self.zones(two_campaigns) == [("America/Chicago", "America/Chicago")] * 2
        call = dialled(two_campaigns, ADA)
        say_zone(two_campaigns, call.id, "America/New_York")
        record(two_campaigns, call.id, Given("no_answer"))
        assert self.zones(two_campaigns) == [("America/New_York", "America/New_York")] * 2

    def test_when_a_list_brings_a_number_in_another_zone(self, two_campaigns: Desk, tmp_path: Path) -> None:
        land(two_campaigns, tmp_path, "Ada North,Birch Foods,+12135550177,,ada@birch.example,IL,US", file="later")
        assert self.zones(two_campaigns) == [("America/Chicago,America/Los_Angeles",) * 2] * 2

    @pytest.mark.parametrize("campaign", [1, 2])
    def test_without_taking_them_from_whoever_is_on_the_line_with_them(
        self, two_campaigns: Desk, tmp_path: Path, campaign: int
    ) -> None:
        ada = prospect_named(two_campaigns, ADA)
        place = two_campaigns.store.read(lambda unit: unit.prospects.enrolled(campaign, ada.id))
        assert place is not None
        call = take(two_campaigns, place.id).call
        assert call is not None
        dial(two_campaigns, call.id)
        land(two_campaigns, tmp_path, "Ada North,Birch Foods,+12135550177,,ada@birch.example,IL,US", file="later")
        held = two_campaigns.store.read(lambda unit: unit.queue.held_by(call.id))
        assert held is not None and held.holder == "mira"
        record(two_campaigns, call.id, Given("no_answer"))
        assert self.zones(two_campaigns) == [("America/Chicago,America/Los_Angeles",) * 2] * 2
