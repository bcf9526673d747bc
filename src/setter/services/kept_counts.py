"""The counts by day, kept in the write in which anything happens: a report adds days up, however many calls there were.

What an enrolment comes to is counted anew with each write that touches it, by the rule that counts everything; only
what became different is added to its days or taken out of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from setter.services.activity import shares
from setter.services.here import own_zone
from setter.store.house import Store
from setter.store.records.counts import Counts
from setter.store.unit import Unit

RULE = "2"
"""The rule by which `activity` counts: a setter that knows another counts every database anew."""
UNDER_WAY = "under way"
BATCH = 500
"""So many enrolments are counted in one write: callers come in between."""
_NOTHING = Counts()


def keep_up(unit: Unit) -> None:
    """Bring the counts up to date with what a write has touched, before its commit."""
    for enrolment in sorted(unit.touched.enrolments):
        before = {enrolment: unit.reports.hold_share(enrolment)}
        _keep(unit, shares(unit, enrolment, enrolment), before)


def see_to_counts(store: Store) -> None:
    """Count a database that was never counted, or by another rule; one who stopped half-way is gone on with."""
    if store.read(lambda unit: unit.settings.get("counted")) != RULE:
        count_all(store)


def count_all(store: Store, zone: str = "") -> int:
    """Count everything anew, by the days of `zone` (IANA) or as before; how many enrolments there were to count.

    Many may do so at once, and callers may go on meanwhile: the counts are whole when the last one is done.
    """
    store.write(lambda unit: _begin(unit, zone))
    after, number = 0, 0
    while batch := store.write(partial(_count_batch, after=after)):
        after, number = batch[-1], number + len(batch)
    store.write(lambda unit: unit.settings.set("counted", RULE))
    return number


def _begin(unit: Unit, zone: str) -> None:
    """Forget what was counted, unless somebody has begun to count anew by the same days."""
    kept = unit.settings.get("report_zone")
    wanted = zone or kept or own_zone()
    if wanted == kept and unit.settings.get("counted") == UNDER_WAY:
        return
    unit.reports.clear()
    unit.settings.set("report_zone", wanted)
    unit.settings.set("counted", UNDER_WAY)


def _count_batch(unit: Unit, after: int) -> list[int]:
    """Count the next enrolments anew; which they were."""
    batch = unit.reports.worked_after(after, BATCH)
    if batch:
        first, last = batch[0], batch[-1]
        _keep(unit, shares(unit, first, last), unit.reports.shares(first, last))
    return batch


def _keep(unit: Unit, now: Mapping[int, Counts], before: Mapping[int, Counts]) -> None:
    """Write what became different of some enrolments' shares in the counts."""
    fresh = {each: now.get(each, _NOTHING) for each in now.keys() | before.keys()}
    changed = {each: share for each, share in fresh.items() if share != before.get(each, _NOTHING)}
    difference = Counts()
    for enrolment, share in changed.items():
        difference.add(share)
        difference.take_out(before.get(enrolment, _NOTHING))
    unit.reports.keep_shares(changed)
    unit.reports.count(difference)
