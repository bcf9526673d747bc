"""How warm a company is: as warm as its hottest person who may be called (R-064)."""

from __future__ import annotations

import json

from setter.domain.temperature import Temperature, Windows, company_temperature, temperature
from setter.services.acts import acts_among
from setter.services.on_record import by_prospect
from setter.store.records import Prospect
from setter.store.unit import Unit

ACTS = ("known.endings_of", "known.acquisitions_of", "known.inquiries_of", "known.meetings_of", "known.happened_to")
MOST_PEOPLE = 200
"""So many of a company are looked at; where there are more, the others change nothing that a caller sees."""


def company_warmth(unit: Unit, prospect: Prospect, now: int, windows: Windows) -> Temperature | None:
    """Read the temperature of a prospect's company at an instant (UTC milliseconds); None where they have none."""
    if prospect.company_id is None:
        return None
    people = unit.ladder.callable_at(prospect.company_id, MOST_PEOPLE)
    unit.gather(ACTS, prospects=json.dumps(people))
    endings, sources = by_prospect(unit.known.endings(people)), by_prospect(unit.known.acquisitions(people))
    acts = acts_among(unit, people, endings, sources)
    return company_temperature(temperature(theirs, now, windows).level for theirs in acts.values())
