"""Test a rule set on a file of outcomes: does it put those first who succeeded?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import RuleSet
from setter.services.fit import Tell
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
    history = read_history(asked)
    from threadpoolctl import threadpool_limits

    from setter.lab.comparing import compared
    from setter.lab.evidence import evidence_of
    from setter.lab.measure import sorting
    from setter.lab.weighing import weighed_rows

    for each in (rule_set, against):
        if each is not None:
            _fields_there(each, history)
    weighed = weighed_rows(rule_set, history.table)
    scores, fired = weighed.scores, weighed.fired
    with threadpool_limits(1):
        expected, calibrated_on = expected_of(rule_set, scores, history.success)
        seen = sorting(scores, history.success, expected)
        others = None if against is None else weighed_rows(against, history.table).scores
        return Backtest(
            rule_set=rule_set,
            sorting=seen,
            brier=brier_of(expected, history.success, calibrated_on),
            calibrated_on=calibrated_on,
            evidence=evidence_of(rule_set, fired, history.success),
            warnings=tuple(_warnings(history, rule_set, fired, seen)),
            notes=(*history.notes, *_not_counted(rule_set), *history.said_of_imports(rule_set)),
            priced=priced_at(seen, cost),
            other=None if others is None else sorting(others, history.success),
            compared=None if others is None else compared(scores, others, history.success),
        )


def walk_forward(
    asked: Asked, window: int, every: int, cost: float | None = None, tell: Tell = lambda what, share: None
) -> Backtest:
    """Fit a card on each window of rows and test it on the next, to the end of the file."""
    history = read_history(asked)
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

    kinds = kinds_of(history.table)
    suspects = suspects_of(history.table, history.success, kinds)
    found = _of_the_rows(history, kinds, suspects, set(), seen)
    return found + list(turned_rules(rule_set.rules, fired, history.success))


def _suspects_by_then(history: History, kinds: dict[str, Kind], window: int) -> tuple[list[Suspect], set[str]]:
    """Whatever the file gives cause to suspect, and what the first window alone gives cause to leave out.

    No row is foretold by a card whose columns its own outcome chose.
    """
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


def _not_counted(rule_set: RuleSet) -> list[str]:
    dated = [rule.id for rule in rule_set.rules if rule.dated]
    few = ", ".join(dated[:5]) + (", …" if len(dated) > 5 else "")
    return (
        [f"A file knows of no events, so what rests on them, or on their absence, counts nothing: {few}."]
        if dated
        else []
    )


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
