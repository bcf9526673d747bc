"""Whether the score that calls went by sorts: what came of whom, by band and week (domain §3.7)."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from setter.domain.days import day_of, start_of
from setter.domain.errors import Wrong
from setter.domain.score_bands import Accuracy, Scored, accuracy
from setter.domain.units import DAY
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.services.past_cycles import MATURE_DAYS, is_settled, succeeded
from setter.store.records import CampaignRow
from setter.store.unit import Unit

WEEKS, MOST_WEEKS = 8, 520
SQL = "sql"
"""The label that is counted unless another is asked for: a meeting-requested SQL."""


class ScoreBands(Struct, frozen=True):
    """What came of the cycles begun in some whole weeks, both days included: their label, and how the score sorted."""

    campaign: str
    label: str
    first_day: date
    last_day: date
    accuracy: Accuracy


def score_bands(desk: Desk, campaign_id: str, weeks: int = WEEKS, label: str = SQL) -> ScoreBands:
    """Count the last whole weeks whose cycles are all old enough, by the score stored with each first attempt.

    `label` is one of past_cycles.LABELS.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise Wrong("weeks", f"Between 1 and {MOST_WEEKS} weeks can be looked at.", "--weeks", f"Such as {WEEKS}.")
    return desk.store.read(lambda unit: bands_of(desk, unit, desk.campaign_row(unit, campaign_id), weeks, label))


def bands_of(desk: Desk, unit: Unit, row: CampaignRow, weeks: int = WEEKS, label: str = SQL) -> ScoreBands:
    """The same within a transaction."""
    zone = report_zone(unit)
    ripe = day_of(desk.now() - MATURE_DAYS * DAY, zone)
    end = ripe - timedelta(days=ripe.weekday())
    first = end - timedelta(weeks=weeks)
    since, until = start_of(first, zone), start_of(end, zone)
    begun = unit.cycles.begun(row.number, until - 1, since, known=False)
    settled = (each for each in begun if is_settled(each, label))
    cycles = [Scored(each.score, day_of(each.started_at, zone), succeeded(each, label)) for each in settled]
    return ScoreBands(row.id, label, first, end - timedelta(days=1), accuracy(cycles))
