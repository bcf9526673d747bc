"""The rules by which prospects are scored: data that a team lead can read, in one of four models or on a plain card.

What the models are, and what each table of points comes from, stands in domain §3.1 to §3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct, field

from setter.domain.facts import Condition
from setter.domain.temperature import USUAL, Windows

CARD = "card"
"""A plain point card: its lines are added up as they stand."""
INTENT, SUITABILITY, ACTIVITY, NEGATIVE = "intent", "suitability", "activity", "negative"
BALANCED = "balanced"
"""What suitability and activity come to together (R-073)."""
MODELS = (CARD, INTENT, SUITABILITY, ACTIVITY, NEGATIVE)

INTENT_WEIGHT, BALANCED_WEIGHT = 0.45, 0.55


class ScoringRule(Struct, frozen=True):
    """Points that a prospect earns while what the rule asks for holds (R-070).

    `condition` is of the facts, one or several that must all hold. `acts` are the kinds of act whose points add up,
    each worth half after `half_life_days` (0: always whole) where `where` holds of its details; at most `daily_cap`
    a UTC day and `cap` in all; only acts of the last `within_days`; not the first `after_first`; and with
    `again_within_days` only visits that follow another so soon. `absent` fires where none of these acts is seen,
    within `for_days`, or since one of `since` that is at least so old. With `lapses_days` a rule counts only while
    they were engaged within so many days. Of the rules of one `group` only the highest counts.
    """

    id: str
    label: str
    condition: Condition | tuple[Condition, ...]
    points: int
    model: str = CARD
    acts: tuple[str, ...] = ()
    where: tuple[Condition, ...] = ()
    half_life_days: float = 0.0
    cap: int = 0
    daily_cap: int = 0
    within_days: float = 0.0
    after_first: int = 0
    again_within_days: float = 0.0
    absent: tuple[str, ...] = ()
    for_days: float = 0.0
    since: tuple[str, ...] = ()
    lapses_days: float = 0.0
    group: str = ""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of the facts."""
        return self.condition if isinstance(self.condition, tuple) else (self.condition,)

    @property
    def dated(self) -> bool:
        """Say whether time alone changes what the rule is worth."""
        return bool(self.acts or self.absent or self.lapses_days)


class Calibration(Struct, frozen=True):
    """What a score means: at `even_at` points half succeed, and `doubles_every` points more double the odds."""

    even_at: float
    doubles_every: float

    def chance(self, points: float) -> float:
        """The share, from 0 to 1, of whoever has so many points that succeeds."""
        halvings = (self.even_at - points) / self.doubles_every
        return 0.0 if halvings > 1000 else 1.0 / (1.0 + 2.0**halvings)


class RuleSet(Struct, frozen=True, dict=True):
    """A named version of the scoring rules, and how their models make one order (domain §3.5).

    Everybody begins with `base` points. `weights` are the shares of `intent` and `balanced`; without them the usual
    ones; where only one of the two has rules that count, it counts whole. `models` are those that count; none named,
    all that have rules. `balance_penalty` from 0 (the plain mean of suitability and activity) to 0.5 (the lesser of
    the two). `negative_floor` is the lowest that the negative model goes. `freshness` are the points of a new record,
    half as many every week. `exploration` is the share of free places given at random. `learned_until` is when the
    last of the own calls began that the rules learned from (UTC milliseconds; 0: they learned from none), so that no
    test of them looks at those. `version` is 0 until it is kept. `windows` are the campaign's, by which mails are read
    consistently (R-062); no rules file has them.
    """

    id: str
    rules: tuple[ScoringRule, ...]
    attempt_penalty: float = 1.5
    base: int = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    balance_penalty: float = 0.25
    negative_floor: int = -60
    freshness: int = 5
    exploration: float = 0.05
    calibration: Calibration | None = None
    learned_until: int = 0
    version: int = 0
    windows: Windows = USUAL

    def counts(self, model: str) -> bool:
        """Say whether a model has rules, and is one of those chosen."""
        return model in self._counting

    @cached_property
    def _counting(self) -> frozenset[str]:
        found = frozenset(rule.model for rule in self.rules)
        return found.intersection(self.models) if self.models else found

    @property
    def shares(self) -> tuple[float, float]:
        """How much intent and what is balanced of suitability and activity count, each alone as a whole."""
        intent, balanced = self.counts(INTENT), self.counts(SUITABILITY) or self.counts(ACTIVITY)
        if not (intent and balanced):
            return 1.0, 1.0
        return self.weights.get(INTENT, INTENT_WEIGHT), self.weights.get(BALANCED, BALANCED_WEIGHT)

    @property
    def name(self) -> str:
        """The id, with the version where it is kept."""
        return f"{self.id}, version {self.version}" if self.version else self.id
