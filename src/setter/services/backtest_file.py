"""Test a rule set on a file of outcomes: does it put those first who succeeded?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.metrics import FEWEST_FOR_A_RATE, Proportion
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import Backtested
from setter.services.fit import Tell, card_name
from setter.services.history import Asked, History, read_history

if TYPE_CHECKING:
    from setter.lab.comparing import Compared
    from setter.lab.kinds import Kind
    from setter.lab.leakage import Suspect
    from setter.lab.measure import Sorting
    from setter.lab.table import Bools, Floats
    from setter.lab.warning import Warned


class Priced(Struct, frozen=True):
    """What each success costs where so much is paid for a call: of the tenth put first, and of all in any order.

    None where nobody succeeded.
    """

    a_call: float
    first_tenth: float | None
    everybody: float | None


class Backtest(Struct, frozen=True, eq=False):
    """How a rule set, or one fitted anew as the rows went by (`refits`), sorted the rows.

    `brier` is None where nothing says what a score means; `calibrated_on` says from where that is known: "rules", or
    "first half" when the odds were fitted on the earlier half and measured on the later. `other` is another rule
    set's sorting of the same rows.
    """

    rule_set: RuleSet
    sorting: Sorting
    brier: float | None
    calibrated_on: str
    evidence: tuple[RuleEvidence, ...]
    warnings: tuple[Warned, ...]
    notes: tuple[str, ...]
    priced: Priced | None = None
    other: Sorting | None = None
    compared: Compared | None = None
    refits: int = 0


def backtest_file(
    asked: Asked, rule_set: RuleSet, against: RuleSet | None = None, cost: float | None = None
) -> Backtest:
    """Test a rule set on every row; Wrong where a rule asks for a column that the file has not."""
    from threadpoolctl import threadpool_limits

    history = read_history(asked)
    for each in (rule_set, against):
        if each is not None:
            _fields_there(each, history)
    with threadpool_limits(1):
        return _tested(history, asked, rule_set, against, cost)


def _tested(history: History, asked: Asked, rule_set: RuleSet, against: RuleSet | None, cost: float | None) -> Backtest:
    from setter.lab.comparing import compared
    from setter.lab.evidence import evidence_of
    from setter.lab.measure import sorting
    from setter.lab.weighing import weighed_rows

    table, success = history.table, history.success
    weighed = weighed_rows(rule_set, table)
    expected, calibrated_on = expected_of(rule_set, weighed.scores, success)
    seen = sorting(weighed.scores, success, expected)
    others = None if against is None else weighed_rows(against, table).scores
    return Backtest(
        rule_set=rule_set,
        sorting=seen,
        brier=brier_of(expected, success, calibrated_on),
        calibrated_on=calibrated_on,
        evidence=evidence_of(rule_set, weighed.fired, success),
        warnings=tuple(_warnings(history, rule_set, weighed.fired, seen)),
        notes=(*history.notes, *_notes(rule_set, asked), *history.said_of_imports(rule_set)),
        priced=priced_at(seen, cost),
        other=None if others is None else sorting(others, success),
        compared=None if others is None else compared(weighed.scores, others, success),
    )


def walk_forward(
    asked: Asked, window: int, every: int, cost: float | None = None, tell: Tell = lambda what, share: None
) -> Backtest:
    """Fit a card on each window of rows and test it on the next, to the end of the file."""
    return walk_history(read_history(asked), window, every, cost, tell)


def walk_history(
    history: History, window: int, every: int, cost: float | None = None, tell: Tell = lambda what, share: None
) -> Backtest:
    """The same of a history that was read."""
    from threadpoolctl import threadpool_limits

    from setter.lab.evidence import evidence_of
    from setter.lab.kinds import kinds_of
    from setter.lab.measure import brier, sorting
    from setter.lab.walking import walked
    from setter.lab.weighing import weighed_rows

    table, success = history.table, history.success
    _room_to_walk(history, window, every)
    with threadpool_limits(1):
        kinds = kinds_of(table)
        suspects, kept_out = _suspects_by_then(history, kinds, window)
        part = table.without(kept_out)
        done = walked(part, success, window, every, lambda share: tell("Walking forward", share))
        rest = success[done.first :]
        seen = sorting(done.expected, rest, done.expected)
        fired = weighed_rows(done.card, table.part(done.fitted_on)).fired
        return Backtest(
            rule_set=done.card,
            sorting=seen,
            brier=brier(done.expected, rest),
            calibrated_on="rules",
            evidence=evidence_of(done.card, fired, success[done.fitted_on]),
            warnings=tuple(_of_the_rows(history, kinds, suspects, kept_out, seen)),
            notes=(*history.notes, f"The lines are of the newest card, on the {window:,} rows that it was fitted on."),
            priced=priced_at(seen, cost),
            refits=done.refits,
        )


def _fields_there(rule_set: RuleSet, history: History) -> None:
    from difflib import get_close_matches

    for rule in (each for each in rule_set.rules if not each.dated):
        for condition in rule.conditions:
            field, place = condition.field, f"{rule_set.id}, rule {rule.id}"
            if field in history.table.by_name:
                continue
            if field in history.ignored:
                hint = "Do not ignore it, or fit rules without it."
                raise Wrong("ignored_field", f"Rule «{rule.id}» asks for «{field}», which is ignored.", place, hint)
            near = get_close_matches(field, history.table.by_name, n=1)
            fields = ", ".join(list(history.table.by_name)[:20])
            hint = f"Did you mean {near[0]}?" if near else f"The file's columns are: {fields}."
            raise Wrong("no_field", f"Rule «{rule.id}» asks for «{field}», which the file does not have.", place, hint)


def expected_of(rule_set: RuleSet, scores: Floats, success: Bools) -> tuple[Floats | None, str]:
    """What a score lets expect: by the rules' own calibration, else by odds fitted on the earlier half."""
    import numpy as np

    from setter.lab.firing import chance_of
    from setter.lab.joining import ridge

    if rule_set.calibration is not None:
        return chance_of(rule_set, scores), "rules"
    half = len(success) // 2
    if success[:half].all() or not success[:half].any() or np.ptp(scores[:half]) == 0:
        return None, ""
    model = ridge(scores[:half, None] / 10, success[:half], np.ones(half), 1e-3)
    return np.asarray(model.predict_proba(scores[:, None] / 10)[:, 1], dtype=np.float64), "first half"


