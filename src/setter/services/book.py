"""Book a meeting on a live call, offer slots, and see a meeting through its changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.answers import is_email
from setter.domain.booking import Slot, buckets
from setter.domain.calling_window import canonical
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.offer import offer_two
from setter.domain.units import MINUTE
from setter.domain.when import Moment, parse_time, parse_when
from setter.services.attempts import dialled
from setter.services.callability import check_contact, zones_of
from setter.services.desk import Desk
from setter.services.dial import live
from setter.services.duties import REBOOK, close_duties
from setter.services.meeting_life import add_change, confirm_task, guests_kept, move, with_guests
from setter.services.rep_time import busy_times, free_times_for, occupy, pick_rep
from setter.services.standing_sql import was_rejected
from setter.services.still_here import who
from setter.store.ids import new_id
from setter.store.records import Call, Enrolment, Meeting, Prospect
from setter.store.unit import Unit

_GUEST = re.compile(r"\s*([^<>@]*?)\s*(?:<\s*([^<>\s]+)\s*>)?\s*")


class Booked(Struct, frozen=True):
    """A meeting as booked, and its time in words for the caller to read out."""

    meeting: Meeting
    words: str


class Offer(Struct, frozen=True):
    """Two slots to read out, in different half-days of the prospect; held for `until` (UTC milliseconds)."""

    slots: tuple[Slot, ...]
    zone: str
    until: int


def zone_of(desk: Desk, prospect: Prospect, enrolment: Enrolment, wanted: str = "") -> str:
    """The one zone in which to speak of time with a prospect; Refused when there are several to choose from."""
    if wanted:
        from setter.domain.calling_window import is_zone

        if not is_zone(wanted):
            raise Wrong("zone", f"{wanted!r} is not a time zone.", "--zone", "Write it like America/Chicago.")
        return wanted
    zones = zones_of(prospect, enrolment)
    clocks = canonical(zones, desk.now())
    if not zones:
        raise Refused("zone_unknown", "Nobody knows the prospect's time zone.", "zone", "Ask, and give it as the zone.")
    if len(clocks) > 1:
        raise Refused(
            "zone_unclear",
            f"The prospect may be in {' or '.join(zones)}.",
            "zone",
            "Ask which, and give it as the zone.",
        )
    return zones[0]


def say_zone(desk: Desk, call_id: int, zone: str) -> None:
    """Keep the zone that a prospect named on a call; from then on it stands alone (domain §6.3)."""

    def keep(unit: Unit) -> None:
        call = live(desk, unit, call_id)
        prospect, enrolment, _ = _who(desk, unit, call)
        zone_of(desk, prospect, enrolment, zone)
        unit.prospects.save(replace(prospect, said_zone=zone, updated_at=desk.now()))
        unit.prospects.save_enrolment(replace(enrolment, zones=zone))
        desk.audit(unit, "zone_said", f"prospect/{prospect.id}", {"zone": zone, "call": str(call_id)})

    desk.store.write(keep)


def understand(desk: Desk, call_id: int, text: str, zone: str = "") -> Moment:
    """What a caller's words for a time mean in the prospect's zone; Wrong when they are not clear."""

    def read(unit: Unit) -> Moment:
        call = live(desk, unit, call_id)
        prospect, enrolment, _ = _who(desk, unit, call)
        return parse_when(text, desk.now(), zone_of(desk, prospect, enrolment, zone))

    return desk.store.read(read)


def offer(desk: Desk, call_id: int) -> Offer:
    """Pick two free slots in different half-days and hold them for this call."""

    def hold(unit: Unit) -> Offer:
        call = live(desk, unit, call_id)
        prospect, enrolment, campaign = _who(desk, unit, call)
        check_contact(unit, campaign, enrolment, prospect, desk.now(), "book")
        spoken = zone_of(desk, prospect, enrolment)
        now = desk.now()
        unit.meetings.drop_holds(call.id)
        free = free_times_for(campaign, prospect, spoken, busy_times(desk, unit, campaign, call_id=call.id), now)
        until = now + campaign.handoff.hold_minutes * MINUTE
        return Offer(_held(unit, campaign, offer_two(free, spoken, now), call, now, until), spoken, until)

    return desk.store.write(hold, durable=False)


def guest_of(text: str) -> tuple[str, str]:
    """Read a colleague who joins, as (name, e-mail): "Ann Lee <ann@example.com>", or either alone; else Wrong."""
    if is_email(text.strip()):
        return "", text.strip()
    match = _GUEST.fullmatch(text)
    if match is None or not (match[1] or match[2]) or (match[2] and not is_email(match[2])):
        raise Wrong("guest", f"{text!r} is no guest.", "--with", 'Write it like "Ann Lee <ann@example.com>".')
    return match[1], match[2] or ""


def withdraw_offer(desk: Desk, call_id: int) -> None:
    """Let go of the slots held for a call of this caller's; nothing to let go is no matter."""

    def drop(unit: Unit) -> None:
        call = unit.calls.get(call_id)
        if call is not None and call.caller == desk.caller:
            unit.meetings.drop_holds(call_id)

    desk.store.write(drop, durable=False)


