"""A sample of the queue, read once, on which other rules can be tried in memory: nothing here ever writes."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.rule_set import RuleSet
from setter.domain.what_if import Ranked, Sampled, WhatIf, ranked, what_if
from setter.services.acts import acts_on
from setter.services.desk import Desk
from setter.services.knowledge import values_on
from setter.services.on_record import OnRecord, all_on_record, with_their_people
from setter.services.windows import open_windows_worth
from setter.store.unit import Unit

HEAD, OTHERS = 100, 100
"""How many of the sample stand first in the queue, and how many chance picks of all the others."""
LOOKED_AT = 4 * (HEAD + OTHERS)


class QueueSample(Struct, frozen=True):
    """Some of a campaign's queue as they stand by the rules in force at an instant (UTC milliseconds).

    `head` of them are the first of the queue, the others chance picked; the queue has `length` in all.
    """

    people: tuple[Sampled, ...]
    head: int
    length: int
    now: int
    in_force: Ranked

    def under(self, rule_set: RuleSet) -> WhatIf:
        """Who of them would stand elsewhere by other rules."""
        return what_if(self.in_force, ranked(rule_set, self.people, self.now))


def sample_queue(desk: Desk, campaign_id: str) -> QueueSample:
    """Read the first HEAD of a campaign's queue and OTHERS of the rest, with all that rules ask about them."""
    now, chance = desk.now(), desk.chance()

    def look(unit: Unit) -> QueueSample:
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign_of(unit, row)
        windows = open_windows_worth(
            desk, unit, campaign, row.number, now, unit.colleagues.assignment(desk.caller).languages
        )
        lines = unit.queue.lines(row.number, windows, desk.caller, HEAD)
        picked = {each.enrolment_id: each.prospect_id for each in lines}
        others = unit.queue.standing_by_chance(row.number, chance, LOOKED_AT)
        picked |= dict([each for each in others.items() if each[0] not in picked][:OTHERS])
        ready = unit.queue.callable_among(list(picked), windows, desk.caller)
        enrolments = [each for each in unit.known.enrolments(sorted(set(picked.values()))) if each.id in picked]
        known = all_on_record(unit, with_their_people(unit, enrolments))
        people = tuple(_sampled(each, ready.get(each.enrolment.id), now) for each in known)
        in_force = ranked(campaign.scoring, people, now)
        return QueueSample(people, len(lines), unit.queue.length(row.number), now, in_force)

    return desk.store.read(look)


def _sampled(known: OnRecord, hour: int | None, now: int) -> Sampled:
    enrolment, prospect = known.enrolment, known.prospect
    return Sampled(
        enrolment.id,
        prospect.full_name,
        prospect.company_name,
        hour,
        enrolment.tier,
        enrolment.priority,
        enrolment.attempts,
        now - enrolment.enrolled_at,
        enrolment.last_attempt_at or 0,
        values_on(known),
        tuple(acts_on(known)),
    )
