"""What the lab says of a backtest: figures with what they rest on, and nothing where there is too little to say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from setter.domain.metrics import FEWEST_FOR_A_RATE, Proportion
from setter.domain.rule_evidence import RuleEvidence
from setter.lab.warning import POSITIVES_TO_BELIEVE
from setter.screens.lab_backtest_panel import BacktestShown
from setter.screens.lab_suggest_panel import SuggestedRow
from setter.screens.lab_words import MODEL_WORDS, asks, signed
from setter.services.past_cycles import MATURE_DAYS
from setter.widgets.marked_table import MarkedRow
from setter.widgets.plot import Curve
from setter.widgets.plot_bands import BandRow
from setter.widgets.read_panel import ReadRow
from setter.widgets.table_lines import Column

if TYPE_CHECKING:
    from setter.lab.comparing import Compared
    from setter.lab.measure import Sorting
    from setter.services.backtest_cycles import CyclesCompared, CyclesTested
    from setter.services.suggest import Suggestion

DRAFT, IN_FORCE = "draft", "in force"
FIGURES = (Column(""), Column(DRAFT, number=True), Column(IN_FORCE, number=True))
LABEL_WORDS = {"sql": "SQLs", "accepted": "SQLs that sales accepted", "held": "meetings held"}


def counted_words(cases: int, positives: int, label: str) -> str:
    """On what a test stands."""
    cycles = "1 cycle" if cases == 1 else f"{cases:,} cycles"
    return f"{cycles}, {positives:,} of them {LABEL_WORDS[label]}"


def difference_words(found: Compared) -> str:
    """Whether the draft is better at what it puts first, or that nobody can say."""
    apart, (low, high) = found.difference, found.interval
    told = f"{_points(apart)} percentage points in the top tenth ({_points(low)} to {_points(high)})"
    if not found.clear:
        return f"no clear difference: {told}"
    return f"the draft is {'better' if apart > 0 else 'worse'}: {told}"


def shown(found: CyclesCompared, scores: Sequence[int], scores_before: Sequence[int]) -> BacktestShown:
    """A test of a draft ready to be painted; `scores` are those of the queue's sample under it, and what they were."""
    draft, in_force = found.draft, found.in_force
    counted = counted_words(draft.rate.denominator, draft.rate.numerator, draft.label)
    rows = [ReadRow("tested on", f"{counted}, each as it was known at its first dial")]
    if draft.sorting is None or in_force.sorting is None:
        final = f"a cycle counts once it is {MATURE_DAYS} days old"
        rows.append(ReadRow("so", f"too few to say anything; {final}", "no"))
        return BacktestShown("The draft's test", tuple(rows), scores=tuple(scores), scores_before=tuple(scores_before))
    changed = draft.rule_set.rules != in_force.rule_set.rules
    if found.compared is not None and changed:
        rows.append(ReadRow("draft", difference_words(found.compared)))
    rows += [ReadRow("doubt", each.message, "no") for each in draft.warnings]
    rows += [ReadRow("mind", each) for each in draft.notes]
    return BacktestShown(
        "The draft's test",
        tuple(rows),
        FIGURES,
        tuple(_figures(draft, in_force)),
        Curve(DRAFT, draft.sorting.gains),
        Curve(IN_FORCE, in_force.sorting.gains) if changed else None,
        tuple(scores),
        tuple(scores_before),
        tuple(BandRow(_scores(each.lowest, each.highest), each.rate, each.expected) for each in draft.sorting.bands),
        tuple(_alone(draft, in_force)),
    )


def _figures(draft: CyclesTested, in_force: CyclesTested) -> Iterator[tuple[str, ...]]:
    """The figures of both, row by row."""
    both = [each for each in (draft.sorting, in_force.sorting) if each is not None]
    yield ("AUC: who succeeds scores higher", *map(_auc, both))
    yield ("top tenth that succeeds (lift)", *map(_first, both))
    yield ("reached by half of the calls", *(_share(each.gains_at_half) for each in both))
    yield ("Brier: how far off the expected", _brier(draft.brier), _brier(in_force.brier))
    if draft.explored is not None and in_force.explored is not None:
        n = draft.explored.n
        yield (f"AUC of the {n} that chance chose", _auc(draft.explored), _auc(in_force.explored))
    if draft.priced is not None and in_force.priced is not None:
        yield ("cost of an SQL in the top tenth", _cost(draft.priced.first_tenth), _cost(in_force.priced.first_tenth))


