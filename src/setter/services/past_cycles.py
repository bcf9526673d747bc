"""What was known as each prospect-cycle began, and what became of it: rules are tested on this alone (domain §3.7).

Whoever was suppressed, merged or changed since stands here as they were at the dial.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice

from msgspec import Struct

from setter.domain.acts import Act
from setter.domain.facts import Value
from setter.domain.rejections import counts_against
from setter.domain.units import DAY
from setter.services.acts import NO_SHOW, acts_of, rejection
from setter.services.desk import Desk
from setter.services.knowledge import scored_facts
from setter.services.on_record import by_prospect, told_of
from setter.store.records import Attempt, Cycle, Prospect, SaidBySales
from setter.store.unit import Unit

MATURE_DAYS = 30
"""Within so many days of a cycle's first dial an SQL is made of it, or it is none (domain §3.7, Y1)."""
LABELS = ("sql", "accepted", "held")
NEVER_KEPT = frozenset({"full_name", "first_name", "last_name", "email", "street", "postal_code", "website"})
"""Fields that say who somebody is rather than what they are like: kept as known, without what they say."""
STRETCH = 500


class PastCycle(Struct, frozen=True):
    """A cycle as it was known at its first dial (`at`, UTC milliseconds), and whether it succeeded.

    `score` is what the rules of then made of it; `explored` says that chance chose it, not the score.
    """

    enrolment_id: int
    company: int
    at: int
    values: dict[str, Value]
    acts: tuple[Act, ...]
    success: bool
    score: int
    rules_version: int
    explored: bool


def keep_known(unit: Unit, attempt: Attempt, prospect: Prospect) -> None:
    """Keep what is known of somebody as the first dial of their cycle begins."""
    enrolment = unit.prospects.enrolment(attempt.enrolment_id)
    if enrolment is None or enrolment.attempts:
        return
    facts = scored_facts(unit, prospect)
    known = {name: "known" if name in NEVER_KEPT else fact.value for name, fact in facts.items()}
    unit.cycles.keep(enrolment.id, enrolment.cycle, attempt.id, json.dumps(known, ensure_ascii=False))


def past_cycles(desk: Desk, campaign_id: str, label: str = "sql") -> list[PastCycle]:
    """Every cycle old enough for its outcome to be final, oldest first.

    `label`: "sql" (a meeting-requested SQL within 30 days), "accepted" (sales took it), or "held" (its meeting took
    place).
    """

    def look(unit: Unit) -> list[PastCycle]:
        row, now = desk.campaign_row(unit, campaign_id), desk.now()
        begun = iter(unit.cycles.begun(row.number, now - MATURE_DAYS * DAY))
        settled = (each for each in begun if is_settled(each, label))
        parts = iter(lambda: list(islice(settled, STRETCH)), [])
        return [each for part in parts for each in _cycles(unit, part, label)]

    return desk.store.read(look)


def _cycles(unit: Unit, begun: Sequence[Cycle], label: str) -> Iterator[PastCycle]:
    """These cycles with the acts that were on record as each began; what was told later was not known then."""
    people, known = sorted({each.prospect_id for each in begun}), unit.known
    _, sources, _, endings = told_of(unit, people)
    inquiries, events = by_prospect(known.inquiries(people)), by_prospect(known.events(people))
    no_shows, said = by_prospect(unit.cycles.no_shows(people)), by_prospect(unit.cycles.said_of(people))
    for each in begun:
        whose, at = each.prospect_id, each.started_at
        recorded = [
            [row for row in rows.get(whose, ()) if row.recorded_at < at]
            for rows in (endings, sources, inquiries, events)
        ]
        acts = acts_of(recorded[0], recorded[1], recorded[2], (), recorded[3])
        acts += [Act(NO_SHOW, missed.starts_at) for missed in no_shows.get(whose, ()) if missed.told_at < at]
        acts += rejections_by(said.get(whose, ()), at)
        yield PastCycle(
            each.enrolment_id,
            each.company_id or whose,
            at,
            json.loads(each.known),
            tuple(act for act in acts if act.at is not None and act.at < at),
            succeeded(each, label),
            each.score,
            each.rules_version,
            bool(each.explored),
        )


def is_settled(cycle: Cycle, label: str) -> bool:
    """Say whether it is final what a label says of a cycle that is old enough: a meeting may yet be held."""
    if label == "accepted":
        return cycle.accepted > 0 or not cycle.undecided
    return label != "held" or cycle.held > 0 or not cycle.unsettled


def succeeded(cycle: Cycle, label: str) -> bool:
    """Say whether what a label asks for came of a cycle before its time was up."""
    if cycle.sql_at is None or cycle.sql_at > cycle.started_at + MATURE_DAYS * DAY:
        return False
    return label == "sql" or (cycle.accepted if label == "accepted" else cycle.held) > 0


def rejections_by(said: Iterable[SaidBySales], at: int) -> Iterator[Act]:
    """The rejections by sales that stood at an instant (UTC ms): what was taken back later stood then."""
    for _, answers in groupby(said, key=lambda each: each.handoff_id):
        code, since = "", 0
        for each in answers:
            told = json.loads(each.said) if each.recorded_at < at else {}
            if told.get("decision") == "accepted" or told.get("appeal") == "overturned":
                code = ""
            elif told.get("code"):
                code, since = str(told["code"]), each.recorded_at
        if counts_against(code):
            yield rejection(code, since)
