"""An SQL is complete by construction: nine gates, each on the prospect's own words, and no way round them."""

from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from domain.nine_gates import ANSWERS, CALL, GATES, MEETING, NOW, TARGET, campaign, judged, said
from setter.domain.campaign import GatePolicy, TargetMarket
from setter.domain.errors import Refused
from setter.domain.facts import Condition, Fact
from setter.domain.gates import (
    ALWAYS_REQUIRED,
    CompleteEvidence,
    Waiver,
    check_waivable,
    gates_required,
    missing_captures,
)
from setter.domain.script import Capture, Node, Script


class TestAFullSetOfGates:
    def test_makes_the_evidence_of_an_sql(self) -> None:
        qualification = judged()
        assert qualification.complete
        assert qualification.missing == ()
        assert qualification.refusal == ""
        evidence = qualification.evidence()
        assert (evidence.gates_met, evidence.gates_required, evidence.waived) == (9, 9, 0)
        assert evidence.meeting.prospect == 9

    def test_shows_the_words_the_caller_and_the_call_beside_each_gate(self) -> None:
        need = judged().gate("need")
        assert need.quote == "detention charges every single week"
        assert (need.by, need.at, need.call) == ("ana", NOW - 60_000, CALL)
        assert judged().gate("budget").quote == "budget status: allocated"
        assert judged().gate("meeting_requested").quote == "2025-11-25 15:00 America/Chicago, accepted slot"

    def test_can_be_written_down(self) -> None:
        written = msgspec.json.decode(msgspec.json.encode(judged().evidence()))
        assert written["meeting"]["zone"] == "America/Chicago"
        assert "made_by" not in written


class TestOnlyJudgedGatesMakeAnSql:
    @pytest.mark.requirement("R-032")
    def test_nobody_else_can_make_the_evidence(self) -> None:
        with pytest.raises(Refused):
            CompleteEvidence("docks", MEETING, judged().gates, 9, object())

    @pytest.mark.requirement("R-032")
    def test_nobody_can_copy_it_onto_another_person(self) -> None:
        with pytest.raises((Refused, ValueError, TypeError)):
            replace(judged().evidence(), campaign="other")

    @pytest.mark.requirement("R-032")
    def test_a_qualification_that_is_talked_up_gives_no_evidence(self) -> None:
        talked_up = replace(judged(said(need_quote=None)), missing=())
        assert not talked_up.complete
        with pytest.raises(Refused):
            talked_up.evidence()

    @pytest.mark.requirement("R-032")
    def test_the_refusal_names_what_is_missing(self) -> None:
        qualification = judged(said(need_quote=None, budget_status=None))
        with pytest.raises(Refused) as refusal:
            qualification.evidence()
        assert refusal.value.code == "incomplete"
        assert refusal.value.message == "7 of 9 gates are met; missing: Need, Budget."
        assert refusal.value.where == "need, budget"

    @pytest.mark.requirement("R-029")
    def test_a_no_is_named_with_its_reason_and_nothing_to_ask_again(self) -> None:
        with pytest.raises(Refused) as refusal:
            judged(said(timing="6-12m")).evidence()
        assert "Timing (answered otherwise: timing)" in refusal.value.message
        assert "nurture" in refusal.value.hint

    def test_the_target_market_says_which_fact_it_wants_and_that_no_waiver_helps(self) -> None:
        with pytest.raises(Refused) as refusal:
            judged(said(dock_doors=None)).evidence()
        assert "In the target market (not known yet: dock_doors)" in refusal.value.message
        assert "no waiver" in refusal.value.hint

    @pytest.mark.requirement("R-032")
    @given(some.sets(some.sampled_from(sorted(ANSWERS)), min_size=1))
    def test_without_any_one_of_the_answers_there_is_no_sql(self, unsaid: set[str]) -> None:
        assert not judged(said(**dict.fromkeys(unsaid))).complete

    @pytest.mark.requirement("R-007")
    def test_without_a_conversation_there_is_no_sql(self) -> None:
        qualification = judged(conversations=0)
        assert qualification.missing == ()
        assert "no conversation" in qualification.refusal
        assert not qualification.complete

    def test_whoever_must_not_be_contacted_is_no_sql(self) -> None:
        assert judged(suppressed=True).obstacles == ("suppressed",)
        assert not judged(suppressed=True).complete

    @pytest.mark.requirement("R-025")
    def test_a_meeting_whose_time_has_passed_makes_no_sql(self) -> None:
        qualification = judged(now=MEETING.starts_at)
        assert qualification.gate("meeting_requested").status == "stale"
        assert "meeting_past" in qualification.obstacles


