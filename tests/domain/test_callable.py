"""The one gate answers two questions, lists every rule it asked, and says calmly why not and until when."""

from __future__ import annotations

from datetime import date, time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.clocks import CHICAGO, at
from setter.domain.callable import FINISHED, RULES, DialHistory, DialNumber, Person, Verdict, may_contact, may_dial
from setter.domain.campaign import WEEKDAYS, Cadence, Calling, Hours
from setter.domain.law import Law, Registry
from setter.domain.units import DAY, HOUR, MINUTE

CALLING = Calling(hours={day: (Hours(time(8, 30), time(17, 30)),) for day in WEEKDAYS[:5]}, cadence=Cadence())
ALWAYS = Calling(hours={day: (Hours(time(0), time(23, 59)),) for day in WEEKDAYS}, cadence=Cadence())
PERSON = Person(campaign_market_type="b2b", market_type="b2b", work_state="in_call", zones=(CHICAGO,))
NUMBER = DialNumber("+13125550123", zones=(CHICAGO,))
NO_DIALS = DialHistory()
NEVER_ASKED = Registry("x", "the register", "everybody", "both", 28)


NOON = at("2026-11-24T12:00")


def dial(
    person: Person = PERSON,
    number: DialNumber = NUMBER,
    calling: Calling = CALLING,
    dials: DialHistory = NO_DIALS,
    now: int = NOON,
    holder_ok: bool = True,
    laws: tuple[Law, ...] = (),
) -> Verdict:
    return may_dial(person, number, calling, laws, dials, now, holder_ok)


def refused(verdict: Verdict) -> list[str]:
    return [result.rule for result in verdict.refusals]


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
        dials = DialHistory((NOON,) * 3, (NOON,) * 3, (NOON,) * 8)
        over = replace(CALLING, last_day=date(2026, 11, 1))
        wanting = Law("DE", "Germany", {}, consent={"b2c": "required"}, registries=(NEVER_ASKED,))
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


KENTUCKY = Law("US-KY", "Kentucky", dict.fromkeys(WEEKDAYS, (Hours(time(10), time(21)),)))
LOUISIANA = Law(
    "US-LA",
    "Louisiana",
    dict.fromkeys(WEEKDAYS[:6], (Hours(time(8), time(20)),)),
    {date(2026, 11, 24): "a state of emergency", date(2026, 11, 25): "a state of emergency"},
)


class TestTheLawOfThePlace:
    def test_narrows_the_campaigns_hours_and_says_whose_law_it_is(self) -> None:
        verdict = dial(now=at("2026-11-24T09:12"), laws=(KENTUCKY,))
        assert refused(verdict) == ["law"]
        assert verdict.reason == (
            "It is 09:12 CST in Chicago, outside the hours of the law in Kentucky; they open Tuesday 10:00 CST."
        )
        assert verdict.opens_at == at("2026-11-24T10:00")

    def test_never_widens_them(self) -> None:
        verdict = dial(now=at("2026-11-24T19:00"), laws=(KENTUCKY,))
        assert refused(verdict) == ["hours"]
        assert verdict.opens_at == at("2026-11-25T10:00")

    def test_of_every_place_they_may_be_in_binds_at_once(self) -> None:
        assert dial(now=at("2026-11-24T10:00"), laws=(KENTUCKY,)).allowed
        assert refused(dial(now=at("2026-11-24T10:00"), laws=(KENTUCKY, LOUISIANA))) == ["closed_day"]

    def test_closes_a_day_by_name_and_says_when_it_is_over(self) -> None:
        verdict = dial(laws=(LOUISIANA,))
        assert verdict.reason == (
            "It is Tuesday in Chicago, and nobody is rung today: a state of emergency in Louisiana."
        )
        assert verdict.opens_at == at("2026-11-26T08:30")

    def test_a_closed_day_is_read_on_every_calendar_they_may_live_by(self) -> None:
        spread = replace(PERSON, zones=(CHICAGO, "Pacific/Auckland"))
        decree = replace(LOUISIANA, closed={date(2026, 11, 25): "a decree"})
        assert "closed_day" in refused(dial(spread, calling=ALWAYS, laws=(decree,)))
        assert "closed_day" not in refused(dial(calling=ALWAYS, laws=(decree,)))


