"""Where a prospect stands: score, tier, temperature and rung, computed anew from what is known."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from setter.domain import ladder
from setter.domain.campaign import Campaign
from setter.domain.dispositions import Effect
from setter.domain.facts import Fact
from setter.domain.gate_evidence import by_words
from setter.domain.scoring import PROMISED, Score, priority, score, tier
from setter.domain.temperature import Reading, temperature
from setter.domain.units import MINUTE
from setter.services.desk import Desk
from setter.services.knowledge import recorded_facts, scored_facts
from setter.services.place import settle
from setter.services.situation import effect_of
from setter.services.warmth import reading_of, seen_ourselves, tier_of
from setter.store.records import SUBMITTED, Acquisition, Email, Enrolment, Phone, Prospect
from setter.store.unit import Unit

AGREED = (Effect.HARD_CALLBACK, Effect.DAY_CALLBACK, Effect.SEND_INFORMATION, Effect.NURTURE, Effect.MEETING_SET)


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that is computed of a prospect in a campaign."""

    score: Score
    temperature: Reading
    rung: ladder.Standing
    tier: int
    priority: int


def standing_of(unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, now: int) -> Standing:
    """Compute where a prospect stands now, with the reasons."""
    facts = scored_facts(unit, prospect)
    scored = score(campaign.scoring, facts)
    reading = reading_of(unit, prospect, now)
    return Standing(
        scored,
        reading,
        ladder.standing(_rung_evidence(unit, campaign, enrolment, prospect, facts, now)),
        tier_of(unit, enrolment, reading),
        priority(scored.points, enrolment.attempts, campaign.scoring),
    )


def stand(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect) -> Enrolment:
    """Compute anew where a prospect stands, write it, and put the enrolment in its place in the queue.

    A lease in force stays as it is.
    """
    enrolment = weigh(desk, unit, campaign, enrolment, prospect)
    settle(unit, enrolment, prospect, desk.now())
    return enrolment


def weigh(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect) -> Enrolment:
    """Compute anew where a prospect stands and write it; a lease in force stays untouched."""
    standing = standing_of(unit, campaign, enrolment, prospect, desk.now())
    enrolment = placed(enrolment, standing)
    unit.prospects.save_enrolment(enrolment)
    return enrolment


def placed(enrolment: Enrolment, standing: Standing, zones: str | None = None) -> Enrolment:
    """An enrolment with where the prospect stands written into it, and the zones to call in where they are given."""
    return replace(
        enrolment,
        score=standing.score.points,
        priority=_inside_the_tier(enrolment, standing),
        tier=standing.tier,
        temperature=str(standing.temperature.level),
        rung=str(standing.rung.rung),
        zones=enrolment.zones if zones is None else zones,
    )


def newcomer(
    campaign: Campaign,
    prospect: Prospect,
    phones: Sequence[Phone],
    emails: Sequence[Email],
    source: Acquisition,
    now: int,
) -> Standing:
    """Where somebody stands of whom there is nothing but a list's row: cold, a prospect, in the order of the score."""
    scored = score(campaign.scoring, recorded_facts(prospect, emails, [source]))
    evidence = ladder.RungEvidence(
        name=bool(prospect.full_name), email=bool(emails), phone=bool(phones), claimed=prospect.claimed_stage
    )
    reading = temperature((), now)
    place = tier(promise=None, inquiry=False, temperature=reading.level, cycle=1)
    rank = priority(scored.points, 0, campaign.scoring)
    return Standing(scored, reading, ladder.standing(evidence), place, rank)


def _inside_the_tier(enrolment: Enrolment, standing: Standing) -> int:
    """Promises go by their time, the earliest first, and nobody's score comes before one (domain §3.5)."""
    if standing.tier == PROMISED and enrolment.next_at is not None:
        return -(enrolment.next_at // MINUTE)
    return standing.priority


def score_of(unit: Unit, campaign: Campaign, prospect: Prospect) -> Score:
    """A prospect's score by the campaign's rules, line by line (R-070)."""
    return score(campaign.scoring, scored_facts(unit, prospect))


def _rung_evidence(
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    facts: Mapping[str, Fact],
    now: int,
) -> ladder.RungEvidence:
    outcomes = unit.calls.outcomes_of(enrolment.id)
    handoff = unit.meetings.handoff_of_enrolment(enrolment.id)
    called_us = any(source.kind == "incoming_call_unknown" for source in seen_ourselves(unit, prospect))
    passed = [
        gate.id
        for gate in campaign.gates.gates
        if gate.evidence in ("answer", "quote") and by_words(gate, facts, now).met
    ]
    return ladder.RungEvidence(
        name=bool(prospect.full_name),
        email=bool(unit.prospects.emails(prospect.id)),
        phone=bool(unit.prospects.phones(prospect.id)),
        inquired=called_us,
        agreed_to_contact=any(effect_of(outcome) in AGREED for outcome in outcomes),
        qualifying_answers=len(passed),
        conversations=unit.calls.conversations(enrolment.id),
        sql=handoff is not None and handoff.state == SUBMITTED,
        claimed=prospect.claimed_stage,
    )


def score_lines(scored: Score) -> str:
    """A score's lines as they are kept with an attempt: [[label, points], …]."""
    return json.dumps([[line.label, line.points] for line in scored.lines], ensure_ascii=False)
