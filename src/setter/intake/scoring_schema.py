"""The shape of a rule set in a file: a campaign's `[scoring]`, or a file of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator

from setter.domain import rule_set as made
from setter.domain.acts import KINDS, is_kind
from setter.domain.facts import Condition
from setter.intake import campaign_values as read
from setter.intake.campaign_problems import Finding
from setter.intake.campaign_types import NEEDED, Table, Text, Word, between, needed

MOST_POINTS = 100


def _kinds(value: Any) -> list[str]:
    """One kind of act or several; each known to setter, or a team's own."""
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(each, str) for each in listed):
        raise read.Flaw("should be a kind of event such as demo_request, or a list of them")
    for kind in listed:
        if not is_kind(kind):
            near = read.did_you_mean(kind, KINDS)
            hint = f"did you mean {near}?" if near else "docs/events.md lists them, and your own begin with x_"
            raise read.Flaw(f"names “{kind[:40]}”, which is no kind of event; {hint}", near or "x_unknown")
    return listed


Tests = Annotated[tuple[Condition, ...], PlainValidator(read.conditions_of)]
Kinds = Annotated[list[str], PlainValidator(_kinds)]
Model = Literal["card", "intent", "suitability", "activity", "negative"]


class ScoringRule(Table):
    """Points for what is known of a prospect, for what they did, or for what they did not."""

    id: Word = needed()
    label: Text = needed()
    points: int = Field(default=0, ge=-MOST_POINTS, le=MOST_POINTS, json_schema_extra=NEEDED)
    model: Model = "card"
    when: Tests = ()
    event: Kinds = Field(default_factory=list)
    where: Tests = ()
    half_life_days: float = between(0.0, 0, 3650)
    cap: int = between(0, 0, 1000)
    daily_cap: int = between(0, 0, 1000)
    within_days: float = between(0.0, 0, 3650)
    after_first: int = between(0, 0, 1000)
    again_within_days: float = between(0.0, 0, 365)
    absent: Kinds = Field(default_factory=list)
    for_days: float = between(0.0, 0, 3650)
    since: Kinds = Field(default_factory=list)
    lapses_days: float = between(0.0, 0, 3650)
    group: str = ""


class Calibration(Table):
    """What a score means."""

    even_at: float = between(50.0, -1000, 1000)
    doubles_every: float = between(10.0, 0.01, 1000)


class Scoring(Table):
    """The rule set."""

    id: Word = needed()
    attempt_penalty: float = between(1.5, 0, 100)
    base: int = between(0, -MOST_POINTS, MOST_POINTS)
    weights: dict[Literal["intent", "balanced"], Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    models: list[Model] = Field(default_factory=list)
    balance_penalty: float = between(0.25, 0, 0.5)
    negative_floor: int = between(-60, -1000, 0)
    freshness: int = between(5, 0, 20)
    exploration: float = between(0.05, 0, 0.5)
    calibration: Calibration | None = None
    learned_until: Annotated[int, PlainValidator(read.instant)] = 0
    rule: list[ScoringRule] = Field(default_factory=list)


def built(table: Scoring) -> made.RuleSet:
    """The rule set of a table."""
    return made.RuleSet(
        rules=tuple(map(_rule, table.rule)),
        models=tuple(table.models),
        weights={str(name): share for name, share in table.weights.items()},
        calibration=made.Calibration(**table.calibration.model_dump()) if table.calibration else None,
        **table.model_dump(exclude={"rule", "models", "weights", "calibration"}),
    )


def _rule(table: ScoringRule) -> made.ScoringRule:
    return made.ScoringRule(
        condition=table.when[0] if len(table.when) == 1 else table.when,
        acts=tuple(table.event),
        absent=tuple(table.absent),
        since=tuple(table.since),
        where=table.where,
        **table.model_dump(exclude={"when", "event", "absent", "since", "where"}),
    )


def scoring_findings(table: Scoring) -> Iterator[Finding]:
    """What is right in itself and wrong together in a rule set."""
    for index, rule in enumerate(table.rule):
        for key, text in _flaws(rule):
            yield Finding(("scoring", "rule", index, key), text)
    yield from _in_two_models(table)
    for model in table.models:
        if not any(rule.model == model for rule in table.rule):
            yield Finding(("scoring", "models"), f"names {model}, of which there is no rule", "warning")
    if table.rule and table.models and not any(rule.model in table.models for rule in table.rule):
        yield Finding(("scoring", "models"), "chooses no model that has rules, so that everybody would score the same")


def _flaws(rule: ScoringRule) -> Iterator[tuple[str, str]]:
    said = rule.model_fields_set
    if not said & {"when", "event", "absent"} and "id" in said:
        yield "id", "has neither when nor event nor absent: say what its points are for"
    if rule.event and rule.absent:
        yield "absent", "asks for an act and for its absence at once; make two rules of it"
    if rule.model == made.NEGATIVE and rule.points > 0:
        yield "points", f"is {rule.points}; a rule of the negative model takes points away"
    if rule.model in (made.INTENT, made.SUITABILITY, made.ACTIVITY) and rule.points < 0:
        yield "points", f"is {rule.points}; what takes points away belongs in the negative model"
    of_acts = ("where", "half_life_days", "cap", "daily_cap", "within_days", "after_first", "again_within_days")
    for key in of_acts:
        if key in said and not rule.event:
            yield key, "is about acts, and the rule names none; give it an event"
    if rule.since and not rule.absent:
        yield "since", "says from when on nothing is seen; give the rule what is absent"
    if rule.since and not rule.for_days:
        yield "since", "needs for_days: how long ago that must be"
    if "for_days" in said and not rule.absent:
        yield "for_days", "is about an absence, and the rule names none; give it absent"
    if rule.group and not read.is_word(rule.group):
        yield "group", "should be a plain word: small letters, digits and -"
    if 0 < rule.cap < abs(rule.points):
        yield "cap", f"is {rule.cap}, less than a single act's {abs(rule.points)}"


def _in_two_models(table: Scoring) -> Iterator[Finding]:
    """Each kind of act belongs to one model alone, or it is counted twice (domain §3.1)."""
    model_of: dict[str, str] = {}
    for index, rule in enumerate(table.rule):
        for kind in rule.event:
            first = model_of.setdefault(kind, rule.model)
            if first != rule.model:
                text = f"names {kind}, which counts in the {first} model already; an act belongs to one model"
                yield Finding(("scoring", "rule", index, "event"), text)
