"""Nine gates, a prospect who has met them all, and their judgement."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from setter.domain.campaign import Gate, GatePolicy, TargetMarket, TargetRule
from setter.domain.facts import Condition, Fact
from setter.domain.gates import MeetingEvidence, Qualification, judge
from setter.domain.units import DAY

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
    """As much of a campaign as gates are judged by."""
    made = {"id": "docks", "gates": GatePolicy(gates, policy, min_passed), "target": TARGET, **more}
    return SimpleNamespace(**made)


def said(**changes: Any) -> dict[str, Fact]:
    """What was said on the call, with some of it changed or, as None, unsaid."""
    spoken = {**ANSWERS, **changes}
    return {
        field: Fact(value, "answer", NOW - 60_000, CALL, "ana") for field, value in spoken.items() if value is not None
    }


def judged(facts: Mapping[str, Fact] | None = None, **changes: Any) -> Qualification:
    """The judgement of everything said, or of other facts or circumstances."""
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