def _alone(draft: CyclesTested, in_force: CyclesTested) -> Iterator[tuple[str, ...]]:
    """What each model that both have puts first by itself."""
    before = {each.model: each.sorting for each in in_force.alone}
    for each in draft.alone:
        if each.model in before:
            yield (f"AUC of {each.model}", _auc(each.sorting), _auc(before[each.model]))


def suggested_title(found: Sequence[Suggestion], label: str) -> str:
    """On how much all suggestions stand, and how one is taken."""
    cases, positives = _behind(found)
    return f"{counted_words(cases, positives, label)}, suggest; Space takes a line into the draft, or out"


def suggested_rows(found: Sequence[Suggestion], taken: Collection[str]) -> list[SuggestedRow]:
    """Each suggestion as a row, with all that it rests on."""
    _, positives = _behind(found)
    few = f"only {positives} succeeded in all; below {POSITIVES_TO_BELIEVE} hardly a line can be believed"
    doubt = (ReadRow("doubt", few, "no"),) if positives < POSITIVES_TO_BELIEVE else ()
    return [_suggested(each, each.rule.id in taken, doubt) for each in found]


def _behind(found: Sequence[Suggestion]) -> tuple[int, int]:
    """How many cycles, and successes among them, the suggestions rest on."""
    both = [(each.evidence.with_it, each.evidence.without) for each in found]
    cases = max(one.denominator + other.denominator for one, other in both)
    return cases, max(one.numerator + other.numerator for one, other in both)


def _suggested(each: Suggestion, taken: bool, doubt: tuple[ReadRow, ...]) -> SuggestedRow:
    points = {"new": f"new {signed(each.rule.points)}", "drop": f"{signed(each.old)} → off"}.get(
        each.kind, f"{signed(each.old)} → {signed(each.rule.points)}"
    )
    cells = (f"{'✓' if taken else '·'} {each.rule.label}", points, evidence_words(each.evidence))
    behind = (
        ReadRow("asks for", f"{asks(each.rule)} ({MODEL_WORDS[each.rule.model]})"),
        ReadRow("record", evidence_told(each.evidence)),
        *doubt,
        ReadRow("draft", "has it" if taken else "has it not"),
    )
    return SuggestedRow(MarkedRow(each.rule.id, cells, "$accent" if taken else "$text"), behind)


def evidence_words(found: RuleEvidence) -> str:
    """How many succeeded of whom a line held, against the others."""
    if found.few:
        return f"{_counts(found.with_it)}: too few"
    return f"{_rate(found.with_it)}, {_rate(found.without)}"


def evidence_told(found: RuleEvidence) -> str:
    """The same in full, with the interval of the difference."""
    if found.few or found.difference is None:
        return f"held of {found.with_it.denominator} cycles: too few to say anything"
    apart, low, high = found.difference
    unclear = ", no clear difference" if low <= 0 <= high else ""
    told = f"{found.with_it.words()} with it, {found.without.words()} without"
    return f"{told}; {_points(apart)} percentage points apart ({_points(low)} to {_points(high)}){unclear}"


def _auc(found: Sorting) -> str:
    low, high = found.auc_interval
    return f"{found.auc:.3f} ({low:.2f}–{high:.2f})"


def _first(found: Sorting) -> str:
    return f"{_share(found.precision_at_10pct)} ({found.lift_at_10pct:.1f} ×)"


def _brier(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"


def _cost(amount: float | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


def _share(value: float) -> str:
    return f"{100 * value:.0f} %"


def _points(share: float) -> str:
    return f"{100 * share:+.1f}".replace("-", "−")


def _counts(rate: Proportion) -> str:
    return f"{rate.numerator}/{rate.denominator}"


def _rate(rate: Proportion) -> str:
    if rate.value is None or rate.denominator < FEWEST_FOR_A_RATE:
        return _counts(rate)
    return f"{_counts(rate)} {_share(rate.value)}"


def _scores(lowest: float, highest: float) -> str:
    low, high = f"{lowest:.0f}", f"{highest:.0f}"
    return low if low == high else f"{low}–{high}"
