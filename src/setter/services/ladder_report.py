"""How many stand on which rung of the ladder, and whom lists claim to stand higher than the evidence (R-001, R-011)."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from setter.domain.ladder import RUNGS, Rung, claim_of, counts_as_lead
from setter.domain.metrics import Proportion
from setter.services.desk import Desk
from setter.store.unit import Unit


class Rungs(Struct, frozen=True):
    """A campaign's people by rung, each of all of them.

    `counted` are those that it counts by its `lead_definition`: whoever stands on the rung `counted_from` or above.
    """

    campaign: str
    people: int
    by_rung: tuple[tuple[str, Proportion], ...]
    lead_definition: str
    counted_from: str
    counted: Proportion


class SourceClaims(Struct, frozen=True):
    """What the lists of one source claim: how many rows claim a rung, and how many of those stand lower by evidence.

    `claims` are those, such as "claimed MQL, evidence: subscriber", with how many, the most common first.
    """

    source: str
    claiming: Proportion
    inflated: Proportion
    claims: tuple[tuple[str, int], ...]


def rungs(desk: Desk, campaign_id: str) -> Rungs:
    """Count a campaign's people by the rung they stand on, as they were last weighed."""

    def look(unit: Unit) -> Rungs:
        row = desk.campaign_row(unit, campaign_id)
        goal = desk.campaign(unit, row.number).goal
        definition = goal.lead_definition if goal else "meeting_requested"
        found = unit.ladder.by_rung(row.number)
        people = sum(found.values())
        by_rung = tuple((str(rung), Proportion(found[rung], people)) for rung in RUNGS)
        counting = [rung for rung in RUNGS if counts_as_lead(rung, definition)]
        counted = Proportion(sum(found[rung] for rung in counting), people)
        return Rungs(campaign_id, people, by_rung, definition, str(counting[0]), counted)

    return desk.store.read(look)


def claims(desk: Desk, campaign_id: str) -> tuple[SourceClaims, ...]:
    """List what each source claims above the evidence, the source with the most such rows first."""

    def look(unit: Unit) -> list[tuple[str, str, str, int]]:
        return unit.ladder.claims(desk.campaign_row(unit, campaign_id).number)

    people: Counter[str] = Counter()
    claiming: Counter[str] = Counter()
    inflated: dict[str, Counter[str]] = {}
    for source, claimed, rung, number in desk.store.read(look):
        people[source] += number
        claiming[source] += number if claimed.strip() else 0
        if claim := claim_of(claimed, Rung(rung)):
            inflated.setdefault(source, Counter())[claim] += number
    told = [
        SourceClaims(
            source,
            Proportion(claiming[source], number),
            Proportion(sum(inflated.get(source, Counter()).values()), claiming[source]),
            tuple(inflated.get(source, Counter()).most_common()),
        )
        for source, number in people.items()
    ]
    return tuple(sorted(told, key=lambda each: (-each.inflated.numerator, each.source)))
