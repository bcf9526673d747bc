"""Deliver what is on its way: taken in the database, sent outside any transaction, then settled.

Before anything goes out it is written down that it does. Whoever dies in between leaves a delivery that may have
arrived: it is sent again as the very same (its Message-ID, its file, its webhook's id), so that receivers know it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING
from setter.domain.units import DAY
from setter.handoff.parcel import Arrived, NotSent, Parcel
from setter.handoff.told import CALENDAR, EMAIL, FOLDER, WEBHOOK
from setter.services.desk import Desk
from setter.services.due import barred
from setter.services.outbox import GIVEN_UP, SENT, WAITING, conclude, put_on_its_way
from setter.services.patience import Errand, TooLong, stays
from setter.services.settle_delivery import give_up_lacking, settle
from setter.services.take_delivery import Stays, Taken, take
from setter.store.records import Delivery
from setter.store.unit import Unit

BY_CHANNEL = MappingProxyType(
    {
        FOLDER: "setter.handoff.folder",
        EMAIL: "setter.handoff.mail",
        CALENDAR: "setter.handoff.caldav",
        WEBHOOK: "setter.handoff.webhook",
    }
)
"""The module whose `deliver` takes a parcel through a channel; it is imported when something is to be sent."""
AT_MOST_S = 300.0
"""So long one delivery is waited for altogether, half as long as it is in our hands."""
SLOW_S = 10.0
"""A server that kept us so long in vain is not asked again in the same pass."""
LISTED_MS = 30 * DAY
SEE_OUTBOX = "See the outbox with: setter deliver --list."


class Way(Struct, frozen=True):
    """How a delivery stands, and why in a sentence where it has not arrived."""

    row: Delivery
    why: str = ""


def deliver(desk: Desk, at_once: bool = False, is_leaving: Callable[[], bool] = stays) -> list[Way]:
    """Send all that is due, and say what became of each; `at_once` sends also what changed a moment ago.

    Servers that are away, or hang, keep nobody else waiting: after the first in vain all else for them stays for the
    next pass. Where nothing is due, nothing is written; nothing more begins once `is_leaving`.
    """
    put_on_its_way(desk)
    if at_once:
        desk.store.write(lambda unit: _make_due(desk, unit))
    done, away = [], set[str]()
    for row in desk.store.read(lambda unit: unit.deliveries.due(desk.now())):
        if is_leaving():
            break
        way = _send(desk, row, away, is_leaving)
        if way is not None:
            done.append(way)
    return done


def deliver_quietly(desk: Desk, is_leaving: Callable[[], bool] = stays) -> None:
    """Send all that is due outside a sandbox."""
    if not desk.sandbox:
        deliver(desk, is_leaving=is_leaving)


def outbox(desk: Desk) -> list[Delivery]:
    """What has yet to leave, what was given up, and what became of the last 30 days' deliveries, oldest first."""
    since = desk.now() - LISTED_MS
    return desk.store.read(lambda unit: unit.deliveries.listed(since))


def waiting(desk: Desk) -> list[Delivery]:
    """What has yet to leave, by when it is due."""
    return desk.store.read(lambda unit: unit.deliveries.open())


def people_of(desk: Desk, rows: Iterable[Delivery]) -> dict[int, tuple[str, str]]:
    """Whom deliveries are about, by meeting: (name, company); whoever must not be contacted stays unnamed."""

    def look(unit: Unit) -> dict[int, tuple[str, str]]:
        meetings = (unit.meetings.get(each) for each in {row.meeting_id for row in rows})
        found = ((meeting, unit.prospects.get(meeting.prospect_id)) for meeting in meetings if meeting is not None)
        return {
            meeting.id: (prospect.full_name, prospect.company_name)
            for meeting, prospect in found
            if prospect is not None and not barred(unit, meeting)
        }

    return desk.store.read(look)


def again(desk: Desk, delivery_id: int) -> Delivery:
    """Try a delivery again now that was given up, or waits for its next try; Wrong where there is none.

    Refused for any other, and to whoever neither set the meeting nor decides for others.
    """

    def write(unit: Unit) -> Delivery:
        row = unit.deliveries.get(delivery_id)
        if row is None:
            raise Wrong("no_delivery", "There is no such delivery.", "delivery", SEE_OUTBOX)
        meeting = unit.meetings.get(row.meeting_id)
        if meeting is None or meeting.booked_by != desk.caller:
            sentence = "Only whoever set the meeting, or decides for others, has it delivered again."
            desk.allow_only(unit, DECIDING, sentence, "delivery", "Ask your team lead.", in_sandbox=True)
        if row.state not in (GIVEN_UP, WAITING):
            sentence = f"This delivery is {row.state}; only one that waits or was given up is tried again."
            raise Refused("not_given_up", sentence, "delivery", SEE_OUTBOX)
        return conclude(desk, unit, replace(row, due_at=desk.now()), WAITING, row.problem)

    return desk.store.write(write)


def _make_due(desk: Desk, unit: Unit) -> None:
    """What waits only in case it was a slip waits no longer."""
    for row in unit.deliveries.open():
        if row.state == WAITING and not row.tries and row.due_at > desk.now():
            unit.deliveries.set(replace(row, due_at=desk.now()))


def _send(desk: Desk, row: Delivery, away: set[str], is_leaving: Callable[[], bool]) -> Way | None:
    """Send one delivery; None where somebody else has it in hand."""
    if _server_of(row) in away:
        return Way(row, "Its server did not answer a moment ago.")
    taken = desk.store.write(lambda unit: take(desk, unit, row.id))
    if taken is None:
        return None
    if isinstance(taken, Stays):
        if taken.elsewhere:
            desk.store.write(lambda unit: give_up_lacking(desk, unit, row.id))
        return Way(taken.row, taken.why)
    begun = time.monotonic()
    came = _waited_for(taken.parcel, is_leaving)
    settled = desk.store.write(partial(_settled, desk, taken, came))
    if isinstance(came, NotSent) and (came.away or time.monotonic() - begun > SLOW_S):
        away.add(_server_of(row))
    if settled is None:
        return Way(replace(taken.row, state=SENT if isinstance(came, Arrived) else WAITING), "It took very long.")
    return Way(settled, came.message if isinstance(came, NotSent) else came.note)


def _settled(desk: Desk, taken: Taken, came: Arrived | NotSent, unit: Unit) -> Delivery | None:
    return settle(desk, unit, taken, came)


def _waited_for(parcel: Parcel, is_leaving: Callable[[], bool]) -> Arrived | NotSent:
    """Give a parcel to its channel, and wait for that no longer than a delivery is in our hands."""
    try:
        return Errand(partial(_hand_over, parcel)).result(AT_MOST_S, is_leaving)
    except TooLong:
        sentence = f"The {parcel.channel} took too long to answer."
        return NotSent(sentence, parcel.channel, "It is tried again.", passing=True)


def _hand_over(parcel: Parcel) -> Arrived | NotSent:
    """Give a parcel to its channel; what breaks in there is told by its kind alone, for its words may be anybody's."""
    try:
        arrived: Arrived = import_module(BY_CHANNEL[parcel.channel]).deliver(parcel)
    except NotSent as failed:
        return failed
    except Exception as error:  # noqa: BLE001 - one delivery that breaks must not keep the others
        sentence = f"The {parcel.channel} broke ({type(error).__name__})."
        return NotSent(sentence, parcel.channel, "It is tried again.", passing=True)
    return arrived


def _server_of(row: Delivery) -> str:
    """Whom a delivery goes through: one mail server serves all, everything else is each rep's own."""
    return row.channel if row.channel == EMAIL else f"{row.channel} {row.rep}"
