"""Where made-up people stand by what there is of them: the figures that setter itself would have kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from setter.domain.acts import ACTIVE_INTEREST, OPT_INS, Act
from setter.domain.campaign import Campaign
from setter.domain.facts import Value
from setter.domain.ladder import RungEvidence, standing
from setter.domain.scoring import priority, tier
from setter.domain.temperature import temperature
from setter.domain.weigher import weigher_of
from setter.services.acts import OF_OUTCOME, act_of
from setter.store.records import Happened
from setter.store.rescore import Figures


class Ended(NamedTuple):
    """How a call of a population ended, and when (UTC milliseconds)."""

    call_id: int
    code: str
    at: int


def figures_of(
    campaign: Campaign,
    values: dict[str, Value],
    done: Sequence[Happened],
    calls: Sequence[Ended],
    now: int,
    *,
    age: int,
    attempts: int,
    promised: bool,
) -> Figures:
    """Score, order, tier, temperature and rung of somebody enrolled `age` milliseconds ago."""
    acts = _acts(done, calls)
    weighed = weigher_of(campaign.scoring).weigh(values, acts, now)
    warmth = temperature(acts, now, campaign.temperature)
    kinds = {each.kind for each in done}
    evidence = RungEvidence(
        name=True,
        email="email" in values,
        phone=True,
        opted_in=not kinds.isdisjoint(OPT_INS),
        inquired=not kinds.isdisjoint(ACTIVE_INTEREST),
    )
    return Figures(
        weighed.points,
        priority(weighed.exact, attempts, campaign.scoring, age),
        tier(promise="hard" if promised else None, inquiry=False, temperature=warmth.level, cycle=1),
        warmth.level.value,
        standing(evidence).rung.value,
    )


def _acts(done: Iterable[Happened], calls: Iterable[Ended]) -> list[Act]:
    endings = ((OF_OUTCOME.get(each.code), each.at) for each in calls)
    return [*map(act_of, done), *(Act(kind, at, source="call") for kind, at in endings if kind)]
