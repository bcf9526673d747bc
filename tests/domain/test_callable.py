"""The one gate answers two questions, lists every rule it asked, and says calmly why not and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.clocks import CHICAGO, at
from domain.gate_asked import ALWAYS, CALLING, NEVER_ASKED, NOON, NUMBER, PERSON, dial, refused
from setter.domain.callable import FINISHED, RULES, DialHistory, DialNumber, Person, Verdict, may_contact
from setter.domain.law import CallCap, Law
from setter.domain.units import DAY

ONE_CALL: dict[str, Any] = {"caps": {"b2c": CallCap(1, 30)}, "rest_days": {"b2c": 60}}


class TestMayWeContactThisPersonAtAll:
    def test_a_person_with_nothing_against_them_may_be_contacted(self) -> None:
        verdict = may_contact(PERSON, NOON)
        assert verdict.allowed
        assert verdict.reason == ""
        assert [result.rule for result in verdict.results] == ["suppressed", "erased", "market"]

    @pytest.mark.requirement("R-075")
    def test_a_suppressed_person_never_is_whatever_else_is_true(self) -> None:
        verdict = may_contact(replace(PERSON, suppressed=("do_not_call", "unsubscribed")), NOON)
        assert refused(verdict) == ["suppressed"]
        assert verdict.reason == "Do not contact this person: do not call, unsubscribed."
        assert verdict.opens_at is None

    def test_an_erased_person_never_is(self) -> None:
        assert refused(may_contact(replace(PERSON, erased=True), NOON)) == ["erased"]

    @pytest.mark.requirement("R-043")
    def test_a_consumer_is_not_for_a_business_campaign(self) -> None:
        verdict = may_contact(replace(PERSON, market_type="B2C"), NOON)
        assert refused(verdict) == ["market"]
        assert verdict.reason == ("This campaign calls businesses (B2B); this prospect is one of the consumers (B2C).")

    @pytest.mark.parametrize("market_type", ["", "b2b", "B2B"])
    def test_an_unknown_or_the_same_market_passes(self, market_type: str) -> None:
        assert may_contact(replace(PERSON, market_type=market_type), NOON).allowed

    def test_hours_caps_and_leases_are_not_its_question(self) -> None:
        assert may_contact(replace(PERSON, zones=(), work_state="handed_off"), at("2026-11-24T03:00")).allowed


class TestMayWeDialThisNumberNow:
    def test_every_rule_is_asked_and_listed_even_when_all_refuse(self) -> None:
        hopeless = Person(("do_not_call",), True, "b2c", "b2b", "closed")
        dials = DialHistory((NOON,) * 3, (NOON,) * 3, (NOON,) * 8, (NOON,))
        over = replace(CALLING, last_day=date(2026, 11, 1))
        wanting = Law("DE", "Germany", {}, consent={"b2c": "required"}, registries=(NEVER_ASKED,), **ONE_CALL)
        verdict = dial(hopeless, DialNumber("+1", "bad"), over, dials, holder_ok=False, laws=(wanting,))
        assert tuple(refused(verdict)) == RULES
        assert all(result.detail.endswith(".") for result in verdict.refusals)
        assert tuple(result.rule for result in dial().results) == RULES
        assert dial().allowed

    @pytest.mark.requirement("R-075")
    def test_a_do_not_call_comes_before_every_other_reason(self) -> None:
        verdict = dial(replace(PERSON, suppressed=("do_not_call",)), now=at("2026-11-24T03:00"))
        assert verdict.reason == "Do not contact this person: do not call."
        assert verdict.opens_at is None

    @pytest.mark.parametrize("state", FINISHED)
    def test_finished_work_is_not_dialled(self, state: str) -> None:
        assert refused(dial(replace(PERSON, work_state=state))) == ["work_state"]

    @pytest.mark.parametrize("state", ["new", "queued", "in_call", "callback", "cooling", "nurture"])
    def test_open_work_and_callbacks_are(self, state: str) -> None:
        assert dial(replace(PERSON, work_state=state)).allowed

    def test_a_meeting_to_confirm_lifts_handed_off_and_nothing_else(self) -> None:
        lifted = [state for state in FINISHED if dial(replace(PERSON, work_state=state, meeting_due=True)).allowed]
        assert lifted == ["handed_off"]

    @pytest.mark.parametrize("standing", ["bad", "not_theirs", "", "unheard_of"])
    def test_only_a_number_in_good_standing_is_dialled(self, standing: str) -> None:
        assert refused(dial(number=replace(NUMBER, standing=standing))) == ["number"]

    def test_only_the_holder_of_the_lease_dials(self) -> None:
        assert refused(dial(holder_ok=False)) == ["lease"]


class TestTheCampaignsDays:
    def test_nobody_is_dialled_after_the_last_and_time_does_not_heal_it(self) -> None:
        assert dial(calling=replace(CALLING, last_day=date(2026, 11, 24))).allowed
        over = dial(calling=replace(CALLING, last_day=date(2026, 11, 23)))
        assert (refused(over), over.opens_at) == (["campaign"], None)
        assert over.reason == "This campaign ended on 23 November 2026."

    def test_nor_before_the_first_and_it_says_when_it_begins(self) -> None:
        early = dial(calling=replace(CALLING, first_day=date(2026, 11, 25)))
        assert (refused(early), early.opens_at) == (["campaign"], at("2026-11-25T08:30"))
        assert early.reason == "This campaign begins on 25 November 2026."

    def test_go_by_every_calendar_the_prospect_may_read(self) -> None:
        spread = replace(PERSON, zones=(CHICAGO, "Pacific/Auckland"))
        assert "campaign" in refused(dial(spread, calling=replace(ALWAYS, last_day=date(2026, 11, 24))))
        assert "campaign" not in refused(dial(calling=replace(ALWAYS, last_day=date(2026, 11, 24))))


class TestWhoeverAwaitsOurCall:
    """They have a meeting with us, or asked to be called back: that is their yes, whatever a register says."""

    GERMANY = Law("DE", "Germany", {}, consent={"b2b": "required"}, registries=(NEVER_ASKED,))

    def test_is_rung_without_another_word_on_record(self) -> None:
        law = replace(self.GERMANY, hours=ALWAYS.hours)
        assert refused(dial(laws=(law,))) == ["consent", "registry"]
        assert dial(replace(PERSON, work_state="callback", asked_us=True), laws=(law,)).allowed
        assert not dial(replace(PERSON, work_state="callback"), laws=(law,)).allowed
        assert dial(replace(PERSON, work_state="handed_off", meeting_due=True), laws=(law,)).allowed


dial_times = st.lists(st.integers(NOON - 3 * DAY, NOON), max_size=6).map(tuple)


class TestTheVerdictIsProof:
    def test_it_is_stored_and_read_back_word_for_word(self) -> None:
        verdict = dial(now=at("2026-11-24T07:12"), holder_ok=False)
        stored = msgspec.json.encode(verdict)
        assert msgspec.json.decode(stored, type=Verdict) == verdict

    @given(dial_times, dial_times, st.integers(NOON, NOON + 7 * DAY))
    @settings(max_examples=150, deadline=None)
    def test_what_it_promises_for_later_holds_later(
        self, number: tuple[int, ...], person: tuple[int, ...], now: int
    ) -> None:
        dials = DialHistory(number, person)
        verdict = dial(dials=dials, now=now)
        assert verdict.allowed is (not verdict.refusals)
        if not verdict.allowed:
            assert verdict.opens_at is not None and verdict.opens_at > now
            assert dial(dials=dials, now=verdict.opens_at).allowed
            assert not dial(dials=dials, now=verdict.opens_at - 1).allowed
