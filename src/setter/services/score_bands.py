"""Whether the score that calls went by sorts: what came of whom, by band and week (domain §3.7)."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from setter.domain.days import day_of, start_of
from setter.domain.errors import Wrong
from setter.domain.score_bands import Accuracy, Cycle, accuracy
from setter.domain.units import DAY
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.store.records import CampaignRow
from setter.store.unit import Unit

WEEKS, MOST_WEEKS = 8, 520
SQL = "sql"
"""The label: a meeting-requested SQL, made within `RIPE_DAYS` of the first attempt."""
RIPE_DAYS = 30
"""So old a cycle must be for its label to be final."""


class ScoreBands(Struct, frozen=True):
    """What came of the cycles begun in some whole weeks, both days included: their label, and how the score sorted."""

    campaign: str
    label: str
    first_day: date
    last_day: date
    accuracy: Accuracy


def score_bands(desk: Desk, campaign_id: str, weeks: int = WEEKS) -> ScoreBands:
    """Count the last whole weeks whose cycles are all old enough, by the score stored with each first attempt."""
    if not 1 <= weeks <= MOST_WEEKS:
        raise Wrong("weeks", f"Between 1 and {MOST_WEEKS} weeks can be looked at.", "--weeks", f"Such as {WEEKS}.")
    return desk.store.read(lambda unit: bands_of(desk, unit, desk.campaign_row(unit, campaign_id), weeks))


def bands_of(desk: Desk, unit: Unit, row: CampaignRow, weeks: int = WEEKS) -> ScoreBands:
    """The same within a transaction."""
    zone = report_zone(unit)
    ripe = day_of(desk.now() - RIPE_DAYS * DAY, zone)
    end = ripe - timedelta(days=ripe.weekday())
    first = end - timedelta(weeks=weeks)
    since, until = start_of(first, zone), start_of(end, zone)
    longest = desk.campaign(unit, row.number).calling.cadence.max_cycle_days
    rows = unit.reports.first_attempts(row.number, since - 2 * longest * DAY, since, until, RIPE_DAYS * DAY)
    cycles = [Cycle(each["score"], day_of(each["started_at"], zone), bool(each["positive"])) for each in rows]
    return ScoreBands(row.id, SQL, first, end - timedelta(days=1), accuracy(cycles))
