"""Test rules on the store's own calls: would they have put those first who became SQLs? (domain §3.7)

Everybody is weighed as they were known at the first dial of their cycle, at that instant.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.metrics import Proportion
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import MODELS, RuleSet
from setter.domain.rule_versions import Backtested
from setter.domain.units import HOUR
from setter.domain.weigher import weigher_of
from setter.services.backtest_file import Priced, backtested, brier_of, expected_of, priced_at
from setter.services.desk import Desk
from setter.services.fit import earlier_part
from setter.services.history import need_lab
from setter.services.past_cycles import PastCycle, past_cycles
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.lab.comparing import Compared
    from setter.lab.measure import Sorting
    from setter.lab.table import Bools, Floats
    from setter.lab.warning import Warned

FEWEST_EXPLORED = 30
"""Of fewer cycles that chance chose there is nothing to say by themselves."""
FEWEST_POSITIVES = 5
"""With fewer successes than this no figure is told at all (DESIGN §2, promise 10)."""


class ModelAlone(Struct, frozen=True, eq=False):
    """What one model puts first when it counts alone, and what a success of it costs."""

    model: str
    sorting: Sorting
    priced: Priced | None


class CyclesTested(Struct, frozen=True, eq=False):
    """How a rule set sorts a campaign's cycles.

    `sorting` is None where too few succeeded to say anything. `explored` is of the cycles that chance chose, None
    where those are too few: the others were chosen by the rules of their time, which flatters rules alike to those.
    """

    rule_set: RuleSet
    label: str
    rate: Proportion
    sorting: Sorting | None
    brier: float | None
    evidence: tuple[RuleEvidence, ...]
    explored: Sorting | None
    alone: tuple[ModelAlone, ...]
    priced: Priced | None
    warnings: tuple[Warned, ...]
    notes: tuple[str, ...]


class CyclesCompared(Struct, frozen=True, eq=False):
    """Two rule sets on the same cycles; `compared` is None where there was too little to compare."""

    draft: CyclesTested
    in_force: CyclesTested
    compared: Compared | None


def backtest_cycles(desk: Desk, campaign_id: str, rule_set: RuleSet, label: str = "sql") -> CyclesTested:
    """Test a rule set on every cycle whose outcome is final; Wrong without the libraries of the lab."""
    need_lab()
    return measured(cycles_of(desk, campaign_id, label).unlearned(rule_set), rule_set)


def compare_cycles(
    desk: Desk, campaign_id: str, draft: RuleSet, in_force: RuleSet, label: str = "sql"
) -> CyclesCompared:
    """Test two rule sets on the same cycles, and say whether one is better at what it puts first."""
    need_lab()
    fresh = cycles_of(desk, campaign_id, label).unlearned(draft, in_force)
    one, other = measured(fresh, draft), measured(fresh, in_force)
    if one.sorting is None or other.sorting is None:
        return CyclesCompared(one, other, None)
    from setter.lab.comparing import compared

    found = compared(fresh.scores(draft), fresh.scores(in_force), fresh.success)
    return CyclesCompared(one, other, found)


def as_kept(tested: CyclesTested, campaign_id: str, against: int = 0) -> Backtested:
    """A test as it is kept with a version of the rules."""
    doubts = (each.message for each in tested.warnings)
    return backtested(f"calls of {campaign_id}, {tested.label}", tested.rate, tested.sorting, doubts, against)


def cycles_of(desk: Desk, campaign_id: str, label: str = "sql") -> Cycles:
    """A campaign's final cycles, by what a success is."""
    return Cycles(past_cycles(desk, campaign_id, label), label, _cost_of_cycle(desk, campaign_id))


class Cycles:
    """A campaign's cycles, weighed by whichever rules are asked about."""

    def __init__(
        self, cycles: Sequence[PastCycle], label: str, cost_of_cycle: float | None, learned_until: int = 0
    ) -> None:
        import numpy as np

        self.label, self.cycles, self.cost_of_cycle = label, cycles, cost_of_cycle
        self.learned_until = learned_until
        self.success: Bools = np.array([each.success for each in self.cycles], dtype=bool)
        self.explored: Bools = np.array([each.explored for each in self.cycles], dtype=bool)

    def unlearned(self, *rule_sets: RuleSet) -> Cycles:
        """Those that none of these rules learned from: begun later, and of companies that were not met until then."""
        until = max(each.learned_until for each in rule_sets)
        if not until:
            return self
        met = {each.company for each in self.cycles if each.at <= until}
        later = [each for each in self.cycles if each.at > until and each.company not in met]
        return Cycles(later, self.label, self.cost_of_cycle, until)

    def earlier(self) -> Cycles:
        """The first two thirds, which rules may learn from; the rest is for their test (domain §3.7)."""
        return Cycles(self.cycles[: earlier_part(self.success)], self.label, self.cost_of_cycle)

    @property
    def rate(self) -> Proportion:
        """How many succeeded."""
        return Proportion(int(self.success.sum()), len(self.cycles))

    @property
    def too_few(self) -> bool:
        """Say whether there is too little of either sort to say anything."""
        return min(self.rate.numerator, self.rate.denominator - self.rate.numerator) < FEWEST_POSITIVES

    def scores(self, rule_set: RuleSet) -> Floats:
        """Each cycle's score as it would have been at the dial, before it is rounded."""
        import numpy as np

        weigher = weigher_of(rule_set)
        return np.array([weigher.points(each.values, each.acts, each.at) for each in self.cycles], dtype=np.float64)

    def evidence(self, rule_set: RuleSet) -> tuple[RuleEvidence, ...]:
        """What the cycles say of each rule by itself."""
        import numpy as np

        from setter.lab.evidence import evidence_of

        weigher = weigher_of(rule_set)
        fired: Bools = np.zeros((len(self.cycles), len(rule_set.rules)), dtype=bool)
        for at, each in enumerate(self.cycles):
            fired[at] = weigher.weigh(each.values, each.acts, each.at).worth
        return evidence_of(rule_set, fired, self.success)


