"""Do the counts by day say what happened, and what to do where they do not."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.calling_window import is_zone
from setter.domain.days import day_of
from setter.domain.errors import Wrong
from setter.domain.roles import DECIDING
from setter.services.activity import counted, report_zone
from setter.services.desk import Desk
from setter.services.kept_counts import count_all
from setter.store.unit import Unit


class Recounted(Struct, frozen=True):
    """With how many enrolments anything ever happened, and by the days of which zone (IANA) it is counted."""

    enrolments: int
    zone: str


def recount(desk: Desk, zone: str = "") -> Recounted:
    """Count all that ever happened anew, by the days of another zone where one is named.

    Refused("role") for whoever is no team lead, Wrong("zone") for a zone that does not exist.
    """
    if zone and not is_zone(zone):
        raise Wrong("zone", f"There is no time zone {zone!r}.", "--zone", "Use a name such as America/Chicago.")
    sentence = "Only a team lead or compliance may count anew."
    desk.store.read(lambda unit: desk.allow_only(unit, DECIDING, sentence, "recount", "Ask your team lead."))
    enrolments = count_all(desk.store, zone)
    desk.store.write(lambda unit: desk.audit(unit, "recount", "activity", {"zone": report_zone(unit)}))
    return Recounted(enrolments, desk.store.read(report_zone))


def true_today(desk: Desk, unit: Unit) -> bool:
    """Say whether the counts of today are what its calls, meetings and promises come to, read one by one."""
    today = day_of(desk.now(), report_zone(unit))
    return counted(unit, today, today) == unit.reports.by_day(today.isoformat(), today.isoformat())
