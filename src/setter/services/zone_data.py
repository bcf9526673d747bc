"""What was promised by a clock on the wall stays so when a country moves its clocks (DESIGN §2, promise 6)."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache, partial
from importlib import import_module

from msgspec.structs import replace

from setter.domain.calling_window import is_zone, resolve
from setter.services.desk import Desk
from setter.services.place import settle
from setter.store.records import Callback
from setter.store.unit import Unit

RESOLVED_BY = "zone_data"
"""The setting that names the release of the zone data by which open promises were resolved, such as "2025b"."""
MANY = 200


@lru_cache(maxsize=1)
def release() -> str:
    """The release of the zone data that this setter reads clocks by; a later one sorts after it."""
    return str(import_module("tzdata").IANA_VERSION)


def see_to_zones(desk: Desk) -> int:
    """Resolve every open promise anew where this setter has newer zone data than the last; how many moved.

    Its wall time and zone stay as they were promised; its instant, when its prospect is due and their place in the
    queue follow. Gone on with where a killed one was; a program with older zone data changes nothing.
    """
    if release() <= (desk.store.read(lambda unit: unit.settings.get(RESOLVED_BY)) or ""):
        return 0
    moved, after = 0, 0
    while True:
        came, last = desk.store.write(partial(_step, desk, after=after))
        moved += came
        if last is None:
            break
        after = last
    desk.store.write(lambda unit: unit.settings.set(RESOLVED_BY, release()))
    return moved


def _step(desk: Desk, unit: Unit, after: int) -> tuple[int, int | None]:
    promises = unit.tasks.open_after(after, MANY)
    moved = sum(_resolve(desk, unit, promise) for promise in promises)
    return moved, promises[-1].id if promises else None


def _resolve(desk: Desk, unit: Unit, promise: Callback) -> bool:
    """Resolve one promise anew; True where it is at another instant now."""
    if not is_zone(promise.zone):
        return False
    due = resolve(datetime.fromisoformat(promise.wall), promise.zone)
    enrolment = unit.prospects.hold_enrolment(promise.enrolment_id)
    if due == promise.due_at or enrolment is None:
        return False
    unit.tasks.save_callback(replace(promise, due_at=due))
    detail = {"from": promise.due_at, "to": due, "zone_data": release()}
    desk.audit(unit, "promise_resolved", f"prospect/{promise.prospect_id}", detail)
    if enrolment.next_at != promise.due_at:
        return True
    enrolment = replace(enrolment, next_at=due)
    unit.prospects.save_enrolment(enrolment)
    prospect = unit.prospects.get(promise.prospect_id)
    if prospect is not None and enrolment.work_state == "callback":
        settle(unit, enrolment, prospect, desk.now())
    return True
