"""What the lab says: a line of the rules, the settings, a move in the queue, a version, each as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from setter.domain.conditions import written
from setter.domain.facts import Condition
from setter.domain.rule_draft import Draft
from setter.domain.rule_set import ACTIVITY, BALANCED, CARD, INTENT, NEGATIVE, SUITABILITY, RuleSet, ScoringRule
from setter.domain.rule_versions import UNSIGNED
from setter.domain.what_if import FIRST, Moved, WhatIf
from setter.services.rule_sets import VersionLine
from setter.services.what_if import QueueSample
from setter.widgets.marked_table import MarkedRow
from setter.widgets.read_panel import ReadRow
from setter.widgets.table_lines import Column

MODEL_WORDS = {
    CARD: "Points as they stand",
    SUITABILITY: "Suitability: who they are",
    ACTIVITY: "Activity: what they have to do with us",
    INTENT: "Purchase intent: what they look at and ask for",
    NEGATIVE: "What speaks against them",
}
NO_CHANGE = "Nothing is changed yet: + and - change the marked line's points, and here stands who would move, and why."
NO_DRAFT = "Nothing is changed: here a team lead sees who would move by other points, and why."
NOBODY_MOVES = "Nobody of them would stand elsewhere."


def signed(points: float) -> str:
    """Points with their sign, as it is printed; tenths only where there are any."""
    text = f"{points:+.1f}".removesuffix(".0")
    return text.replace("-", "−") if points else "0"


def columns(of: int, tested: bool) -> tuple[Column, ...]:
    """The columns of the points table, for a sample of so many; with what came of a line once that is known."""
    known = (
        Column("line"),
        Column("asks for", spare=True),
        Column("points", number=True),
        Column(f"of {of}", number=True),
    )
    return (*known, Column("with, without it")) if tested else known


def move_columns(of: int) -> tuple[Column, ...]:
    """The columns of who would move, in a sample of so many."""
    place = Column(f"place of {of}", number=True)
    return (Column("who"), place, Column("", number=True), Column("score", number=True), Column("because", spare=True))


def rule_rows(draft: Draft, firing: Mapping[str, int], evidence: Mapping[str, str]) -> Iterator[MarkedRow]:
    """Every line of a draft under its model, in the order in which the models are made one."""
    for model, words in MODEL_WORDS.items():
        rules = [each for each in draft.rules if each.model == model]
        if rules:
            yield MarkedRow("", (words,))
        for rule in rules:
            off, before = rule.id in draft.off, draft.points_before(rule.id)
            fires = "–" if off else str(firing.get(rule.id, 0))
            known = (evidence.get(rule.id, ""),) if evidence else ()
            cells = (rule.label, asks(rule), _points(rule, before, off), fires, *known)
            changed = off or before != rule.points
            yield MarkedRow(rule.id, cells, "$text-muted" if off else "$accent" if changed else "$text")


def _points(rule: ScoringRule, before: int | None, off: bool) -> str:
    if before is None:
        return "new, off" if off else f"new {signed(rule.points)}"
    if off:
        return f"{signed(before)} → off"
    return signed(before) if before == rule.points else f"{signed(before)} → {signed(rule.points)}"


def asks(rule: ScoringRule) -> str:
    """What a line asks for, and how its points go by."""
    return " · ".join((*_asked(rule), *_terms(rule)))


def _asked(rule: ScoringRule) -> Iterator[str]:
    if rule.conditions:
        yield " and ".join(map(_asked_for, rule.conditions))
    if rule.acts:
        where = f" where {' and '.join(map(_asked_for, rule.where))}" if rule.where else ""
        yield f"{_kinds(rule.acts)}{where}"
    if rule.absent:
        since = f" since {_kinds(rule.since)}" if rule.since else ""
        yield f"no {_kinds(rule.absent)}{since}" + (f" for {rule.for_days:g} d" if rule.for_days else "")


def _asked_for(condition: Condition) -> str:
    if condition.op == "said" and condition.value is not None:
        return f"{condition.field}, {condition.value} characters or more"
    return written(condition)


def _terms(rule: ScoringRule) -> Iterator[str]:
    if rule.half_life_days:
        yield f"halves in {rule.half_life_days:g} d"
    if rule.daily_cap:
        yield f"{rule.daily_cap} a day"
    if rule.cap and rule.cap != abs(rule.points):
        yield f"{rule.cap} in all"
    if rule.within_days:
        yield f"last {rule.within_days:g} d"
    if rule.after_first:
        yield f"after the first {rule.after_first}"
    if rule.again_within_days:
        yield f"again within {rule.again_within_days:g} d"
    if rule.lapses_days:
        yield f"lapses after {rule.lapses_days:g} d"
    if rule.group:
        yield f"the highest of {rule.group}"


def _kinds(kinds: Sequence[str]) -> str:
    return " or ".join(kind.replace("_", " ") for kind in kinds)


def settings_words(rules: RuleSet) -> str:
    """The settings of a whole rule set on one line."""
    intent, balanced = rules.shares
    parts = [f"everybody begins at {rules.base}"] if rules.base else []
    if rules.counts(INTENT):
        parts.append(f"{INTENT} × {intent:g}")
    if rules.counts(SUITABILITY) or rules.counts(ACTIVITY):
        parts.append(f"{BALANCED} × {balanced:g}, one-sided −{rules.balance_penalty:g}")
    if rules.counts(NEGATIVE):
        parts.append(f"{NEGATIVE} to {signed(rules.negative_floor)}")
    parts.append(f"an attempt {signed(-rules.attempt_penalty)}")
    parts.append(f"a new record {signed(rules.freshness)}")
    parts.append(f"{rules.exploration:.0%} at random".replace("%", " %"))
    return " · ".join(parts)


def in_force_words(rules: RuleSet, line: VersionLine | None) -> str:
    """Which version is in force, and whether sales stands behind it."""
    return f"version {rules.version} in force, {sign_words(line)} · {rules.id}"


def sign_words(line: VersionLine | None) -> str:
    """Who of sales signed a version off, or that nobody did."""
    return f"signed off by {line.signed_by}, {line.signed_on}" if line and line.signed_by else UNSIGNED


def draft_words(draft: Draft, tested: bool) -> str:
    """How far a draft is from what is in force."""
    count = len(draft.differences)
    if not count:
        return "as in force; what you change here is in force only once it is adopted"
    changes = "1 change" if count == 1 else f"{count} changes"
    return f"{changes}, {'tested' if tested else 'not tested (b)'}, not in force until adopted (a)"


def what_if_title(found: WhatIf, sample: QueueSample) -> str:
    """How many would move, of whom."""
    others = len(sample.people) - sample.head
    of = f"first {sample.head}" + (f", {others} at random" if others else "")
    if sample.length <= len(sample.people):
        of = f"all {len(sample.people)} in the queue"
    told = f"{found.rising} up, {found.falling} down, {len(found.newly_first)} new among the first {FIRST}"
    return f"What if · {told} · {of}"


def moved_rows(found: WhatIf) -> list[MarkedRow]:
    """Everybody who would stand elsewhere, the greatest moves first."""
    return [_moved_row(each) for each in found.moved]


def _moved_row(each: Moved) -> MarkedRow:
    way = f"▲ {each.up}" if each.up > 0 else f"▼ {-each.up}" if each.up < 0 else "="
    who = " · ".join(part for part in (each.who.name, each.who.company) if part)
    place, points = f"{each.old_place} → {each.new_place}", f"{each.old_points} → {each.new_points}"
    return MarkedRow(str(each.who.enrolment_id), (who, place, way, points, _because(each)))


def _because(each: Moved) -> str:
    told = [f"{reason.label} {signed(reason.old)} → {signed(reason.new)}" for reason in each.reasons]
    if told:
        return ", ".join(told)
    if each.old_points != each.new_points:
        return "the models count otherwise"
    return "others fall behind" if each.up > 0 else "others pass"


def line_rows(rule: ScoringRule, draft: Draft, evidence: str, whom: Sequence[str], of: int) -> list[ReadRow]:
    """All that is to say of one line."""
    before, off = draft.points_before(rule.id), rule.id in draft.off
    rows = [
        ReadRow("model", MODEL_WORDS[rule.model]),
        ReadRow("asks for", asks(rule)),
        ReadRow("points", _points(rule, before, off)),
    ]
    if evidence:
        rows.append(ReadRow("so far", evidence))
    names = ", ".join(whom[:12]) + (f" and {len(whom) - 12} more" if len(whom) > 12 else "")
    rows.append(ReadRow("holds of", f"{len(whom)} of {of}" + (f": {names}" if names else "")))
    return rows


def moved_why(each: Moved) -> list[ReadRow]:
    """Why one person would stand elsewhere, line by line."""
    rows = [
        ReadRow("place", f"{each.old_place} → {each.new_place}"),
        ReadRow("score", f"{each.old_points} → {each.new_points}"),
    ]
    rows += [ReadRow(reason.label, f"{signed(reason.old)} → {signed(reason.new)}") for reason in each.reasons]
    return rows if each.reasons else [*rows, ReadRow("because", _because(each))]