def book(
    desk: Desk,
    call_id: int,
    when: str,
    *,
    rep: str = "",
    attendees: Sequence[tuple[str, str]] | None = None,
    zone: str = "",
    requested_how: str = "asked",
) -> Booked:
    """Book a meeting at a time in the prospect's words; the same again gives the same, another time moves it.

    It is *booked, not yet qualified* until its gates are met. `attendees` are (name, e-mail) of colleagues who join;
    None leaves a standing meeting's as they are. Refused when the rep is not free, Wrong when the time
    is not clear.
    """

    def write(unit: Unit) -> Booked:
        call = live(desk, unit, call_id)
        if not dialled(unit, call.id):
            raise Refused("not_dialled", "Nobody has been dialled on this call.", "book", "Dial first.")
        prospect, enrolment, campaign = _who(desk, unit, call)
        check_contact(unit, campaign, enrolment, prospect, desk.now(), "book")
        moment = parse_time(when, desk.now(), zone_of(desk, prospect, enrolment, zone))
        standing = unit.meetings.open_for(enrolment.id)
        if standing is not None and was_rejected(unit, standing):
            standing = None
        if standing is not None and standing.call_id != call.id:
            raise Refused(
                "has_meeting",
                "This prospect has a meeting already.",
                "book",
                f"Move it with: setter meeting reschedule {standing.id} WHEN.",
            )
        if standing is not None:
            return _same_or_moved(desk, unit, campaign, standing, moment, rep, attendees)
        return _fresh(desk, unit, call, prospect, campaign, moment, rep, attendees or (), requested_how)

    return desk.store.write(write)


def _same_or_moved(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    standing: Meeting,
    moment: Moment,
    rep: str,
    attendees: Sequence[tuple[str, str]] | None,
) -> Booked:
    standing = with_guests(desk, unit, standing, attendees)
    if standing.starts_at != moment.at or (rep and rep != standing.rep):
        standing = move(desk, unit, campaign, standing, moment, rep)
    unit.meetings.drop_holds(standing.call_id)
    return Booked(standing, moment.words)


def _fresh(
    desk: Desk,
    unit: Unit,
    call: Call,
    prospect: Prospect,
    campaign: Campaign,
    moment: Moment,
    rep: str,
    attendees: Sequence[tuple[str, str]],
    requested_how: str,
) -> Booked:
    now = desk.now()
    chosen = pick_rep(desk, unit, campaign, prospect, moment, rep, call_id=call.id)
    meeting = _meeting(desk, call, campaign, moment, chosen, attendees, requested_how)
    unit.meetings.add(meeting)
    occupy(unit, campaign, meeting, now, call.id)
    unit.meetings.drop_holds(call.id)
    meeting = add_change(desk, unit, meeting, "booked", {"starts_at": moment.at, "rep": chosen})
    confirm_task(desk, unit, meeting)
    close_duties(unit, call.enrolment_id, (REBOOK,), "done", now)
    desk.audit(unit, "book", f"meeting/{meeting.id}", {"call": str(call.id), "rep": chosen, "starts_at": moment.at})
    return Booked(meeting, moment.words)


def _meeting(
    desk: Desk,
    call: Call,
    campaign: Campaign,
    moment: Moment,
    rep: str,
    attendees: Sequence[tuple[str, str]],
    requested_how: str,
) -> Meeting:
    now = desk.now()
    meeting_id = new_id(now)
    return Meeting(
        id=meeting_id,
        uid=f"{meeting_id}@{campaign.client.id}.setter",
        sequence=0,
        change=0,
        campaign=call.campaign,
        campaign_version=call.campaign_version,
        client_id=campaign.client.id,
        enrolment_id=call.enrolment_id,
        prospect_id=call.prospect_id,
        call_id=call.id,
        rep=rep,
        starts_at=moment.at,
        ends_at=moment.at + campaign.handoff.meeting_minutes * MINUTE,
        wall=moment.wall,
        zone=moment.zone,
        place=campaign.handoff.place,
        requested_how=requested_how,
        attendees=guests_kept(attendees),
        status="booked_not_qualified",
        reschedules=0,
        confirmed_at=None,
        booked_at=now,
        booked_by=desk.caller,
        replaces=None,
    )


def _who(desk: Desk, unit: Unit, call: Call) -> tuple[Prospect, Enrolment, Campaign]:
    return *who(unit, call), desk.campaign(unit, call.campaign, call.campaign_version)


def _held(
    unit: Unit, campaign: Campaign, chosen: tuple[Slot, ...], call: Call, now: int, until: int
) -> tuple[Slot, ...]:
    """Hold what can be held whole; where a part of any is taken already, none of it stays held."""
    client = campaign.client.id
    for slot in chosen:
        if not unit.meetings.hold(client, slot.rep, _buckets(campaign, slot), call.id, now, until):
            unit.meetings.drop_holds(call.id)
            return _held(unit, campaign, tuple(each for each in chosen if each != slot), call, now, until)
    return chosen


def _buckets(campaign: Campaign, slot: Slot) -> list[int]:
    return list(buckets(slot.starts, slot.ends, campaign.handoff.buffer_minutes))
