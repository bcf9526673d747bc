"""An SQL is complete by construction: nine gates, each on the prospect's own words, and no way round them."""

from collections.abc import Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.campaign import Gate, GatePolicy, TargetMarket, TargetRule
from setter.domain.errors import Refused
from setter.domain.facts import Condition, Fact
from setter.domain.gates import (
    ALWAYS_REQUIRED,
    CompleteEvidence,
    MeetingEvidence,
    Qualification,
    Waiver,
    check_waivable,
    gates_required,
    judge,
    missing_captures,
)
from setter.domain.script import Capture, Node, Script

DAY = 86_400_000
NOW = 1_764_000_000_000
CALL = 7

GATES = (
    Gate("target_market", "In the target market", "computed"),
    Gate("ability_to_use", "Able to use it", "answer", (Condition("dock_doors", ">=", 6),)),
    Gate("knows_who", "Knows who we are", "quote", (Condition("knows_quote", "said", 12),)),
    Gate("knows_what", "Knows what we do", "quote", (Condition("knows_quote", "said", 12),)),
    Gate("need", "Need", "quote", (Condition("need_quote", "said", 12),)),
    Gate("budget", "Budget", "answer", (Condition("budget_status", "in", ("allocated", "can_find")),)),
    Gate("authority", "Authority", "answer", (Condition("decision_role", "in", ("decides",)),)),
    Gate("timing", "Timing", "answer", (Condition("timing", "<=", 180, {"0-3m": 90, "6-12m": 365}),)),
    Gate("meeting_requested", "Requests a meeting", "meeting"),
)
TARGET = TargetMarket(
    "US warehouses",
    must=(TargetRule("docks", Condition("dock_doors", ">=", 6), "fewer than six docks"),),
    exclude=(TargetRule("customer", Condition("is_customer", "=", True), "is a customer already", unknown="pass"),),
)
ANSWERS: Mapping[str, Any] = {
    "dock_doors": 12,
    "knows_quote": "Dana from Larkfield about dock slots",
    "need_quote": "detention charges every single week",
    "budget_status": "allocated",
    "decision_role": "decides",
    "timing": "0-3m",
}
MEETING = MeetingEvidence(
    meeting=5,
    prospect=9,
    starts_at=NOW + DAY,
    ends_at=NOW + DAY + 1_800_000,
    wall="2025-11-25T15:00",
    zone="America/Chicago",
    rep="d.ferrante",
    place="video call",
    address="pat@acme.example",
    requested_how="accepted_slot",
    call=CALL,
    by="ana",
    at=NOW,
)


def campaign(policy: str = "all", min_passed: int = 9, gates: tuple[Gate, ...] = GATES, **more: Any) -> Any:
    made = {"id": "docks", "gates": GatePolicy(gates, policy, min_passed), "target": TARGET, **more}
    return SimpleNamespace(**made)


def said(**changes: Any) -> dict[str, Fact]:
    spoken = {**ANSWERS, **changes}
    return {
        field: Fact(value, "answer", NOW - 60_000, CALL, "ana") for field, value in spoken.items() if value is not None
    }


def judged(facts: Mapping[str, Fact] | None = None, **changes: Any) -> Qualification:
    given_: dict[str, Any] = {
        "campaign": campaign(),
        "facts": said() if facts is None else facts,
        "waivers": {},
        "meeting": MEETING,
        "conversations": 1,
        "now": NOW,
        "suppressed": False,
        **changes,
    }
    return judge(**given_)


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
