"""Try again now what of a meeting could not be delivered: somebody has mended what stood in its way."""

from __future__ import annotations

from msgspec.structs import replace

from setter.services.desk import Desk
from setter.services.outbox import GIVEN_UP, WAITING, conclude
from setter.store.unit import Unit


def try_again(desk: Desk, meeting_id: int) -> int:
    """Make due at once what waits for its next try, and what was given up; how many deliveries that are."""

    def write(unit: Unit) -> int:
        now, rows = desk.now(), unit.deliveries.of_meeting(meeting_id)
        newest = {(row.channel, row.receiver): row.change for row in rows}
        stuck = [
            row
            for row in rows
            if row.change == newest[row.channel, row.receiver]
            and (row.state == GIVEN_UP or (row.state == WAITING and row.due_at > now))
        ]
        for row in stuck:
            if row.state == GIVEN_UP:
                conclude(desk, unit, replace(row, due_at=now), WAITING, row.problem)
            else:
                unit.deliveries.set(replace(row, due_at=now))
        return len(stuck)

    return desk.store.write(write)
