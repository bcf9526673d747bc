"""Any rule set, of any models, weighed over the rows of a file, which tell of no acts and of no absence of any."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.rule_set import RuleSet
from setter.domain.weigher import weigher_of
from setter.lab.table import Bools, Floats, Table


class WeighedRows(Struct, frozen=True, eq=False):
    """The score of each row before it is rounded (0 to 100), and which rules `fired`: were worth something in it."""

    scores: Floats
    fired: Bools


def weighed_rows(rule_set: RuleSet, table: Table) -> WeighedRows:
    """Weigh each row as the domain weighs a prospect of whom no act could be known."""
    weigher = weigher_of(without_acts(rule_set))
    scores = np.empty(table.rows)
    fired = np.zeros((table.rows, len(rule_set.rules)), dtype=bool)
    for row in range(table.rows):
        weighed = weigher.weigh(table.values(row))
        scores[row], fired[row] = weighed.exact, weighed.worth
    return WeighedRows(scores, fired)


def without_acts(rule_set: RuleSet) -> RuleSet:
    """The same rules with nothing for whatever rests on acts or on their absence; the models keep their shares."""
    rules = tuple(replace(rule, points=0) if rule.dated else rule for rule in rule_set.rules)
    return replace(rule_set, rules=rules)
