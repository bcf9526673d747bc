"""Whom a caller is given: the best who may be called now, and one in twenty by chance (domain §3.5)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.units import MINUTE
from setter.services.at_hand import look_at_claimed
from setter.services.desk import Desk
from setter.services.put_off import cooled, set_aside, spread
from setter.services.shift import end_break
from setter.services.still_here import gone
from setter.services.windows import open_windows_worth
from setter.store.ids import new_id
from setter.store.records import Call, Queued
from setter.store.unit import Unit

MOST_TRIES = 50
"""Whom the gate refuses at the claim is put aside, so many in one write; nobody waits long for the others' sake."""


def best_call(desk: Desk, unit: Unit, campaign: Campaign, number: int, now: int) -> tuple[Call | None, int, bool]:
    """Give the best callable prospect out, or now and then one by chance: the call, and until when the lease holds.

    The last says that so many had to be put aside that others have not been looked at yet.
    """
    windows = open_windows_worth(desk, unit, campaign, number, now, unit.colleagues.assignment(desk.caller).languages)
    until = now + campaign.calling.lease_minutes * MINUTE
    explored = _by_chance(desk, unit, campaign, number, windows)
    for _ in range(MOST_TRIES):
        call_id, by_chance = new_id(now), explored is not None
        queued = unit.queue.claim_this(explored, desk.caller, call_id, until) if explored is not None else None
        explored = None
        if queued is None:
            queued, by_chance = unit.queue.claim(number, windows, desk.caller, call_id, until), False
        if queued is None:
            return None, 0, False
        look_at_claimed(unit, campaign, queued, now)
        if set_aside(desk, unit, campaign, queued, now, opens_by=now) or cooled(unit, queued, now):
            continue
        if not spread(unit, campaign, queued, now):
            return begin_call(desk, unit, campaign, queued, call_id, explored=by_chance), until, False
    return None, 0, True


def _by_chance(desk: Desk, unit: Unit, campaign: Campaign, number: int, windows: Iterable[int]) -> int | None:
    """Now and then somebody whatever their score, or one would only ever learn about those the rules like (§3.5).

    Never in a sandbox, where what is shown is to be shown again.
    """
    if desk.sandbox or desk.chance() >= campaign.scoring.exploration:
        return None
    return unit.queue.by_chance(number, windows, desk.caller, desk.chance())


def begin_call(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    queued: Queued,
    call_id: int,
    direction: str = "outbound",
    explored: bool = False,
) -> Call:
    """A live call with somebody just claimed, by chance where `explored`; an inbound one is on the line already."""
    enrolment = unit.prospects.hold_enrolment(queued.enrolment_id)
    if enrolment is None:
        raise gone("take")
    if enrolment.work_state == "new":  # a call lets in whom the rest of their list would have: nobody else will now
        enrolment = replace(enrolment, work_state="queued", state_reason="")
    row = unit.campaigns.numbered(queued.campaign)
    call = Call(
        id=call_id,
        campaign=queued.campaign,
        campaign_version=row.version if row and row.version else 1,
        enrolment_id=queued.enrolment_id,
        prospect_id=queued.prospect_id,
        caller=desk.caller,
        direction=direction,
        state="live",
        state_before=enrolment.work_state,
        tier=queued.tier,
        taken_at=desk.now(),
        closed_at=None,
        outcome="",
        outcomes=0,
        path=json.dumps([campaign.script.start_of(direction)]),
        note="",
        minutes=None,
        conversation=0,
        explored=int(explored),
    )
    unit.calls.add(call)
    unit.prospects.save_enrolment(replace(enrolment, work_state="in_call"))
    end_break(desk, unit)
    return call
