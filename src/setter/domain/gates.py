"""The nine gates: what an SQL needs, what is still missing, and the evidence that only a full set becomes.

A gate is passed by what the prospect said on a call, by a computed fact or by a meeting; a list or a tick
never passes one (R-016, R-023 to R-032).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign, Gate, GatePolicy
from setter.domain.errors import Refused
from setter.domain.facts import Facts
from setter.domain.gate_evidence import GateResult, MeetingEvidence, by_computing, by_meeting, by_words
from setter.domain.script import Capture, Script

ALWAYS_REQUIRED = ("target_market", "knows_who", "knows_what", "meeting_requested")
"""The four gates that no policy can drop (R-031)."""
NEVER_WAIVED = ("target_market", "meeting_requested")
"""Without a target-market pass or a meeting that was asked for there is no SQL, whoever says so (R-008, R-025)."""
DISQUALIFYING = "ability_to_use"
"""A no here ends it under any policy: who cannot use the product is not a fit (R-030)."""
PASTED_CHARS = 12
"""From this length on, the same words in two quote fields look pasted (R-024)."""

OBSTACLES: Mapping[str, str] = {
    "suppressed": "the prospect must not be contacted",
    "no_conversation": "no conversation with the prospect is on record",
    "no_meeting": "no meeting stands",
    "meeting_past": "the meeting's time has passed",
}
"""What stands in an SQL's way and can never be waived (domain §2.5)."""


class Waiver(Struct, frozen=True):
    """A team lead's written word that an SQL may do without a gate; Refused without a name and a reason."""

    by: str
    reason: str
    at: int

    def __post_init__(self) -> None:
        if not self.by.strip() or not self.reason.strip():
            raise Refused("waiver_unsigned", "A waiver needs a team lead's name and a reason.", "waiver", "Give both.")


_JUDGE = object()


@dataclass(frozen=True, slots=True)
class CompleteEvidence:
    """A full set of gates: the only thing that an SQL is made from, and only `judge` can make one (R-032)."""

    campaign: str
    meeting: MeetingEvidence
    gates: tuple[GateResult, ...]
    gates_required: int
    made_by: InitVar[object]

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _JUDGE:
            raise Refused("incomplete", "Only judged gates make an SQL.", "gates", "Promote with: setter promote.")

    @property
    def gates_met(self) -> int:
        """Count the gates that are passed or waived."""
        return sum(gate.met for gate in self.gates)

    @property
    def waived(self) -> int:
        """Count the gates that a team lead waived."""
        return sum(gate.status == "waived" for gate in self.gates)


