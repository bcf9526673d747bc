"""A gate is passed on the prospect's own words, on facts that hold, or on a meeting that is whole."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.nine_gates import CALL, GATES, MEETING, NOW, campaign, judged, said
from setter.domain.campaign import TargetMarket, TargetRule
from setter.domain.facts import Condition, Fact
from setter.domain.units import DAY


class TestTheProspectsWords:
    @pytest.mark.requirement("R-023")
    @pytest.mark.parametrize("words", ["", "   ", "yes yes"])
    def test_too_few_words_are_no_quote_and_no_failure_either(self, words: str) -> None:
        result = judged(said(knows_quote=words)).gate("knows_who")
        assert result.status == "unknown"
        assert result.fields == ("knows_quote",)

    @pytest.mark.requirement("R-023")
    @pytest.mark.parametrize("call", [None, CALL])
    @pytest.mark.parametrize("source", ["list", "record"])
    def test_a_column_of_a_list_is_nobodys_words(self, source: str, call: int | None) -> None:
        facts = said() | {"need_quote": Fact("detention charges every single week", source, NOW, call)}
        assert judged(facts).gate("need").status == "unknown"

    @pytest.mark.requirement("R-023")
    def test_words_without_a_call_are_nobodys_words(self) -> None:
        facts = said() | {"need_quote": Fact("detention charges every single week", "answer", NOW)}
        assert judged(facts).gate("need").status == "unknown"

    @pytest.mark.requirement("R-003")
    def test_a_list_that_claims_a_budget_passes_no_gate(self) -> None:
        facts = said() | {"budget_status": Fact("allocated", "list", NOW)}
        assert judged(facts).missing == ("budget",)

    @pytest.mark.requirement("R-024")
    def test_the_same_words_in_two_fields_are_pointed_out(self) -> None:
        facts = said(need_quote="  DANA from Larkfield about  dock slots ")
        qualification = judged(facts)
        assert qualification.warnings == ("Need: the same words as for “Knows who we are”",)
        assert qualification.gate("need").doubt and qualification.complete

    @pytest.mark.requirement("R-024")
    def test_one_shared_field_that_feeds_two_gates_is_no_pasting(self) -> None:
        assert judged().warnings == ()

    @pytest.mark.requirement("R-024")
    def test_short_words_may_repeat(self) -> None:
        assert judged(said(knows_quote="yes", need_quote="yes")).warnings == ()


class TestNeedMoneyPowerAndTimeAreSeparateFacts:
    @pytest.mark.requirement("R-016")
    def test_interest_leaves_every_other_gate_unknown(self) -> None:
        qualification = judged({})
        settled = {each.gate for each in qualification.gates if each.status != "unknown"}
        assert settled == {"meeting_requested"}

    @pytest.mark.requirement("R-026")
    def test_need_stands_on_a_quote(self) -> None:
        assert judged(said(need_quote=None)).missing == ("need",)

    @pytest.mark.requirement("R-027")
    def test_no_money_at_all_fails_the_budget_gate(self) -> None:
        result = judged(said(budget_status="none")).gate("budget")
        assert result.status == "fail"
        assert result.quote == "budget status: none"

    @pytest.mark.requirement("R-028")
    def test_a_role_that_the_campaign_does_not_pass_fails_authority(self) -> None:
        assert judged(said(decision_role="recommends")).gate("authority").status == "fail"

    @pytest.mark.requirement("R-029")
    def test_a_horizon_beyond_the_campaigns_fails_timing(self) -> None:
        assert judged(said(timing="6-12m")).gate("timing").status == "fail"

    @pytest.mark.requirement("R-030")
    def test_being_unable_to_use_it_is_not_a_matter_of_budget(self) -> None:
        qualification = judged(said(dock_doors=1))
        assert qualification.gate("ability_to_use").status == "fail"
        assert qualification.gate("budget").status == "pass"

    @pytest.mark.parametrize("value", ["allocated", "none"])
    def test_an_old_answer_is_stale_and_never_a_no(self, value: str) -> None:
        old = {"budget_status": Fact(value, "answer", NOW - 181 * DAY, CALL, "ana")}
        qualification = judged(said() | old)
        assert qualification.gate("budget").status == "stale"
        assert qualification.missing == ("budget",)
        fresh = {"budget_status": Fact("allocated", "answer", NOW - 180 * DAY, CALL, "ana")}
        assert judged(said() | fresh).complete

    def test_a_gate_that_asks_for_no_answer_can_never_pass(self) -> None:
        empty = replace(GATES[4], requires=())
        gates = (*GATES[:4], empty, *GATES[5:])
        assert judged(campaign=campaign(gates=gates)).missing == ("need",)


class TestTheTargetMarket:
    @pytest.mark.requirement("R-008")
    def test_outside_the_target_there_is_no_sql(self) -> None:
        facts = said() | {"is_customer": Fact(True, "list", NOW)}
        result = judged(facts).gate("target_market")
        assert (result.status, result.lacks) == ("fail", "is a customer already")
        assert judged(facts).missing == ("target_market",)

    @pytest.mark.requirement("R-035")
    def test_a_fact_of_the_list_counts_for_the_target(self) -> None:
        facts = said(dock_doors=None) | {"dock_doors": Fact(12, "list", NOW - 400 * DAY)}
        assert judged(facts).gate("target_market").status == "pass"
        assert judged(facts).gate("ability_to_use").status == "unknown"

    def test_an_unknown_field_is_a_question_until_it_is_answered(self) -> None:
        result = judged(said(dock_doors=None)).gate("target_market")
        assert (result.status, result.fields) == ("unknown", ("dock_doors",))

    @pytest.mark.parametrize(("unknown", "status"), [("ask", "unknown"), ("pass", "pass"), ("fail", "fail")])
    @pytest.mark.parametrize("side", ["must", "exclude"])
    def test_the_rule_says_what_an_unknown_field_means(self, side: str, unknown: str, status: str) -> None:
        rule = TargetRule("size", Condition("employees", ">=", 40), "too small", unknown)
        target = TargetMarket("", **{side: (rule,)})
        assert judged(campaign=campaign(target=target)).gate("target_market").status == status

    @pytest.mark.requirement("R-022")
    def test_seniority_outside_the_campaigns_set_fails(self) -> None:
        rule = TargetRule("rank", Condition("seniority", "in", ("c_suite", "owner")), "too junior")
        target = TargetMarket("", must=(rule,))
        made = campaign(target=target)
        assert judged(said(seniority="manager"), campaign=made).gate("target_market").status == "fail"
        assert judged(said(seniority="owner"), campaign=made).gate("target_market").status == "pass"

    @pytest.mark.requirement("R-020")
    @pytest.mark.parametrize("target", [None, TargetMarket("anybody")])
    def test_a_campaign_without_a_target_makes_no_sql(self, target: TargetMarket | None) -> None:
        assert judged(campaign=campaign(target=target)).missing == ("target_market",)


class TestTheMeetingAskedFor:
    @pytest.mark.requirement("R-025")
    def test_no_meeting_no_sql(self) -> None:
        qualification = judged(meeting=None)
        assert qualification.missing == ("meeting_requested",)
        assert qualification.obstacles == ("no_meeting",)

    @pytest.mark.requirement("R-025")
    @pytest.mark.parametrize(
        ("field", "value", "lacks"),
        [
            ("wall", "", "needs a start time"),
            ("zone", "", "needs a zone"),
            ("ends_at", NOW + DAY, "needs a duration"),
            ("rep", "", "needs a rep"),
            ("place", "", "needs a place"),
            ("address", "", "needs a confirmed e-mail or phone"),
            ("requested_how", "", "needs how it was asked for"),
            ("requested_how", "we insisted", "needs how it was asked for"),
        ],
    )
    def test_a_meeting_lacking_any_part_is_not_enough(self, field: str, value: Any, lacks: str) -> None:
        result = judged(meeting=replace(MEETING, **{field: value})).gate("meeting_requested")
        assert (result.status, result.lacks) == ("unknown", lacks)

    def test_what_the_campaign_wants_answered_with_it_counts_too(self) -> None:
        asking = replace(GATES[8], requires=(Condition("email_confirmed", "=", True),))
        made = campaign(gates=(*GATES[:8], asking))
        assert judged(campaign=made).missing == ("meeting_requested",)
        assert judged(said(email_confirmed=True), campaign=made).complete
