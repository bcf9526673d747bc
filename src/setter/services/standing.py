"""Where a prospect stands: score, tier, temperature and rung, computed anew from what is known."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from setter.domain import ladder
from setter.domain.acts import Act
from setter.domain.campaign import Campaign
from setter.domain.scoring import INQUIRY, PROMISED, Score, priority, score, strengths, tier
from setter.domain.temperature import Reading, Temperature, temperature
from setter.domain.units import MINUTE
from setter.domain.weigher import Weighed, weigher_of
from setter.law.jurisdictions import Where
from setter.services.acts import acts_among, acts_on, acts_with
from setter.services.desk import Desk
from setter.services.knowledge import counting_values, facts_on, scored_facts, values_on
from setter.services.on_record import OnRecord, on_record, told_of
from setter.services.place import settle
from setter.services.rungs import rung_on
from setter.services.warmth import tier_by, waiting_since
from setter.store.records import Enrolment, Prospect
from setter.store.rescore import Figures
from setter.store.unit import Unit

HALF_A_POINT = 50
"""In hundredths, as the order inside a tier is kept."""


class Standing(Struct, frozen=True):
    """Everything that is computed of a prospect in a campaign.

    `asked_at` is when the newest inquiry came that waits for its answer in time (UTC milliseconds).
    """

    score: Score
    temperature: Reading
    rung: ladder.Standing
    tier: int
    priority: int
    asked_at: int | None = None


def standing_of(unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, now: int) -> Standing:
    """Compute where a prospect stands now, with the reasons."""
    known = on_record(unit, enrolment, prospect)
    acts = acts_on(known)
    return standing_on(campaign, known, acts, score(campaign.scoring, facts_on(known), acts, now), now)


def standing_on(campaign: Campaign, known: OnRecord, acts: Sequence[Act], scored: Score, now: int) -> Standing:
    """Where a prospect stands by what is on record, what they did, and what that scores."""
    reading = temperature(acts, now, campaign.temperature)
    asked_at = waiting_since(known.inquiries, known.enrolment.campaign, now)
    return Standing(
        scored,
        reading,
        rung_on(campaign, known, acts, now),
        tier_by(known.enrolment, known.promise, reading, asked_at is not None),
        priority(scored.exact, known.enrolment.attempts, campaign.scoring, now - known.enrolment.enrolled_at),
        asked_at,
    )


def figures_on(campaign: Campaign, known: OnRecord, now: int) -> Figures:
    """What is kept of where a prospect stands: the same figures by the same evaluation, without the reasons."""
    acts = acts_on(known)
    weighed = weigher_of(campaign.scoring).weigh(values_on(known), acts, now)
    return figures_of(
        known.enrolment, standing_on(campaign, known, acts, Score(weighed.points, (), weighed.exact), now)
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
    weighed = placed(enrolment, standing_of(unit, campaign, enrolment, prospect, desk.now()))
    unit.prospects.save_enrolment(weighed)
    audit_rung(desk, unit, enrolment, weighed.rung)
    return weighed


def audit_rung(desk: Desk, unit: Unit, enrolment: Enrolment, rung: str) -> None:
    """Put into the audit that somebody comes to stand on another rung than the enrolment says (R-017)."""
    if rung != enrolment.rung:
        subject, where = f"prospect/{enrolment.prospect_id}", {"campaign": enrolment.campaign}
        desk.audit(unit, "rung", subject, where, old=enrolment.rung, new=rung)


def placed(enrolment: Enrolment, standing: Standing, where: Where | None = None) -> Enrolment:
    """An enrolment with where the prospect stands written into it, and where they may be, if that is given."""
    figures = figures_of(enrolment, standing)._asdict()
    return replace(enrolment, **figures, **(where._asdict() if where else {}))


def figures_of(enrolment: Enrolment, standing: Standing) -> Figures:
    """What an enrolment keeps of where its prospect stands."""
    return Figures(
        standing.score.points,
        _inside_the_tier(enrolment, standing),
        standing.tier,
        standing.temperature.level.value,
        standing.rung.rung.value,
    )


def figures_kept(enrolment: Enrolment) -> Figures:
    """What an enrolment keeps of where its prospect stood when somebody last looked."""
    return Figures(enrolment.score, enrolment.priority, enrolment.tier, enrolment.temperature, enrolment.rung)


def stands_elsewhere(enrolment: Enrolment, figures: Figures) -> bool:
    """Say whether somebody would stand elsewhere by these figures than by those that are kept of them.

    Less than half a point moves nobody where the score decides, for acts age from minute to minute; promises and
    inquiries stand by their time.
    """
    kept = figures_kept(enrolment)
    least = HALF_A_POINT if figures.tier > INQUIRY else 1
    return figures._replace(priority=0) != kept._replace(priority=0) or abs(figures.priority - kept.priority) >= least


def newcomer(campaign: Campaign, weighed: Weighed, *, email: bool, phone: bool, claimed: str) -> Figures:
    """Where somebody stands of whom there is nothing but a list's row: cold, a prospect, in the order of the score."""
    cold = Temperature.COLD
    evidence = ladder.RungEvidence(name=True, email=email, phone=phone, claimed=claimed)
    place = tier(promise=None, inquiry=False, temperature=cold, cycle=1)
    order = priority(weighed.exact, 0, campaign.scoring, 0)
    return Figures(weighed.points, order, place, cold.value, ladder.standing(evidence).rung.value)


def _inside_the_tier(enrolment: Enrolment, standing: Standing) -> int:
    """Promises go by their time, the earliest first, inquiries the newest first, before any score (domain §3.5)."""
    if standing.tier == PROMISED and enrolment.next_at is not None:
        return -(enrolment.next_at // MINUTE)
    if standing.tier == INQUIRY and standing.asked_at is not None:
        return standing.asked_at // MINUTE
    return standing.priority


def score_of(unit: Unit, campaign: Campaign, prospect: Prospect, now: int) -> Score:
    """A prospect's score by the campaign's rules, line by line (R-070)."""
    acts = acts_with(unit, prospect) if weigher_of(campaign.scoring).reads_acts else ()
    return score(campaign.scoring, scored_facts(unit, prospect), acts, now)


def strengths_of(unit: Unit, campaign: Campaign, prospects: Sequence[int], now: int) -> dict[int, tuple[str, ...]]:
    """What speaks for each of many by the campaign's rules, read in a handful of queries for all of them."""
    emails, sources, answers, endings = told_of(unit, prospects)
    acts = acts_among(unit, prospects, endings, sources) if weigher_of(campaign.scoring).reads_acts else {}
    found = {}
    for each in unit.known.people(prospects):
        told = (emails.get(each.id, ()), sources.get(each.id, ()), answers.get(each.id, ()))
        values = counting_values(each, *told, endings.get(each.id, ()))
        found[each.id] = strengths(campaign.scoring, values, acts.get(each.id, ()), now)
    return found


def score_lines(scored: Score) -> str:
    """A score's lines as they are kept with an attempt: [[label, points, rule, age in days], …]."""
    return json.dumps(
        [[line.label, _kept(line.points), line.rule, _kept(line.age_days)] for line in scored.lines], ensure_ascii=False
    )


def _kept(number: float | None) -> float | None:
    """A number short enough to be kept a million times; whole ones as such."""
    if number is None:
        return None
    rounded = round(number, 6)
    return int(rounded) if rounded.is_integer() else rounded
