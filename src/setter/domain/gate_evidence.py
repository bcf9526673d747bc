"""What one gate stands on: words that the prospect said, facts that can be computed, or a meeting asked for."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Gate, TargetMarket, TargetRule
from setter.domain.facts import Condition, Fact, Facts, holds
from setter.domain.target_market import fields_of, judge_target
from setter.domain.units import DAY

REQUEST_KINDS = ("asked", "accepted_slot")


class MeetingEvidence(Struct, frozen=True):
    """A standing meeting as evidence: whose, when, with whom, where, and how it was asked for (R-025).

    Instants are UTC milliseconds; `wall` is the prospect's wall time in `zone`; `address` is the confirmed
    e-mail or phone, empty until one is; `requested_how` is "asked" or "accepted_slot".
    """

    meeting: int
    prospect: int
    starts_at: int
    ends_at: int
    wall: str
    zone: str
    rep: str
    place: str
    address: str
    requested_how: str
    call: int | None
    by: str
    at: int

    def lacks(self) -> tuple[str, ...]:
        """Name what the gate needs and this meeting does not have."""
        needed = {
            "a start time": self.starts_at and self.wall,
            "a zone": self.zone,
            "a duration": self.ends_at > self.starts_at,
            "a rep": self.rep,
            "a place": self.place,
            "a confirmed e-mail or phone": self.address,
            "how it was asked for": self.requested_how in REQUEST_KINDS,
        }
        return tuple(name for name, there in needed.items() if not there)


class GateResult(Struct, frozen=True):
    """How one gate stands: unknown, pass, fail, waived or stale, with the words it stands on.

    `lacks` says why it is not passed; `fields` are the answers that would settle it. `same_as` names an earlier gate
    that the same words were written down for.
    """

    gate: str
    label: str
    status: str
    quote: str = ""
    by: str = ""
    at: int | None = None
    call: int | None = None
    lacks: str = ""
    fields: tuple[str, ...] = ()
    same_as: str = ""

    @property
    def doubt(self) -> str:
        """Say what a reviewer should look at: words that look pasted (R-024); '' where nothing does."""
        return f"the same words as for “{self.same_as}”" if self.same_as and self.status != "waived" else ""

    @property
    def met(self) -> bool:
        """Say whether this gate counts as passed."""
        return self.status in ("pass", "waived")


def by_words(gate: Gate, facts: Facts, now: int) -> GateResult:
    """Judge a gate by what the prospect said on calls.

    Too old an answer is stale, never a no; too few words or an answer from a list are no answer yet (R-016, R-023).
    """
    if not gate.requires:
        return GateResult(gate.id, gate.label, "unknown", lacks="the campaign names no answer for it")
    verdicts = [(each.field, _heard(each, gate, facts.get(each.field), now)) for each in gate.requires]
    open_fields = _fields(verdicts, "unknown", "stale")
    heard = {verdict for _, verdict in verdicts}
    status = next((each for each in ("fail", "stale", "unknown") if each in heard), "pass")
    lacks = {
        "fail": "answered otherwise: " + ", ".join(_fields(verdicts, "fail")),
        "stale": "to be asked again: " + ", ".join(open_fields),
        "unknown": f"to ask: {gate.ask}" if gate.ask else "still to be answered: " + ", ".join(open_fields),
    }.get(status, "")
    result = GateResult(gate.id, gate.label, status, lacks=lacks, fields=open_fields)
    return _quoting(result, gate, {each.field: facts.get(each.field) for each in gate.requires})


def by_computing(gate: Gate, target: TargetMarket | None, facts: Facts) -> GateResult:
    """Judge a gate by facts from anywhere; `target_market` also by the campaign's target (R-008, R-035)."""
    own = tuple(TargetRule(each.field, each, f"{each.field} does not fit") for each in gate.requires)
    if gate.id != "target_market":
        target = TargetMarket(gate.label, own)
    elif target is not None:
        target = replace(target, must=target.must + own)
    verdict = judge_target(target, facts)
    rules = target.must + target.exclude if target else ()
    fields = fields_of(verdict.open_rules) if verdict.status == "unknown" else ()
    result = GateResult(gate.id, gate.label, verdict.status, lacks=verdict.reason, fields=fields)
    return _quoting(result, gate, {field: facts.get(field) for field in fields_of(rules)})


def by_meeting(gate: Gate, facts: Facts, meeting: MeetingEvidence | None, now: int) -> GateResult:
    """Judge the gate of the meeting asked for, and what else the campaign wants answered with it (R-025)."""
    asked = by_words(gate, facts, now) if gate.requires else GateResult(gate.id, gate.label, "pass")
    if meeting is None:
        return replace(asked, status="unknown", lacks="no meeting stands")
    words = f"{meeting.wall.replace('T', ' ')} {meeting.zone}, {meeting.requested_how.replace('_', ' ')}"
    result = replace(asked, quote=words, by=meeting.by, at=meeting.at, call=meeting.call)
    if meeting.starts_at <= now:
        return replace(result, status="stale", lacks="the meeting's time has passed")
    lacks = meeting.lacks()
    return replace(result, status="unknown", lacks="needs " + ", ".join(lacks)) if lacks else result


def _heard(condition: Condition, gate: Gate, fact: Fact | None, now: int) -> str:
    """Say how one condition stands by the prospect's own answer: pass, fail, stale or unknown."""
    if fact is None or fact.source != "answer" or fact.call is None:
        return "unknown"
    if gate.evidence == "quote" and not str(fact.value).strip():
        return "unknown"
    if 0 < gate.stale_after_days * DAY < now - fact.at:
        return "stale"
    verdict = holds(condition, {condition.field: fact})
    if verdict is None or (verdict is False and condition.op == "said"):
        return "unknown"
    return "pass" if verdict else "fail"


def _fields(verdicts: list[tuple[str, str]], *wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for field, verdict in verdicts if verdict in wanted))


def _quoting(result: GateResult, gate: Gate, facts: dict[str, Fact | None]) -> GateResult:
    """Put the words, their writer and their call beside a verdict; the newest fact gives the call."""
    counted = {
        field: fact
        for field, fact in facts.items()
        if fact is not None and (gate.evidence == "computed" or fact.source == "answer")
    }
    if not counted:
        return result
    newest = max(counted.values(), key=lambda fact: fact.at)
    quoted = gate.evidence == "quote"
    words = "; ".join(_words(field, fact, quoted) for field, fact in counted.items())
    return replace(result, quote=words, by=newest.by, at=newest.at, call=newest.call)


def _words(field: str, fact: Fact, quoted: bool) -> str:
    value = {True: "yes", False: "no"}[fact.value] if isinstance(fact.value, bool) else str(fact.value)
    return value if quoted else f"{field.replace('_', ' ')}: {value}"
