"""A caller begins, takes a break and goes home: nobody stays held, and no promise is left to nobody."""

from __future__ import annotations

import pytest

from hands import HOUR, MINUTE, called, ended, enrolment_of, entry_of, place_of, promise_of, taken
from houses import ADA, BEN, CAMPAIGN, Colleague, advance
from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.queue_view import queue_of, why_queue
from setter.services.record_outcome import Given, record
from setter.services.shift import begin_work, end_shift, shift_state, take_break
from setter.services.take_call import next_call, take
from setter.services.tasks import strip


@pytest.fixture
def noor(desk: Desk, colleague: Colleague) -> Desk:
    """A colleague, who has Ada's promise before her eyes: at 11:30 in Chicago, an hour from now."""
    begin_work(desk)
    ended(desk, "callback_prospect", ADA, callback="today 11:30")
    return colleague(desk, "noor")


def owner_of(desk: Desk, name: str) -> str | None:
    """Whose promise to this person it is; None when there is none."""
    promise = promise_of(desk, name)
    return promise.owner if promise else None


def others_called(desk: Desk) -> set[str]:
    """Everybody whom a caller is given until there is nobody more."""
    names = set()
    while (name := called(desk)) is not None:
        names.add(name)
        live = next_call(desk, CAMPAIGN).call
        assert live is not None
        dial(desk, live.id)
        record(desk, live.id, Given("no_answer"))
    return names


class TestABreak:
    def test_puts_the_taken_prospect_back_for_everybody(self, desk: Desk, colleague: Colleague) -> None:
        call = taken(desk, ADA)
        assert take_break(desk).released and shift_state(desk) == "break"
        place = place_of(desk, ADA)
        assert place is not None and place.slot == 0 and place.holder == ""
        assert desk.store.read(lambda unit: unit.calls.get(call.id).state) == "released"  # type: ignore[union-attr]
        assert called(colleague(desk, "noor")) == ADA

    def test_waits_for_the_outcome_of_a_dialled_call(self, desk: Desk) -> None:
        dial(desk, taken(desk, ADA).id)
        with pytest.raises(Refused) as refused:
            take_break(desk)
        assert refused.value.code == "call_live" and shift_state(desk) != "break"

    def test_gives_a_promise_to_the_pool_as_soon_as_it_is_due(self, desk: Desk, noor: Desk) -> None:
        take_break(desk)
        advance(desk, 50 * MINUTE)
        assert ADA not in {each.line.full_name for each in queue_of(noor, CAMPAIGN) if each.may_dial}
        advance(desk, 6 * MINUTE)
        first = queue_of(noor, CAMPAIGN)[0]
        assert (first.line.full_name, first.may_dial) == (ADA, True)
        assert dict(why_queue(noor, CAMPAIGN)).get("promised_by_a_colleague", 0) == 0
        assert called(noor) == ADA

    def test_lets_a_colleague_take_it_by_hand_once_it_is_due(self, desk: Desk, noor: Desk) -> None:
        take_break(desk)
        enrolment = enrolment_of(desk, ADA)
        with pytest.raises(Refused) as refused:
            take(noor, enrolment.id)
        assert refused.value.code == "promised"
        advance(desk, 56 * MINUTE)
        assert take(noor, enrolment.id).call is not None

    def test_keeps_it_hers_when_she_is_back_in_time(self, desk: Desk, noor: Desk) -> None:
        take_break(desk)
        advance(desk, 30 * MINUTE)
        begin_work(desk)
        advance(desk, 26 * MINUTE)
        assert ADA not in others_called(noor) and owner_of(desk, ADA) == "mira"
        assert dict(why_queue(noor, CAMPAIGN))["promised_by_a_colleague"] == 1
        assert called(desk) == ADA

    def test_is_over_with_the_next_call_she_takes(self, desk: Desk, noor: Desk) -> None:
        take_break(desk)
        taken(desk, BEN)
        assert shift_state(desk) == "work"
        advance(desk, 56 * MINUTE)
        assert ADA not in others_called(noor)


def test_a_promise_is_its_owners_while_she_works_until_the_grace_is_over(desk: Desk, noor: Desk) -> None:
    advance(desk, 56 * MINUTE)
    first = others_called(noor)
    assert ADA not in first and first
    advance(desk, 20 * MINUTE)
    assert called(noor) == ADA


class TestTheEnd:
    def test_puts_the_taken_prospect_back_and_stops_the_clock(self, desk: Desk) -> None:
        begin_work(desk)
        taken(desk, ADA)
        assert end_shift(desk).released and shift_state(desk) == "off"
        place = place_of(desk, ADA)
        assert place is not None and place.slot == 0

    def test_passes_todays_promise_to_the_pool(self, desk: Desk, noor: Desk) -> None:
        assert end_shift(desk).passed_on == 1
        assert owner_of(desk, ADA) == "" and enrolment_of(desk, ADA).owner == ""
        assert [line.full_name for line in strip(noor)] == [ADA]
        advance(desk, 56 * MINUTE)
        assert called(noor) == ADA

    def test_passes_on_a_promise_that_is_due_at_this_moment(self, desk: Desk, noor: Desk) -> None:
        advance(desk, 56 * MINUTE)
        assert not entry_of(noor, ADA).may_dial
        end_shift(desk)
        assert called(noor) == ADA

    def test_or_to_a_colleague_whose_alone_it_is(self, desk: Desk, noor: Desk, colleague: Colleague) -> None:
        assert end_shift(desk, "noor").passed_on == 1
        assert owner_of(desk, ADA) == "noor"
        advance(desk, 56 * MINUTE)
        assert ADA not in others_called(colleague(desk, "kim"))
        assert called(noor) == ADA

    def test_keeps_tomorrows_promise_hers(self, desk: Desk, noor: Desk) -> None:
        ended(desk, "callback_prospect", BEN, callback="tomorrow 9:00")
        assert end_shift(desk).passed_on == 1
        assert owner_of(desk, BEN) == "mira" and enrolment_of(desk, BEN).owner == "mira"
        advance(desk, 22 * HOUR + 26 * MINUTE)
        assert BEN not in others_called(noor)

    def test_passes_on_what_was_due_before(self, desk: Desk, noor: Desk) -> None:
        advance(desk, 24 * HOUR)
        assert end_shift(desk).passed_on == 1 and owner_of(desk, ADA) == ""

    def test_leaves_colleagues_promises_alone(self, desk: Desk, noor: Desk) -> None:
        ended(noor, "callback_prospect", BEN, callback="today 2pm")
        end_shift(desk)
        assert owner_of(desk, BEN) == "noor"

    def test_passes_on_the_days_duties(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "left_company", ADA)
        before = {line.owner for line in strip(desk)}
        end_shift(desk)
        assert before == {"mira"} and [line.owner for line in strip(colleague(desk, "noor"))] == [""]