class TestTheClockOfThePersonCalled:
    def test_before_opening_it_says_both_the_clock_and_the_way_on(self) -> None:
        verdict = dial(now=at("2026-11-24T07:12"))
        assert refused(verdict) == ["hours"]
        assert verdict.reason == ("It is 07:12 CST in Chicago, outside calling hours; they open Tuesday 08:30 CST.")
        assert verdict.opens_at == at("2026-11-24T08:30")

    def test_a_number_that_points_elsewhere_narrows_the_hours(self) -> None:
        verdict = dial(number=replace(NUMBER, zones=("America/Los_Angeles",)), now=at("2026-11-24T09:00"))
        assert refused(verdict) == ["hours"]
        assert verdict.opens_at == at("2026-11-24T08:30", "America/Los_Angeles")
        assert "Los Angeles" in verdict.reason

    def test_the_zone_the_prospect_named_stands_alone(self) -> None:
        person = replace(PERSON, zones=("America/Los_Angeles", "America/Denver"), said_zone=CHICAGO)
        assert dial(person, now=at("2026-11-24T08:45")).allowed

    def test_no_zone_is_refused_and_never_guessed(self) -> None:
        verdict = dial(replace(PERSON, zones=()), replace(NUMBER, zones=()))
        assert refused(verdict) == ["zone_unknown", "hours", "law", "closed_day"]
        assert verdict.opens_at is None

    def test_six_zones_are_as_good_as_none(self) -> None:
        many = tuple(f"America/{city}" for city in ["Denver", "Boise", "Juneau", "Nome", "Adak", "New_York"])
        verdict = dial(replace(PERSON, zones=many))
        assert refused(verdict) == ["zone_unknown", "hours", "law", "closed_day"]
        assert "7 time zones" in verdict.reason

    def test_zones_without_a_common_hour_say_so(self) -> None:
        verdict = dial(replace(PERSON, zones=("America/New_York", "Pacific/Guam")))
        assert refused(verdict) == ["hours"]
        assert "no hour" in verdict.reason
        assert verdict.opens_at is None


