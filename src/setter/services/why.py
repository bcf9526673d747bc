"""Why a prospect may or may not be dialled now, and why it stands where it stands (DESIGN §2, promise 5)."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.callable import RuleResult, Verdict
from setter.domain.ladder import Standing as Rung
from setter.domain.scoring import Score, why_first
from setter.services.callability import best_line, contact_verdict, lines_of, zones_of
from setter.services.company_warmth import company_warmth
from setter.services.desk import Desk
from setter.services.standing import standing_of
from setter.services.still_here import enrolled
from setter.store.queue import WAITING
from setter.store.unit import Unit


class NumberVerdict(Struct, frozen=True):
    """One number of a prospect, without its digits: its place among them, of which kind it is, what the gate says."""

    place: int
    kind: str
    verdict: Verdict


class Why(Struct, frozen=True):
    """The gate's verdict rule by rule, the score line by line, the rung and what the next one lacks.

    `verdict` is that of the number that is dialled first, `opens_at` (UTC milliseconds) when any of them may be;
    `zone` is the one to speak of time in. `waits_until` (UTC milliseconds) says when the queue brings them, where their
    time has not come; by hand they may be dialled before.
    """

    prospect: str
    verdict: Verdict
    numbers: tuple[NumberVerdict, ...]
    may_dial: bool
    opens_at: int | None
    zone: str
    tier: int
    score: Score
    rule_set: str
    temperature: str
    company_temperature: str | None
    rung: Rung
    reasons: tuple[str, ...]
    work_state: str
    waits_until: int | None

    @property
    def common(self) -> tuple[RuleResult, ...]:
        """The rules that say the same of every number."""
        others = [number.verdict.results for number in self.numbers]
        return tuple(each for each in self.verdict.results if all(each in results for results in others))

    def only_of(self, number: NumberVerdict) -> tuple[RuleResult, ...]:
        """The rules that say something else of this number than of another."""
        common = self.common
        return tuple(each for each in number.verdict.results if each not in common)


def why_prospect(desk: Desk, prospect_id: int, campaign_id: str) -> Why:
    """Everything that decides about a prospect at this instant, as the next dial will have it."""

    def look(unit: Unit) -> Why:
        prospect, enrolment = enrolled(desk, unit, campaign_id, prospect_id)
        campaign, now = desk.campaign(unit, enrolment.campaign), desk.now()
        standing = standing_of(unit, campaign, enrolment, prospect, now)
        held = unit.calls.live_for(enrolment.id)
        free = held is None or held.caller == desk.caller
        before = replace(enrolment, work_state=held.state_before) if held else enrolment
        due = unit.meetings.open_for(enrolment.id) is not None
        lines = lines_of(unit, campaign, before, prospect, now, holder_ok=free, meeting_due=due)
        line = best_line(lines)
        verdict = line.verdict if line else contact_verdict(unit, campaign, before, prospect, now)
        age = now - enrolment.enrolled_at
        told = (standing.tier, standing.score, enrolment.attempts, campaign.scoring, standing.temperature, age)
        reasons = why_first(*told)
        return Why(
            prospect=str(prospect.id),
            verdict=verdict,
            numbers=tuple(NumberVerdict(n, each.phone.kind, each.verdict) for n, each in enumerate(lines, 1)),
            may_dial=line is not None and verdict.allowed,
            opens_at=verdict.opens_at if line else None,
            zone=next(iter(zones_of(prospect, enrolment)), "UTC"),
            tier=standing.tier,
            score=standing.score,
            rule_set=campaign.scoring.name,
            temperature=str(standing.temperature.level),
            company_temperature=company_warmth(unit, prospect, now, campaign.temperature),
            rung=standing.rung,
            reasons=reasons,
            work_state=before.work_state,
            waits_until=_waits_until(unit, enrolment.id, now),
        )

    return desk.store.read(look)


def _waits_until(unit: Unit, enrolment_id: int, now: int) -> int | None:
    place = unit.queue.get(enrolment_id)
    return place.due if place is not None and place.slot == WAITING and place.due > now else None
