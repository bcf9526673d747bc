"""A number is handed out by the gate alone, each time it is asked for (DESIGN §2, promise 2)."""

from __future__ import annotations

from typing import Any

import pytest

from hands import (
    HOUR,
    MINUTE,
    attempts_of,
    dialled,
    ended,
    enrolment_of,
    land,
    phones_of,
    prospect_named,
    refused_dial,
    taken,
)
from houses import ADA, CAMPAIGN, Colleague, advance, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services.desk import Desk
from setter.services.dial import dial, next_number
from setter.services.draft import NEVER_DIALLED, settle_resumed
from setter.services.record_outcome import Given, record
from setter.services.suppress_value import suppress_text
from setter.services.take_call import heartbeat, next_call
from setter.services.undo import undo

TWO_NUMBERS = "Gil Nash,Ivy Mill,+13125550701,+13125550702,Owner,IL,US"
HEADER = "full_name,company,phone,direct_phone,title,region,country"


def test_a_key_that_repeats_is_one_dial(desk: Desk) -> None:
    call = dialled(desk, ADA)
    advance(desk, 5_000)
    assert dial(desk, call.id).attempt == attempts_of(desk, call.id)[0].id
    assert len(attempts_of(desk, call.id)) == 1


def test_after_a_minute_a_second_press_is_no_repeat_and_hands_out_nothing(desk: Desk) -> None:
    call = dialled(desk, ADA)
    for _ in range(20):
        advance(desk, 30 * MINUTE)
        heartbeat(desk, call.id)
    assert refused_dial(desk, call.id) == "dialling"


@pytest.mark.requirement("R-075")
def test_a_running_dial_of_somebody_suppressed_meanwhile_is_not_shown_again(desk: Desk) -> None:
    call = dialled(desk, ADA)
    suppress_text(desk, phones_of(desk, ADA)[0].e164, "tidemark")
    assert refused_dial(desk, call.id) == "suppressed"


class TestAfterUndo:
    """The outcome is taken back, the dial is not: it was made."""

    def taken_back(self, desk: Desk, code: str = "no_answer") -> Any:
        call = dialled(desk, ADA)
        record(desk, call.id, Given(code))
        return undo(desk, call.id)

    def test_the_attempt_stays_over_and_a_new_dial_is_a_second_one(self, desk: Desk) -> None:
        call = self.taken_back(desk)
        first = attempts_of(desk, call.id)[0]
        assert first.ended_at is not None and first.disposition == ""
        assert dial(desk, call.id).attempt != first.id
        assert len(attempts_of(desk, call.id)) == 2

    def test_each_dial_counts_until_the_cap_says_no(self, desk: Desk) -> None:
        call = self.taken_back(desk)
        dial(desk, call.id)
        record(desk, call.id, Given("busy"))
        undo(desk, call.id)
        assert refused_dial(desk, call.id) == "cap_day"

    def test_the_hours_are_asked_again(self, desk: Desk) -> None:
        call = self.taken_back(desk)
        wait_until(desk, "2026-11-25T04:30:00Z")
        heartbeat(desk, call.id)
        assert refused_dial(desk, call.id) in ("lease", "hours")

    @pytest.mark.requirement("R-075")
    def test_nobody_suppressed_meanwhile_is_handed_out(self, desk: Desk) -> None:
        call = self.taken_back(desk)
        suppress_text(desk, "+13125550101", "tidemark")
        assert refused_dial(desk, call.id) == "suppressed"

    def test_another_outcome_needs_no_second_dial(self, desk: Desk) -> None:
        call = self.taken_back(desk)
        record(desk, call.id, Given("busy", note="it was busy"))
        attempt = attempts_of(desk, call.id)[0]
        assert attempt.disposition == "busy" and enrolment_of(desk, ADA).work_state == "cooling"


