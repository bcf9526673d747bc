"""Parts of the calling day: retries go round all of them, and prefer those in which people answer (domain §5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time

from msgspec import Struct

from setter.domain.campaign import Cadence

BEST_PART_POINTS = 500
"""In hundredths: what the best part of the day is worth."""
PRIOR_DIALS = 20
"""So many dials at the campaign's own mean are mixed into each part's answer rate (domain §8)."""


class PartDials(Struct, frozen=True):
    """How often a part of the day was dialled in a campaign, and how often somebody answered."""

    day_part: str
    dials: int
    answered: int


class Tried(Struct, frozen=True):
    """When somebody was dialled in a cycle: day parts, oldest first, and weekdays (0 is Monday).

    `answered` is what the campaign has learned of its day parts, from everybody.
    """

    parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    answered: tuple[PartDials, ...] = ()


def day_part(cadence: Cadence, local: datetime | time) -> str:
    """Name the part of the calling day that a local wall time falls in; empty outside all parts."""
    clock = local.time() if isinstance(local, datetime) else local
    return next((part.name for part in cadence.day_parts if part.starts <= clock < part.ends), "")


def recent(cadence: Cadence, tried: Tried) -> tuple[str, ...]:
    """The day parts that are not to be repeated yet."""
    return tried.parts[-cadence.no_repeat_day_part :] if cadence.no_repeat_day_part else ()


def best_opening(cadence: Cadence, openings: Mapping[str, int], tried: Tried) -> int | None:
    """Choose among the openings of a day, by day part: one not used lately, of those used least, answered best.

    Where every part was used lately, the one used least lately serves; of parts alike, the earliest.
    """
    uses, rates = Counter(tried.parts), answer_rates(cadence, tried.answered)
    lately = recent(cadence, tried)
    for skipped in range(len(lately) + 1):
        suitable = openings.keys() - set(lately[skipped:])
        if suitable:
            return openings[min(suitable, key=lambda part: (uses[part], -rates.get(part, 0.0), openings[part]))]
    return None


def answer_rates(cadence: Cadence, answered: tuple[PartDials, ...]) -> dict[str, float]:
    """How often each part is answered, drawn to the campaign's mean; one with few dials is taken to be as the mean."""
    dials, answers = sum(each.dials for each in answered), sum(each.answered for each in answered)
    if not dials:
        return {}
    mean = answers / dials
    rates = dict.fromkeys((part.name for part in cadence.day_parts), mean)
    for each in answered:
        if each.dials >= cadence.day_part_dials:
            rates[each.day_part] = (each.answered + PRIOR_DIALS * mean) / (each.dials + PRIOR_DIALS)
    return rates


def day_part_points(cadence: Cadence, answered: tuple[PartDials, ...]) -> dict[str, int]:
    """What each part of the day is worth beyond a score, in hundredths of a point: 500 where most answer (domain §3.5).

    The others get a share of that as their rate is of the best; nothing where nobody ever answered.
    """
    rates = answer_rates(cadence, answered)
    best = max(rates.values(), default=0.0)
    return {part: round(BEST_PART_POINTS * rate / best) for part, rate in rates.items()} if best else {}


def is_new(cadence: Cadence, tried: Tried, local: datetime) -> bool:
    """Say whether a dial at a local time would be in a part, or on a weekday, that the cycle still lacks."""
    part, weekday = day_part(cadence, local), local.weekday()
    lacks_parts = len(set(tried.parts)) < cadence.fewest_day_parts
    return (lacks_parts and bool(part) and part not in tried.parts) or (
        lacks_weekdays(cadence, tried) > 0 and weekday not in tried.weekdays
    )


def lacks_weekdays(cadence: Cadence, tried: Tried) -> int:
    """How many weekdays are still to be tried before a cycle may be exhausted."""
    return max(0, cadence.fewest_weekdays - len(set(tried.weekdays)))
