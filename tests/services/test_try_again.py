"""Somebody has mended what stood in a delivery's way: it goes again at once, and only what is stuck does."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from hands import as_lead, booked, meeting_of, on_strip
from houses import ADA, advance
from setter.domain.errors import Refused, Wrong
from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.duties import DELIVERY_FAILED, meeting_task
from setter.services.tasks import pass_duty
from setter.services.try_again import try_again
from setter.services.with_sales import with_sales
from setter.store.records import Delivery


def stuck(desk: Desk, number: int, state: str, **fields: object) -> Delivery:
    """A delivery of Ada's meeting that is stuck."""
    meeting, now = meeting_of(desk), desk.now()
    about = (number, meeting.id, meeting.change, "folder", "rep", meeting.rep, state, now + DAY)
    return replace(Delivery(*about, 4, "", None, None, now, None, "", "The folder is not there."), **fields)


def test_what_is_stuck_goes_again_what_arrived_does_not_and_its_duty_is_given_on(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    meeting = meeting_of(desk)
    rows = [
        stuck(desk, 1, "given_up"),
        stuck(desk, 2, "waiting", channel="webhook"),
        stuck(desk, 3, "sent", channel="email", sent_at=desk.now()),
        stuck(desk, 4, "given_up", channel="email", change=0),
    ]
    for row in rows:
        desk.store.write(lambda unit, row=row: unit.deliveries.add(row))
    advance(desk, 1000)
    assert (try_again(desk, meeting.id), try_again(desk, meeting.id)) == (2, 0)
    shown = {row.channel: (row.state, row.due_at) for row in with_sales(desk, meeting.id).ways}
    due = desk.now()
    assert shown == {"folder": ("waiting", due), "webhook": ("waiting", due), "email": ("sent", rows[2].due_at)}
    duty, lead = meeting_task(meeting, DELIVERY_FAILED, "lead", due, due), as_lead(desk)
    desk.store.write(lambda unit: unit.tasks.add(duty))
    with pytest.raises(Refused, match="lead's"):
        pass_duty(desk, duty.id, "mira")
    pass_duty(lead, duty.id, "mira")
    assert (on_strip(desk), on_strip(lead)) == ([DELIVERY_FAILED], [])
    with pytest.raises(Wrong, match="no such open duty"):
        pass_duty(lead, duty.id, "mira")
