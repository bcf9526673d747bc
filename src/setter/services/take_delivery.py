"""Take a delivery in hand: what is overtaken, withheld or not for this machine stays, and it is said why."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, SetterError
from setter.handoff.meeting import MeetingRecord
from setter.handoff.parcel import Parcel
from setter.handoff.told import CALENDAR, EMAIL, FOLDER, PROSPECT, WEBHOOK, is_worth_telling, kinds_for
from setter.services.desk import Desk
from setter.services.due import may_not_leave
from setter.services.invited import note_invited
from setter.services.outbox import (
    CHANNEL_OFF,
    GIVEN_UP,
    NOTHING_NEW,
    OVERTAKEN,
    SANDBOX,
    SENDING,
    WITHHELD,
    conclude,
)
from setter.services.parcels import Route, content_of, parcel_of, route_to
from setter.services.secrets import secret
from setter.store.deliveries import in_hand
from setter.store.ids import new_id
from setter.store.records import Delivery, Meeting
from setter.store.unit import Unit

NO_REP = "No version of the campaign knows this rep any more."


class Taken(Struct, frozen=True):
    """A delivery in our hands, as it was before, and what it carries."""

    row: Delivery
    before: Delivery
    parcel: Parcel


class Stays(Struct, frozen=True):
    """A delivery that is not sent now, and why in a sentence; `elsewhere` says that another machine may send it."""

    row: Delivery
    why: str = ""
    elsewhere: bool = False


def take(desk: Desk, unit: Unit, delivery_id: int) -> Taken | Stays | None:
    """Take a delivery and write down that it is handed over; None where it is in other hands, or nobody's any more."""
    row, now = unit.deliveries.get(delivery_id), desk.now()
    if row is None or row.state not in ("waiting", SENDING) or in_hand(row, now):
        return None
    meeting = unit.meetings.get(row.meeting_id)
    assert meeting is not None
    earlier = [each for each in unit.deliveries.of_meeting(meeting.id) if each.change < row.change]
    if any(_is_ahead(each, row, now) for each in earlier):
        return None
    route = route_to(desk, unit, meeting)
    left_out = _left_out(desk, unit, row, meeting, route)
    if left_out is not None or route is None:
        return left_out
    parcel = parcel_of(desk, unit, row, meeting, route, earlier)
    if not is_worth_telling(parcel.record, route.rep, row.channel, row.receiver):
        return Stays(conclude(desk, unit, row, WITHHELD, NOTHING_NEW))
    try:
        parcel = replace(parcel, secrets=_at_hand(row, route))
    except SetterError as missing:
        if row.problem != missing.message:
            unit.deliveries.set(replace(row, problem=missing.message))
        return Stays(replace(row, problem=missing.message), missing.message, elsewhere=True)
    return _taken(desk, unit, row, parcel, earlier)


def _taken(desk: Desk, unit: Unit, row: Delivery, parcel: Parcel, earlier: list[Delivery]) -> Taken | None:
    now = desk.now()
    taken_by = f"{desk.writer} {new_id(now)}"
    content = content_of(parcel.record)
    if not unit.deliveries.take(row, now, taken_by, content):
        return None
    _note_guests(unit, row, parcel.record, parcel)
    taken = replace(row, state=SENDING, tries=row.tries + 1, taken_by=taken_by, handed_over_at=now, content=content)
    return Taken(taken, row, parcel)


def _is_ahead(other: Delivery, row: Delivery, now: int) -> bool:
    """Say whether an older change is on the line to the same receiver, who must hear of it first."""
    same = (other.channel, other.receiver) == (row.channel, row.receiver)
    return same and other.state == SENDING and in_hand(other, now)


def _left_out(desk: Desk, unit: Unit, row: Delivery, meeting: Meeting, route: Route | None) -> Stays | None:
    """What must not leave, or need not any more, is written down as that; None where it may."""
    if meeting.change > row.change:
        return Stays(conclude(desk, unit, row, OVERTAKEN))
    if desk.sandbox:
        return Stays(conclude(desk, unit, row, WITHHELD, SANDBOX))
    barring = may_not_leave(unit, meeting)
    if barring:
        return Stays(conclude(desk, unit, row, WITHHELD, barring[0]))
    if route is None:
        return Stays(conclude(desk, unit, row, GIVEN_UP, NO_REP))
    if row.channel not in route.rep.deliver:
        return Stays(conclude(desk, unit, row, WITHHELD, CHANNEL_OFF))
    return None


def _at_hand(row: Delivery, route: Route) -> dict[str, str]:
    """The secrets that a delivery needs, by name; Refused where this machine has not all it takes."""
    rep, mail = route.rep, route.mail
    if row.channel == FOLDER and rep.folder and not Path(rep.folder).expanduser().is_dir():
        hint = "Make it, or let a machine that has it deliver."
        raise Refused("no_folder", f"The folder of {rep.id} is not on this machine.", rep.folder, hint)
    named = {
        EMAIL: mail.secret if mail else "",
        CALENDAR: rep.calendar_secret,
        WEBHOOK: rep.webhook_secret,
    }.get(row.channel, "")
    return {named: secret(named)} if named else {}


def _note_guests(unit: Unit, row: Delivery, record: MeetingRecord, parcel: Parcel) -> None:
    """Remember whom an invitation may reach from now on; that nobody could be invited, where nobody has an address."""
    kinds = kinds_for(record, parcel.rep, row.channel, row.receiver)
    if "invite" in kinds or "uninvite" in kinds:
        note_invited(unit, row.meeting_id, row.change, record.public.invited)
    elif not record.cancelled and not record.public.invited and record.public.told is None and row.receiver != PROSPECT:
        note_invited(unit, row.meeting_id, row.change, ())
