"""The law in force in a database: what ships with setter, narrowed by its own rows, and what compliance decided."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib import resources
from typing import TypeVar

import msgspec

from setter.domain.campaign import Campaign
from setter.domain.law import Law
from setter.domain.schedule import Schedule
from setter.law.profile import SHIPPED, Asked, Blackout, Profile, Relaxation, shipped_rows
from setter.law.rows import LawRow
from setter.store.records import LawDecision
from setter.store.unit import Unit

T = TypeVar("T")
BLACKOUT, RELAXATION, ROW = "blackout", "relaxation", "row"
KEPT = "law"


def law_of(unit: Unit) -> Profile:
    """The law in force at this instant; worked out anew as soon as anybody has decided anything."""
    mark = unit.law.mark()
    kept: Profile | None = unit.kept.get(KEPT)
    if kept is None or kept.version != version_of(mark):
        kept = unit.kept[KEPT] = _profile(unit, mark)
    return kept


def laws_for(unit: Unit, campaign: Campaign, places: tuple[str, ...], market: str, now: int) -> tuple[Law, ...]:
    """What binds somebody who may be in these places; a market that nobody knows is the campaign's."""
    return law_of(unit).laws(places, (market or campaign.market_type).casefold(), now)


def opening_in(
    unit: Unit, campaign: Campaign, zones: tuple[str, ...], places: tuple[str, ...], market: str, now: int
) -> Schedule:
    """When somebody in these zones and places may be rung in a campaign; a market that nobody knows is the campaign's.

    Its hours, as far as the law of every place lets them be.
    """
    profile, hours = law_of(unit), campaign.calling.hours
    return profile.opening(profile.week(hours), hours, zones, places, (market or campaign.market_type).casefold(), now)


def version_of(mark: str) -> str:
    """Name a state of the law: what setter ships, and what was decided here by then."""
    return f"{shipped_digest()}.{mark}"


@lru_cache(maxsize=1)
def shipped_digest() -> str:
    """What is different as soon as setter ships other rows."""
    digest = hashlib.sha256()
    for name in SHIPPED:
        digest.update(resources.files("setter.law").joinpath(f"{name}.toml").read_bytes())
    return digest.hexdigest()[:12]


def standing(unit: Unit) -> list[LawDecision]:
    """The decisions that are in force, the oldest first."""
    return [each for each in unit.law.decisions() if each.ended_at is None]


def _profile(unit: Unit, mark: str) -> Profile:
    decided = standing(unit)
    return Profile(
        shipped_rows(),
        own=_bodies(decided, ROW, LawRow),
        blackouts=_bodies(decided, BLACKOUT, Blackout),
        relaxations=_bodies(decided, RELAXATION, Relaxation),
        asked=_asked(unit),
        version=version_of(mark),
    )


def _asked(unit: Unit) -> dict[str, Asked]:
    """The newest answer of each register; of two of the same day the one that covers more."""
    newest: dict[str, Asked] = {}
    for file in unit.registries.files():
        former, fresh = newest.get(file.registry), Asked(file.asked_at, file.covers_until)
        if former is None or _freshness(fresh) >= _freshness(former):
            newest[file.registry] = fresh
    return newest


def _freshness(asked: Asked) -> tuple[int, float]:
    return asked.at, float("inf") if asked.covers_until is None else asked.covers_until


def _bodies(decided: list[LawDecision], kind: str, record: type[T]) -> list[T]:
    return [msgspec.json.decode(each.body, type=record) for each in decided if each.kind == kind]
