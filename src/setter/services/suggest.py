"""What a campaign's own outcomes say of its rules: other points, lines that tell nothing, lines that are missing.

Nothing here changes a rule: a person accepts each suggestion by itself, or leaves it (domain §3.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.rule_evidence import RuleEvidence, suggested_points
from setter.domain.rule_set import CARD, NEGATIVE, SUITABILITY, RuleSet, ScoringRule
from setter.domain.weigher import HIGHEST
from setter.services.backtest_cycles import Cycles, cycles_of
from setter.services.backtest_file import Backtest, walk_history
from setter.services.desk import Desk
from setter.services.fit import FEWEST_OF_EACH, FEWEST_ROWS, Fit, Tell, earlier_part, fit_history
from setter.services.history import History, need_lab
from setter.services.past_cycles import NEVER_KEPT, PastCycle

POINTS, DROP, NEW = "points", "drop", "new"
"""What is suggested of a rule: other points, to do without it, or to have it."""
LEAST_CHANGE = 3
"""A change of fewer points is none: the record that it rests on is never as sure as that."""


class Suggestion(Struct, frozen=True):
    """One change of a rule set with its record: the rule as it would be, and its `old` points (0 where it is new).

    `learned_until` is when the last of the calls began that it stands on (UTC milliseconds).
    """

    kind: str
    rule: ScoringRule
    old: int
    evidence: RuleEvidence
    learned_until: int = 0


def suggestions(desk: Desk, campaign_id: str, rule_set: RuleSet, label: str = "sql") -> tuple[Suggestion, ...]:
    """What the campaign's final cycles suggest, the greatest change first; nothing where they are too few."""
    need_lab()
    return suggested_by(cycles_of(desk, campaign_id, label), campaign_id, rule_set)


def suggested_by(cycles: Cycles, campaign_id: str, rule_set: RuleSet) -> tuple[Suggestion, ...]:
    """The same of cycles that are at hand: of the earlier two thirds, so that the rest can test what they suggest."""
    earlier = cycles.earlier()
    if earlier.too_few:
        return ()
    found = [*_of_rules(rule_set, earlier.evidence(rule_set)), *_of_lines(rule_set, earlier.cycles, campaign_id)]
    until = earlier.cycles[-1].at
    return tuple(replace(each, learned_until=until) for each in sorted(found, key=_change, reverse=True))


def fit_cycles(desk: Desk, campaign_id: str, label: str = "sql") -> Fit:
    """Fit a card on the earlier two thirds of a campaign's final cycles; Wrong where they are too few."""
    need_lab()
    earlier = cycles_of(desk, campaign_id, label).earlier().cycles
    fitted = fit_history(_history(earlier, campaign_id), f"fit-{campaign_id}"[:80], ())
    return replace(fitted, rule_set=replace(fitted.rule_set, learned_until=earlier[-1].at))


def walk_cycles(desk: Desk, campaign_id: str, label: str, window: int, every: int, tell: Tell) -> Backtest:
    """Fit a card on each window of a campaign's final cycles, and test it on those that came next."""
    need_lab()
    cycles = cycles_of(desk, campaign_id, label)
    return walk_history(_told(cycles.cycles, campaign_id), window, every, cycles.cost_of_cycle, tell)


def _change(suggestion: Suggestion) -> int:
    return abs(suggestion.rule.points - suggestion.old)


def _of_rules(rule_set: RuleSet, evidence: Sequence[RuleEvidence]) -> Iterator[Suggestion]:
    """What the record of each rule says of it, where that is another thing than its points say."""
    for rule, record in zip(rule_set.rules, evidence, strict=True):
        points = record.suggested
        if points is None or not rule_set.counts(rule.model):
            continue
        points = max(-HIGHEST, min(HIGHEST, points))
        wrong_way = points >= 0 if rule.model == NEGATIVE else points <= 0 and rule.model != CARD
        if wrong_way:
            if _is_clear(record):
                yield Suggestion(DROP, replace(rule, points=0), rule.points, record)
        elif abs(points - rule.points) >= LEAST_CHANGE:
            caps = {key: max(most, abs(points)) for key in ("cap", "daily_cap") if (most := getattr(rule, key))}
            yield Suggestion(POINTS, replace(rule, points=points, **caps), rule.points, record)


def _of_lines(rule_set: RuleSet, cycles: Sequence[PastCycle], campaign_id: str) -> Iterator[Suggestion]:
    """Lines of a card fitted on the same cycles, of fields that no rule asks for yet."""
    hits = sum(each.success for each in cycles)
    if len(cycles) < FEWEST_ROWS or min(hits, len(cycles) - hits) < FEWEST_OF_EACH:
        return
    asked = {condition.field for rule in rule_set.rules for condition in rule.conditions}
    taken = {rule.id for rule in rule_set.rules}
    try:
        fitted = fit_history(_history(cycles, campaign_id), campaign_id, ())
    except Wrong:  # a card that cannot be checked suggests nothing
        return
    for rule, record in zip(fitted.rule_set.rules, fitted.evidence, strict=True):
        if record.few or rule.id in taken or asked & {condition.field for condition in rule.conditions}:
            continue
        points = max(-HIGHEST, min(HIGHEST, suggested_points(record.with_it, record.without)))
        if abs(points) >= LEAST_CHANGE and _is_clear(record):
            model = _model_for(rule_set, points)
            yield Suggestion(NEW, replace(rule, points=points, model=model), 0, record)


def _model_for(rule_set: RuleSet, points: int) -> str:
    """Where a line about who somebody is belongs: on a plain card as all others, else with its like."""
    if all(rule.model == CARD for rule in rule_set.rules):
        return CARD
    return SUITABILITY if points > 0 else NEGATIVE


def _is_clear(record: RuleEvidence) -> bool:
    """Say whether the two rates are surely apart."""
    apart = record.difference
    return apart is not None and not apart[1] <= 0 <= apart[2]


def _history(cycles: Sequence[PastCycle], campaign_id: str) -> History:
    """Cycles as a file of outcomes would tell them, oldest first, to fit a card on and check it.

    A company is on one side of the cut alone: of the later part, whoever was met in the earlier one is left out.
    """
    cut = _cut_of(cycles)
    met = {each.company for each in cycles[:cut]}
    kept = [*cycles[:cut], *(each for each in cycles[cut:] if each.company not in met)]
    left = len(cycles) - len(kept)
    notes = (f"{left} later cycles are of companies met before, and are left out.",) if left else ()
    return _told(kept, campaign_id, notes)


def _cut_of(cycles: Sequence[PastCycle]) -> int:
    import numpy as np

    return earlier_part(np.array([each.success for each in cycles], dtype=bool))


def _told(cycles: Sequence[PastCycle], campaign_id: str, notes: tuple[str, ...] = ()) -> History:
    import numpy as np

    from setter.lab.table import Table, column_of

    names = sorted({name for each in cycles for name in each.values} - NEVER_KEPT)
    columns = tuple(column_of(name, name, [each.values.get(name) for each in cycles]) for name in names)
    success = np.array([each.success for each in cycles], dtype=bool)
    place, table = Path(campaign_id), Table(columns, len(cycles))
    return History(place, table, success, "yes", frozenset(), notes, known_before=True)
