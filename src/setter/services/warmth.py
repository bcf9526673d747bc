"""How warm a prospect is, and the tier that follows: from dated evidence, so that time alone changes it (R-065)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from setter.domain.scoring import INQUIRY, tier
from setter.domain.temperature import Reading, temperature
from setter.domain.weigher import HIGHEST
from setter.services.acts import acts_with
from setter.store.records import Acquisition, Enrolment, Inquiry, Prospect
from setter.store.unit import Unit


def reading_of(unit: Unit, prospect: Prospect, now: int) -> Reading:
    """Read a prospect's temperature at an instant, with the reason."""
    return temperature(acts_with(unit, prospect), now)


def tier_of(unit: Unit, enrolment: Enrolment, reading: Reading, now: int) -> int:
    """Place an enrolment in its tier: a promise beats an inquiry, and either beats warmth (domain §3.5)."""
    promise = unit.tasks.open_callback(enrolment.id)
    waits = waiting_since(unit.inquiries.of_prospect(enrolment.prospect_id), enrolment.campaign, now)
    return tier_by(enrolment, promise.kind if promise else None, reading, waits is not None)


def warmed(unit: Unit, enrolment: Enrolment, prospect: Prospect, now: int) -> Enrolment:
    """The enrolment with temperature and tier as they are now; whoever was hot a month ago is warm."""
    reading = reading_of(unit, prospect, now)
    place, order = tier_of(unit, enrolment, reading, now), enrolment.priority
    if place != INQUIRY and order > HIGHEST * 100:  # their inquiry was the order; now it is the score again
        order = enrolment.score * 100
    return replace(enrolment, temperature=str(reading.level), tier=place, priority=order)


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