def measured(cycles: Cycles, rule_set: RuleSet) -> CyclesTested:
    """Test a rule set on cycles that are at hand."""
    if cycles.too_few:
        return _nothing_to_say(cycles, rule_set)
    from threadpoolctl import threadpool_limits

    from setter.lab.measure import sorting

    scores = cycles.scores(rule_set)
    with threadpool_limits(1):  # the matrices are small: threads would wait for one another
        expected, source = expected_of(rule_set, scores, cycles.success)
    seen = sorting(scores, cycles.success, expected)
    return CyclesTested(
        rule_set=rule_set,
        label=cycles.label,
        rate=cycles.rate,
        sorting=seen,
        brier=brier_of(expected, cycles.success, source),
        evidence=cycles.evidence(rule_set),
        explored=_of_explored(cycles, scores),
        alone=tuple(_alone(cycles, rule_set, seen.n)),
        priced=priced_at(seen, cycles.cost_of_cycle),
        warnings=tuple(_warnings(cycles, seen)),
        notes=tuple(_notes(cycles)),
    )


def _nothing_to_say(cycles: Cycles, rule_set: RuleSet) -> CyclesTested:
    from setter.lab.warning import FEW_POSITIVES, Warned

    count = cycles.rate
    message = f"{count.denominator} cycles are final, and {count.numerator} of them succeeded: too few to say anything."
    return CyclesTested(
        rule_set=rule_set,
        label=cycles.label,
        rate=count,
        sorting=None,
        brier=None,
        evidence=cycles.evidence(rule_set) if cycles.cycles else (),
        explored=None,
        alone=(),
        priced=None,
        warnings=(Warned(FEW_POSITIVES, "", message),),
        notes=tuple(_notes(cycles)),
    )


def _of_explored(cycles: Cycles, scores: Floats) -> Sorting | None:
    from setter.lab.measure import sorting

    chosen = cycles.explored
    label = cycles.success[chosen]
    if len(label) < FEWEST_EXPLORED or label.all() or not label.any():
        return None
    return sorting(scores[chosen], label)


def _alone(cycles: Cycles, rule_set: RuleSet, rows: int) -> list[ModelAlone]:
    """What each model that has rules puts first by itself; nothing where there is but one."""
    from setter.lab.measure import sorting

    counting = [model for model in MODELS if rule_set.counts(model)]
    if len(counting) < 2:
        return []
    told = []
    for model in counting:
        alone = replace(rule_set, models=(model,), weights={}, base=50 if model == "negative" else 0)
        seen = sorting(cycles.scores(alone), cycles.success)
        told.append(ModelAlone(model, seen, priced_at(seen, cycles.cost_of_cycle)))
    return told


def _warnings(cycles: Cycles, seen: Sorting) -> list[Warned]:
    """What gives cause to doubt; not that fewer succeed later, for the queue puts the best first."""
    from setter.lab.drift import not_sorting
    from setter.lab.warning import few_positives

    found = few_positives(seen.positives, seen.n - seen.positives)
    return [*found, *not_sorting(seen.auc, seen.auc_interval)]


def _notes(cycles: Cycles) -> list[str]:
    chosen = int(cycles.explored.sum())
    if not cycles.cycles:
        return []
    learned = [f"Tested on calls begun after {_day(cycles.learned_until)}: the rules learned from those before."]
    return (learned if cycles.learned_until else []) + [
        f"{chosen} of {len(cycles.cycles)} cycles were chosen by chance; the rules of their time put the others first, "
        "which flatters rules like those."
    ]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).date().isoformat()


def _cost_of_cycle(desk: Desk, campaign_id: str) -> float | None:
    """What a cycle has cost on average: its callers' time with somebody in hand, and the record; None for nothing.

    In the campaign's currency, from the hourly cost that its file states.
    """

    def look(unit: Unit) -> float | None:
        row = desk.campaign_row(unit, campaign_id)
        hour = desk.campaign(unit, row.number).cost.caller_hour
        spent, cycles, record = unit.cycles.spent(row.number, desk.now())
        return (hour * spent / HOUR / cycles + record if cycles else None) or None

    return desk.store.read(look)
