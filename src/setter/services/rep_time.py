"""The reps' time: what is taken, who is free, and taking it."""

from __future__ import annotations

from setter.domain.booking import (
    GRID,
    Busy,
    Slot,
    buckets,
    check_slot,
    choose_rep,
    free_slots,
    held_time,
    runs,
    serving,
    why_nobody,
)
from setter.domain.calling_window import local_time
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.offer import nearest_two
from setter.domain.units import DAY
from setter.domain.when import Moment
from setter.law.business_days import is_business_day
from setter.services.desk import Desk
from setter.services.rep_calendars import calendar_times, calendars_known
from setter.store.records import Meeting, Prospect
from setter.store.unit import Unit


def busy_times(
    desk: Desk, unit: Unit, campaign: Campaign, meeting: Meeting | None = None, call_id: int = 0
) -> list[Busy]:
    """The reps' meetings, what their calendars hold, and the slots held for live calls, save this call's or meeting's.

    Each keeps the buffer it was booked with, as the database does: campaigns and their versions may differ.
    """
    client, now = campaign.client.id, desk.now()
    since = now - DAY
    last = unit.meetings.occupied(client, since // GRID)
    taken = [
        Busy(rep, starts, ends, gap=(last[other] + 1) * GRID - ends if other in last else None)
        for rep, starts, ends, other in unit.meetings.busy(client, since)
        if meeting is None or other != meeting.id
    ]
    own = call_id or (meeting.call_id if meeting else 0)
    offers: dict[tuple[str, int], list[int]] = {}
    for rep, bucket, holder in unit.meetings.holds(client, now):
        if holder != own:
            offers.setdefault((rep, holder), []).append(bucket)
    buffer = campaign.handoff.buffer_minutes
    taken += calendar_times(desk, unit, campaign)
    return taken + [held_time(rep, run, buffer) for (rep, _), held in offers.items() for run in runs(held)]


def pick_rep(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    prospect: Prospect,
    moment: Moment,
    wanted: str,
    *,
    call_id: int = 0,
    meeting: Meeting | None = None,
    names_others: bool = True,
) -> str:
    """The rep who takes a meeting at a moment: the one asked for, or the fairest who is free; Refused otherwise.

    `names_others` has the refusal say who is free where the one asked for is not.
    """
    plan, now = campaign.handoff, desk.now()
    busy = busy_times(desk, unit, campaign, meeting, call_id)
    if wanted:
        _check_free(desk, unit, campaign, prospect, moment, wanted, busy, names_others=names_others)
        return wanted
    assigned = unit.meetings.assigned(campaign.client.id)
    chosen = choose_rep(
        plan,
        moment.at,
        busy,
        {rep: number for rep, (number, _) in assigned.items()},
        {rep: newest for rep, (_, newest) in assigned.items()},
        now,
        region=prospect.region,
    )
    if chosen is None:
        reps = serving(plan, prospect.region)
        sentence = why_nobody(plan, reps, moment.at, busy, now) or f"No rep is free on {moment.words}."
        unread = calendars_known(desk, unit, campaign).left_out
        sentence = " ".join(
            [sentence, *(unread[rep.id] for rep in reps if unread.get(rep.id, sentence) not in sentence)]
        )
        raise Refused("slot", sentence, "book", _nearest(plan, reps, busy, moment, now))
    return chosen


def _check_free(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    prospect: Prospect,
    moment: Moment,
    wanted: str,
    busy: list[Busy],
    *,
    names_others: bool,
) -> None:
    """Refused, with their next free times and who else is free then, where the rep asked for is not."""
    plan, now = campaign.handoff, desk.now()
    if wanted not in {rep.id for rep in plan.reps}:
        known = ", ".join(rep.id for rep in plan.reps)
        raise Wrong("no_rep", f"There is no rep {wanted!r}.", "--rep", f"Reps: {known}.")
    problem = check_slot(plan, plan.rep(wanted), moment.at, busy, now)
    if not problem:
        return
    unread = calendars_known(desk, unit, campaign).left_out.get(wanted, "")
    hint = f"Read it with: setter calendar sync {wanted}." if unread else ""
    hint = hint or _nearest(plan, [plan.rep(wanted)], busy, moment, now)
    if names_others:
        free = [rep for rep in serving(plan, prospect.region) if check_slot(plan, rep, moment.at, busy, now) is None]
        others = ", ".join(f"{rep.name} (--rep {rep.id})" for rep in free)
        hint += f" Free then: {others}." if others else " No other rep of their territory is free then."
    raise Refused("slot", problem, "book", hint)


def rep_of(desk: Desk, unit: Unit, meeting: Meeting) -> Rep:
    """A meeting's rep, by the version of the campaign it was booked under: a later one may know them no more."""
    return desk.campaign(unit, meeting.campaign, meeting.campaign_version).handoff.rep(meeting.rep)


def free_times_for(
    campaign: Campaign, prospect: Prospect, zone: str, busy: list[Busy], now: int, rep: str = ""
) -> list[Slot]:
    """The free times of whoever may take this prospect, or of the one rep who is asked for, to be offered.

    Nobody is offered a time on a day on which their own offices are closed; they may well ask for one.
    """
    reps = {rep} if rep else {each.id for each in serving(campaign.handoff, prospect.region)}
    country = prospect.country or campaign.default_region
    free = [(slot, local_time(slot.starts, zone).date()) for slot in free_slots(campaign.handoff, busy, now)]
    worked = {day for day in {day for _, day in free} if is_business_day(country, prospect.region, day)}
    return [slot for slot, day in free if slot.rep in reps and day in worked]


def occupy(unit: Unit, campaign: Campaign, meeting: Meeting, now: int, call_id: int | None = None) -> None:
    """Take the rep's time for a meeting; Refused, and all undone, when any of it is taken."""
    if call_id is not None:
        unit.meetings.drop_holds(call_id)
    wanted = buckets(meeting.starts_at, meeting.ends_at, campaign.handoff.buffer_minutes)
    if not unit.meetings.take(meeting.client_id, meeting.rep, wanted, meeting.id, now):
        raise Refused("slot_taken", "This slot was taken a moment ago.", "book", "Offer another.")


def _nearest(plan: HandoffPlan, reps: list[Rep], busy: list[Busy], moment: Moment, now: int) -> str:
    """The free times nearest to the one that was asked for, with the names of who would take them, if several may."""
    names = {rep.id: rep.name for rep in reps}
    free = [slot for slot in free_slots(plan, busy, now) if slot.rep in names]
    words = [
        f"{local_time(slot.starts, moment.zone):%a %d %b %H:%M}" + (f" ({names[slot.rep]})" if len(reps) > 1 else "")
        for slot in nearest_two(free, moment.at, moment.zone)
    ]
    return f"Free: {', '.join(words)}." if words else "No slot is free in the coming weeks."
