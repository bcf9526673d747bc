"""A rung is computed from evidence: nobody climbs because a list, a column or a colleague says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from setter.domain.ladder import RUNGS, Rung, RungEvidence, counts_as_lead, rung, standing

RECORD = RungEvidence(name=True, email=True, phone=True)
OPTED_IN = replace(RECORD, opted_in=True)
QUALIFIED = replace(OPTED_IN, qualifying_answers=1)
SET = replace(RECORD, conversations=1, sql=True)
WON = replace(SET, accepted=True, meeting_held=True, purchase_horizon="0-3m", closed_won=True)

ANY_EVIDENCE = some.builds(
    RungEvidence,
    *[some.booleans()] * 6,
    qualifying_answers=some.integers(0, 2),
    fit_and_engaged=some.booleans(),
    conversations=some.integers(0, 2),
    sql=some.booleans(),
    rejected=some.sampled_from(["", "R01", "R04"]),
    accepted=some.booleans(),
    meeting_held=some.booleans(),
    purchase_horizon=some.sampled_from(["", "0-3m"]),
    closed_won=some.booleans(),
)


class TestTheLowerRungs:
    @pytest.mark.requirement("R-002")
    def test_a_record_by_itself_is_a_prospect(self) -> None:
        assert rung(RECORD) is Rung.PROSPECT
        assert rung(RungEvidence()) is Rung.PROSPECT

    @pytest.mark.requirement("R-004")
    def test_an_address_and_an_opt_in_make_a_subscriber(self) -> None:
        assert rung(RungEvidence(email=True, opted_in=True)) is Rung.SUBSCRIBER
        assert rung(RungEvidence(opted_in=True)) is Rung.PROSPECT

    @pytest.mark.requirement("R-005")
    def test_name_address_phone_and_an_opt_in_make_a_lead(self) -> None:
        assert rung(OPTED_IN) is Rung.LEAD
        assert rung(replace(OPTED_IN, phone=False)) is Rung.SUBSCRIBER
        assert rung(replace(RECORD, inquired=True)) is Rung.LEAD

    def test_agreeing_on_a_call_to_be_contacted_again_makes_a_lead(self) -> None:
        assert rung(RungEvidence(name=True, phone=True, agreed_to_contact=True)) is Rung.LEAD

    @pytest.mark.requirement("R-006")
    def test_a_qualifying_answer_that_passes_makes_an_mql(self) -> None:
        assert rung(QUALIFIED) is Rung.MQL
        assert rung(replace(OPTED_IN, fit_and_engaged=True)) is Rung.MQL
        assert rung(replace(QUALIFIED, qualifying_answers=0)) is Rung.LEAD
        assert rung(replace(QUALIFIED, phone=False)) is Rung.SUBSCRIBER


class TestTheSql:
    @pytest.mark.requirement("R-007")
    def test_needs_a_conversation_and_its_gates(self) -> None:
        assert rung(SET) is Rung.SQL
        assert rung(replace(SET, conversations=0)) is Rung.PROSPECT
        assert rung(replace(QUALIFIED, conversations=3)) is Rung.MQL

    def test_can_come_from_one_call_to_a_cold_prospect(self) -> None:
        assert rung(RungEvidence(name=True, phone=True, conversations=1, sql=True)) is Rung.SQL

    def test_falls_by_the_reason_for_which_sales_rejected_it(self) -> None:
        worked = replace(QUALIFIED, conversations=1, sql=True)
        assert rung(replace(worked, rejected="R04")) is Rung.MQL
        assert rung(replace(worked, rejected="R10")) is Rung.LEAD


class TestTheUpperRungs:
    @pytest.mark.requirement("R-009")
    def test_belong_to_sales(self) -> None:
        assert rung(WON) is Rung.CUSTOMER
        assert rung(replace(WON, closed_won=False)) is Rung.OPPORTUNITY

    @pytest.mark.requirement("R-009")
    @pytest.mark.parametrize("lacking", ["accepted", "meeting_held", "purchase_horizon"])
    def test_no_sql_jumps_to_customer(self, lacking: str) -> None:
        unready = replace(WON, **{lacking: "" if lacking == "purchase_horizon" else False})
        assert rung(unready) is Rung.SQL

    @pytest.mark.requirement("R-009")
    def test_nobody_without_an_sql_is_an_opportunity(self) -> None:
        assert rung(replace(WON, sql=False)) is Rung.PROSPECT


class TestAClaim:
    @pytest.mark.requirement("R-003")
    @given(ANY_EVIDENCE, some.sampled_from([*RUNGS, "sql", "hot lead"]))
    def test_never_raises_a_rung(self, evidence: RungEvidence, claimed: str) -> None:
        assert rung(replace(evidence, claimed=claimed)) is rung(evidence)

    @pytest.mark.requirement("R-011")
    def test_above_the_evidence_is_shown_as_such(self) -> None:
        inflated = RungEvidence(email=True, opted_in=True, claimed="mql")
        assert standing(inflated).claim == "claimed MQL, evidence: subscriber"
        assert standing(replace(RECORD, claimed="Hot!")).claim == "claimed Hot!, evidence: prospect"

    def test_within_the_evidence_is_not_worth_a_word(self) -> None:
        assert standing(replace(QUALIFIED, claimed="lead")).claim == ""
        assert standing(QUALIFIED).claim == ""


class TestTheWayUp:
    @pytest.mark.requirement("R-010")
    def test_is_shown_with_the_reason_for_the_rung_that_holds(self) -> None:
        shown = standing(replace(OPTED_IN, phone=False))
        assert (shown.rung, shown.next) == (Rung.SUBSCRIBER, Rung.LEAD)
        assert shown.because == "an e-mail address and an opt-in"
        assert shown.lacks == ("a phone number",)
        assert standing(WON).next is None

    @given(ANY_EVIDENCE)
    def test_always_lacks_something_below_the_top(self, evidence: RungEvidence) -> None:
        shown = standing(evidence)
        assert bool(shown.lacks) == (shown.rung is not Rung.CUSTOMER)


class TestWhatTheCampaignCallsALead:
    @pytest.mark.requirement("R-001")
    @pytest.mark.parametrize(
        ("definition", "counted"), [("database", 7), ("inquiry", 5), ("qualified", 4), ("meeting_requested", 3)]
    )
    def test_decides_which_rungs_are_counted(self, definition: str, counted: int) -> None:
        assert sum(counts_as_lead(each, definition) for each in RUNGS) == counted
