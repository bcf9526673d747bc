"""Fit and test rules on the campaign's own calls, as everybody was known at the dial."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from setter.cli.bar import bar
from setter.cli.lab_words import backtest_told, backtest_words
from setter.cli.speech import Manner, in_columns
from setter.domain.metrics import percent
from setter.services.campaigns import only_active
from setter.services.desk import Desk
from setter.services.past_cycles import LABELS

if TYPE_CHECKING:
    from setter.domain.rule_set import RuleSet
    from setter.services.backtest_cycles import CyclesCompared, CyclesTested
    from setter.services.fit import Fit

OUTCOMES = {
    "sql": "became SQLs",
    "accepted": "became SQLs that sales accepted",
    "held": "came to a meeting that was held",
}
ONE = {"sql": "SQL", "accepted": "accepted SQL", "held": "meeting held"}


def label_of(label: str) -> str:
    """What counts as a success of a call; a usage error for anything else than these."""
    if label and label not in LABELS:
        raise click.UsageError(f"Of the campaign's own calls --label is one of {', '.join(LABELS)}.")
    return label or LABELS[0]


def fit_own(manner: Manner, campaign_id: str, label: str) -> Fit:
    """Fit a card on a campaign's own calls."""
    from setter.services.suggest import fit_cycles

    with manner.desk() as desk:
        return fit_cycles(desk, campaign_id or only_active(desk), label_of(label))


def backtest_own(
    manner: Manner, campaign_id: str, label: str, rules: Path | None, version: int | None, against: Path | None
) -> tuple[Any, str]:
    """Test rules, or a version of them, on a campaign's own calls against those in force, or against others.

    A version's test is kept with it.
    """
    from setter.intake.rules_file import read_rules
    from setter.services.backtest_cycles import as_kept, compare_cycles
    from setter.services.rule_sets import keep_test, show_version

    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        in_force = _in_force(desk, campaign)
        shown = None if version is None else show_version(desk, campaign, version).rule_set
        draft = read_rules(rules) if rules else shown or in_force
        other = read_rules(against) if against else in_force
        found = compare_cycles(desk, campaign, draft, other, label_of(label))
        if version is not None:
            keep_test(desk, campaign, version, as_kept(found.draft, campaign, other.version))
    return _told(found), _words(found, draft is other)


def walk_own(manner: Manner, campaign_id: str, label: str, window: int, every: int) -> tuple[Any, str]:
    """Fit a card on each window of a campaign's own calls, and test it on those that came next."""
    from setter.services.suggest import walk_cycles

    with manner.desk() as desk, bar(manner, "Walking forward") as tell:
        done = walk_cycles(desk, campaign_id or only_active(desk), label_of(label), window, every, tell)
    return backtest_told(done), backtest_words(done)


def _in_force(desk: Desk, campaign_id: str) -> RuleSet:
    return desk.store.read(lambda unit: desk.campaign(unit, desk.active_row(unit, campaign_id).number).scoring)


def _told(found: CyclesCompared) -> dict[str, Any]:
    other, compared = found.in_force, found.compared
    against = None
    if other.sorting is not None and compared is not None:
        names = ("auc", "auc_interval", "precision_at_10pct", "gains_area")
        against = {name: getattr(other.sorting, name) for name in names} | {
            "rules": other.rule_set.name,
            "difference": compared.difference,
            "interval": compared.interval,
            "clear": compared.clear,
        }
    return {**_tested_told(found.draft), "against": against}


def _tested_told(tested: CyclesTested) -> dict[str, Any]:
    from setter.cli.lab_words import line_told, sorting_told

    seen = tested.sorting
    return {
        **(_too_few_told(tested) if seen is None else sorting_told(seen)),
        "label": tested.label,
        "rules": tested.rule_set.name,
        "brier": tested.brier,
        "lines": [line_told(each) for each in tested.evidence],
        "explored": None if tested.explored is None else sorting_told(tested.explored),
        "models": [
            {"model": each.model, "auc": each.sorting.auc, "precision_at_10pct": each.sorting.precision_at_10pct}
            | {"cost": each.priced}
            for each in tested.alone
        ],
        "cost": tested.priced,
        "warnings": tested.warnings,
        "notes": tested.notes,
    }


def _too_few_told(tested: CyclesTested) -> dict[str, Any]:
    from setter.cli.lab_words import SORTING

    counts = {"n": tested.rate.denominator, "positives": tested.rate.numerator}
    return {**dict.fromkeys(SORTING), **counts, "deciles": []}


def _words(found: CyclesCompared, same: bool) -> str:
    from setter.cli.lab_words import bands_words, compared_words, doubts, evidence_words, sorting_words, told_notes

    tested = found.draft
    head = f"{tested.rate.denominator:,} cycles, {tested.rate.numerator:,} of them {OUTCOMES[tested.label]}; "
    lines = [f"{head}rules {tested.rule_set.name}"]
    if tested.sorting is not None:
        lines += ["", *sorting_words(tested.sorting)]
        lines += [f"  Brier              {tested.brier:.4f}"] if tested.brier is not None else []
        lines += _cost_words(tested)
        lines += ["", "Tenths, the highest scores first", bands_words(tested.sorting)]
    if found.in_force.sorting is not None and found.compared is not None and not same:
        lines += ["", f"Against {found.in_force.rule_set.name}", *sorting_words(found.in_force.sorting)]
        lines.append(compared_words(found.compared))
    lines += ["", "Lines", evidence_words(tested.evidence)] if tested.evidence else []
    return "\n".join([*lines, *doubts(tested.warnings), *told_notes(tested.notes)])


def _cost_words(tested: CyclesTested) -> list[str]:
    """What a success costs of whom the rules, and each model alone, put first."""
    rows = [("", "AUC", "top tenth", f"cost per {ONE[tested.label]}")]
    priced = [("  all together", tested.sorting, tested.priced)]
    priced += [(f"  {each.model} alone", each.sorting, each.priced) for each in tested.alone]
    for name, seen, cost in priced:
        if seen is not None:
            dear = "—" if cost is None or cost.first_tenth is None else f"{cost.first_tenth:,.2f}"
            rows.append((name, f"{seen.auc:.3f}", percent(seen.precision_at_10pct, 1), dear))
    return ["", "What each puts first", in_columns(rows)]