class Qualification(Struct, frozen=True):
    """How a prospect stands to all gates: `missing` by the policy, `obstacles` that nobody can waive."""

    gates: tuple[GateResult, ...]
    missing: tuple[str, ...]
    obstacles: tuple[str, ...]
    gates_required: int
    complete_evidence: CompleteEvidence | None

    @property
    def complete(self) -> bool:
        """Say whether an SQL can be made now."""
        return self.complete_evidence is not None

    @property
    def gates_met(self) -> int:
        """Count the gates that are passed or waived."""
        return sum(gate.met for gate in self.gates)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Name what a reviewer should look at, though no gate is open for it (R-024)."""
        return tuple(f"{gate.label}: {gate.doubt}" for gate in self.gates if gate.doubt)

    @property
    def refusal(self) -> str:
        """Say in one sentence why no SQL can be made; empty where one can."""
        if self.complete:
            return ""
        told = {gate.gate: _told(gate) for gate in self.gates}
        parts = [f"{self.gates_met} of {len(self.gates)} gates are met"]
        if self.missing:
            parts.append("missing: " + ", ".join(told.get(gate, gate) for gate in self.missing))
        parts += [OBSTACLES[obstacle] for obstacle in self.obstacles]
        return "; ".join(parts) + "."

    def gate(self, gate_id: str) -> GateResult:
        """Find how one gate stands; KeyError where the campaign has none of this id."""
        for result in self.gates:
            if result.gate == gate_id:
                return result
        raise KeyError(gate_id)

    def evidence(self) -> CompleteEvidence:
        """Give the evidence that an SQL is made from; Refused, naming what is missing or stands in its way."""
        if self.complete_evidence is not None:
            return self.complete_evidence
        if self.missing:
            raise Refused("incomplete", self.refusal, ", ".join(self.missing + self.obstacles), self._way_on())
        if "suppressed" in self.obstacles:
            raise Refused("suppressed", self.refusal, "prospect", "Call the meeting off.")
        if "no_conversation" in self.obstacles:
            raise Refused("no_conversation", self.refusal, "conversation", "Talk to them first: no word replaces that.")
        raise Refused("meeting_past", self.refusal, "meeting", "Move it to another time.")

    def _way_on(self) -> str:
        """Say what can be done about what is missing: a no is no question to ask again (R-029)."""
        failed = [gate.label for gate in self.gates if gate.gate in self.missing and gate.status == "fail"]
        if failed:
            return f"They said no to “{failed[0]}”: offer to come back later (nurture), or cancel the meeting."
        if set(self.missing) & set(NEVER_WAIVED):
            return "Ask for what is missing; no waiver replaces the target market or the meeting they asked for."
        return "Ask for what is missing, or have a team lead waive it with a reason."


def _told(gate: GateResult) -> str:
    """A gate that is not met by its label, and why, where that says more than that nobody asked yet."""
    says_more = gate.status != "unknown" or gate.gate == "target_market"
    return f"{gate.label} ({gate.lacks})" if gate.lacks and says_more else gate.label


def judge(
    campaign: Campaign,
    facts: Facts,
    waivers: Mapping[str, Waiver],
    meeting: MeetingEvidence | None,
    conversations: int,
    now: int,
    *,
    suppressed: bool,
) -> Qualification:
    """Judge every gate of a campaign; `conversations` are the two-way calls a human logged (R-007, R-032)."""
    pasted = _pasted(campaign.gates, facts)
    results = tuple(
        replace(_result(campaign, gate, facts, waivers, meeting, now), same_as=pasted.get(gate.id, ""))
        for gate in campaign.gates.gates
    )
    missing = _missing(campaign.gates, results)
    obstacles = _obstacles(meeting, conversations, now, suppressed)
    required = gates_required(campaign.gates)
    complete = None
    if meeting is not None and not missing and not obstacles:
        complete = CompleteEvidence(campaign.id, meeting, results, required, _JUDGE)
    return Qualification(results, missing, obstacles, required, complete)


def gates_required(policy: GatePolicy) -> int:
    """Count the gates that must be met; never fewer than the four that always count (R-031)."""
    if policy.policy == "most":
        return max(len(ALWAYS_REQUIRED), min(policy.min_passed, len(policy.gates)))
    return len(policy.gates)


def check_waivable(gate: str, status: str = "") -> None:
    """Refuse the waiver of a gate that no SQL can do without, or of a no to using it at all (R-008, R-025, R-030)."""
    if gate == DISQUALIFYING and status == "fail":
        hint = "Cancel the meeting; they are no fit for it."
        raise Refused("not_waivable", "Whoever cannot use it is no fit, and no waiver makes them one.", gate, hint)
    if gate in NEVER_WAIVED:
        hint = "Only the prospect's own facts, and a meeting they asked for, can pass it."
        raise Refused("not_waivable", f"The gate {gate} can never be waived.", gate, hint)


def missing_captures(script: Script, qualification: Qualification) -> tuple[Capture, ...]:
    """List, in script order, the answers to ask for so that the missing gates can pass."""
    results = [each for each in qualification.gates if each.gate in qualification.missing]
    fields = {field for each in results if each.status != "fail" for field in each.fields}
    return tuple(capture for capture in script.captures().values() if capture.field in fields)


def _missing(policy: GatePolicy, results: tuple[GateResult, ...]) -> tuple[str, ...]:
    unmet = [each.gate for each in results if not each.met]
    unmet += [gate for gate in ALWAYS_REQUIRED if gate not in {each.gate for each in results}]
    met = sum(each.met for each in results)
    if policy.policy == "most" and met >= gates_required(policy):
        unfit = {each.gate for each in results if each.gate == DISQUALIFYING and each.status == "fail"}
        unmet = [gate for gate in unmet if gate in ALWAYS_REQUIRED or gate in unfit]
    return tuple(unmet)


def _obstacles(meeting: MeetingEvidence | None, conversations: int, now: int, suppressed: bool) -> tuple[str, ...]:
    standing = {
        "suppressed": suppressed,
        "no_conversation": conversations < 1,
        "no_meeting": meeting is None,
        "meeting_past": meeting is not None and meeting.starts_at <= now,
    }
    return tuple(obstacle for obstacle, stands in standing.items() if stands)


def _result(
    campaign: Campaign,
    gate: Gate,
    facts: Facts,
    waivers: Mapping[str, Waiver],
    meeting: MeetingEvidence | None,
    now: int,
) -> GateResult:
    if gate.evidence == "meeting":
        result = by_meeting(gate, facts, meeting, now)
    elif gate.evidence == "computed":
        result = by_computing(gate, campaign.target, facts)
    else:
        result = by_words(gate, facts, now)
    waiver = waivers.get(gate.id)
    unfit = gate.id == DISQUALIFYING and result.status == "fail"
    if waiver is None or result.met or unfit or gate.id in NEVER_WAIVED:
        return result
    return replace(result, status="waived", quote=waiver.reason, by=waiver.by, at=waiver.at, call=None, lacks="")


def _pasted(policy: GatePolicy, facts: Facts) -> dict[str, str]:
    """Map a gate to an earlier one with the same long words; one field that feeds two gates is no pasting (R-024)."""
    first: dict[str, tuple[str, str]] = {}
    pasted: dict[str, str] = {}
    for gate in policy.gates:
        for field in (condition.field for condition in gate.requires if gate.evidence == "quote"):
            words = " ".join(str(facts[field].value).split()).casefold() if field in facts else ""
            if len(words) < PASTED_CHARS:
                continue
            earlier, label = first.setdefault(words, (field, gate.label))
            if field != earlier and gate.label != label:
                pasted.setdefault(gate.id, label)
    return pasted
