"""What a delivery carries: a meeting's record as this channel has to be told it, and where it goes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.handoff_plan import MailServer, Rep
from setter.handoff.meeting import MeetingRecord
from setter.handoff.parcel import Parcel
from setter.handoff.told import CALENDAR, EMAIL, PROSPECT, REP
from setter.services.desk import Desk
from setter.services.invited import told_of
from setter.services.meeting_record import record_of
from setter.store.records import Delivery, Meeting
from setter.store.unit import Unit


class Route(Struct, frozen=True):
    """How a rep is reached now."""

    rep: Rep
    mail: MailServer | None

    @property
    def receivers(self) -> tuple[tuple[str, str], ...]:
        """Everybody who is told, as (channel, receiver); the prospect's e-mail goes with the rep's."""
        channels = tuple((channel, REP) for channel in dict.fromkeys(self.rep.deliver))
        return (*channels, (EMAIL, PROSPECT)) if EMAIL in self.rep.deliver else channels


def route_of(desk: Desk, unit: Unit, campaign: int, version: int, rep: str) -> Route | None:
    """How to reach a rep: by the campaign in force, or by a meeting's own version where that knows them no more."""
    for number in (None, version):
        plan = desk.campaign(unit, campaign, number).handoff
        for each in plan.reps:
            if each.id == rep:
                return Route(each, plan.mail)
    return None


def route_to(desk: Desk, unit: Unit, meeting: Meeting) -> Route | None:
    """How to reach a meeting's rep."""
    return route_of(desk, unit, meeting.campaign, meeting.campaign_version, meeting.rep)


def record_for(
    unit: Unit, record: MeetingRecord, earlier: Sequence[Delivery], channel: str, receiver: str
) -> MeetingRecord:
    """A meeting's record as a channel has to be told it: what it was told last decides what is news to it.

    Of a meeting that is off also those are told whom something may have reached. Whoever is told off is whom the
    invitations before this change reached, however often this one was tried.
    """
    sequences = {each.change: each.sequence for each in unit.meetings.changes(record.public.meeting)}
    own = [each for each in earlier if (each.channel, each.receiver) == (channel, receiver)]
    told = [each.change for each in own if each.sent_at is not None]
    if record.cancelled:
        told += [each.change for each in own if each.handed_over_at is not None and each.change < record.change]
    sequence = sequences.get(max(told)) if told else None
    public = record.public
    reached = told_of(unit, public.meeting, record.change) if told or not record.cancelled else None
    return replace(record, told_sequence=sequence, public=replace(public, told=reached))


def parcel_of(
    desk: Desk, unit: Unit, row: Delivery, meeting: Meeting, route: Route, earlier: Sequence[Delivery]
) -> Parcel:
    """What is to be delivered: as it stands now, or as a try said it that may have arrived."""
    entry = unit.deliveries.entry(meeting.id) if row.channel == CALENDAR else None
    record = _as_said(row) or record_for(unit, record_of(desk, unit, meeting), earlier, row.channel, row.receiver)
    return Parcel(
        id=row.id,
        channel=row.channel,
        receiver=row.receiver,
        record=_read(content_of(record)),  # a number may be written otherwise than it was reckoned
        rep=route.rep,
        mail=route.mail,
        made_at=row.made_at,
        tried_at=desk.now(),
        maybe_arrived=row.handed_over_at is not None,
        href=entry.href if entry else "",
        etag=entry.etag if entry else "",
    )


def _as_said(row: Delivery) -> MeetingRecord | None:
    """What an earlier try said that may have arrived; None where none did, or another version of setter wrote it."""
    try:
        return _read(row.content) if row.content else None
    except msgspec.DecodeError:
        return None


def content_of(record: MeetingRecord) -> str:
    """What is said, to be kept: whatever is read from it says the same, to the byte."""
    return msgspec.json.encode(record).decode()


def _read(content: str) -> MeetingRecord:
    return msgspec.json.decode(content, type=MeetingRecord)
