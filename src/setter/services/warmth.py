"""How warm a prospect is, and the tier that follows: from dated evidence, so that time alone changes it (R-065)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from setter.domain.dispositions import Effect
from setter.domain.scoring import tier
from setter.domain.temperature import Engagement, Reading, temperature
from setter.services.situation import effect_of
from setter.store.records import Acquisition, Ending, Enrolment, OutcomeRow, Prospect
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


def reading_of(unit: Unit, prospect: Prospect, now: int) -> Reading:
    """Read a prospect's temperature at an instant, with the reason."""
    outcomes = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    return warmth(outcomes, unit.prospects.acquisitions(prospect.id), now)


def tier_of(unit: Unit, enrolment: Enrolment, reading: Reading) -> int:
    """Place an enrolment in its tier: a promise beats warmth (domain §3.5)."""
    promise = unit.tasks.open_callback(enrolment.id)
    return tier_by(enrolment, promise.kind if promise else None, reading)


def warmed(unit: Unit, enrolment: Enrolment, prospect: Prospect, now: int) -> Enrolment:
    """The enrolment with temperature and tier as they are now; whoever was hot a month ago is warm."""
    reading = reading_of(unit, prospect, now)
    return replace(enrolment, temperature=str(reading.level), tier=tier_of(unit, enrolment, reading))


def warmth(endings: Iterable[OutcomeRow | Ending], sources: Iterable[Acquisition], now: int) -> Reading:
    """Read a temperature from how the calls with a person ended and how the person came to us."""
    return temperature(_engagements(endings, sources), now)


def tier_by(enrolment: Enrolment, promise: str | None, reading: Reading) -> int:
    """Place an enrolment in its tier; `promise` is the kind of the open callback, None without."""
    return tier(promise=promise, inquiry=False, temperature=reading.level, cycle=enrolment.cycle)


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