class TestNobodyIsCalledTooOften:
    def test_the_fourth_dial_to_a_number_waits_for_the_first_to_be_a_day_old(self) -> None:
        dials = DialHistory(number=(NOON - 20 * HOUR, NOON - 2 * HOUR, NOON - HOUR))
        verdict = dial(dials=dials)
        assert refused(verdict) == ["cap_number"]
        assert verdict.refusals[0].opens_at == NOON + 4 * HOUR
        assert verdict.reason == (
            "This number was dialled 3 times in 24 hours, 3 is the most; it may ring again from Tuesday 16:00 CST."
        )

    def test_a_dial_is_forgotten_exactly_after_24_hours(self) -> None:
        dials = DialHistory(number=(NOON - DAY, NOON - 2 * HOUR, NOON - HOUR))
        assert dial(dials=dials).allowed
        assert not dial(dials=dials, now=NOON - 1).allowed

    def test_a_campaign_may_lower_the_cap_and_never_raise_it(self) -> None:
        dials = DialHistory(number=(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON - HOUR))
        assert refused(dial(dials=dials, calling=replace(CALLING, max_dials_24h=20))) == ["cap_number"]
        one = DialHistory(number=(NOON - HOUR,))
        assert refused(dial(dials=one, calling=replace(CALLING, max_dials_24h=1))) == ["cap_number"]

    def test_a_person_is_counted_over_all_their_numbers(self) -> None:
        dials = DialHistory(person=(NOON - 20 * HOUR, NOON - 19 * HOUR, NOON - 18 * HOUR))
        assert refused(dial(dials=dials)) == ["cap_person"]

    def test_twice_a_day_means_the_prospects_own_day(self) -> None:
        person, number = replace(PERSON, zones=("Asia/Tokyo",)), replace(NUMBER, zones=())
        dials = DialHistory(person=(at("2026-11-24T09:00", "Asia/Tokyo"), at("2026-11-24T15:00", "Asia/Tokyo")))
        verdict = dial(person, number, dials=dials, now=at("2026-11-24T17:00", "Asia/Tokyo"))
        assert refused(verdict) == ["cap_day"]
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")
        assert verdict.opens_at == at("2026-11-25T08:30", "Asia/Tokyo")
        assert dial(person, number, dials=dials, now=at("2026-11-25T08:30", "Asia/Tokyo")).allowed

    def test_with_two_candidate_zones_the_day_is_full_if_it_is_in_either(self) -> None:
        person = replace(PERSON, zones=("Australia/Sydney", "Asia/Tokyo"))
        late = at("2026-11-24T21:30", "Asia/Tokyo")
        dials = DialHistory(person=(late, late + 5 * MINUTE))
        verdict = dial(person, replace(NUMBER, zones=()), ALWAYS, dials, at("2026-11-25T00:10", "Australia/Sydney"))
        assert refused(verdict) == ["cap_day"]
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")

    def test_full_in_both_zones_it_heals_at_the_later_midnight(self) -> None:
        person = replace(PERSON, zones=("Australia/Sydney", "Asia/Tokyo"))
        noon = at("2026-11-24T12:00", "Asia/Tokyo")
        verdict = dial(person, replace(NUMBER, zones=()), dials=DialHistory(person=(noon, noon)), now=noon + HOUR)
        assert verdict.refusals[0].opens_at == at("2026-11-25T00:00", "Asia/Tokyo")

    def test_a_cap_that_heals_at_night_opens_in_the_morning(self) -> None:
        dials = DialHistory(number=(at("2026-11-24T10:00") - 12 * HOUR,) * 3)
        verdict = dial(dials=dials, now=at("2026-11-24T10:00"))
        assert verdict.refusals[0].opens_at == at("2026-11-24T22:00")
        assert verdict.opens_at == at("2026-11-25T08:30")


class TestWhoeverAwaitsOurCall:
    """They have a meeting with us, or asked to be called back: that is their yes, whatever a register says."""

    GERMANY = Law("DE", "Germany", {}, consent={"b2b": "required"}, registries=(NEVER_ASKED,))

    def test_is_rung_without_another_word_on_record(self) -> None:
        law = replace(self.GERMANY, hours=ALWAYS.hours)
        assert refused(dial(laws=(law,))) == ["consent", "registry"]
        assert dial(replace(PERSON, work_state="callback", asked_us=True), laws=(law,)).allowed
        assert not dial(replace(PERSON, work_state="callback"), laws=(law,)).allowed
        assert dial(replace(PERSON, work_state="handed_off", meeting_due=True), laws=(law,)).allowed


class TestTheirCompany:
    def test_is_rung_eight_times_in_any_seven_days_at_most(self) -> None:
        dials = DialHistory(company=tuple(NOON - 7 * DAY + hours * HOUR for hours in range(1, 9)))
        verdict = dial(dials=dials)
        assert refused(verdict) == ["cap_company"]
        assert verdict.reason.startswith("Their company was dialled 8 times in a week, 8 is the most;")
        assert verdict.opens_at == NOON + HOUR
        assert dial(dials=dials, now=NOON + HOUR).allowed

    def test_may_be_rung_less_often_by_a_campaigns_own_word_and_never_more(self) -> None:
        often = DialHistory(company=(NOON - DAY,) * 8)
        assert refused(dial(dials=often, calling=replace(CALLING, max_dials_week_company=50))) == ["cap_company"]
        once = DialHistory(company=(NOON - DAY,))
        assert refused(dial(dials=once, calling=replace(CALLING, max_dials_week_company=1))) == ["cap_company"]


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
