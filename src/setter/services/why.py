"""Why a prospect may or may not be dialled now, and why it stands where it stands (DESIGN §2, promise 5)."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.callable import Verdict
from setter.domain.ladder import Standing as Rung
from setter.domain.scoring import Score, why_first
from setter.services.callability import best_line, contact_verdict, lines_of
from setter.services.desk import Desk
from setter.services.standing import standing_of
from setter.services.still_here import enrolled
from setter.store.unit import Unit


class Why(Struct, frozen=True):
    """The gate's verdict rule by rule, the score line by line, the rung and what the next one lacks."""

    prospect: str
    verdict: Verdict
    may_dial: bool
    opens_at: int | None
    tier: int
    score: Score
    temperature: str
    rung: Rung
    reasons: tuple[str, ...]


def why_prospect(desk: Desk, prospect_id: int, campaign_id: str) -> Why:
    """Everything that decides about a prospect at this instant."""

    def look(unit: Unit) -> Why:
        prospect, enrolment = enrolled(desk, unit, campaign_id, prospect_id)
        campaign, now = desk.campaign(unit, enrolment.campaign), desk.now()
        standing = standing_of(unit, campaign, enrolment, prospect, now)
        held = unit.calls.live_for(enrolment.id)
        free = held is None or held.caller == desk.caller
        line = best_line(lines_of(unit, campaign, enrolment, prospect, now, holder_ok=free))
        verdict = line.verdict if line else contact_verdict(unit, campaign, enrolment, prospect, now)
        reasons = why_first(standing.tier, standing.score, enrolment.attempts, campaign.scoring, standing.temperature)
        return Why(
            prospect=str(prospect.id),
            verdict=verdict,
            may_dial=line is not None and verdict.allowed,
            opens_at=verdict.opens_at,
            tier=standing.tier,
            score=standing.score,
            temperature=str(standing.temperature.level),
            rung=standing.rung,
            reasons=reasons,
        )

    return desk.store.read(look)
