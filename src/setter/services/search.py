"""Find anybody of a campaign's client as you type: name, company, e-mail, number or its last digits."""

from __future__ import annotations

from dataclasses import dataclass

from setter.services.desk import Desk
from setter.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Found:
    """A prospect that was found; `enrolment` is None when they are not in this campaign."""

    prospect_id: int
    enrolment_id: int | None
    name: str
    title: str
    company: str
    work_state: str
    score: int
    blocked: str


def search(desk: Desk, campaign_id: str, text: str, most: int = 20) -> list[Found]:
    """Prospects whose name, company, address or number holds the text; nothing for fewer than two characters."""
    if len(text.strip()) < 2:
        return []

    def look(unit: Unit) -> list[Found]:
        row = desk.campaign_row(unit, campaign_id)
        found = []
        for prospect in unit.prospects.search(row.client_id, text, most):
            enrolment = unit.prospects.enrolled(row.number, prospect.id)
            found.append(
                Found(
                    prospect.id,
                    enrolment.id if enrolment else None,
                    prospect.full_name,
                    prospect.title,
                    prospect.company_name,
                    enrolment.work_state if enrolment else "",
                    enrolment.score if enrolment else 0,
                    prospect.blocked,
                )
            )
        return found

    return desk.store.read(look)
