"""What is on its way: every change of a meeting that a rep receives, once for each channel and receiver.

Rows come to be from what is stored, as often as somebody looks: a change that is not on its way yet is put there, and
a newer one takes the place of an older one that has not left.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from setter.domain.units import DAY, HOUR, MINUTE
from setter.handoff.told import EMAIL, FOLDER, is_worth_telling
from setter.services.desk import Desk
from setter.services.due import barred, may_not_leave
from setter.services.invited import is_news, renew
from setter.services.meeting_record import record_of
from setter.services.parcels import Route, record_for, route_of, route_to
from setter.store.ids import new_id
from setter.store.records import Delivery, Meeting
from setter.store.unit import Unit

WAITING, SENDING, SENT = "waiting", "sending", "sent"
OVERTAKEN, WITHHELD, GIVEN_UP = "overtaken", "withheld", "given_up"
SANDBOX, NOTHING_NEW, CHANNEL_OFF = "sandbox", "nothing_new", "channel_off"
"""Why something is withheld, beside what speaks against contacting its prospect."""
SLIPS_MS = 2 * MINUTE
"""So long a change waits before it leaves, that a slip can be taken back and what follows at once goes with it."""
SOON_MS = HOUR
"""Of a meeting that begins so soon, or was to, everybody is told at once."""
LOOKED_BACK_MS = 30 * DAY
"""Changes of meetings that began longer ago are told to nobody."""
AT_ONCE = 50
"""How many meetings one write looks at."""


def put_on_its_way(desk: Desk) -> int:
    """Put every change on its way that is not yet; how many meetings there were. Again it finds nothing."""
    renew_invitations(desk)
    untold = desk.store.read(lambda unit: _untold(desk, unit))
    for first in range(0, len(untold), AT_ONCE):
        some = untold[first : first + AT_ONCE]
        desk.store.write(partial(_plan_each, desk, meetings=some))
    if desk.store.read(lambda unit: _let_go(unit, desk.now())):
        desk.store.write(lambda unit: _send_after_all(desk, unit))
    return len(untold)


def plan_in(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """Put a meeting's newest change on its way inside a write that does more."""
    route = route_to(desk, unit, meeting)
    if route is None or not route.rep.deliver:
        return
    earlier, record = unit.deliveries.of_meeting(meeting.id), record_of(desk, unit, meeting)
    barring = may_not_leave(unit, meeting)
    for channel, receiver in route.receivers:
        own = [each for each in earlier if (each.channel, each.receiver) == (channel, receiver)]
        if any(each.change >= meeting.change for each in own):
            continue
        told = record_for(unit, record, earlier, channel, receiver)
        news = is_worth_telling(told, route.rep, channel, receiver)
        if news or receiver == "rep":
            why = SANDBOX if desk.sandbox else "" if news and not barring else barring[0] if news else NOTHING_NEW
            unit.deliveries.add(_row(desk, unit, meeting, channel, receiver, why))
        for each in own:
            if each.state == WAITING:
                conclude(desk, unit, each, OVERTAKEN)


def renew_invitations(desk: Desk) -> None:
    """Make an address that was given or corrected since an invitation left a change of its meeting."""

    def news(unit: Unit) -> list[Meeting]:
        now = desk.now()
        routes = _routes(desk, unit, now)
        asked = [key for key, route in routes if EMAIL in route.rep.deliver or FOLDER in route.rep.deliver]
        ahead = (each for key in asked for each in unit.deliveries.ahead_of(*key, now))
        return [each for each in ahead if is_news(unit, each, now) and not barred(unit, each)]

    def write(unit: Unit) -> None:
        for meeting in news(unit):
            renew(desk, unit, meeting)

    if not desk.sandbox and desk.store.read(news):
        desk.store.write(write)


def _untold(desk: Desk, unit: Unit) -> list[int]:
    now, found = desk.now(), list[int]()
    for (client, campaign, rep), route in _routes(desk, unit, now - LOOKED_BACK_MS):
        channels = tuple(dict.fromkeys(route.rep.deliver))
        found += unit.deliveries.untold(client, campaign, rep, channels, now, now - LOOKED_BACK_MS)
    return found


def _routes(desk: Desk, unit: Unit, since: int) -> list[tuple[tuple[str, int, str], Route]]:
    """The reps who receive anything of meetings that start after `since`, each once."""
    found = {}
    for client, campaign, version, rep in unit.deliveries.reps_ahead(since):
        route = route_of(desk, unit, campaign, version, rep)
        if route is not None and route.rep.deliver:
            found[client, campaign, rep] = route
    return list(found.items())


def _plan_each(desk: Desk, unit: Unit, meetings: Sequence[int]) -> None:
    for meeting_id in meetings:
        meeting = unit.meetings.get(meeting_id)
        if meeting is not None:
            plan_in(desk, unit, meeting)


def _row(desk: Desk, unit: Unit, meeting: Meeting, channel: str, receiver: str, why: str) -> Delivery:
    now = desk.now()
    return Delivery(
        id=new_id(now),
        meeting_id=meeting.id,
        change=meeting.change,
        channel=channel,
        receiver=receiver,
        rep=meeting.rep,
        state=WITHHELD if why else WAITING,
        due_at=_leaves_at(unit, meeting, now),
        tries=0,
        taken_by="",
        taken_until=None,
        handed_over_at=None,
        made_at=now,
        sent_at=None,
        reference="",
        problem=why,
    )


def _leaves_at(unit: Unit, meeting: Meeting, now: int) -> int:
    """When a meeting's newest change may leave (UTC ms)."""
    changes = unit.meetings.changes(meeting.id)
    changed = min(now, changes[-1].changed_at) if changes else now
    before = json.loads(changes[-1].detail).get("from", meeting.starts_at) if changes else meeting.starts_at
    is_soon = 0 <= min(before, meeting.starts_at) - changed <= SOON_MS
    return changed if is_soon else changed + SLIPS_MS


def conclude(desk: Desk, unit: Unit, row: Delivery, state: str, problem: str = "") -> Delivery:
    """Write what became of a delivery that is in nobody's hands; the delivery as it stands then."""
    concluded = replace(row, state=state, problem=problem)
    unit.deliveries.set(concluded)
    about = {"meeting": str(row.meeting_id), "change": row.change, "channel": row.channel, "receiver": row.receiver}
    desk.audit(unit, "delivery", f"delivery/{row.id}", about, old=row.state, new=state)
    return concluded


def _let_go(unit: Unit, now: int) -> list[Delivery]:
    """What was withheld because of people who may be contacted again."""
    found = []
    for row in unit.deliveries.withheld_ahead(now):
        meeting = unit.meetings.get(row.meeting_id)
        if meeting is not None and not may_not_leave(unit, meeting):
            found.append(row)
    return found


def _send_after_all(desk: Desk, unit: Unit) -> None:
    for row in _let_go(unit, desk.now()):
        conclude(desk, unit, row, WAITING)