class TestHowManyGatesMustPass:
    @pytest.mark.requirement("R-031")
    def test_most_gates_may_do_where_the_campaign_says_so(self) -> None:
        most = campaign("most", 7)
        assert judged(said(need_quote=None, timing=None), campaign=most).complete
        short = judged(said(need_quote=None, timing=None, budget_status=None), campaign=most)
        assert short.missing == ("need", "budget", "timing")

    @pytest.mark.requirement("R-031")
    @pytest.mark.parametrize("dropped", ["knows_quote", "dock_doors"])
    def test_four_gates_always_count(self, dropped: str) -> None:
        qualification = judged(said(**{dropped: None}), campaign=campaign("most", 4))
        assert not qualification.complete
        assert set(qualification.missing) <= set(ALWAYS_REQUIRED)

    @pytest.mark.requirement("R-031")
    def test_a_policy_that_leaves_one_of_the_four_out_still_needs_it(self) -> None:
        qualification = judged(campaign=campaign(gates=GATES[1:]))
        assert qualification.missing == ("target_market",)

    @pytest.mark.requirement("R-031")
    def test_fewer_than_four_can_never_be_asked_for(self) -> None:
        assert gates_required(GatePolicy(GATES, "most", 1)) == 4
        assert gates_required(GatePolicy(GATES, "all", 1)) == 9

    @pytest.mark.requirement("R-030")
    def test_who_cannot_use_it_is_no_fit_under_any_policy(self) -> None:
        small = {"dock_doors": Fact(3, "answer", NOW, CALL, "ana")}
        made = campaign("most", 4, target=TargetMarket("", exclude=TARGET.exclude))
        assert judged(said() | small, campaign=made).missing == ("ability_to_use",)


class TestWaivers:
    WAIVER = Waiver("lee", "Budget is decided in the group, seen in the annual report", NOW)

    @pytest.mark.requirement("R-032")
    def test_a_team_lead_may_waive_a_gate_with_a_reason_and_it_is_shown(self) -> None:
        qualification = judged(said(budget_status=None), waivers={"budget": self.WAIVER})
        result = qualification.gate("budget")
        assert (result.status, result.by, result.quote) == ("waived", "lee", self.WAIVER.reason)
        assert qualification.evidence().waived == 1

    @pytest.mark.requirement("R-032")
    @pytest.mark.parametrize(("by", "reason"), [("lee", "  "), ("", "because")])
    def test_a_waiver_without_a_name_or_a_reason_is_refused(self, by: str, reason: str) -> None:
        with pytest.raises(Refused):
            Waiver(by, reason, NOW)

    @pytest.mark.requirement("R-008")
    def test_target_and_meeting_can_never_be_waived(self) -> None:
        waivers = {"target_market": self.WAIVER, "meeting_requested": self.WAIVER}
        qualification = judged(said(dock_doors=2), waivers=waivers, meeting=None)
        assert {"target_market", "meeting_requested"} <= set(qualification.missing)
        for gate in waivers:
            with pytest.raises(Refused):
                check_waivable(gate)
        check_waivable("budget")

    def test_evidence_that_arrives_later_takes_the_waivers_place(self) -> None:
        assert judged(waivers={"budget": self.WAIVER}).gate("budget").status == "pass"


class TestWhatToAskNext:
    SCRIPT = Script(
        "reason",
        (
            Node("reason", "ask", "", (Capture("current_process", "text", "Process"),)),
            Node("q_need", "ask", "", (Capture("need_quote", "quote", "Need"),)),
            Node("q_use", "ask", "", (Capture("dock_doors", "int", "Doors"), Capture("trucks", "int", "Trucks"))),
            Node("confirm", "ask", "", (Capture("knows_quote", "quote", "Who and what"),)),
        ),
        {},
    )

    def asked(self, facts: Mapping[str, Fact], **changes: Any) -> list[str]:
        return [each.field for each in missing_captures(self.SCRIPT, judged(facts, **changes))]

    def test_is_what_is_missing_in_the_order_of_the_script(self) -> None:
        assert self.asked(said(dock_doors=None, knows_quote=None)) == ["dock_doors", "knows_quote"]
        assert self.asked({}) == ["need_quote", "dock_doors", "knows_quote"]

    @pytest.mark.requirement("R-037")
    def test_is_nothing_that_is_known_or_that_a_no_has_settled(self) -> None:
        assert self.asked(said()) == []
        assert self.asked(said(dock_doors=2)) == []

    def test_is_not_the_rest_of_a_gate_that_has_failed_already(self) -> None:
        both = replace(GATES[1], requires=(*GATES[1].requires, Condition("trucks", "known")))
        made = campaign(gates=(GATES[0], both, *GATES[2:]))
        assert self.asked(said(), campaign=made) == ["trucks"]
        assert self.asked(said(dock_doors=2), campaign=made) == []

    def test_is_nothing_more_once_enough_gates_are_met(self) -> None:
        assert self.asked(said(need_quote=None), campaign=campaign("most", 8)) == []
