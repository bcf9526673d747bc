"""People of whom something new is on record are weighed anew, in every campaign that they are in."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from functools import partial
from itertools import groupby
from operator import attrgetter

from setter.services.desk import Desk
from setter.services.on_record import all_on_record, with_their_people
from setter.services.standing import audit_rung, figures_kept, figures_on
from setter.store.unit import Unit

ROUNDS, BREATH_S = 1000, 0.01
"""How often whoever a caller is just writing is tried again, and how long after."""


def weigh_people(desk: Desk, unit: Unit, prospects: Iterable[int]) -> set[int]:
    """Weigh people anew and write who stands elsewhere; the enrolments that somebody else is just writing are left."""
    wanted = unit.known.enrolments(sorted(set(prospects)))
    return _weigh(desk, unit, [each.id for each in wanted]) if wanted else set()


def weigh_left(desk: Desk, enrolments: Collection[int]) -> None:
    """Weigh those that were left, each as soon as nobody else is writing it."""
    left = set(enrolments)
    for _ in range(ROUNDS):
        if not left:
            return
        time.sleep(BREATH_S)
        left = desk.store.write(partial(_weigh, desk, enrolments=sorted(left)), durable=False)


def _weigh(desk: Desk, unit: Unit, enrolments: Collection[int]) -> set[int]:
    """Weigh the enrolments that are free, each rung that is another one in the audit (R-017); the others."""
    free = unit.rescore.held(sorted(enrolments))
    elsewhere = []
    for number, theirs in groupby(sorted(free, key=_campaign), _campaign):
        campaign = desk.campaign(unit, number)
        for known in all_on_record(unit, with_their_people(unit, list(theirs))):
            figures = figures_on(campaign, known, desk.now())
            if figures != figures_kept(known.enrolment):
                elsewhere.append((known.enrolment, figures))
    if elsewhere:
        unit.rescore.write([(each.id, figures) for each, figures in elsewhere])
    for each, figures in elsewhere:
        audit_rung(desk, unit, each, figures.rung)
    return set(enrolments) - {each.id for each in free}


_campaign = attrgetter("campaign")
