"""How likely a prospect is to become a meeting: points by the campaign's rules, and the order they give the queue.

Every score is the sum of its lines, so that "why is this one first" always has an answer (R-070, domain §3.5).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from setter.domain.campaign import RuleSet, ScoringRule
from setter.domain.facts import Facts, Value, holds
from setter.domain.temperature import Reading, Temperature

HIGHEST = 100
CLIP = "clip"
"""The rule name of the line that brings a sum back between 0 and 100."""

PROMISED, INQUIRY, HOT, REST, RECYCLED = range(5)
"""The tiers of the queue, first to last (domain §3.5)."""

TIER_REASONS = (
    "a callback was promised for now",
    "they asked, or a day was agreed: answer them first",
    "hot",
    "in the order of the score",
    "a new cycle: reached by nobody last time",
)


class ScoreLine(Struct, frozen=True):
    """One rule's share of a score, and the fact it stands on; an unknown fact gives 0 and says so."""

    rule: str
    label: str
    points: int
    evidence: str


class Score(Struct, frozen=True):
    """Points from 0 to 100 and the lines that sum to them."""

    points: int
    lines: tuple[ScoreLine, ...]


def score(rule_set: RuleSet, facts: Facts) -> Score:
    """Score a prospect line by line; an unknown field is worth 0 and is never held against anybody (R-070)."""
    lines = [_line(rule, facts) for rule in rule_set.rules]
    total = sum(line.points for line in lines)
    points = max(0, min(HIGHEST, total))
    if points != total:
        lines.append(ScoreLine(CLIP, "kept between 0 and 100", points - total, f"the rules sum to {total}"))
    return Score(points, tuple(lines))


def strengths(rule_set: RuleSet, facts: Facts) -> tuple[str, ...]:
    """What speaks for a prospect: the labels of the rules that give them points, the strongest first."""
    firing = [rule for rule in rule_set.rules if rule.points > 0 and holds(rule.condition, facts)]
    return tuple(rule.label for rule in sorted(firing, key=lambda rule: -rule.points))


Points = Callable[[Mapping[str, Value]], int]
"""A rule set made ready for many: the points of whoever has these values by field."""


def points_by(rule_set: RuleSet) -> Points:
    """Make ready for many prospects what `score` says of one, without its lines."""
    tests = [(rule.condition.field, rule.condition.test, rule.points) for rule in rule_set.rules]

    def points(values: Mapping[str, Value]) -> int:
        total = 0
        for field, test, worth in tests:
            if field in values and test(values[field]):
                total += worth
        return max(0, min(HIGHEST, total))

    return points


def priority(points: int, attempts_made: int, rule_set: RuleSet) -> int:
    """Rank a prospect inside a tier, in hundredths of a point: the score less a little for each attempt made."""
    return round((points - rule_set.attempt_penalty * attempts_made) * 100)


def tier(*, promise: str | None, inquiry: bool, temperature: Temperature, cycle: int) -> int:
    """Place a prospect in one of five tiers, 0 first (domain §3.5).

    `promise` is "hard" for a callback at a promised time, "soft" for one on a day, None without; hard beats all.
    """
    if promise == "hard":
        return PROMISED
    if inquiry or promise == "soft":
        return INQUIRY
    if temperature is Temperature.HOT:
        return HOT
    return RECYCLED if cycle > 1 else REST


def why_first(place: int, scored: Score, attempts_made: int, rule_set: RuleSet, reading: Reading) -> tuple[str, ...]:
    """Say in short sentences why a prospect stands where it stands: tier, temperature, score lines, attempts."""
    reasons = [f"Tier {place}: {TIER_REASONS[place]}.", reading.reason]
    told = sorted((line for line in scored.lines if line.points), key=lambda line: (-line.points, line.rule))
    lines = ", ".join(f"{line.points:+d} {line.label} ({line.evidence})" for line in told)
    reasons.append(f"Score {scored.points}: {lines}." if lines else f"Score {scored.points}: no rule has fired.")
    unknown = [line.label for line in scored.lines if line.evidence.endswith(" unknown")]
    if unknown:
        reasons.append(f"Not known: {', '.join(unknown)}.")
    if attempts_made:
        tried = "1 attempt" if attempts_made == 1 else f"{attempts_made} attempts"
        reasons.append(f"{tried} so far: {-rule_set.attempt_penalty * attempts_made:+g}.")
    return tuple(reasons)


def _line(rule: ScoringRule, facts: Facts) -> ScoreLine:
    field = rule.condition.field
    verdict = holds(rule.condition, facts)
    if field not in facts and verdict is not True:
        return ScoreLine(rule.id, rule.label, 0, f"{_name(field)} unknown")
    evidence = f"{_name(field)} {_shown(facts[field].value)}"
    return ScoreLine(rule.id, rule.label, rule.points if verdict else 0, evidence)


def _name(field: str) -> str:
    return field.replace("_", " ")


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
