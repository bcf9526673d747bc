"""Within five minutes of one's own promise nobody fresh is loaded (DESIGN §7)."""

from __future__ import annotations

from datetime import date

import pytest

from hands import called, ended, enrolment_of, prospect_named
from houses import ADA, BEN, CAMPAIGN, DOV, EVE, FAY, Colleague, wait_until
from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.law_book import black_out
from setter.services.receive_call import receive
from setter.services.take_call import release, take, take_prospect


def live_of(desk: Desk) -> int:
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    assert call is not None
    return call.id


class TestNearAPromise:
    """Within five minutes of one's own promise nobody fresh is loaded (DESIGN §7)."""

    BEFORE, NEAR, DUE, OVER = (f"2026-11-25T{at}:00Z" for at in ("16:54", "16:55", "17:00", "17:15"))

    def refused(self, desk: Desk, name: str) -> str:
        with pytest.raises(Refused) as refused:
            take(desk, enrolment_of(desk, name).id)
        assert refused.value.code == "promise_first"
        return refused.value.message

    def may(self, desk: Desk, name: str) -> bool:
        try:
            taken = take(desk, enrolment_of(desk, name).id)
        except Refused as refused:
            assert refused.code == "promise_first"
            return False
        assert taken.call is not None
        release(desk, taken.call.id)
        return True

    @pytest.mark.parametrize("outcome", ["callback_prospect", "gatekeeper_time"])
    def test_nobody_fresh_is_picked_from_five_minutes_before_until_its_grace_is_over(
        self, desk: Desk, outcome: str
    ) -> None:
        ended(desk, outcome, EVE, callback="tomorrow 10")
        for at, may in [(self.BEFORE, True), (self.NEAR, False), (self.OVER, False), ("2026-11-25T17:16:00Z", True)]:
            wait_until(desk, at)
            assert self.may(desk, ADA) is may, at

    def test_the_refusal_says_when_the_call_was_promised(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        wait_until(desk, self.NEAR)
        words = (
            "You promised a call for 2026-11-25 10:00 America/Denver, in 5 min: nobody fresh is taken so near to it."
        )
        assert self.refused(desk, ADA) == words
        wait_until(desk, self.DUE)
        assert "and it is due" in self.refused(desk, ADA)
        with pytest.raises(Refused) as refused:
            take_prospect(desk, prospect_named(desk, ADA).id, CAMPAIGN)
        assert refused.value.code == "promise_first"

    def test_but_the_promise_itself_others_and_duties_are(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        ended(desk, "callback_prospect", ADA, callback="tomorrow 14:00")
        ended(desk, "info_requested", FAY)
        wait_until(desk, self.NEAR)
        assert [self.may(desk, name) for name in (EVE, ADA, FAY, BEN)] == [True, True, True, False]

    def test_and_whomever_a_team_lead_takes_or_whoever_calls_us(self, desk: Desk, colleague: Colleague) -> None:
        lead = colleague(desk, "lead")
        ended(lead, "callback_prospect", EVE, callback="tomorrow 10")
        wait_until(desk, self.NEAR)
        assert self.may(lead, ADA)
        ended(desk, "callback_prospect", DOV, callback="today 9:30")
        wait_until(desk, "2026-11-25T17:27:00Z")
        assert not self.may(desk, ADA)
        assert receive(desk, CAMPAIGN, prospect_named(desk, ADA).id).direction == "inbound"

    def test_a_colleagues_promise_holds_nobody_up(self, desk: Desk, colleague: Colleague) -> None:
        ended(colleague(desk, "noor"), "callback_prospect", EVE, callback="tomorrow 10")
        wait_until(desk, self.NEAR)
        assert self.may(desk, ADA)

    def test_a_day_that_was_agreed_holds_nobody_up_either(self, desk: Desk) -> None:
        ended(desk, "callback_vague", EVE, revisit="tomorrow")
        wait_until(desk, "2026-11-25T15:30:00Z")
        assert self.may(desk, ADA)

    def test_a_time_that_a_gatekeeper_gave_comes_first_too(self, desk: Desk) -> None:
        ended(desk, "gatekeeper_time", EVE, callback="tomorrow 10")
        wait_until(desk, self.NEAR)
        assert called(desk) == EVE

    def test_a_line_that_is_shut_at_its_time_is_first_when_it_opens(self, desk: Desk) -> None:
        """Compliance closes Colorado for two days: the next legal slot is the promise now."""
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        black_out(desk, "US-CO", date(2026, 11, 25), date(2026, 11, 26), "Executive Order 12 of 24 November 2026")
        wait_until(desk, self.DUE)
        assert called(desk) == ADA
        release(desk, live_of(desk))
        assert self.may(desk, BEN)
        wait_until(desk, "2026-11-27T15:24:00Z")
        assert called(desk) == ADA
        release(desk, live_of(desk))
        wait_until(desk, "2026-11-27T15:26:00Z")
        assert called(desk) == EVE
        release(desk, live_of(desk))
        assert not self.may(desk, BEN)

    def test_whom_a_colleague_is_talking_to_holds_nobody_up(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        noor = colleague(desk, "noor")
        wait_until(desk, self.NEAR)
        receive(noor, CAMPAIGN, prospect_named(desk, EVE).id)
        assert self.may(desk, ADA)