class TestTheCaps:
    """At most three dials a number and person in a day, whoever makes them, and two of a person in theirs."""

    @pytest.mark.requirement("R-075")
    def test_a_number_that_colleagues_share_is_dialled_three_times_in_all(self, desk: Desk, tmp_path: Any) -> None:
        rows = [f"S{each} Shared,Same Co,+13125557000,Owner,s{each}@same.example,IL,US" for each in range(4)]
        land(desk, tmp_path, *rows)
        for each in range(3):
            ended(desk, "no_answer", f"S{each} Shared")
        assert refused_dial(desk, taken(desk, "S3 Shared").id) == "cap_number"

    def test_a_person_with_many_numbers_is_dialled_three_times_in_a_day_and_a_night(
        self, desk: Desk, tmp_path: Any
    ) -> None:
        phones = ",".join(f"+1312555080{each}" for each in range(4))
        header = "full_name,company,phone,phone 2,phone 3,phone 4,title,region,country"
        land(desk, tmp_path, f"Max Many,Many Co,{phones},Owner,IL,US", header=header)
        wait_until(desk, "2026-11-24T21:00:00Z")
        call = dialled(desk, "Max Many")
        next_number(desk, call.id)
        record(desk, call.id, Given("no_answer"))
        wait_until(desk, "2026-11-25T15:00:00Z")
        call = taken(desk, "Max Many")
        dial(desk, call.id, "0802")
        record(desk, call.id, Given("no_answer"))
        call = taken(desk, "Max Many")
        assert refused_dial(desk, call.id, "0803") == "cap_person"

    def test_what_was_never_dialled_after_all_spends_none(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        for _ in range(3):
            dial(desk, call.id)
            settle_resumed(desk, call.id, NEVER_DIALLED)
        dial(desk, call.id)
        record(desk, call.id, Given("no_answer"))
        assert enrolment_of(desk, ADA).attempts == 1

    def test_and_leaves_nothing_to_record(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        settle_resumed(desk, call.id, NEVER_DIALLED)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given("no_answer"))
        assert refused.value.code == "not_dialled"
        assert record(desk, call.id, Given("skipped", reason="not now")).outcome == "skipped"


class TestTheClaim:
    """Whoever is claimed may be called at this instant: the gate is asked before they are on the screen."""

    def test_nobody_at_their_cap_is_loaded(self, desk: Desk) -> None:
        for _ in range(2):
            ended(desk, "call_failed", ADA)
            advance(desk, 16 * MINUTE)
        found = next_call(desk, CAMPAIGN)
        assert found.call is not None and found.call.prospect_id != prospect_named(desk, ADA).id


class TestTheNextNumber:
    """No answer here: the next number, the same person, in one write."""

    def both(self, desk: Desk, tmp_path: Any) -> Any:
        land(desk, tmp_path, TWO_NUMBERS, header=HEADER)
        return dialled(desk, "Gil Nash")

    def test_it_ends_the_first_and_dials_the_second(self, desk: Desk, tmp_path: Any) -> None:
        call = self.both(desk, tmp_path)
        first = attempts_of(desk, call.id)[0]
        second = next_number(desk, call.id)
        assert second.phone.e164 != first.e164
        assert [each.disposition for each in attempts_of(desk, call.id)] == ["no_answer", ""]

    def test_without_another_number_the_dial_goes_on_untouched(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        before = attempts_of(desk, call.id)
        with pytest.raises(Refused) as refused:
            next_number(desk, call.id)
        assert refused.value.code == "no_other_number" and attempts_of(desk, call.id) == before

    def test_a_write_that_breaks_leaves_the_first_running(
        self, desk: Desk, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        call = self.both(desk, tmp_path)
        before = attempts_of(desk, call.id)
        monkeypatch.setattr("setter.store.calls.CallRoom.add_attempt", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            next_number(desk, call.id)
        assert attempts_of(desk, call.id) == before

    def test_its_place_in_the_list_does(self, desk: Desk, tmp_path: Any) -> None:
        land(desk, tmp_path, TWO_NUMBERS, header=HEADER)
        assert dial(desk, taken(desk, "Gil Nash").id, "2").phone.position == 1

    @pytest.mark.parametrize("digits", ["0", "2", "702"])
    def test_a_few_digits_name_no_number(self, desk: Desk, digits: str) -> None:
        with pytest.raises(Wrong) as wrong:
            dial(desk, taken(desk, ADA).id, digits)
        assert wrong.value.code == "no_number"

    def test_four_do(self, desk: Desk, tmp_path: Any) -> None:
        land(desk, tmp_path, TWO_NUMBERS, header=HEADER)
        assert dial(desk, taken(desk, "Gil Nash").id, "0702").phone.e164 == "+13125550702"


def test_a_lease_that_ran_out_dials_nothing(desk: Desk, colleague: Colleague) -> None:
    call = taken(desk, ADA)
    advance(desk, HOUR)
    next_call(colleague(desk, "noor"), CAMPAIGN)
    with pytest.raises(Refused):
        dial(desk, call.id)
    assert attempts_of(desk, call.id) == []
