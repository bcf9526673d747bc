"""How warm a prospect is, and the tier that follows: from dated evidence, so that time alone changes it (R-065)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from setter.domain.dispositions import Effect
from setter.domain.scoring import HIGHEST, INQUIRY, tier
from setter.domain.temperature import Engagement, Reading, temperature
from setter.services.situation import effect_of
from setter.store.records import Acquisition, Ending, Enrolment, Inquiry, OutcomeRow, Prospect
from setter.store.unit import Unit

INTEREST_OF_EFFECT: Mapping[Effect, str] = {
    Effect.SEND_INFORMATION: "info_request",
    Effect.HARD_CALLBACK: "callback",
    Effect.MEETING_SET: "meeting",
    Effect.NURTURE: "conversation_positive",
}
"""The interest that an outcome is evidence of (R-036, R-063)."""

INTEREST_OF_SOURCE: Mapping[str, str] = {"incoming_call_unknown": "incoming_call", "referral": "referral"}
"""The engagement that we saw ourselves when somebody came to us; a list is evidence of nothing (R-003)."""


CONTACT_US = "contact_us"
"""What every inquiry is evidence of, whatever it says (R-063)."""


def reading_of(unit: Unit, prospect: Prospect, now: int) -> Reading:
    """Read a prospect's temperature at an instant, with the reason."""
    outcomes = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    return warmth(outcomes, unit.prospects.acquisitions(prospect.id), unit.inquiries.of_prospect(prospect.id), now)


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


def warmth(
    endings: Iterable[OutcomeRow | Ending], sources: Iterable[Acquisition], inquiries: Iterable[Inquiry], now: int
) -> Reading:
    """Read a temperature from how calls with a person ended, how they came to us, and what they asked otherwise."""
    asked = [Engagement(CONTACT_US, inquiry.came_at) for inquiry in inquiries]
    return temperature([*_engagements(endings, sources), *asked], now)


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


def _engagements(endings: Iterable[OutcomeRow | Ending], sources: Iterable[Acquisition]) -> list[Engagement]:
    shown = []
    for ending in endings:
        effect = effect_of(ending)
        kind = INTEREST_OF_EFFECT.get(effect) if effect else None
        if kind:
            shown.append(Engagement(kind, ending.recorded_at))
    for source in seen_ourselves(sources):
        kind = INTEREST_OF_SOURCE.get(source.kind)
        if kind:
            shown.append(Engagement(kind, source.recorded_at))
    return shown