def brier_of(expected: Floats | None, success: Bools, calibrated_on: str) -> float | None:
    """How far expectations were off: on the later half where the earlier one gave the odds; None without any."""
    from setter.lab.measure import brier

    if expected is None:
        return None
    first = len(success) // 2 if calibrated_on == "first half" else 0
    return brier(expected[first:], success[first:])


def _warnings(history: History, rule_set: RuleSet, fired: Bools, seen: Sorting) -> list[Warned]:
    from setter.lab.drift import turned_rules
    from setter.lab.kinds import kinds_of
    from setter.lab.leakage import suspects_of

    asked_for = {condition.field for rule in rule_set.rules for condition in rule.conditions}
    all_kinds = kinds_of(history.table)
    kinds = {name: kind for name, kind in all_kinds.items() if name in asked_for}
    suspects = suspects_of(history.table, history.success, all_kinds)
    idle = [each.warned(False, asked_for=False) for each in suspects if each.field not in asked_for]
    found = _of_the_rows(history, kinds, [each for each in suspects if each.field in asked_for], set(), seen)
    return found + idle + list(turned_rules(rule_set.rules, fired, history.success))


def _suspects_by_then(history: History, kinds: dict[str, Kind], window: int) -> tuple[list[Suspect], set[str]]:
    """Whatever the file gives cause to suspect, and what the first window alone gives cause to leave out.

    No row is foretold by a card whose columns its own outcome chose.
    """
    if history.known_before:
        return [], set()
    from setter.lab.kinds import kinds_of
    from setter.lab.leakage import suspects_of

    first = history.table.part(slice(0, window))
    early = [each for each in suspects_of(first, history.success[:window], kinds_of(first)) if each.certain]
    left = {each.field for each in early}
    found = suspects_of(history.table, history.success, kinds)
    return [*early, *(each for each in found if each.field not in left)], left


def _of_the_rows(
    history: History, kinds: dict[str, Kind], suspects: list[Suspect], kept_out: set[str], seen: Sorting
) -> list[Warned]:
    from setter.lab.drift import base_rate_drift, column_drift, not_sorting
    from setter.lab.warning import few_positives

    found = [each.warned(each.field in kept_out) for each in suspects]
    found += few_positives(seen.positives, seen.n - seen.positives)
    found += base_rate_drift(history.success)
    found += column_drift(history.table, kinds)
    return found + not_sorting(seen.auc, seen.auc_interval)


def _notes(rule_set: RuleSet, asked: Asked) -> list[str]:
    """What the test leaves out of the rules, and of whose rows it is none."""
    dated = [rule.id for rule in rule_set.rules if rule.dated]
    few = ", ".join(dated[:5]) + (", …" if len(dated) > 5 else "")
    left_out = [f"A file knows of no events, so what rests on them, or on their absence, counts nothing: {few}."]
    return _own_rows(rule_set, asked) + (left_out if dated else [])


def _own_rows(rule_set: RuleSet, asked: Asked) -> list[str]:
    if rule_set.id != card_name(asked.path):
        return []
    return ["The rules are named after this file: if they were fitted on it, its rows are no test of them."]


def kept_of_file(done: Backtest, asked: Asked) -> Backtested:
    """A test on a file as it is kept with a version of the rules; without figures where those would say nothing.

    That is where too few would bear them, and where the rows are those that the rules were fitted on.
    """
    seen, doubts = done.sorting, [each.message for each in done.warnings]
    few = min(seen.positives, seen.n - seen.positives) < FEWEST_FOR_A_RATE
    source = f"{asked.path.name}, {asked.label}"
    own = _own_rows(done.rule_set, asked)
    return backtested(source, Proportion(seen.positives, seen.n), None if few or own else seen, [*doubts, *own])


def backtested(
    source: str, rate: Proportion, seen: Sorting | None, doubts: Iterable[str], against: int = 0
) -> Backtested:
    """A test as it is kept; without figures where nothing was measured."""
    counted = Backtested(source, rate.denominator, rate.numerator, against=against, warnings=tuple(doubts))
    if seen is None:
        return counted
    figures = ("auc", "auc_interval", "precision_at_10pct", "lift_at_10pct")
    return replace(counted, **{name: getattr(seen, name) for name in figures})


def priced_at(seen: Sorting, cost: float | None) -> Priced | None:
    """What a success costs at so much a call; None where nothing is said of that."""
    if cost is None:
        return None
    share, base = seen.precision_at_10pct, seen.positives / seen.n
    return Priced(cost, cost / share if share else None, cost / base if base else None)


def _room_to_walk(history: History, window: int, every: int) -> None:
    rows, place = history.table.rows, str(history.path)
    if window + every > rows:
        hint = "Take a smaller --window, or refit more often."
        raise Wrong(
            "too_few", f"{rows:,} rows are too few for a window of {window:,} and {every:,} after it.", place, hint
        )
    rest = history.success[window:]
    if rest.all() or not rest.any():
        raise Wrong("bad_label", "After the first window all rows ended alike.", place, "Take a smaller --window.")
