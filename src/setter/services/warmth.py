"""How warm a prospect is, and the tier that follows: from dated evidence, so that time alone changes it (R-065)."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.scoring import INQUIRY, tier
from setter.domain.temperature import USUAL, Reading, Windows, temperature
from setter.domain.weigher import HIGHEST
from setter.services.acts import acts_with
from setter.services.audited import by_itself
from setter.store.records import Acquisition, Enrolment, Inquiry, Prospect
from setter.store.unit import Unit

KEPT = "windows"


class _Windows(Struct):
    """Of a compiled campaign, what its temperatures go by."""

    temperature: Windows = USUAL


def windows_of(unit: Unit, number: int) -> Windows:
    """How long a campaign in force keeps people hot and warm; kept from one unit of work to the next."""
    row = unit.campaigns.numbered(number)
    version = row.version if row is not None and row.version else unit.campaigns.newest_version(number)
    kept: dict[tuple[int, int], Windows] = unit.kept.setdefault(KEPT, {})
    if (number, version) not in kept:
        compiled = unit.campaigns.compiled(number, version)
        kept[number, version] = msgspec.json.decode(compiled, type=_Windows).temperature if compiled else USUAL
    return kept[number, version]


def tier_of(unit: Unit, enrolment: Enrolment, reading: Reading, now: int) -> int:
    """Place an enrolment in its tier: a promise beats an inquiry, and either beats warmth (domain §3.5)."""
    promise = unit.tasks.open_callback(enrolment.id)
    waits = waiting_since(unit.inquiries.of_prospect(enrolment.prospect_id), enrolment.campaign, now)
    return tier_by(enrolment, promise.kind if promise else None, reading, waits is not None)


def warmed(unit: Unit, enrolment: Enrolment, prospect: Prospect, now: int) -> Enrolment:
    """The enrolment with temperature and tier as they are now; whoever was hot a month ago is warm.

    That stands in the audit as what time brought about, and nobody's edit (R-065).
    """
    reading = temperature(acts_with(unit, prospect), now, windows_of(unit, enrolment.campaign))
    place, order = tier_of(unit, enrolment, reading, now), enrolment.priority
    if place != INQUIRY and order > HIGHEST * 100:  # their inquiry was the order; now it is the score again
        order = enrolment.score * 100
    if reading.level.value != enrolment.temperature:
        by_itself(
            unit,
            "temperature",
            f"prospect/{prospect.id}",
            now,
            {"campaign": enrolment.campaign},
            old=enrolment.temperature,
            new=reading.level.value,
            why="time",
        )
    return replace(enrolment, temperature=reading.level.value, tier=place, priority=order)


def tier_by(enrolment: Enrolment, promise: str | None, reading: Reading, inquiry: bool) -> int:
    """Place an enrolment in its tier; `promise` is the kind of the open callback, None without."""
    return tier(promise=promise, inquiry=inquiry, temperature=reading.level, cycle=enrolment.cycle)


def waiting_since(inquiries: Iterable[Inquiry], campaign: int, now: int) -> int | None:
    """When the newest inquiry in a campaign came that can still be answered in time; None without one (domain §3.5)."""
    waiting = (each for each in inquiries if each.campaign == campaign and each.answered_at is None)
    return max((each.came_at for each in waiting if now <= each.due_at), default=None)


def seen_ourselves(sources: Iterable[Acquisition]) -> list[Acquisition]:
    """The sources that are something a prospect did with us; what a list says came with a batch, and proves nothing."""
    return [source for source in sources if source.batch_id is None]
